-- notary.rekey_store(site, rsa) - the new key of a site, and word of it
--
-- Every actor whose key somebody may hold says so itself: those that are
-- followed, and all that ever spoke if the site is followed, since its
-- followers get everything.  The site's own comes first: it signs what we
-- fetch.  These acts are the last ones that the old key signs.
--
-- Answers  nothing
create function notary.rekey_store(_site int, _rsa text) returns void
language plpgsql security definer set search_path = placet, pg_temp as $$
begin
    update site
    set rsa_old = rsa, rsa = _rsa, rekeyed_at = now(), rekey_wanted = null
    where id = _site and rekey_wanted is not null and rsa_old is null
        and rsa <> _rsa;
    if not found then
        return;
    end if;
    -- In the order of all who lock several.
    perform from peer where site_id = _site order by host for no key update;
    update peer set turned = cursor where site_id = _site;
    perform core.actor_update(_site, actor)
    from (
        select actor from (
            select 0 as actor
            where exists (select from follower where site_id = _site)
            union select actor from follower where site_id = _site
            union select actor from act
            where site_id = _site and exists (select from follower f
                where (f.site_id, f.actor) = (_site, 0))) a
        where not exists (select from petition p
            where (p.site_id, p.item) = (_site, a.actor)
                and p.withdrawn_at is not null)
        order by actor > 0, actor desc) a;
    update site set rekey_act = acts where id = _site;
    notify site;
end $$;
