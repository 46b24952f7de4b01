-- who may do what: the rights of roles, read from the catalogues and tried
begin;
select plan(21);
create temp table roles (role name, schema name);
insert into roles values ('placet_web', 'web'), ('placet_notary', 'notary'),
    ('placet_courier', 'courier'), ('placet_admin', 'admin');

select results_eq($$ select rolname, rolsuper, rolcanlogin from pg_roles
    where rolname like 'placet\_%' order by 1 $$,
    $$ values ('placet_admin'::name, false, true),
    ('placet_courier', false, true), ('placet_notary', false, true),
    ('placet_owner', false, false), ('placet_web', false, true) $$,
    'the owner cannot log in, nobody is a superuser');

select is_empty($$
    select n.nspname, p.proname, a.grantee::regrole
    from pg_proc p
    join pg_namespace n on n.oid = p.pronamespace
    cross join aclexplode(coalesce(p.proacl,
        acldefault('f', p.proowner))) a
    where n.nspname in ('core', 'web', 'notary', 'courier', 'admin')
    and a.grantee <> 'placet_owner'::regrole
    and (a.grantee = 0 or a.grantee::regrole::text
        <> 'placet_' || n.nspname) $$,
    'a function may be called by its owner and the role of its schema only');
select is_empty($$
    select p.oid::regprocedure from pg_proc p
    join pg_namespace n on n.oid = p.pronamespace
    join roles r on r.schema = n.nspname
    where not has_function_privilege(r.role, p.oid, 'execute') $$,
    'and by that role it may');
select is_empty($$
    select p.oid::regprocedure from pg_proc p
    join pg_namespace n on n.oid = p.pronamespace
    where n.nspname in ('web', 'notary', 'courier', 'admin')
    and (not p.prosecdef or p.proowner <> 'placet_owner'::regrole
        or not coalesce(p.proconfig @> '{"search_path=placet, pg_temp"}',
            false)) $$,
    'each runs as the owner with a search path of its own');
select is_empty($$
    select p.oid::regprocedure from pg_proc p
    where p.pronamespace = 'core'::regnamespace and p.prosecdef $$,
    'the core runs as whoever calls it');
select is_empty($$
    select proname from pg_proc
    where pronamespace in ('core'::regnamespace, 'web'::regnamespace,
        'notary'::regnamespace, 'courier'::regnamespace,
        'admin'::regnamespace)
    group by pronamespace, proname having count(*) > 1 $$,
    'no name means two functions');

select is_empty($$
    select c.relname, r.role, p.privilege
    from pg_class c, roles r,
        unnest('{select,insert,update,delete,truncate,references,trigger}'
            ::text[]) p (privilege)
    where c.relnamespace = 'placet'::regnamespace
    and c.relkind in ('r', 'p', 'v', 'm')
    and has_table_privilege(r.role, c.oid, p.privilege) $$,
    'no role has any right to any table');
select is_empty($$
    select c.relname, r.role from pg_class c, roles r
    where c.relnamespace = 'placet'::regnamespace and c.relkind = 'S'
    and has_sequence_privilege(r.role, c.oid, 'usage, select, update') $$,
    'nor to any sequence');
select is_empty($$
    select r.role, s.nspname from pg_namespace s, roles r
    where s.nspname in ('placet', 'core', 'web', 'notary', 'courier',
        'admin')
    and s.nspname <> r.schema
    and has_schema_privilege(r.role, s.oid, 'usage') $$,
    'each sees its own schema');
select is_empty($$
    select r.role, s.nspname from pg_namespace s, roles r
    where has_schema_privilege(r.role, s.oid, 'create')
    and s.nspname not like 'pg\_temp%' $$,
    'and can create nothing anywhere');
select is_empty($$
    select role from roles
    where has_database_privilege(role, current_database(), 'temporary')
    or has_database_privilege(role, current_database(), 'create') $$,
    'not even temporarily');
select is_empty($$
    select m.rolname from pg_auth_members a
    join pg_roles m on m.oid = a.member where m.rolname like 'placet\_%' $$,
    'no role is a member of another');

-- A function made later is closed from its first moment.
set local role placet_owner;
create function web.later() returns int language sql as 'select 1';
create function core.later() returns int language sql as 'select 1';
reset role;
select is(proacl::text, '{placet_owner=X/placet_owner,'
    || 'placet_web=X/placet_owner}', 'a new function is its role''s alone')
from pg_proc where oid = 'web.later'::regproc;
select is(proacl::text, '{placet_owner=X/placet_owner}',
    'one of the core is nobody''s')
from pg_proc where oid = 'core.later'::regproc;
drop function web.later();
drop function core.later();

-- Tried, not only read.
set local role placet_notary;
select throws_ok($$ select web.home(1, 'fr') $$, '42501', null,
    'the notary cannot call web');
set local role placet_web;
select throws_ok($$ select core.stamp(now()) $$, '42501', null,
    'web cannot call the core');
select throws_ok($$ create temp table t () $$, '42501', null,
    'nor make tables');
select throws_ok($$ select currval('placet.lot_id') $$, '42501', null,
    'nor look at sequences');
reset role;

-- What is append-only.
select throws_ok('delete from placet.leaf', '23001', null,
    'leaves are for ever');
select throws_ok('delete from placet.lot', '23001', null,
    'so are their numbers');
select throws_ok($$ update placet.version set title = 'x' $$, '23001', null,
    'so are texts');

select finish();
rollback;
