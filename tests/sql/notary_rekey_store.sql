-- notary.rekey_store: a site has a new key, and its actors say so
begin;
select plan(15);
\ir fixture.psql
\ir federation.psql
create function public.said(_after bigint default 0, _site int default 1)
returns text language sql security definer as $$
    select coalesce(string_agg(n || ' ' || actor, ', ' order by n), '')
    from placet.act
    where site_id = _site and n > _after and kind = 'actor'
$$;
call elsewhere();
select publish() \g /dev/null
update placet.petition set published_at = now();
select federated(2) as before \gset
set local role placet_notary;
select notary.rekey_store(1, 'NEW') \g /dev/null
reset role;
select is(rsa, 'PEM', 'not unless it is wanted') from placet.site
where id = 1;
update placet.site set rekey_wanted = now() where id = 1;
set local role placet_notary;
select notary.rekey_store(1, 'PEM') \g /dev/null
reset role;
select ok(rekey_wanted is not null, 'the same one is not a new one')
from placet.site where id = 1;

-- Nobody follows: nobody is to be told.
select acts as last from placet.site where id = 1 \gset
set local role placet_notary;
select notary.rekey_store(1, 'NEW') \g /dev/null
reset role;
select results_eq('select rsa, rsa_old, rekey_act, rekeyed_at, rekey_wanted
    from placet.site where id = 1', format($$ values ('NEW', 'PEM', %s::bigint,
    now(), null::timestamptz) $$, :last), 'the one before is kept');
select is(said(), '', 'nobody is told where nobody follows');
set local role placet_notary;
select notary.rekey_store(1, 'NEWER') \g /dev/null
reset role;
select is(rsa, 'NEW', 'once') from placet.site where id = 1;

-- Zoé follows petition 1, Tom 3; the site's own actor says it to both.
select follow(zoe(), 1, note() || '/actor'),
    follow(tom(), 2, note(3) || '/actor') \g /dev/null
update placet.peer set cursor = 1, turned = 0 where site_id = 1;
update placet.site set rsa = 'PEM', rsa_old = null, rekey_wanted = now()
where id = 1;
set local role placet_notary;
select notary.rekey_store(1, 'NEW') \g /dev/null
reset role;
select is(said(), format('%s 0, %s 3, %s 1', :last + 1, :last + 2,
    :last + 3), 'the site, and each that is followed');
select is(rekey_act, (:last + 3)::bigint, 'these are the last by the old key')
from placet.site where id = 1;
select is(draft->'object'->'publicKey'->>'publicKeyPem', 'NEW',
    'the new key is in it') from placet.act
where site_id = 1 and kind = 'actor' and actor = 1;
select is(turned, 1::bigint, 'where each server was is noted')
from placet.peer where site_id = 1;

-- Eve follows the site and so has heard all that spoke; petition 1 was
-- withdrawn, and has nothing to say any more.
select admin.petition_withdraw('a.example', '1') \g /dev/null
select follow(eve(), 1, 'https://a.example/actor') \g /dev/null
update placet.site set rsa = 'PEM', rsa_old = null, rekey_wanted = now()
where id = 1;
select acts as last from placet.site where id = 1 \gset
select is(array_agg(distinct actor order by actor), '{-1,0,1,3}',
    'these have spoken') from placet.act where site_id = 1;
set local role placet_notary;
select notary.rekey_store(1, 'NEW') \g /dev/null
reset role;
select is(said(:last), format('%s 0, %s -1, %s 3', :last + 1, :last + 2,
    :last + 3), 'all that spoke and can');
select is(count(distinct follower.host), 2::bigint, 'to two servers')
from placet.follower where site_id = 1;
select is(federated(2), :'before', 'the other site says nothing');
select is(said(0, 2), '', 'indeed');
set local role placet_notary;
select throws_ok('select * from placet.act', '42501', null,
    'the notary cannot read the tables itself');

select finish();
rollback;
