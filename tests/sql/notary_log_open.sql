-- notary.log_open: key and first leaf, once
begin;
select plan(5);
insert into placet.site (id, uuid, host, insee, name)
overriding system value values
    (1, '00000000-0000-4000-8000-000000000001', 'a.exemple.fr', '01004', 'A'),
    (2, '00000000-0000-4000-8000-000000000002', 'b.exemple.fr', '01004', 'B');
insert into placet.item (site_id, id, kind, state)
values (1, 1, 'petition', 'open');
insert into placet.version (site_id, item, n, title, body, hash)
values (1, 1, 1, 'Un titre', 'Un texte', sha256('1/1'));
insert into placet.petition (site_id, item, closes_at)
values (1, 1, now() + interval '1 day');
insert into placet.log (site_id, item, origin, pub)
values (1, 1, '1/p/1', sha256('key'));
update placet.log set pub = null;
set local role placet_notary;

select is(notary.log_open(1, 1, 'key', 'entry', 'peak'),
    '{"opened": true}', 'a log without key is opened');
select is(notary.log_open(1, 1, 'other', 'entry', 'peak'),
    '{"opened": false}', 'not again');
select is(notary.log_open(1, 2, 'key', 'entry', 'peak'),
    '{"opened": false}', 'nor one that does not exist');
reset role;
select results_eq('select pub, size, frontier from placet.log',
    $$ values ('key'::bytea, 1::bigint, 'peak'::bytea) $$,
    'it has key, size and frontier');
select results_eq('select idx, entry from placet.leaf',
    $$ values (0::bigint, 'entry'::bytea) $$, 'and one leaf');

select finish();
rollback;
