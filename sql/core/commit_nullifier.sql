-- core.commit_nullifier(petition id, salt, nullifier) - cn of a SIGN leaf
--
-- The same bytes as placet_commit_nullifier() of libplacet.
create function core.commit_nullifier(
    _petition bytea, _salt bytea, _nullifier bytea)
returns bytea
language sql immutable as $$
    select sha256('placet/cn/v1\012'::bytea
        || _petition || _salt || _nullifier)
$$;
