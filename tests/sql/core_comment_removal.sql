-- core.comment_removal: the Delete of a comment that is hidden
begin;
select plan(4);
\ir fixture.psql
\ir federation.psql
set local search_path = placet, pg_temp, public;
select reply(zoe(), 1, note(), 'Un') \g /dev/null
select id as c from comment where site_id = 1 \gset
select is(core.comment_removal(1, :c), null, 'of none that is not');
update comment set hidden_at = '2026-05-01T10:00:00.123456Z';
select is(core.comment_removal(1, :c), jsonb_build_object(
    'id', note() || '#delete/' || :c || '/1777629600123', 'type', 'Delete',
    'actor', note() || '/actor', 'to', jsonb_build_array(core.public()),
    'cc', '{https://a.example/commune}'::text[],
    'object', zoe() || '/notes/1', 'summary', 'Retiré par la modération'),
    'by the petition''s actor, with a reason');
select is(core.comment_removal(2, :c), null, 'of this site only');
alter table version disable trigger append_only;
update version set lang = 'en';
select is(core.comment_removal(1, :c)->>'summary',
    'Removed by the moderators', 'in the petition''s language');

select finish();
rollback;
