-- core.answer_html: who answers, to what, in the petition's language
begin;
select plan(3);
\ir fixture.psql
set local search_path = placet, pg_temp, public;
insert into version (site_id, item, n, lang, title, body, hash) values
    (1, 1, 2, 'fr', 'Pain & vin', 'x', b32(1)),
    (1, 1, 3, 'en', 'Pain & vin', 'x', b32(2));
update item set version = 2 where (site_id, id) = (1, 1);
select is(core.answer_html(1, 1, '<p>Oui</p>'), '<p>Ville A répond à la '
    || 'pétition « <a href="https://a.example/petitions/1">Pain &amp; vin'
    || '</a> » :</p><p>Oui</p>', 'in French');
update item set version = 3 where (site_id, id) = (1, 1);
select is(core.answer_html(1, 1, '<p>Yes</p>'), '<p>Ville A answers the '
    || 'petition “<a href="https://a.example/petitions/1">Pain &amp; vin'
    || '</a>”:</p><p>Yes</p>', 'in English');
select is(core.answer_html(1, 9, ''), null, 'of no petition');

select finish();
rollback;
