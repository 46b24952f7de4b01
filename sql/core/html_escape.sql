-- core.html_escape(text) - text as HTML shows it
create function core.html_escape(_text text) returns text
language sql immutable as $$
    select replace(replace(replace(replace(_text, '&', '&amp;'),
        '<', '&lt;'), '>', '&gt;'), '"', '&quot;')
$$;
