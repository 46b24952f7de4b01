-- core.html_plain(text) - paragraphs of plain text as HTML
--
-- For versions that came without HTML of their own.
create function core.html_plain(_text text) returns text
language sql immutable as $$
    select '<p>' || regexp_replace(replace(
        regexp_replace(core.html_escape(btrim(_text, E' \n')),
        E'\n{2,}', '</p><p>', 'g'), E'\n', '<br>'), '<p></p>', '', 'g')
        || '</p>'
$$;
