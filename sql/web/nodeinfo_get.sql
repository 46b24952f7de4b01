-- web.nodeinfo_get(site, version) - GET /nodeinfo/{} (FEP-f1d5)
--
-- Raises   PL404 page.unknown
create function web.nodeinfo_get(_site int, _version text) returns jsonb
language plpgsql stable security definer set search_path = placet, pg_temp as $$
declare
    _s site;
begin
    if _version not in ('2.0', '2.1') then
        perform core.refuse(404, 'page.unknown');
    end if;
    select * into _s from site where id = _site;
    return jsonb_build_object(
        'version', _version,
        'software', jsonb_build_object('name', 'placet', 'version',
            coalesce(nullif(current_setting('placet.version', true), ''),
            '0')),
        'protocols', '["activitypub"]'::jsonb,
        'services', '{"inbound": [], "outbound": []}'::jsonb,
        'openRegistrations', false,
        'usage', jsonb_build_object(
            'users', jsonb_build_object('total', 2 + (
                select count(*) from petition where site_id = _site)),
            'localPosts', (
                select count(*) + coalesce(sum(n.notes), 0)
                from petition p cross join lateral (
                    select count(*) as notes from news n
                    where (n.site_id, n.petition) = (p.site_id, p.item)
                        and n.kind <> 'erratum') n
                where p.site_id = _site and p.withdrawn_at is null),
            'localComments', 0),
        'metadata', jsonb_build_object(
            'nodeName', _s.name,
            'placet', jsonb_build_object('spec', '["1"]'::jsonb,
                'roles', '["commune"]'::jsonb, 'insee', _s.insee),
            'implements', core.implements()));
end $$;
