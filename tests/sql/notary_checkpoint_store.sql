-- notary.checkpoint_store: what is served only ever grows
begin;
select plan(6);
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
update placet.log set size = 5;
set local role placet_notary;

select is(notary.checkpoint_store('{1,1}', '{1,2}', '{5,3}',
    '{"\\x0a","\\x0b"}', '{one,two}'), '{"stored": 2}', 'two are stored');
reset role;
select results_eq('select item, signed_size, signed_frontier, checkpoint,
    signed_at = now() from placet.log order by item',
    $$ values (1, 5::bigint, '\x0a'::bytea, 'one', true),
    (2, 3, '\x0b', 'two', true) $$, 'with size, frontier, note and time');
set local role placet_notary;
select is(notary.checkpoint_store('{1}', '{1}', '{4}', '{"\\x0c"}', '{x}'),
    '{"stored": 0}', 'a smaller one is passed over');
select is(notary.checkpoint_store('{1}', '{1}', '{5}', '{"\\x0c"}', '{x}'),
    '{"stored": 0}', 'so is one of the same size');
select is(notary.checkpoint_store('{1}', '{2}', '{6}', '{"\\x0c"}', '{x}'),
    '{"stored": 0}', 'and one larger than its log');
reset role;
select results_eq('select checkpoint from placet.log order by item',
    $$ values ('one'), ('two') $$, 'nothing of them is served');

select finish();
rollback;
