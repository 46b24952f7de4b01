-- core.relay_run: what others said becomes acts of the commune
begin;
select plan(11);
\ir fixture.psql
\ir federation.psql
set local search_path = placet, pg_temp, public;
select publish() \g /dev/null
call elsewhere();
select federated(2) as before \gset
create function public.relayed() returns setof act
language sql security definer as $$
    select * from placet.act where site_id = 1 and reach = 'group' order by n
$$;
select core.relay_new(1, 1, zoe() || '/1', jsonb_build_object(
    'id', zoe() || '/acts/' || n, 'type', k, 'actor', zoe()))
from unnest('{Create,Update,Delete}'::text[]) with ordinality t (k, n)
\g /dev/null
insert into relay (site_id, petition, object, host, remote, kind, doc)
values (1, 1, note(), 'm.example', tom(), 'Like', jsonb_build_object(
    'id', 'x', 'type', 'Like', 'actor', jsonb_build_object('id', tom())));
update site set rsa = null where id = 1;
select core.relay_run(9) \g /dev/null
select is_empty('select relayed()', 'without keys nothing is said');
update site set rsa = 'PEM' where id = 1;
select core.relay_run(2) \g /dev/null
select is(count(*), 2::bigint, 'some at a time') from relayed();
select core.relay_run(9), core.relay_run(9) \g /dev/null
select results_eq('select kind, actor, petition, object, doc from relayed()',
    $$ values ('relay', -1, 1, zoe() || '/1', null::text),
    ('relay', -1, 1, zoe() || '/1', null),
    ('delete', -1, 1, zoe() || '/1', null), ('relay', -1, 1, note(), null) $$,
    'in their order, once, by the commune');
select is(draft - '@context' || jsonb_build_object('id', null),
    jsonb_build_object('type', 'Announce', 'id', null,
    'actor', 'https://a.example/commune',
    'to', jsonb_build_array(core.public()),
    'cc', jsonb_build_array('https://a.example/commune/followers', zoe()),
    'object', jsonb_build_object('id', zoe() || '/acts/1',
    'type', 'Create', 'actor', zoe())), 'an Announce of it as it was')
from (select * from relayed() limit 1) a;
select is(draft->'cc'->>1, tom(), 'its actor hears of it, however named')
from (select * from relayed() order by n desc limit 1) a;
select results_eq('select remote, kind, doc from relay',
    $$ values (tom(), 'Like', null::jsonb) $$,
    'of votes it is known that they were said');
update relay set at = now() - interval '59 minutes';
select core.relay_run(9) \g /dev/null
select is(count(*), 1::bigint, 'for an hour') from relay;
update relay set at = now() - interval '61 minutes';
select core.relay_run(9) \g /dev/null
select is_empty('select from relay', 'not longer');

-- A petition that is taken back.
update petition set withdrawn_at = now() where (site_id, item) = (1, 1);
select core.relay_new(1, 1, zoe() || '/1', jsonb_build_object(
    'id', 'x', 'type', k, 'actor', zoe()))
from unnest('{Create,Delete}'::text[]) k \g /dev/null
select core.relay_run(9) \g /dev/null
select results_eq('select kind from relayed() offset 4',
    $$ values ('delete') $$, 'has no more comments, but some to delete');
select is_empty('select from relay', 'and nothing waits');
select is(federated(2), :'before', 'the other site has changed in nothing');

select finish();
rollback;
