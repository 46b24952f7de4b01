-- core.html_escape: nothing is HTML afterwards
begin;
select plan(3);
set local search_path = placet, pg_temp, public;
select is(core.html_escape(t), want, t) from (values
    ('<a href="x">&amp;</a>',
        '&lt;a href=&quot;x&quot;&gt;&amp;amp;&lt;/a&gt;'),
    ('é 🚲', 'é 🚲'), ('', '')) v (t, want);

select finish();
rollback;
