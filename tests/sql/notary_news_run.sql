-- notary.news_run: what happens to petitions is said, once
begin;
select plan(17);
\ir fixture.psql
set local search_path = placet, pg_temp, public;
create function public.said(_site int default 1) returns text
language sql security definer as $$
    select string_agg(kind || ' ' || actor, ', ' order by n)
    from placet.act where site_id = _site
$$;
set local role placet_notary;
select is(notary.news_run(300, 100), '{"acts": 0, "counts": 0}',
    'without keys nothing is said');
reset role;
update placet.site set rsa = 'PEM', ed25519 = 'z6Mk' || id;
update placet.site set rsa = null where id = 2;
set local role placet_notary;
select is(notary.news_run(300, 100), '{"acts": 2, "counts": 0}', 'then what is open is');
select is(said(), 'create 1, announce -1', 'by the petition and the commune');
select is(said(2), null, 'a site without keys waits');
select is(notary.news_run(300, 100), '{"acts": 2, "counts": 0}', 'once');
reset role;

-- Counts.
update placet.log set signs = 5 where (site_id, item) = (1, 1);
set local role placet_notary;
select notary.news_run(300, 100) \g /dev/null
select is(said(), 'create 1, announce -1', 'not each signature is told');
reset role;
update placet.petition set told_at = now() - interval '301 s'
where (site_id, item) = (1, 1);
set local role placet_notary;
select is(notary.news_run(null, 100)->>'counts', '0',
    'nor looked at when nothing was numbered');
select is(notary.news_run(300, 100)->>'counts', '1', 'one was');
select notary.news_run(300, 100) \g /dev/null
select is(said(), 'create 1, announce -1, count 1', 'but their number is');
reset role;
select is(reach, 'placet', 'to those who know what it is') from placet.act
where kind = 'count';
update placet.petition set told_at = now() - interval '301 s'
where (site_id, item) = (1, 1);
set local role placet_notary;
select notary.news_run(300, 100) \g /dev/null
select is(said(), 'create 1, announce -1, count 1', 'when it has changed');
reset role;

-- Steps.
update placet.rung set reached_at = now() where site_id = 1 and n = 1;
set local role placet_notary;
select notary.news_run(300, 100), notary.news_run(300, 100) \g /dev/null
select is(said(), 'create 1, announce -1, count 1, news 1, announce -1',
    'a step is news, once');
reset role;
select is(row (kind, html)::text, row ('milestone', core.milestone_html(
    1, 1, 2, 'Une réponse écrite'))::text, 'of what follows')
from placet.news where site_id = 1;

-- The end.
update placet.petition set closes_at = now(), closed_at = now()
where (site_id, item) = (1, 1);
set local role placet_notary;
select notary.news_run(300, 100), notary.news_run(300, 100) \g /dev/null
select is(said(), 'create 1, announce -1, count 1, news 1, announce -1, '
    'news 1, announce -1, update 1', 'so is the end; and the note says it');
reset role;
select is(draft->'object'->'petition'->>'petitionState', 'closed', 'it does')
from placet.act where kind = 'update';

-- What was over before anybody was told, or was taken back.
update placet.site set rsa = 'PEM' where id = 2;
update placet.petition set withdrawn_at = now(), closes_at = now()
where site_id = 2;
set local role placet_notary;
select notary.news_run(300, 100) \g /dev/null
select is(said(2), null, 'what was taken back is not begun');
reset role;
update placet.petition set published_at = now(), told_closed = true,
    told_at = now() - interval '1 day' where site_id = 2;
insert into placet.rung (site_id, petition, n, threshold, effect, reached_at)
values (2, 1, 1, 1, 'x', now());
update placet.log set signs = 5 where site_id = 2;
set local role placet_notary;
select notary.news_run(300, 100) \g /dev/null
select is(said(2), null, 'nor are there news or numbers of it');

select finish();
rollback;
