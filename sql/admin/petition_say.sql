-- admin.petition_say(host, id, kind, data) - answer a petition, or correct it
--
-- `kind` is "answer": what the commune says to it, sent as news; or "erratum":
-- what was wrong in its text, shown above it, as the text that people sign
-- does not change.  `data`: "body" (Markdown, <= 20,000) and "html" (the same
-- as HTML, <= 200,000, for other servers; whoever calls answers for it).  The
-- note of a petition, with all that is corrected in it, has that limit too: it
-- is sent as a whole.
--
-- Answers  {"petition": id, "kind": kind, "news": its number}
-- Raises   PL404 site.unknown, petition.unknown, PL410 petition.withdrawn
--          PL422 body.invalid, html.invalid
--          PL503 busy: other servers have not been told of the petition yet
create function admin.petition_say(
    _host text, _id text, _kind text, _data jsonb)
returns jsonb
language plpgsql security definer set search_path = placet, pg_temp as $$
declare
    _site int := core.site_at(_host);
    _body text := btrim(replace(_data->>'body', E'\r\n', E'\n'), E' \n\t');
    _html text := coalesce(
        nullif(_data->>'html', ''), core.html_plain(_body));
    _petition int := core.petition_number(_id);
    _p petition;
begin
    select * into _p from petition
    where (site_id, item) = (_site, _petition) for no key update;
    if not found then
        perform core.refuse(404, 'petition.unknown');
    elsif _p.withdrawn_at is not null then
        perform core.refuse(410, 'petition.withdrawn');
    elsif _p.published_at is null then
        perform core.refuse(503, 'busy');
    elsif coalesce(length(_body), 0) not between 1 and 20000 then
        perform core.refuse(422, 'body.invalid');
    elsif length(_html) > 200000 or (_kind = 'erratum' and length(_html)
        + length(core.note_doc(_site, _petition)->>'content') > 200000) then
        perform core.refuse(422, 'html.invalid');
    end if;
    if _kind = 'answer' then
        _html := core.answer_html(_site, _petition, _html);
    end if;
    perform pg_notify('petition', _site || ':' || _petition);
    return jsonb_build_object('petition', _petition, 'kind', _kind, 'news',
        core.news_new(_site, _petition, _kind, _html, _body));
end $$;
