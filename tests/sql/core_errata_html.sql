-- core.errata_html: what is corrected, in order, with its day
begin;
select plan(3);
\ir fixture.psql
set local search_path = placet, pg_temp, public;
select is(core.errata_html(1, 1, 'fr'), '', 'nothing');
insert into news (site_id, petition, n, kind, html, at) values
    (1, 1, 2, 'erratum', '<p>B</p>', '2026-03-04T23:30:00Z'),
    (1, 1, 1, 'erratum', '<p>A</p>', '2026-01-02T03:04:05Z'),
    (1, 1, 3, 'answer', '<p>C</p>', now());
select is(core.errata_html(1, 1, 'fr'),
    '<p><strong>Erratum du 02/01/2026 :</strong></p><p>A</p>'
    || '<p><strong>Erratum du 05/03/2026 :</strong></p><p>B</p>',
    'the day is that of Paris');
select is(core.errata_html(1, 1, 'en'),
    '<p><strong>Erratum, 2026-01-02:</strong></p><p>A</p>'
    || '<p><strong>Erratum, 2026-03-05:</strong></p><p>B</p>', 'in English');

select finish();
rollback;
