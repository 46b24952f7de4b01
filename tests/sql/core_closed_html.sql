-- core.closed_html: the news that a petition is over
begin;
select plan(5);
\ir fixture.psql
set local search_path = placet, pg_temp, public;
select is(core.closed_html(1, 1), '<p>La pétition « <a href="'
    || 'https://a.example/petitions/1">Des pistes cyclables</a> » est close. '
    || 'Elle a réuni 0 signature.</p>', 'nobody signed');
update log set signs = 12345, withdrawn = 1, invalidated = 2
where (site_id, item) = (1, 1);
select ok(core.closed_html(1, 1)
    like U&'%réuni 12\202F342 signatures.</p>', 'those that count are counted');
insert into version (site_id, item, n, lang, title, body, hash)
values (1, 1, 2, 'en', '<b>Lanes</b> & "more"', 'x', b32(1));
update item set version = 2 where (site_id, id) = (1, 1);
select is(core.closed_html(1, 1), '<p>The petition “<a href="'
    || 'https://a.example/petitions/1">&lt;b&gt;Lanes&lt;/b&gt; &amp; '
    || '&quot;more&quot;</a>” is closed with 12,342 signatures.</p>',
    'in the language of the text; a title is no HTML');
update log set signs = 4 where (site_id, item) = (1, 1);
select ok(core.closed_html(1, 1) like '% with 1 signature.</p>', 'one');
select is(core.closed_html(1, 9), null, 'no petition, no words');

select finish();
rollback;
