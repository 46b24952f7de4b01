-- admin.petition_withdraw: gone for readers and servers, its log stays
begin;
select plan(23);
\ir fixture.psql
\ir federation.psql
select publish() \g /dev/null
set local search_path = placet, pg_temp, public;
select core.news_new(1, 1, 'answer', '<p>' || n || '</p>')
from generate_series(1, 2) n \g /dev/null
reset search_path;
select federated(2) as before \gset
insert into placet.mail (site_id, kind, petition, lang, sealed, leased_until)
select site, 'confirm', petition, 'fr', '\xab', now() + lease * interval '1 s'
from (values (1, 1, null), (1, 1, -1), (1, 1, 60), (1, 3, null),
    (2, 1, null)) t (site, petition, lease);
set local role placet_admin;
select is(admin.petition_withdraw('A.example', '1'), '{"withdrawn": 1}',
    'taken back');
select throws_ok($$ select admin.petition_withdraw('a.example', '1') $$,
    'PL410', 'petition.withdrawn', 'once');
select throws_ok(format('select admin.petition_withdraw(''a.example'', %L)',
    n), 'PL404', 'petition.unknown', n) from unnest('{9,x,0}'::text[]) n;
select throws_ok($$ select admin.petition_withdraw('x.example', '1') $$,
    'PL404', 'site.unknown', 'on no site');
select is(admin.petition_withdraw('a.example', '2'), '{"withdrawn": 2}',
    'one that no server was told of');
reset role;
select results_eq($$ select failed, sealed is null from placet.mail
    where kind = 'confirm' order by id $$,
    $$ values ('petition.withdrawn', true), ('petition.withdrawn', true),
    (null, false), (null, false), (null, false) $$,
    'nobody is asked any more to confirm it');
select results_eq($$ select actor, draft->>'type' from placet.act
    where site_id = 1 and kind = 'delete' order by n $$,
    $$ values (1, 'Delete'), (1, 'Delete'), (1, 'Delete'), (-1, 'Undo') $$,
    'servers hear that the first is gone, and is announced no more');
select is(draft->'object'->>'type', 'Tombstone', 'of which a stone is left')
from placet.act where (kind, actor, object) = ('delete', 1, note());
select results_eq($$ select draft->'object'->>'id' from placet.act
    where kind = 'delete' and object <> note() order by n $$,
    $$ values (note() || '/news/1'), (note() || '/news/2') $$,
    'its news too');
select isnt_empty('select from placet.log where (site_id, item) = (1, 1)',
    'the log stays');
select is(array_agg(gone order by n), '{t,t,t,t,t,t,f,f,f,f,f}',
    'of what was said of it a stone is left each') from placet.act
where (site_id, petition) = (1, 1);
select ok(string_agg(draft::text, '') like '%pistes cyclables%',
    'but for the record') from placet.act where site_id = 1;
select is(draft->'object'->>'name', 'Pétition retirée',
    'its actor is told of by another name')
from placet.act where (site_id, kind, petition) = (1, 'actor', 1);
select is(federated(2), :'before', 'the other site has changed in nothing');
set local role placet_web;
select throws_ok($$ select web.petition_get(1, '1', 'fr') $$, 'PL410',
    'petition.withdrawn', 'nobody reads it any more');
reset role;
select publish() \g /dev/null
set local role placet_web;
select unalike(page, '%pistes cyclables%', 'nor of it')
from (values (web.outbox_page(1, '1', '1')::text),
    (web.outbox_page(1, '0', '1')::text), (web.acts_after(1, '0')::text),
    (web.act_get(1, '1')::text), (web.actor_get(1, '1')::text)) t (page);
select is(json_array_length(web.outbox_page(1, '1', '1')->'orderedItems'), 7,
    'what it said has kept its places');

select finish();
rollback;
