-- web.nodeinfo_get: what runs here, how much of it
begin;
select plan(8);
\ir fixture.psql
insert into placet.news (site_id, petition, n, kind, html)
values (1, 1, 1, 'answer', '<p>Oui</p>');
set local placet.version = '1.2.3';
set local role placet_web;
select is(web.nodeinfo_get(1, '2.1') - 'metadata', '{"version": "2.1",
    "software": {"name": "placet", "version": "1.2.3"},
    "protocols": ["activitypub"],
    "services": {"inbound": [], "outbound": []},
    "openRegistrations": false,
    "usage": {"users": {"total": 5}, "localPosts": 4, "localComments": 0}}',
    'actors and notes are counted, people are not');
select is((web.nodeinfo_get(1, '2.1')->'metadata') - 'implements', '{
    "nodeName": "Ville A", "placet": {"spec": ["1"], "roles": ["commune"],
    "insee": "35238"}}', 'and it says that it is one of ours');
select is(web.nodeinfo_get(2, '2.0')->>'version', '2.0', 'an older form');
select throws_ok(format('select web.nodeinfo_get(1, %L)', v), 'PL404',
    'page.unknown', v) from unnest('{1.0,2.2,x,""}'::text[]) v;
reset role;
update placet.petition set withdrawn_at = now()
where (site_id, item) = (1, 1);
set local role placet_web;
select is(web.nodeinfo_get(1, '2.1')->'usage'->>'localPosts', '2',
    'what was taken back is no note any more');

select finish();
rollback;
