-- core.request_keys: a server is sent what it can verify
begin;
select plan(17);
\ir fixture.psql
set local search_path = placet, pg_temp, public;
select is(core.request_keys(1, 'm.example', 1, 1), '[]',
    'no key before there is one');
\ir federation.psql
create function public.key(_host text, _actor int, _n bigint) returns text
language sql as $$
    select string_agg(case k when core.key_hash('PEM') then 'new'
        when core.key_hash('OLD') then 'old' else 'none' end, ' ')
    from jsonb_array_elements_text(
        core.request_keys(1, _host, _actor, _n)) k
$$;
select is(key('m.example', 1, 1), 'new', 'one key, one choice');
-- Zoé followed petition 1 before, Eve the site; Tom came later.
insert into follower (site_id, actor, remote, host, follow, at) values
    (1, 1, zoe(), 'm.example', 'f', now() - interval '3 days'),
    (1, 0, eve(), 'sub.e.example', 'f', now() - interval '3 days'),
    (1, 2, tom(), 'm.example', 'f', now()),
    (2, 3, tom(), 'm.example', 'f', now() - interval '3 days');
insert into peer (site_id, host, cursor, turned)
values (1, 'm.example', 4, 4), (1, 'sub.e.example', 4, 4);
insert into act (site_id, n, kind, actor, object, draft, at) values
    (1, 1, 'news', 2, '', '{}', now() - interval '4 days'),
    (1, 2, 'news', 1, '', '{}', now() - interval '2 days'),
    (1, 5, 'news', 3, '', '{}', now() - interval '2 days');
update site set rsa_old = 'OLD', rekey_act = 9, rekeyed_at = now()
where id = 1;
select is(key('m.example', 1, n), w, format('act %s', n))
from (values (1, 'old new'), (9, 'old new'), (10, 'new old'),
    (null, 'new old')) t (n, w);
select is(key('m.example', 0, 9), 'old new', 'the site has spoken to it');
select is(key('m.example', 0, null), 'new old', 'what is fetched: the new');
select is(key('m.example', 2, 9), 'new old', 'who follows since: the new');
select is(key('m.example', 3, 9), 'new old', 'whom nobody follows: the new');
select is(key('x.example', 1, 9), 'new old', 'who is not known: the new');
select is(key('sub.e.example', 1, 9), 'old new',
    'who follows the site has heard this one');
select is(key('sub.e.example', 2, 9), 'new old',
    'this one not since it follows');
select is(key('sub.e.example', 3, 9), 'new old', 'this one not yet');
select is(core.request_keys(2, 'm.example', 3, 1),
    jsonb_build_array(core.key_hash('PEM')), 'the other site has but one');
update site set rsa_old = null, rekey_act = null where id = 1;
select is(key('m.example', 1, 9), 'new', 'then the old one is forgotten');
select is(key('m.example', 1, null), 'new', 'for all');

select finish();
rollback;
