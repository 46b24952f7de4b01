-- web.log_checkpoint: the last signed state
begin;
select plan(4);
\ir fixture.psql
select sequence(2, 1) \g /dev/null
set local role placet_web;

select is(web.log_checkpoint(2, '1'),
    jsonb_build_object('checkpoint', E'b.example/p/1\n0\nroot\n'),
    'it is served as it was signed');
select throws_ok($$ select web.log_checkpoint(1, '1') $$, 'PL404',
    'petition.unknown', 'none before the first');
select throws_ok($$ select web.log_checkpoint(2, '2') $$, 'PL404',
    'petition.unknown', 'none of another site');
select throws_ok($$ select web.log_checkpoint(2, 'x') $$, 'PL404',
    'petition.unknown', 'none of what is no number');

select finish();
rollback;
