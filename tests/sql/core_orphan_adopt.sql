-- core.orphan_adopt: what waited for a comment follows it
begin;
select plan(6);
\ir fixture.psql
\ir federation.psql
set local search_path = placet, public, pg_temp;
select reply(zoe(), 1, note(), 'Oui') \g /dev/null
select reply(zoe(), 1, note(1, 2), 'Ailleurs', '{}', 2) \g /dev/null
insert into placet.orphan (site_id, object, remote, host, reply_to, text,
    published)
select s, w || '/notes/' || n, w, core.url_host(w), zoe() || '/notes/' || t,
    'mot ' || n, 0
from (values (1, tom(), 2, 1), (1, zoe(), 3, 1), (1, eve(), 5, 1),
    (1, tom(), 4, 3), (1, tom(), 9, 8), (2, tom(), 6, 1)) t (s, w, n, t);
update placet.remote set gone_at = now() where id = eve();
select core.orphan_adopt(1, zoe() || '/notes/1') \g /dev/null
select is(string_agg(text, ', ' order by id), 'Oui, mot 2, mot 3, mot 4',
    'all that hangs on it, less who is gone') from placet.comment
where site_id = 1;
select is((select string_agg(text, ', ' order by text) from placet.orphan),
    'mot 6, mot 9', 'others wait on, of another site too');
select is(core.stamp(published_at), '1970-01-01T00:00:00Z',
    'with the parts it had') from placet.comment where text = 'mot 2';
select is(petition, 1, 'in the same thread')
from placet.comment where text = 'mot 4';
insert into placet.orphan (site_id, object, remote, host, reply_to, text)
select 1, tom() || '/notes/1' || n, tom(), 'm.example',
    tom() || '/notes/1' || 3 - n, 't' from generate_series(1, 2) n;
select core.orphan_adopt(1, tom() || '/notes/11') \g /dev/null
select is((select count(*) from placet.orphan where text = 't'), 0::bigint,
    'a circle ends');
select is((select count(*) from placet.comment where text = 't'), 0::bigint,
    'and comes to nothing');

select finish();
rollback;
