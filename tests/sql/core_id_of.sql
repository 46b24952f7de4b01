-- core.id_of: a URL, or an object with one
begin;
select plan(11);
set local search_path = placet, pg_temp, public;
select is(core.id_of(v), want, coalesce(v::text, 'nothing')) from (values
    ('"https://x/1"'::jsonb, 'https://x/1'),
    ('{"id": "https://x/1", "type": "Note"}', 'https://x/1'),
    ('["https://x/1", "https://x/2"]', 'https://x/1'),
    ('[{"id": "https://x/1"}]', 'https://x/1'),
    ('{"type": "Note"}', null), ('{"id": null}', null), ('[]', null),
    ('null', null), ('7', null), ('true', null), (null, null)) t (v, want);

select finish();
rollback;
