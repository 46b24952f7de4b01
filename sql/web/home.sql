-- web.home(site, lang) - the first page of a site
--
-- The twenty newest open petitions, the three that close next, and three
-- figures.  "communes" counts where the signers of this site live.
--
-- Answers  {"page": "home", "petitions", "closing",
--          "figures": {"open", "signatures", "communes"},
--          "fediverse": core.fediverse_doc of the commune}
create function web.home(_site int, _lang text) returns jsonb
language plpgsql stable security definer set search_path = placet, pg_temp
as $$
begin
    return jsonb_build_object(
        'page', 'home',
        'fediverse', core.fediverse_doc(_site, -1),
        'petitions', core.petition_listed(_site, array(
            select item from petition
            where site_id = _site and closed_at is null and closes_at > now()
            order by item desc limit 20)),
        'closing', core.petition_listed(_site, array(
            select item from petition
            where site_id = _site and closed_at is null and closes_at > now()
            order by closes_at, item limit 3)),
        'figures', jsonb_build_object(
            'open', (
                select count(*) from petition
                where site_id = _site and closed_at is null
                    and closes_at > now()),
            'signatures', (
                select coalesce(sum(signs - withdrawn - invalidated), 0)
                from log where site_id = _site),
            'communes', (
                select count(*) from signer_commune
                where site_id = _site)));
end $$;
