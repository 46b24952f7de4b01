-- web.intent_new: to one's own server, at once or when it has been asked
begin;
select plan(19);
\ir fixture.psql
create function public.wish(_n int, _host text default 'm.example',
    _account text default 'zoe', _petition text default '1',
    _kind text default 'follow')
returns jsonb language sql as $$
    select web.intent_new(1, _petition, _kind, _host, _account, b32(_n))
$$;
set local role placet_web;
select is(wish(1), '{"state": "waiting", "host": "m.example", "go": null}',
    'a server that nobody has asked');
select is(wish(2, 'm.example', null, null),
    '{"state": "waiting", "host": "m.example", "go": null}',
    'the commune, from a server alone');
reset role;
select results_eq('select id, kind, actor, account, state from placet.intent
    order by at, account', $$ values
    (b32(1), 'follow', 1, 'zoe', 'waiting'),
    (b32(2), 'follow', -1, null, 'waiting') $$, 'what the courier needs');
select is(relpersistence, 'u', 'not in the log of the database')
from pg_class where oid = 'placet.intent'::regclass;

insert into placet.intent_host values
    ('m.example', '{"subscribe": "https://m.example/i?uri={uri}"}',
        now() + interval '1 day'),
    ('away.example', null, now() + interval '1 minute'),
    ('poor.example', '{"follow": "https://poor.example/f"}',
        now() + interval '1 day'),
    ('old.example', '{"follow": "https://old.example/f"}', now());
set local role placet_web;
select is(wish(3)->>'go',
    'https://m.example/i?uri=https%3A%2F%2Fa.example%2Fpetitions%2F1%2Factor',
    'what it said before');
select is(wish(4, 'old.example')->>'state', 'waiting', 'not for ever');
select is(wish(5, 'away.example')->>'state', 'failed',
    'one that does not answer is left in peace');
select is(wish(6, 'poor.example', 'zoe', '1', 'like')->>'state', 'failed',
    'it has no page for this');
reset role;
select is(count(*), 0::bigint, 'whoever need not wait is not noted')
from placet.intent where id = b32(3);
select is(count(*), 0::bigint, 'nor the name, where nothing is asked')
from placet.intent where id in (b32(5), b32(6)) and account is not null;

insert into placet.peer_rule (site_id, host, level)
values (1, 'bad.example', 'suspend'), (1, 'dim.example', 'limit');
set local role placet_web;
select throws_ok($$ select wish(7, 'a.example') $$, 'PL422', 'account.here',
    'our own name');
select throws_ok($$ select wish(7, 'b.example:8080') $$, 'PL422',
    'account.here', 'a neighbour''s, who has no accounts either');
select throws_ok($$ select wish(7, 'sub.bad.example') $$, 'PL422',
    'account.blocked', 'with a suspended server there is nothing');
select is(wish(7, 'dim.example')->>'state', 'waiting', 'a limited one may');
select throws_ok($$ select wish(8, 'm.example', 'zoe', '99') $$, 'PL404',
    'petition.unknown', 'a petition that is not there');
reset role;
insert into placet.intent (site_id, id, kind, actor, host)
select 1, b32(100 + n), 'like', 1, 'full.example' from generate_series(1, 16) n;
set local role placet_web;
select is(wish(9, 'full.example')->>'state', 'failed',
    'sixteen wait for a server, no more');
reset role;
insert into placet.intent (site_id, id, kind, actor, host)
select 1, b32(1000 + n), 'like', 1, n || '.example'
from generate_series(1, 1024) n;
set local role placet_web;
select throws_ok($$ select wish(10, 'n.example') $$, 'PL503', 'busy',
    'nor a thousand altogether');
reset role;
update placet.intent set at = now() - interval '121 seconds';
set local role placet_web;
select is(wish(11, 'n.example')->>'state', 'waiting', 'those before are over');
reset role;
select is(count(*), 1::bigint, 'and gone') from placet.intent;
select finish();
rollback;
