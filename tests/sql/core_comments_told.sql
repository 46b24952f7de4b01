-- core.comments_told: who keeps pages hears of those that changed
begin;
select plan(3);
set local search_path = placet, pg_temp, public;
select lives_ok($$ select core.comments_told('{}') $$, 'of none');
select lives_ok($$ select core.comments_told('{1:2}') $$, 'of one');
select lives_ok($$ select core.comments_told(array(
    select '1234567:' || n from generate_series(100000, 101000) n)) $$,
    'of a thousand, in as many words as a notice can have');

select finish();
rollback;
