-- courier.flood_count: who floods the moderators is heard later
begin;
select plan(9);
\ir fixture.psql
\ir federation.psql
set local search_path = placet, pg_temp, public;
create function public.counted() returns void
language plpgsql as $$
begin
    set local role placet_courier;
    perform courier.flood_count();
    reset role;
end $$;
create function public.waits(_actor text, _n int, _site int default 1)
returns void language sql security definer as $$
    insert into placet.comment (site_id, petition, object, remote, host,
        reply_to, text, published_at, state)
    select _site, 1, _actor || '/n/' || gen_random_uuid(), _actor,
        core.url_host(_actor), note(), 'x', now(), 'pending'
    from generate_series(1, _n)
$$;
select waits(zoe(), 49), waits(tom(), 50), waits(eve(), 50, 2) \g /dev/null
select counted() \g /dev/null
select results_eq('select site_id, who from flood order by 1', $$ values
    (1, tom()), (2, eve()) $$, 'fifty are enough, on each site');
select is(reply(tom(), 1, note(), 'Encore'),
    '{"status": 429, "code": "rate.exceeded"}', 'no more of him');
select is(reply(zoe(), 1, note(), 'Encore'), '{"status": 202}',
    'others are heard');
select is(reply(eve(), 1, note(), 'Encore'), '{"status": 202}',
    'on another site too');
select is(say(tom(), 2, 'Like', note()), '{"status": 202}',
    'and so is what else he does');
update comment set state = 'shown' where remote = tom();
select counted() \g /dev/null
select is(reply(tom(), 1, note(), 'Encore'), '{"status": 202}',
    'once a moderator has looked');
select waits('https://m.example/u/' || n, 49)
from generate_series(1, 103) n \g /dev/null
select counted() \g /dev/null
select is(reply(zoe(), 2, note(), 'Encore'),
    '{"status": 429, "code": "rate.exceeded"}', 'of a server 5,000');
select is(reply(eve(), 2, note(), 'Encore'), '{"status": 202}',
    'not of all');
delete from comment;
select counted() \g /dev/null
select is_empty('select from flood', 'then it is forgotten');

select finish();
rollback;
