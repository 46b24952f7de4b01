-- core.inbox_quote: who quotes us gets a stamp, or is told no
begin;
select plan(27);
\ir fixture.psql
\ir federation.psql
set local search_path = placet, pg_temp, public;
call elsewhere();
insert into news (site_id, petition, n, kind, html)
values (1, 1, 1, 'answer', '<p>Oui</p>');
delete from letter;
create function public.quotes(_actor text, _n int, _note text,
    _post jsonb, _site int default 1) returns jsonb
language sql security definer set search_path = placet, pg_temp as $$
    select public.come(_site, _actor, jsonb_build_object(
        'id', _actor || '/quotes/' || _n, 'type', 'QuoteRequest',
        'actor', _actor, 'object', _note, 'instrument', _post))
$$;
create function public.post(_n int, _actor text default public.zoe())
returns jsonb language sql as $$
    select jsonb_build_object('id', _actor || '/posts/' || _n,
        'type', 'Note', 'attributedTo', _actor, 'content', '<p>RE</p>')
$$;
-- The answers since the last time: type, inbox, stamp.
create function public.told(out type text, out inbox text, out stamp text)
returns setof record
language sql security definer set search_path = placet, pg_temp as $$
    with gone as (delete from letter where site_id = 1 returning *)
    select doc::jsonb->>'type', inbox, doc::jsonb->>'result' from gone
    order by id
$$;
select federated(2) as before \gset

select quotes(zoe(), 1, note(), post(1)) \g /dev/null
select is(doc::jsonb - '{id,result}'::text[], jsonb_build_object(
    '@context', '["https://www.w3.org/ns/activitystreams",
        {"QuoteRequest": "https://w3id.org/fep/044f#QuoteRequest"}]'::jsonb,
    'type', 'Accept', 'actor', note() || '/actor',
    'to', jsonb_build_array(zoe()), 'object', jsonb_build_object(
        'id', zoe() || '/quotes/1', 'type', 'QuoteRequest', 'actor', zoe(),
        'object', note(), 'instrument', zoe() || '/posts/1')),
    'accepted, with what was asked in short') from letter;
select is(row (host, inbox, actor)::text, row ('m.example',
    zoe() || '/inbox', 1)::text, 'by the petition, to who asked')
from letter;
select ok(doc::jsonb->>'id' ~ ('^' || note() || '/actor#accept/[0-9a-f]{64}$'),
    'under an id of ours') from letter;
select is(doc::jsonb->>'result', note() || '/quotes/' || encode(q.id, 'hex'),
    'with the URL of the stamp') from letter, quote q;
select is(row (petition, object, instrument, remote)::text,
    row (1, note(), zoe() || '/posts/1', zoe())::text, 'which is kept')
from quote;

select stamp as first from told() \gset
select quotes(zoe(), 2, note(), post(1)) \g /dev/null
select results_eq('select * from told()', format(
    'values (%L, %L, %L)', 'Accept', zoe() || '/inbox', :'first'),
    'asked again, the same again');
select is(count(*), 1::bigint, 'it is one stamp') from quote;
select quotes(zoe(), 3, note() || '/news/1', to_jsonb(zoe() || '/posts/1')),
    quotes(zoe(), 4, note(), post(2)) \g /dev/null
select is((select count(distinct stamp) from told() where type = 'Accept'),
    2::bigint, 'news too, and posts that are only named');
select is(count(*), 3::bigint, 'each has its own stamp') from quote;
select quotes(tom(), 5, note(), to_jsonb(zoe() || '/posts/1')) \g /dev/null
select isnt((select stamp from told()), :'first',
    'and so has each who asks: nobody takes another''s place');
select quotes(tom(), 6, note() || '/news/1', to_jsonb('https://m.example/'
    || (select string_agg(md5(n::text), '') from generate_series(1, 63) n)))
\g /dev/null
select is((select type from told()), 'Accept', 'a long URL is one');
delete from quote where length(instrument) > 2000;

-- What cannot be theirs, or is not there.
select quotes(tom(), 10, note(), post(3)),
    quotes(eve(), 11, note(), to_jsonb(zoe() || '/posts/1')),
    quotes(zoe(), 12, note(), to_jsonb(zoe() || repeat('/x', 1100))),
    quotes(zoe(), 13, note(), '"posts/1"'),
    quotes(zoe(), 14, note(), 'null') \g /dev/null
select is(array_agg(type), '{Reject,Reject,Reject,Reject,Reject}',
    'of others, of other hosts, and what is no URL') from told();
select say(zoe(), 15, 'Delete', zoe() || '/posts/5') \g /dev/null
select quotes(zoe(), 16, note(), post(5)) \g /dev/null
select is((select type from told()), 'Reject', 'a post that is deleted');
select quotes(zoe(), 20, url, post(6))
from unnest(array[note(9), note() || '/news/9', note() || '/actor',
    note(1, 2), zoe()]) url \g /dev/null
select quotes('https://x.example/new', 21, note(),
    to_jsonb('https://x.example/1'::text)) \g /dev/null
select is_empty('select told()', 'what we did not say is not answered for');
update petition set withdrawn_at = now() where (site_id, item) = (1, 3);
select quotes(zoe(), 22, note(3), post(7)) \g /dev/null
select is((select type from told()), 'Reject',
    'a petition that was taken back is not quoted');
select is(count(*), 4::bigint, 'nothing was added') from quote;

-- Who has a say.
update site set social = 'off' where id = 1;
select quotes(zoe(), 30, note(), post(8)) \g /dev/null
select results_eq('select type, inbox from told()',
    $$ values ('Reject', zoe() || '/inbox') $$, 'off: told so');
select is(count(*), 4::bigint, 'and no stamp') from quote;
update site set social = 'open' where id = 1;
insert into peer_rule (site_id, host, level)
values (1, 'dark.example', 'suspend'), (1, 'e.example', 'limit');
select quotes(eve(), 31, note(), post(1, eve())) \g /dev/null
select is((select type from told()), 'Accept',
    'who is limited may: what is said there is not shown here');
update remote set inbox = 'https://dark.example/tom' where id = tom();
select quotes(tom(), 32, note(), post(1, tom())) \g /dev/null
select is_empty('select told()', 'no answer to a server that is suspended');
update remote set inbox = 'https:nowhere' where id = tom();
select quotes(tom(), 33, note(), post(1, tom())) \g /dev/null
select is_empty('select told()', 'nor to an inbox that is nowhere');

-- Taken back.
select say(tom(), 40, 'Delete', zoe() || '/posts/2'),
    say(eve(), 41, 'Delete', zoe() || '/posts/2') \g /dev/null
select isnt_empty($$ select from quote where instrument = zoe() || '/posts/2'
    $$, 'by nobody else');
select say(zoe(), 42, 'Delete', zoe() || '/posts/2') \g /dev/null
select is_empty($$ select from quote where instrument = zoe() || '/posts/2'
    $$, 'who deletes the post ends its stamp');
update peer_rule set level = 'suspend' where host = 'e.example';
select core.host_purge(1) \g /dev/null
select is_empty('select from quote where remote = eve()',
    'who is suspended has none');
select is(federated(2), :'before', 'the other site has changed in nothing');
select isnt_empty('select from quote where remote = zoe()', 'the rest is');
select say(zoe(), 43, 'Delete', zoe()) \g /dev/null
select is_empty('select from quote where remote = zoe()',
    'until they go themselves');

select finish();
rollback;
