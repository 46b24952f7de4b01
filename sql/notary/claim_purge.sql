-- notary.claim_purge(from, blocks) - forget claims that nobody confirmed
--
-- A claim past its time is kept a day longer, so that its link can say that
-- it has expired; then the name, the keyed hash of the address and the salts
-- go.  The claims of those who signed stay, also a second one: its link leads
-- to the receipt.  A claim that has expired can be confirmed no more, so
-- nobody gains a signature while we look.
--
-- Looks at `blocks` blocks of the table from block `from` on, or from any if
-- that is negative, and begins anew at the end.  Not by time of expiry: those
-- who signed are most of the table, expire like the others, and would be
-- looked at again every time.  The settings keep it from reading more than
-- these blocks, whatever the planner knows of the tables.
--
-- Answers  {"claims": number forgotten, "next": the block to go on from,
--          "blocks": how many there are}
create function notary.claim_purge(_from bigint, _blocks int)
returns jsonb
language plpgsql security definer set search_path = placet, pg_temp
set plan_cache_mode = force_custom_plan set enable_seqscan = off
set enable_bitmapscan = off as $$
declare
    _size bigint := pg_relation_size('claim')
        / current_setting('block_size')::int;
    _first bigint := case
        when _from < 0 then floor(random() * _size)
        when _from < _size then _from
        else 0 end;
    _end bigint := least(_first + _blocks, _size);
    _low tid := format('(%s,0)', _first);
    _high tid := format('(%s,0)', _end);
    _n int;
begin
    delete from claim c
    where c.ctid >= _low and c.ctid < _high
        and c.expires_at < now() - interval '24 hours'
        and c.signed_at is null
        and (c.head or (
            select h.signed_at from claim h
            where (h.nullifier, h.petition, h.site_id)
                = (c.nullifier, c.petition, c.site_id)
                and h.head) is null);
    get diagnostics _n = row_count;
    return jsonb_build_object('claims', _n, 'blocks', _size,
        'next', case when _end < _size then _end else 0 end);
end $$;
