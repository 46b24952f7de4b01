-- core.news_doc: a piece of news as peers fetch it
begin;
select plan(7);
\ir fixture.psql
set local search_path = placet, pg_temp, public;
insert into news (site_id, petition, n, kind, html, at)
values (1, 1, 1, 'answer', '<p>Oui</p>', '2026-01-02T03:04:05Z');
select is(core.news_doc(1, 1, 1)
    - '{@context,interactionPolicy}'::text[], '{
    "id": "https://a.example/petitions/1/news/1", "type": "Note",
    "attributedTo": "https://a.example/petitions/1/actor",
    "inReplyTo": "https://a.example/petitions/1",
    "to": ["https://www.w3.org/ns/activitystreams#Public"],
    "cc": ["https://a.example/petitions/1/actor/followers",
        "https://a.example/commune"],
    "audience": "https://a.example/commune",
    "context": "https://a.example/petitions/1/thread",
    "url": "https://a.example/petitions/1",
    "published": "2026-01-02T03:04:05Z",
    "content": "<p>Oui</p>", "contentMap": {"fr": "<p>Oui</p>"}}',
    'a reply to the petition, by its actor, to everybody');
select is(core.news_doc(1, 1, 1)->'@context', core.as_context(), 'in context');
select is(core.news_doc(site, petition, n), null, 'no news, no note')
from (values (1, 1, 2), (1, 2, 1), (2, 1, 1), (1, 9, 1), (1, null, 1))
    t (site, petition, n);

select finish();
rollback;
