-- core.html_plain: paragraphs of text
begin;
select plan(4);
set local search_path = placet, pg_temp, public;
select is(core.html_plain(t), want, want) from (values
    ('un', '<p>un</p>'),
    (E'\nun\ndeux\n\n\ntrois\n', '<p>un<br>deux</p><p>trois</p>'),
    ('<script>"&', '<p>&lt;script&gt;&quot;&amp;</p>'), ('', '<p></p>'))
    v (t, want);

select finish();
rollback;
