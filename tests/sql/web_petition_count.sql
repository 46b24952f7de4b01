-- web.petition_count: the number alone
begin;
select plan(5);
\ir fixture.psql
update placet.log set signs = 7, withdrawn = 1, invalidated = 1
where (site_id, item) = (1, 1);
set local role placet_web;

select is(web.petition_count(1, '1'), '{"id": 1, "count": 5, "open": true,
    "next": {"threshold": 100, "effect": "Un débat au conseil",
    "percent": 5, "missing": 95}}', 'it follows the log');
select is(web.petition_count(1, '2'),
    '{"id": 2, "count": 0, "open": false, "next": null}',
    'closed petitions keep theirs');
select is(web.petition_count(2, '1')->>'count', '0',
    'the same number elsewhere has its own');
select throws_ok($$ select web.petition_count(2, '2') $$, 'PL404',
    'petition.unknown', 'one that another site has is unknown here');
select throws_ok($$ select web.petition_count(1, 'x') $$, 'PL404',
    'petition.unknown', 'what is no number is unknown');

select finish();
rollback;
