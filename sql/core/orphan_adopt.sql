-- core.orphan_adopt(site, url) - what waited for this to be known, and so on
--
-- `url` is of a comment, or a note of ours.
create function core.orphan_adopt(_site int, _url text) returns void
language plpgsql as $$
declare
    _found text[] := array[_url];
    _o orphan[];
begin
    loop
        with found as (
            delete from orphan
            where site_id = _site and reply_to = any (_found)
            returning *
        )
        select array_agg(f::orphan order by f.at, f.object) into _o
        from found f join remote r on r.id = f.remote
        where r.gone_at is null and core.host_level(_site, f.host)
            not in ('suspend', 'off');
        exit when _o is null;
        perform core.inbox_create(array_agg(site_id), array_agg(remote),
            array_agg(host), array_agg(object), array_agg(reply_to),
            array_agg(o.url), array_agg(lang), array_agg(published),
            array_agg(text), array_agg(null::text))
        from unnest(_o) o;
        _found := array(select object from unnest(_o) o);
    end loop;
end $$;
