-- core.undo_of: who did it undoes it
begin;
select plan(1);
set local search_path = placet, pg_temp, public;
select is(core.undo_of('{"id": "i#d", "type": "Delete", "actor": "a",
    "to": ["t"], "cc": ["c"], "object": "o", "summary": "s"}'),
    '{"id": "i#d/undo", "type": "Undo", "actor": "a", "to": ["t"],
    "cc": ["c"], "object": {"id": "i#d", "type": "Delete", "actor": "a",
    "to": ["t"], "cc": ["c"], "object": "o", "summary": "s"}}',
    'with all of it');

select finish();
rollback;
