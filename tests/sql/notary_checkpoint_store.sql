-- notary.checkpoint_store: what is served only ever grows
begin;
select plan(6);
\ir notary.psql
call public.petition(1, 1);
call public.petition(1, 2);
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
