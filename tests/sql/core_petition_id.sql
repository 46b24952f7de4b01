-- core.petition_id: equal to libplacet's, by its vectors
begin;
select plan(2);
\set vectors `cat :'root'/proto/vectors/commitment.json`

-- Numbers beyond those of the database are left to libplacet.
select is(encode(core.petition_id((v->>'site')::uuid, (v->>'number')::int),
    'hex'), v->>'petition', format('petition %s of %s', v->>'number',
    v->>'site'))
from jsonb_array_elements((:'vectors'::jsonb)->'petition') v
where (v->>'number')::bigint between 1 and 999999999;

select finish();
rollback;
