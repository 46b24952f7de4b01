-- core.milestone_html: the news that a step is reached
begin;
select plan(3);
\ir fixture.psql
set local search_path = placet, pg_temp, public;
select is(core.milestone_html(1, 1, 5000, 'Un <débat>'),
    U&'<p>La pétition « <a href="https://a.example/petitions/1">Des pistes '
    || U&'cyclables</a> » a atteint 5\202F000 signatures. Ce qui suit : '
    || 'Un &lt;débat&gt;</p>', 'who, how many, what follows');
insert into version (site_id, item, n, lang, title, body, hash)
values (1, 1, 2, 'en', '<Lanes>', 'x', b32(1));
update item set version = 2 where (site_id, id) = (1, 1);
select is(core.milestone_html(1, 1, 5000, 'A debate'),
    '<p>The petition “<a href="https://a.example/petitions/1">&lt;Lanes&gt;'
    || '</a>” has reached 5,000 signatures. What follows: A debate</p>',
    'in the language of the text');
select is(core.milestone_html(1, 9, 5, ''), null, 'no petition, no words');

select finish();
rollback;
