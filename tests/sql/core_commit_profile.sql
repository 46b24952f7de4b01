-- core.commit_profile: equal to libplacet's, by its vectors
begin;
select plan(3);
\set vectors `cat :'root'/proto/vectors/commitment.json`

select is(encode(core.commit_profile(decode(v->>'petition', 'hex'),
    decode(v->>'salt', 'hex'), v->>'name', v->>'commune'), 'hex'),
    v->>'cp', format('%L of %s', v->>'name', v->>'commune'))
from jsonb_array_elements((:'vectors'::jsonb)->'profile') v;

select finish();
rollback;
