-- core.signature_late: what is no plain case; two claims of one person
\ir fixture.psql
create extension dblink;
\set other 'host=' :HOST ' port=' :PORT ' user=postgres dbname=' :DBNAME
begin;
select plan(17);
set search_path = placet, pg_temp, public;
select claim(1, 1, 1), claim_again(1, 1, 1, 2), claim_again(1, 1, 1, 3),
    claim(1, 1, 4), claim_again(1, 1, 4, 5, '49 hours'), claim(1, 3, 6),
    claim(1, 3, 7, '10 minutes'), claim(2, 1, 8), claim_again(2, 1, 8, 9)
    \g /dev/null
update placet.petition set closes_at = now() - interval '30 minutes'
where (site_id, item) = (1, 3);

select is(core.signature_late(1, 1, b32(99))->>'code', 'token.unknown',
    'a token that nobody got');
select is(core.signature_late(2, 1, b32(1))->>'code', 'token.unknown',
    'a token of another site');
select is(core.signature_late(1, null, b32(1))->>'code', 'token.unknown',
    'no petition');
select is(core.signature_late(1, 1, b32(5))->>'code', 'token.expired',
    'a second claim that has expired');
select is(core.signature_late(1, 3, b32(7))->>'code', 'petition.closed',
    'one made after the end');
select is(core.signature_late(1, 1, b32(2)), '{"status": 200,
    "state": "confirmed", "new": true, "petition": {"id": 1, "lang": "fr",
    "title": "Des pistes cyclables", "url": "/petitions/1"}}',
    'the second of three claims counts');
select results_eq($$ select token, rows, i.n from placet.signature s
    join placet.inbox i on i.id = s.lot $$,
    $$ values (b32(2), b32(5002) || b32(6002), 1) $$,
    'it is the signature, with its own commitments');
select results_eq($$ select token from placet.claim
    where nullifier = b32(1001) and head $$, $$ values (b32(2)) $$,
    'and the only head');
select is(core.signature_late(1, 1, t)->>'new', 'false', 'the others do not')
from unnest(array[b32(1), b32(3)]) t;
select is((web.signature_confirm('{1}', '{1}', array[b32(1)])->0->>'new'),
    'false', 'nor on the short way');
select is(web.receipt_get(1, '1', t)->>'state', 'waiting',
    'each link leads to the receipt')
from unnest(array[b32(1), b32(3)]) t;
select results_eq('select communes from placet.inbox',
    $$ values ('{35238}'::text[]) $$, 'the commune is known');
commit;

-- Both links of one person at the same moment.
select dblink_connect(c, :'other' || ' options=-csearch_path=placet,public')
from unnest('{one,two}'::text[]) c \g /dev/null
select dblink_exec(c, 'begin') from unnest('{one,two}'::text[]) c \g /dev/null
create function public.confirm(_link text, _n int) returns text
language sql as $$
    select format('select %L || (web.signature_confirm(array[2],
        array[%L], array[b32(%s)])->0->>%L)', '', '1', _n, 'new')
$$;
create procedure public.race(_first int, _second int) language plpgsql as $$
begin
    perform * from dblink('one', confirm('one', _first)) t (new text);
    perform dblink_send_query('two', confirm('two', _second));
    while not exists (
        select from pg_locks where not granted) loop
        perform pg_sleep(0.005);
    end loop;
    perform dblink_exec('one', 'commit');
end $$;
call race(8, 9);
select is((select new from dblink_get_result('two') t (new text)), 'false',
    'a second claim waits for the first and comes too late');
select * from dblink_get_result('two') t (new text) \g /dev/null
select dblink_exec('two', 'commit') \g /dev/null
select claim(2, 1, 10), claim_again(2, 1, 10, 11) \g /dev/null
select dblink_exec(c, 'begin') from unnest('{one,two}'::text[]) c \g /dev/null
call race(11, 10);
select is((select new from dblink_get_result('two') t (new text)), 'false',
    'and the first for the second');
select * from dblink_get_result('two') t (new text) \g /dev/null
select dblink_exec('two', 'commit') \g /dev/null
select results_eq('select token from placet.signature where site_id = 2
    order by token', 'select t from unnest(array[b32(8), b32(11)]) t order by
    t', 'each person is counted once');

select finish();
