-- admin.peer_list: whom we send to, what was decided
begin;
select plan(3);
\ir fixture.psql
\ir federation.psql
select follow(zoe(), 1, note() || '/actor'), follow(zoe(), 2,
    'https://a.example/commune'), follow(tom(), 1, note() || '/actor'),
    follow(eve(), 1, note(1, 2) || '/actor', 2) \g /dev/null
insert into placet.peer_rule (site_id, host, level, note) values
    (1, 'bad.example', 'suspend', 'Why'), (1, 'm.example', 'limit', ''),
    (2, 'other.example', 'suspend', '');
update placet.peer set software = 'mastodon', dead_at = now(),
    last_ok = '2026-01-02T03:04:05Z' where site_id = 1;
set local role placet_admin;
select is(admin.peer_list('A.example'), '{"peers": [
    {"host": "bad.example", "level": "suspend", "note": "Why",
    "followers": 0, "software": null, "placet": false, "last_ok": null,
    "dead": false},
    {"host": "m.example", "level": "limit", "note": "", "followers": 2,
    "software": "mastodon", "placet": false,
    "last_ok": "2026-01-02T03:04:05Z", "dead": true}]}', 'both by name');
select is(jsonb_path_query_array(admin.peer_list('b.example'),
    '$.peers[*].host'), '["other.example", "sub.e.example"]',
    'each site has its own');
select throws_ok($$ select admin.peer_list('x.example') $$, 'PL404',
    'site.unknown', 'of no site');

select finish();
rollback;
