-- core.move_doc: where our commune is now
begin;
select plan(5);
\ir fixture.psql
set local search_path = placet, pg_temp, public;
select is(core.move_doc(1), null, 'here');
update site set move_to = 'https://n.example/commune',
    move_asked_at = '2026-01-02T03:04:05Z' where id = 1;
select is(core.move_doc(1), '{"to": "https://n.example/commune",
    "url": null, "state": "asked", "why": null,
    "at": "2026-01-02T03:04:05Z"}', 'asked');
update site set move_error = 'move.unreachable' where id = 1;
select is(core.move_doc(1) - '{to,url,at}'::text[],
    '{"state": "refused", "why": "move.unreachable"}', 'refused');
update site set move_error = null, moved_at = '2026-01-02T03:05:00Z',
    move_url = 'https://n.example/' where id = 1;
select is(core.move_doc(1), '{"to": "https://n.example/commune",
    "url": "https://n.example/", "state": "moved", "why": null,
    "at": "2026-01-02T03:05:00Z"}', 'there');
select is(core.move_doc(2), null, 'the other site stays');
select finish();
rollback;
