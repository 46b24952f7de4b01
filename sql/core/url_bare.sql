-- core.url_bare(url) - without its fragment: the document of a key
create function core.url_bare(_url text) returns text
language sql immutable as $$ select regexp_replace(_url, '#.*$', '') $$;
