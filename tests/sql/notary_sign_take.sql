-- notary.sign_take: the leaves since the last signature, within bounds
begin;
select plan(11);
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
insert into placet.item (site_id, id, kind, state)
values (1, 2, 'petition', 'open');
insert into placet.version (site_id, item, n, title, body, hash)
values (1, 2, 1, 'Un titre', 'Un texte', sha256('1/2'));
insert into placet.petition (site_id, item, closes_at)
values (1, 2, now() + interval '1 day');
insert into placet.log (site_id, item, origin, pub)
values (1, 2, '1/p/2', sha256('key'));
insert into placet.item (site_id, id, kind, state)
values (1, 3, 'petition', 'open');
insert into placet.version (site_id, item, n, title, body, hash)
values (1, 3, 1, 'Un titre', 'Un texte', sha256('1/3'));
insert into placet.petition (site_id, item, closes_at)
values (1, 3, now() + interval '1 day');
insert into placet.log (site_id, item, origin, pub)
values (1, 3, '1/p/3', sha256('key'));
insert into placet.item (site_id, id, kind, state)
values (1, 4, 'petition', 'open');
insert into placet.version (site_id, item, n, title, body, hash)
values (1, 4, 1, 'Un titre', 'Un texte', sha256('1/4'));
insert into placet.petition (site_id, item, closes_at)
values (1, 4, now() + interval '1 day');
insert into placet.log (site_id, item, origin, pub)
values (1, 4, '1/p/4', sha256('key'));
insert into placet.leaf (site_id, item, idx, entry)
select 1, i, n, ('e' || n)::bytea
from generate_series(1, 3) i, generate_series(0, 4) n;
update placet.log set size = 5, frontier = '\x0a', signed_size = 2,
    signed_frontier = '\x0b' where item in (1, 2, 3);
update placet.log set halted = 'x' where item = 3;
set local role placet_notary;

select is(notary.sign_take('{1}', '{1}', 100)#>>'{logs,0,leaves}',
    encode('\x0002'::bytea || 'e2' || '\x0002' || 'e3' || '\x0002' || 'e4',
        'hex'), 'the leaves that are not signed, each after its length');
select is((notary.sign_take('{1}', '{1}', 100)#>'{logs,0}')
    - '{leaves,pub}'::text[],
    '{"site": 1, "item": 1, "uuid": "00000000000040008000000000000001",
    "origin": "1/p/1", "size": 5, "frontier": "0a", "signed_size": 2,
    "signed_frontier": "0b", "n": 3}', 'and all that signing needs');
select is(notary.sign_take('{1}', '{1}', 100)#>>'{logs,0,pub}',
    encode(sha256('key'), 'hex'), 'the key with it');
select is(jsonb_array_length(
    notary.sign_take('{1,1,1}', '{1,2,1}', 100)->'logs'), 2,
    'a log that is named twice comes once');
select is(notary.sign_take('{1}', '{3}', 100), '{"logs": [], "rest": []}',
    'a halted log does not come');
select is(notary.sign_take('{1,9}', '{4,9}', 100),
    '{"logs": [], "rest": []}', 'nor one with nothing new, nor an unknown');
select is(notary.sign_take('{1}', '{1}', 2)#>>'{logs,0,n}', '2',
    'a log that does not fit comes in part');
select is(notary.sign_take('{1}', '{1}', 2)#>>'{logs,0,leaves}',
    encode('\x0002'::bytea || 'e2' || '\x0002' || 'e3', 'hex'),
    'with the first of its leaves');
select is(jsonb_array_length(
    notary.sign_take('{1,1}', '{1,2}', 5)->'logs'), 1,
    'one that finds no room any more does not come');
select is(notary.sign_take('{1,1}', '{1,2}', 5)->'rest', '[[1, 2]]',
    'but is named');
select is(notary.sign_take('{}', '{}', 5), '{"logs": [], "rest": []}',
    'nothing for nothing');

select finish();
rollback;
