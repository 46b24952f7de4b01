-- admin.comment_fetch(host, url) - have a reply fetched that never came
--
-- With up to 32 that it replies to, until one of them is in a thread of ours;
-- then it is a comment, as if it had been delivered.
--
-- Answers  {"fetch": {"url", "host"}}
-- Raises   PL404 site.unknown, PL422 url.invalid, PL403 peer.blocked
create function admin.comment_fetch(_host text, _url text) returns jsonb
language plpgsql security definer set search_path = placet, pg_temp as $$
declare
    _site int := core.site_at(_host);
    _from text := core.url_host(_url);
begin
    if _from is null or octet_length(_url) > 2048 or _url ~ '[[:cntrl:] #]'
        or starts_with(_url, core.origin(_site) || '/') then
        perform core.refuse(422, 'url.invalid');
    elsif core.host_level(_site, _from) in ('suspend', 'off') then
        perform core.refuse(403, 'peer.blocked');
    end if;
    delete from fetch_failed where url = _url;
    delete from errand where (site_id, kind, url) = (_site, 'object', _url)
        and (leased_until is null or leased_until < now());
    perform core.errand_new(_site, 'object', _url, null, 32);
    return jsonb_build_object('fetch', jsonb_build_object(
        'url', _url, 'host', _from));
end $$;
