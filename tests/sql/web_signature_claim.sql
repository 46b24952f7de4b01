-- web.signature_claim: what a form leaves behind, and what it tells nobody
begin;
select plan(48);
\ir fixture.psql

-- Person _n fills in a form; _try makes token and salts of their own.
create function public.sign(_site int, _petition text, _n int, _form jsonb,
    _try int default 0)
returns jsonb language sql as $$
    select web.signature_claim(_site, _petition, 'fr',
        '{"name": "Ève Martin", "postcode": "35000", "consent": "1"}'
        || _form, b32(100 * _try + _n), b32(2000 + _n),
        sha256(b32(1000 + _n) || _petition::bytea), '\xfeed',
        b32(100 * _try + 3000 + _n), b32(100 * _try + 4000 + _n))
$$;
create function public.wrong(_form jsonb) returns jsonb language sql as $$
    select sign(1, '1', 50, _form)->'errors'
$$;
create function public.left_behind(out claims bigint, out confirm bigint,
    out already bigint)
language sql security definer as $$
    select (select count(*) from placet.claim),
        (select count(*) from placet.mail where kind = 'confirm'),
        (select count(*) from placet.mail where kind = 'already')
$$;
prepare count_all as select * from left_behind();

set local role placet_web;
select is(sign(1, '1', 1, '{}'), '{"claimed": true, "petition": {"id": 1,
    "title": "Des pistes cyclables", "lang": "fr", "url": "/petitions/1"}}',
    'a good form is taken');
reset role;
select results_eq($$ select name, commune, publish, notify, lang, salt_n,
    salt_p, expires_at - created_at, sealed from placet.claim $$,
    $$ values ('Ève Martin', '35238', false, false, 'fr', b32(3001),
    b32(4001), interval '48 hours', null::bytea) $$,
    'a claim waits two days, and keeps no address that nobody needs');
select results_eq($$ select cn, cp, token, lookup from placet.claim $$, $$
    select core.commit_nullifier(id, b32(3001),
            sha256(b32(1001) || '1'::bytea)),
        core.commit_profile(id, b32(4001), 'Ève Martin', '35238'),
        b32(1), b32(2001)
    from core.petition_id('0197a1c2-d3e4-f506-1728-394a5b6c7d8e', 1) id $$,
    'its commitments are those that the log will hold');
select results_eq($$ select site_id, kind, petition, lang, sealed
    from placet.mail $$, $$ values (1, 'confirm', 1, 'fr', '\xfeed'::bytea) $$,
    'and a mail is queued');
select is_empty('select from placet.signature', 'nothing is signed yet');

-- One mail an address and petition, three an address and site.
set local role placet_web;
select is(sign(1, '1', 1, '{}', 1), sign(1, '1', 2, '{}'),
    'asked again the answer is the same');
select results_eq('count_all', 'values (2::bigint, 2::bigint, 0::bigint)',
    'but only the new person got a mail');
reset role;
update placet.petition set closes_at = now() + interval '1 day',
    closed_at = null;
insert into placet.item (site_id, id, kind, state)
values (1, 4, 'petition', 'open');
insert into placet.version (site_id, item, n, title, body, hash)
values (1, 4, 1, 'Quatre', 'B', b32(4));
insert into placet.petition (site_id, item, closes_at)
values (1, 4, now() + interval '1 day');
set local role placet_web;
select is(sign(1, p, 1, '{}')->>'claimed', 'true', 'petition ' || p)
from unnest('{2,3,4}'::text[]) p;
select results_eq('count_all', 'values (4::bigint, 4::bigint, 0::bigint)',
    'the fourth petition of a day sent no mail to this address');
select is(sign(2, '1', 1, '{}')->>'claimed', 'true', 'on another site');
select results_eq('count_all', 'values (5::bigint, 5::bigint, 0::bigint)',
    'it did: budgets are per site');
reset role;
update placet.mail_budget set last_at = now() - interval '25 hours';
set local role placet_web;
select is(sign(1, '1', 1, '{}', 2)->>'claimed', 'true', 'a day later');
select results_eq('count_all', 'values (6::bigint, 6::bigint, 0::bigint)',
    'there is a new mail');

-- Who has signed gets a mail that says so, and the same page.
select web.signature_confirm('{1}', '{1}', array[b32(1)]) \g /dev/null
reset role;
update placet.mail_budget set last_at = now() - interval '25 hours';
set local role placet_web;
select is(sign(1, '1', 1, '{}', 3), sign(1, '1', 3, '{}'),
    'who has signed already is told the same as a newcomer');
select results_eq('count_all', 'values (7::bigint, 7::bigint, 1::bigint)',
    'by mail the truth, and no second claim');
select is(sign(1, '1', 1, '{}', 4)->>'claimed', 'true', 'once more');
select results_eq('count_all', 'values (7::bigint, 7::bigint, 1::bigint)',
    'that mail too is sent once a day');

-- Blocked addresses and robots.
select web.mail_block(1, '1', b32(3)) \g /dev/null
reset role;
update placet.mail_budget set last_at = now() - interval '25 hours';
set local role placet_web;
select is(sign(1, '1', 3, '{}', 5), sign(1, '1', 4, '{"website": "x"}'),
    'a blocked address and a robot get the same page');
select results_eq('count_all', 'values (7::bigint, 7::bigint, 1::bigint)',
    'and nothing else');

-- Choices.
select sign(1, '1', 5, '{"publish": "1", "notify": "on",
    "name": "  Jean-Noël\u00a0 D''Août  "}') \g /dev/null
reset role;
select results_eq($$ select name, publish, notify, sealed from placet.claim
    where lookup = b32(2005) $$,
    $$ values ('Jean-Noël D''Août', true, true, '\xfeed'::bytea) $$,
    'boxes are kept, spaces are not, news need the address');
set local role placet_web;
select sign(1, '1', 6, '{"name": "E\u0301ve"}') \g /dev/null
reset role;
select is(name, 'Éve', 'a decomposed name is composed')
from placet.claim where lookup = b32(2006);
set local role placet_web;

-- Communes of a postcode.
select is(sign(1, '1', 7, '{"postcode": "35400"}')->>'claimed', 'true',
    'one commune is taken as meant');
select is(sign(1, '1', 8, '{"postcode": "35140"}') - 'petition' - 'communes',
    '{"errors": [{"field": "commune", "code": "commune.choose"}]}',
    'of several one must be chosen');
select is(sign(1, '1', 8, '{"postcode": "35140"}')->'communes'->0,
    '{"insee": "35121", "name": "Gosné"}', 'they are listed by name');
select is(sign(1, '1', 8, '{"postcode": "35140"}')->'petition',
    web.sign_form(1, '1', 'fr')::jsonb->'petition', 'under the form itself');
select is(sign(1, '1', 8, '{"postcode": "35140", "commune": "35238"}')
    ->'errors', '[{"field": "commune", "code": "commune.invalid"}]',
    'one from elsewhere is none');
select is(sign(1, '1', 8, '{"postcode": "35140", "commune": "35121"}')
    ->>'claimed', 'true', 'the chosen one is taken');
select is(sign(1, '1', 9, '{"commune": "35288"}')->'errors',
    '[{"field": "commune", "code": "commune.invalid"}]',
    'a wrong choice is refused even where there is none to make');

-- What is wrong with a form.
select is(wrong('{"name": ""}'), '[{"field": "name", "code": "name.empty"}]',
    'no name');
select is(wrong('{"name": " \u3000 "}'),
    '[{"field": "name", "code": "name.empty"}]', 'a name of spaces');
select is(wrong('{"name": null}'),
    '[{"field": "name", "code": "name.empty"}]', 'a name not given');
select is(wrong(jsonb_build_object('name', repeat('é', 101))),
    '[{"field": "name", "code": "name.long"}]', 'a name too long');
select is(wrong('{"name": "a\nb"}'),
    '[{"field": "name", "code": "name.invalid"}]', 'a name of two lines');
select is(wrong('{"name": "a\u202eb"}'),
    '[{"field": "name", "code": "name.invalid"}]', 'a name that turns');
select is(wrong('{"postcode": "3500"}'),
    '[{"field": "postcode", "code": "postcode.invalid"}]', 'no postcode');
select is(wrong('{"postcode": "35999"}'),
    '[{"field": "postcode", "code": "postcode.unknown"}]', 'one of nowhere');
select is(wrong('{"consent": ""}'),
    '[{"field": "consent", "code": "consent.missing"}]', 'no consent');
select is(wrong('{"name": "", "postcode": "", "consent": "0"}'),
    '[{"field": "name", "code": "name.empty"},
    {"field": "postcode", "code": "postcode.invalid"},
    {"field": "consent", "code": "consent.missing"}]', 'all at once');
select results_eq('count_all', 'values (11::bigint, 11::bigint, 1::bigint)',
    'a wrong form leaves nothing behind');

-- What is refused.
reset role;
update placet.petition set closes_at = now() where (site_id, item) = (1, 4);
set local role placet_web;
select throws_ok($$ select sign(1, '4', 10, '{}') $$, 'PL409',
    'petition.closed', 'a closed petition takes nobody');
select throws_ok($$ select sign(1, '9', 10, '{}') $$, 'PL404',
    'petition.unknown', 'nor does one that does not exist');
select throws_ok($$ select sign(2, '4', 10, '{}') $$, 'PL404',
    'petition.unknown', 'nor does one of another site');
select throws_ok($$ select web.signature_claim(1, '1', 'fr', '[]', b32(1),
    b32(1), b32(1), '\xfeed', b32(1), b32(1)) $$, 'PL400', 'form.invalid',
    'a form is an object');
select throws_ok($$ select web.signature_claim(1, '1', 'fr', '{}', b32(1),
    '\xfeed', b32(1), '\xfeed', b32(1), b32(1)) $$, 'PL400', 'form.invalid',
    'hashes have their length');
select throws_ok($$ select web.signature_claim(1, '1', 'fr', '{}', b32(1),
    b32(1), null, '\xfeed', b32(1), b32(1)) $$, 'PL400', 'form.invalid',
    'and are all there');
select throws_ok('select * from placet.claim', '42501', null,
    'the role itself cannot read claims');

select finish();
rollback;
