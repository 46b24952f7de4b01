-- core.act_concerns: whom an act goes to
begin;
select plan(3);
set local search_path = placet, pg_temp, public;
-- What each follower gets: of kinds by the petition 1, the commune, the site.
create function public.gets(_follows int, _placet boolean, _groups boolean,
    _open boolean)
returns text language sql as $$
    select string_agg(k || ' ' || a, ', ' order by n)
    from (values (1, 'create', 1, 'all'), (2, 'count', 1, 'placet'),
        (3, 'update', 1, 'all'), (4, 'delete', 1, 'all'),
        (5, 'announce', -1, 'all'), (6, 'relay', -1, 'group'),
        (7, 'delete', -1, 'group'), (8, 'actor', 1, 'all'),
        (9, 'actor', 0, 'all')) t (n, k, a, r)
    where core.act_concerns(_follows, k, a, r, _placet, _groups, _open)
$$;
select results_eq($$ select f, gets(f, false, false, true)
    from unnest('{0,-1,1,2}'::int[]) f $$, $$ values
    (0, 'create 1, count 1, update 1, delete 1, announce -1, actor 1, '
        'actor 0'),
    (-1, 'update 1, delete 1, announce -1, actor 0'),
    (1, 'create 1, update 1, delete 1, actor 1, actor 0'),
    (2, 'actor 0') $$, 'each what it follows, and what changes that');
select results_eq($$ select f, gets(f, true, true, true)
    from unnest('{0,-1,1,2}'::int[]) f $$, $$ values
    (0, 'create 1, count 1, update 1, delete 1, announce -1, actor 1, '
        'actor 0'),
    (-1, 'count 1, update 1, delete 1, announce -1, relay -1, delete -1, '
        'actor 0'),
    (1, 'create 1, count 1, update 1, delete 1, actor 1, actor 0'),
    (2, 'actor 0') $$, 'counts and what others said, to those who read them');
select results_eq($$ select f, gets(f, true, true, false)
    from unnest('{0,-1,1,2}'::int[]) f $$, $$ values
    (0, 'delete 1, actor 1, actor 0'), (-1, 'delete 1, delete -1, actor 0'),
    (1, 'delete 1, actor 1, actor 0'), (2, 'actor 0') $$,
    'where nothing is to go any more, what takes back');

select finish();
rollback;
