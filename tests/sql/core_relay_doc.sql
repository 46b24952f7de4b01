-- core.relay_doc: which activities are kept
begin;
select plan(3);
set local search_path = placet, pg_temp, public;
select results_eq($$ select core.relay_doc(t.doc, 'a') from (values
    (1, '{"type": "Create",  "actor": "a"}'),
    (2, '{"type": "Update", "actor": {"id": "a"}, "n": 1.50}')) t (n, doc)
    order by n $$, $$ values ('{"type": "Create",  "actor": "a"}'),
    ('{"type": "Update", "actor": {"id": "a"}, "n": 1.50}') $$,
    'to the letter');
select is(core.relay_doc(doc, 'a'), null, coalesce(left(doc, 40), 'nothing'))
from (values ('{"type": "Note", "actor": "a"}')) t (doc);
select is_empty($$ select from unnest(array['{"type": "Create", "actor": "b"}',
    '{"type": "Create"}', '{"type": "Create", "actor": "a", "n": 1e99}', null,
    '{"type": "Create", "actor": "a", "x": "' || repeat('x', 32768) || '"}'])
    doc where core.relay_doc(doc, 'a') is not null $$,
    'not those of others, nor what may be in no act');

select finish();
rollback;
