-- notary.log_new: logs without a key, with what their first leaf needs
begin;
select plan(4);
\ir notary.psql
call public.petition(1, 1);
call public.petition(2, 1);
call public.petition(1, 2);
update placet.log set pub = null where site_id = 1;
update placet.petition set opened_at = '2026-01-02 03:04:05+00';
set local role placet_notary;

select is(jsonb_array_length(notary.log_new(10)->'logs'), 2,
    'those of one site have none');
select is(jsonb_array_length(notary.log_new(1)->'logs'), 1, 'no more than n');
reset role;
update placet.log set halted = 'x' where site_id = 1 and item = 2;
set local role placet_notary;
select is(notary.log_new(10), jsonb_build_object('logs', jsonb_build_array(
    jsonb_build_object('site', 1, 'item', 1, 'uuid',
        '00000000000040008000000000000001', 'origin', '1/p/1', 'host',
        'a.exemple.fr', 'hash', encode(sha256('1/1'), 'hex'), 'time',
        1767323045))), 'site, text and time are there');
reset role;
update placet.log set pub = 'k';
set local role placet_notary;
select is(notary.log_new(10), '{"logs": []}', 'with a key it is not new');

select finish();
rollback;
