-- core.excerpt(body) - the first 200 characters of a text, without Markdown
--
-- Kept with the version when it is written, so that lists need no text.
create function core.excerpt(_body text) returns text
language plpgsql immutable as $$
declare
    _text text := left(_body, 1500);
begin
    -- Pictures and link targets, code fences, then marks at line starts.
    _text := regexp_replace(_text, '!\[[^]]*\]\([^)]*\)', ' ', 'g');
    _text := regexp_replace(_text, '\[([^]]*)\]\([^)]*\)', '\1', 'g');
    _text := regexp_replace(_text, '<(https?://[^>]*)>', '\1', 'g');
    _text := regexp_replace(_text, '<[^>]*>', ' ', 'g');
    _text := regexp_replace(
        _text, '^[ \t]*(#+|>|[-*+]|[0-9]+[.)]|```.*|[-*_]{3,})[ \t]*', '',
        'ng');
    _text := regexp_replace(_text, '[*`]|\m_|_\M', '', 'g');
    _text := btrim(regexp_replace(_text, '\s+', ' ', 'g'));
    if length(_text) > 200 then
        -- Not in the middle of a word, if the word is not endless.
        _text := left(_text, 199);
        _text := regexp_replace(_text, '[\s,;:]+\S{0,40}$', '') || '…';
    end if;
    return _text;
end $$;
