-- web.key_get: whose key it is, if it may be anybody's
begin;
select plan(13);
\ir fixture.psql
\ir federation.psql
insert into placet.peer_rule (site_id, host, level)
values (1, 'e.example', 'suspend'), (1, 'm.example', 'limit');
insert into placet.fetch_failed (url, host, until) values
    ('https://x.example/1', 'x.example', now() + interval '1 minute'),
    ('https://x.example/2', 'x.example', now() - interval '1 minute');
update placet.remote set fetched_at = now() - interval '9 minutes'
where id = tom();
set local role placet_web;
select is(web.key_get(1, zoe() || '#main-key'), jsonb_build_object(
    'state', 'known', 'owner', zoe(), 'kind', 'rsa', 'key', 'PEM of zoe'),
    'known');
select is(web.key_get(site, key), jsonb_build_object('state', state),
    state || ': ' || key)
from (values (1, eve() || '#main-key', 'blocked'),
    (1, 'https://e.example:8443/new#k', 'blocked'),
    (1, 'https://x.example/1#k', 'failed'),
    (1, 'https://x.example/2#k', 'unknown'),
    (1, zoe() || '#main-key2', 'unknown'), (1, tom() || '#2', 'failed'), (1, zoe(), 'unknown'),
    (1, '', 'failed'), (1, 'nonsense', 'failed'),
    (1, 'https://[2001:db8::1]/#k', 'failed')) t (site, key, state);
select is(web.key_get(2, eve() || '#main-key')->>'state', 'known',
    'the other site has blocked nobody');
select throws_ok('select * from placet.remote_key', '42501', null,
    'web cannot read the tables itself');

select finish();
rollback;
