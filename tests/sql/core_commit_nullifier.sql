-- core.commit_nullifier: equal to libplacet's, by its vectors
begin;
select plan(2);
\set vectors `cat :'root'/proto/vectors/commitment.json`

select is(encode(core.commit_nullifier(decode(v->>'petition', 'hex'),
    decode(v->>'salt', 'hex'), decode(v->>'nullifier', 'hex')), 'hex'),
    v->>'cn', 'a vector')
from jsonb_array_elements((:'vectors'::jsonb)->'nullifier') v;

select finish();
rollback;
