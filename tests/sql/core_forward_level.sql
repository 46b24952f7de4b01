-- core.forward_level: all servers that are involved may be
begin;
select plan(11);
\ir fixture.psql
\ir federation.psql
set local search_path = placet, public, pg_temp;
create function public.level(_by text, _actor text, _to text, _id text)
returns text language sql security definer
set search_path = placet, pg_temp as $$
    select core.forward_level(1, _by, jsonb_build_object('actor', _actor,
        'object', jsonb_build_object('id', _id, 'inReplyTo', _to,
            'attributedTo', _actor)))
$$;
select is(level('https://by.example/x#k', zoe(), note(), zoe() || '/1'),
    'open', 'all are welcome');
insert into placet.peer_rule (site_id, host, level)
values (1, 'bad.example', 'suspend'), (2, 'by.example', 'suspend');
select is(level('https://by.example/x#k', zoe(), note(), zoe() || '/1'),
    'open', 'whatever another site thinks of them');
select is(level('https://a.bad.example/x#k', zoe(), note(), zoe() || '/1'),
    'suspend', 'but not who brings it');
select is(level(null, 'https://bad.example/x', note(), zoe() || '/1'),
    'suspend', 'nor who says it');
select is(level(null, zoe(), 'https://bad.example/1', zoe() || '/1'),
    'suspend', 'nor whom it replies to');
select is(level(null, zoe(), note(), 'https://bad.example/1'), 'suspend',
    'nor where it lives');
select is(core.forward_level(1, null, jsonb_build_object('actor', zoe(),
    'object', 'https://bad.example/1')), 'suspend', 'named or shown');
select is(core.forward_level(1, null, jsonb_build_object('actor', zoe(),
    'object', jsonb_build_object('attributedTo', jsonb_build_array(
    'https://bad.example/1')))), 'suspend', 'nor whose it is');
update placet.site set social = 'allow';
insert into placet.peer_rule (site_id, host, level)
values (1, 'm.example', 'allow');
select is(level(null, zoe(), note(), zoe() || '/1'), 'open',
    'our own server needs no permission');
select is(level(null, eve(), note(), eve() || '/1'), 'off',
    'others need one to speak');
select is(level(null, zoe(), eve() || '/1', zoe() || '/1'), 'open',
    'not to be answered');

select finish();
rollback;
