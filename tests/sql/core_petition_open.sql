-- core.petition_open: can it be signed now?
begin;
select plan(4);
\ir fixture.psql
set local search_path = placet, pg_temp, public;
select is(core.petition_open(1, '1'), 1, 'this one can');
select throws_ok($$ select core.petition_open(1, '2') $$, 'PL409',
    'petition.closed', 'a closed one cannot');
select throws_ok($$ select core.petition_open(1, '3') $$, 'PL409',
    'petition.closed', 'nor one whose time is over');
select throws_ok($$ select core.petition_open(2, '2') $$, 'PL404',
    'petition.unknown', 'nor one of another site');

select finish();
rollback;
