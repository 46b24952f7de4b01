-- admin.petition_open(host, data) - open a petition for signature
--
-- `data`: "title" (<= 200 characters), "body" (Markdown, <= 20,000),
-- "author", "addressee", "closes_at" (ISO 8601, to come), "rungs"
-- [{"threshold", "effect"}], "lang", "html" (the body as HTML, <= 200,000,
-- for other servers; whoever calls answers for it).  The notary makes the key of its log and
-- writes the first leaf as soon as it is told.
--
-- Answers  core.petition_doc
-- Raises   PL404 site.unknown
--          PL409 site.moved: the commune is elsewhere now
--          PL422 title.invalid, body.invalid, closes.invalid, rungs.invalid,
--          html.invalid
create function admin.petition_open(_host text, _data jsonb) returns jsonb
language plpgsql security definer set search_path = placet, pg_temp as $$
declare
    _site int := core.site_at(_host);
    -- Checked as a name is, but kept as it was set: French puts no-break
    -- spaces before its colons.
    _title text := case when core.name_typed(_data->>'title') is not null
        then btrim(regexp_replace(normalize(_data->>'title', NFC), ' +', ' ',
            'g')) end;
    _body text := btrim(replace(_data->>'body', E'\r\n', E'\n'), E' \n\t');
    _html text := nullif(_data->>'html', '');
    _closes timestamptz := _data->>'closes_at';
    _id int;
begin
    if exists (select from site where id = _site and moved_at is not null)
    then
        perform core.refuse(409, 'site.moved');
    elsif coalesce(length(_title), 0) not between 1 and 200 then
        perform core.refuse(422, 'title.invalid');
    elsif coalesce(length(_body), 0) not between 1 and 20000 then
        perform core.refuse(422, 'body.invalid');
    elsif _closes is null or _closes <= now()
        or _closes > now() + interval '10 years' then
        perform core.refuse(422, 'closes.invalid');
    elsif not core.rungs_valid(_data->'rungs') then
        perform core.refuse(422, 'rungs.invalid');
    elsif length(_html) > 200000 then
        perform core.refuse(422, 'html.invalid');
    end if;

    update site set items = items + 1 where id = _site
    returning items into _id;
    insert into item (site_id, id, kind, state, place)
    select _site, _id, 'petition', 'open', insee from site where id = _site;
    insert into version (
        site_id, item, n, lang, title, body, excerpt, author, hash,
        html)
    values (_site, _id, 1, coalesce(_data->>'lang', 'fr'), _title, _body,
        core.excerpt(_body), coalesce(_data->>'author', ''),
        core.text_hash(_title, _body), _html);
    insert into petition (site_id, item, addressee, closes_at)
    values (_site, _id, coalesce(_data->>'addressee', ''), _closes);
    insert into rung (site_id, petition, n, threshold, effect)
    select _site, _id, row_number() over (order by threshold), threshold,
        effect
    from jsonb_to_recordset(coalesce(nullif(_data->'rungs', 'null'), '[]'))
        r (threshold bigint, effect text);
    insert into log (site_id, item, origin)
    select _site, _id, host || '/p/' || _id from site where id = _site;

    perform pg_notify('petition', _site || ':' || _id);
    return core.petition_doc(_site, _id::text);
end $$;
