-- check.sql - what is wrong with the rights in this database, a line each
--
-- For `placet-db check`: run by whoever may see the catalogues; silence is
-- good news.

-- Roles are what they should be, neither more nor less.
select 'role ' || n || ' is missing'
from unnest('{placet_owner,placet_web,placet_notary,placet_courier,
    placet_admin}'::name[]) n
where not exists (select from pg_roles where rolname = n);

select 'role ' || rolname || ' has too many rights'
from pg_roles
where rolname in ('placet_owner', 'placet_web', 'placet_notary',
    'placet_courier', 'placet_admin')
    and (rolsuper or rolcreaterole or rolcreatedb or rolbypassrls
        or rolreplication or (rolname = 'placet_owner' and rolcanlogin));

select 'role ' || m.rolname || ' is a member of ' || r.rolname
from pg_auth_members a
join pg_roles r on r.oid = a.roleid
join pg_roles m on m.oid = a.member
where m.rolname in ('placet_web', 'placet_notary', 'placet_courier',
    'placet_admin');

-- Functions run as their owner, with a search path of their own, and only
-- the role of their schema may call them.
select format('%s.%s is not a security definer of placet_owner with a fixed'
    || ' search path', n.nspname, p.proname)
from pg_proc p
join pg_namespace n on n.oid = p.pronamespace
where n.nspname in ('web', 'notary', 'courier', 'admin')
    and (not p.prosecdef or p.proowner <> to_regrole('placet_owner')
        or not coalesce(
            'search_path=placet, pg_temp' = any (p.proconfig), false));

select format('%s.%s may be called by %s', n.nspname, p.proname,
    coalesce(r.rolname, 'everybody'))
from pg_proc p
join pg_namespace n on n.oid = p.pronamespace
cross join aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
left join pg_roles r on r.oid = a.grantee
where n.nspname in ('core', 'web', 'notary', 'courier', 'admin')
    and coalesce(r.rolname, '') not in (
        'placet_owner',
        case when n.nspname = 'core' then 'placet_owner'
            else 'placet_' || n.nspname end);

select format('%s.%s may not be called by placet_%s', n.nspname, p.proname,
    n.nspname)
from pg_proc p
join pg_namespace n on n.oid = p.pronamespace
where n.nspname in ('web', 'notary', 'courier', 'admin')
    and not has_function_privilege('placet_' || n.nspname, p.oid, 'execute');

-- Schemas: who may look inside.
select format('schema %s is open to %s', n.nspname,
    coalesce(r.rolname, 'everybody'))
from pg_namespace n
cross join aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) a
left join pg_roles r on r.oid = a.grantee
where n.nspname in ('placet', 'core', 'web', 'notary', 'courier', 'admin')
    and coalesce(r.rolname, '') not in (
        'placet_owner',
        case when n.nspname in ('placet', 'core') then 'placet_owner'
            else 'placet_' || n.nspname end);

-- Tables belong to the owner, and nobody else has any right to them.
select format('table %s belongs to %s', c.relname, pg_get_userbyid(c.relowner))
from pg_class c
where c.relnamespace = to_regnamespace('placet')
    and c.relkind in ('r', 'p', 'v', 'S', 'm')
    and c.relowner <> to_regrole('placet_owner');

select format('table %s is open to %s', c.relname,
    coalesce(r.rolname, 'everybody'))
from pg_class c
cross join aclexplode(c.relacl) a
left join pg_roles r on r.oid = a.grantee
where c.relnamespace = to_regnamespace('placet')
    and a.grantee <> c.relowner;

-- The database itself.
select format('database is open to everybody (%s)', a.privilege_type)
from pg_database d
cross join aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
where d.datname = current_database() and a.grantee = 0;

select 'communes were never loaded'
where obj_description(to_regclass('placet.commune'), 'pg_class') is null;
