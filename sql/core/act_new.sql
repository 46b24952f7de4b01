-- core.act_new(site, kind, actor, petition, object, reach, draft) - say it
--
-- Numbers an activity and leaves it to the notary, who adds the proof and
-- lets it go out.  The row of the site is locked until commit: numbers have
-- no gaps, and come in the order in which they become visible.  `draft` is
-- the activity without "@context", "id" and "actor".  One about an actor has
-- the context of actors, and that of its proof.
--
-- Answers  its number
create function core.act_new(_site int, _kind text, _actor int,
    _petition int, _object text, _reach text, _draft jsonb)
returns bigint
language plpgsql as $$
declare
    _n bigint;
begin
    update site set acts = acts + 1 where id = _site returning acts into _n;
    insert into act (site_id, n, kind, actor, petition, object, reach, draft)
    values (_site, _n, _kind, _actor, _petition, _object, _reach,
        _draft || jsonb_build_object(
            '@context', case _kind when 'actor' then core.actor_context()
                || '"https://w3id.org/security/data-integrity/v1"'::jsonb
                else core.as_context() end,
            'id', core.origin(_site) || '/acts/' || _n,
            'actor', core.actor_url(_site, _actor)));
    perform pg_notify('act', '');
    return _n;
end $$;
