-- web.note_get: a petition for peers, or what is left of it
begin;
select plan(7);
\ir fixture.psql
update placet.petition set withdrawn_at = now()
where (site_id, item) = (1, 2);
set local role placet_web;
select is(web.note_get(1, '1')->>'id', 'https://a.example/petitions/1',
    'a note');
select is(web.note_get(1, '2')->>'type', 'Tombstone', 'a stone');
select throws_ok(format('select web.note_get(2, %L)', p), 'PL404',
    'petition.unknown', p) from unnest('{2,0,x,"",99999999999}'::text[]) p;

select finish();
rollback;
