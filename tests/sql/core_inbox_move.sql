-- core.inbox_move: only a follower, only for oneself, only when fetched
begin;
select plan(6);
\ir fixture.psql
\ir federation.psql
set local search_path = placet, pg_temp, public;
call elsewhere();
delete from errand;
select federated(2) as before \gset
create function public.move(_actor text, _n int, _object text, _target text)
returns jsonb language sql as $$
    select public.come(1, _actor, jsonb_build_object(
        'id', _actor || '/m/' || _n, 'type', 'Move', 'object', _object,
        'target', _target))
$$;
select move(zoe(), 1, zoe(), 'https://n.example/zoe') \g /dev/null
select is_empty('select from errand', 'a stranger moves as she likes');
select follow(zoe(), 1, note() || '/actor') \g /dev/null
delete from errand;
select move(tom(), 2, zoe(), 'https://n.example/zoe'),
    move(zoe(), 3, tom(), 'https://n.example/zoe'),
    move(zoe(), 4, zoe(), 'nowhere'), move(zoe(), 5, zoe(), null)
\g /dev/null
select is_empty('select from errand',
    'nobody moves another, nor to nowhere');
select is((select moved_to from remote where id = zoe()), null, 'yet');
select move(zoe(), 6, zoe(), 'https://n.example/zoe') \g /dev/null
select results_eq('select kind, url from errand',
    $$ values ('actor', 'https://n.example/zoe') $$,
    'the new name is looked at');
select results_eq('select remote from follower where site_id = 1',
    'values (zoe())', 'and not believed before');
select is(federated(2), :'before', 'the other site has changed in nothing');

select finish();
rollback;
