-- core.note_doc: a petition as a Note
begin;
select plan(11);
\ir fixture.psql
\ir federation.psql
set local search_path = placet, pg_temp, public;
select say(zoe(), 1, 'Like', note()), say(zoe(), 2, 'Announce', note()),
    say(tom(), 3, 'Announce', note()), say(tom(), 4, 'Dislike', note()),
    say(tom(), 5, 'Like', note(1, 2), 2) \g /dev/null
update petition set opened_at = '2026-01-02T03:04:05Z',
    closes_at = '2999-01-01T00:00:00Z' where (site_id, item) = (1, 1);
update log set signs = 7, withdrawn = 2, invalidated = 1,
    signed_at = '2026-02-02T03:04:05Z' where (site_id, item) = (1, 1);
update rung set reached_at = now() where site_id = 1 and n = 1;
select is(core.note_doc(1, 1) - '{@context,content,contentMap,
    interactionPolicy}'::text[], '{
    "id": "https://a.example/petitions/1", "type": "Note",
    "attributedTo": "https://a.example/petitions/1/actor",
    "to": ["https://www.w3.org/ns/activitystreams#Public"],
    "cc": ["https://a.example/petitions/1/actor/followers",
        "https://a.example/commune"],
    "audience": "https://a.example/commune",
    "context": "https://a.example/petitions/1/thread",
    "url": "https://a.example/petitions/1",
    "published": "2026-01-02T03:04:05Z",
    "tag": [{"type": "Hashtag", "name": "#petition",
        "href": "https://a.example/petitions"}],
    "replies": "https://a.example/petitions/1/replies",
    "likes": {"type": "Collection", "totalItems": 1},
    "shares": {"type": "Collection", "totalItems": 2},
    "petition": {"type": "Petition", "title": "Des pistes cyclables",
        "petitionState": "open", "signatureCount": 4,
        "countedAt": "2026-02-02T03:04:05Z", "threshold": 100,
        "opensAt": "2026-01-02T03:04:05Z", "closesAt": "2999-01-01T00:00:00Z",
        "territory": "INSEE:35238",
        "signatures": "https://a.example/petitions/1/signatures"}}',
    'likes are likes, signatures are signatures, and it has no name');
select is(core.note_doc(1, 1)->>'content', '<p><strong>Des pistes cyclables'
    || '</strong></p><p># Pourquoi</p><p>Le vélo sauve.</p>'
    || '<p><a href="https://a.example/petitions/1">Signer cette pétition'
    || '</a> <a class="hashtag" rel="tag" '
    || 'href="https://a.example/petitions">#petition</a></p>', 'title, text and where to sign');
select is(core.note_doc(1, 1)->'contentMap'->>'fr',
    core.note_doc(1, 1)->>'content', 'in its language');
insert into version (site_id, item, n, lang, title, body, html, hash,
    created_at)
values (1, 1, 2, 'en', '<Lanes>', '*x*', '<p><em>x</em></p>', b32(1),
    '2026-03-03T00:00:00Z');
update item set version = 2 where (site_id, id) = (1, 1);
select is(core.note_doc(1, 1)->>'content', '<p><strong>&lt;Lanes&gt;'
    || '</strong></p><p><em>x</em></p><p>'
    || '<a href="https://a.example/petitions/1">Sign this petition</a> '
    || '<a class="hashtag" rel="tag" '
    || 'href="https://a.example/petitions">#petition</a></p>',
    'its own HTML if it has one; a title is none');
select is(core.note_doc(1, 1)->>'updated', '2026-03-03T00:00:00Z',
    'when it was amended');
insert into news (site_id, petition, n, kind, html, at)
values (1, 1, 1, 'erratum', '<p>y</p>', '2026-04-04T00:00:00Z');
select matches(core.note_doc(1, 1)->>'content', 'Lanes.*<p>y</p>.*<em>x',
    'what is corrected stands above the text');
select is(core.note_doc(1, 1)->>'updated', '2026-04-04T00:00:00Z',
    'it was amended then');
select is(core.note_doc(1, 2)->'petition'->>'petitionState', 'closed',
    'one that is over says so');
select is(core.note_doc(site, petition), null, 'no petition, no note')
from (values (2, 2), (1, 9), (1, null)) t (site, petition);

select finish();
rollback;
