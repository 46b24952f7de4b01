-- core.public: the collection of everybody
begin;
select plan(1);
set local search_path = placet, pg_temp, public;
select is(core.public(), 'https://www.w3.org/ns/activitystreams#Public',
    'spelled in full, as Mastodon wants it');

select finish();
rollback;
