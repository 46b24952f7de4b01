-- core.count_text: numbers as people write them
begin;
select plan(6);
set local search_path = placet, pg_temp, public;
select is(core.count_text(n, lang), want, want)
from (values (0, 'fr', '0'), (999, 'fr', '999'),
    (1000, 'fr', U&'1\202F000'), (1234567, 'fr', U&'1\202F234\202F567'),
    (1234567, 'en', '1,234,567'), (12, 'en', '12')) t (n, lang, want);

select finish();
rollback;
