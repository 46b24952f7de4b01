-- admin.comment_backfill(host, petition) - ask servers what else was said
--
-- In the thread of that petition; null: of all that are open.
--
-- Answers  {"comments": how many are walked}
-- Raises   PL404 site.unknown, petition.unknown
create function admin.comment_backfill(_host text, _petition text)
returns jsonb
language plpgsql security definer set search_path = placet, pg_temp as $$
declare
    _site int := core.site_at(_host);
    _n int;
begin
    if _petition is not null then
        _n := core.petition_known(_site, _petition);
    end if;
    return jsonb_build_object('comments', core.backfill_new(_site, _n));
end $$;
