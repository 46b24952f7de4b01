-- web.quote_get: the stamp of a quote
begin;
select plan(13);
\ir fixture.psql
\ir federation.psql
insert into placet.quote (site_id, id, petition, object, instrument, remote)
values (1, decode(repeat('ab', 32), 'hex'), 1, note() || '/news/1',
    'https://m.example/zoe/posts/1', zoe()),
    (1, decode(repeat('cd', 32), 'hex'), 2, note(2),
    'https://m.example/zoe/posts/1', zoe());
select repeat('ab', 32) as one, repeat('cd', 32) as two \gset
set local role placet_web;
select is(web.quote_get(1, '1', :'one') - '@context', jsonb_build_object(
    'id', note() || '/quotes/' || :'one', 'type', 'QuoteAuthorization',
    'attributedTo', note() || '/actor',
    'interactingObject', 'https://m.example/zoe/posts/1',
    'interactionTarget', note() || '/news/1'),
    'who allows, what quotes, what is quoted');
select is(web.quote_get(1, '1', :'one')->'@context'->1->>'QuoteAuthorization',
    'https://w3id.org/fep/044f#QuoteAuthorization', 'in words of the FEP');
select is(web.quote_get(1, '2', :'two')->>'interactionTarget', note(2),
    'each its own');
select throws_ok(format('select web.quote_get(%s, %L, %L)', site, p, id),
    'PL404', 'quote.unknown', format('%s/%s/%s', site, p, left(id, 8)))
from (values (2, '1', :'one'), (1, '2', :'one'), (1, 'x', :'one'),
    (1, '1', repeat('0', 64)), (1, '1', upper(:'one')), (1, '1', 'ab'),
    (1, '1', '1'), (1, '99999999999', :'one')) t (site, p, id);
select throws_ok('select * from placet.quote', '42501', null,
    'there is no list of them');
reset role;
update placet.petition set withdrawn_at = now()
where (site_id, item) = (1, 2);
set local role placet_web;
select throws_ok(format('select web.quote_get(1, ''2'', %L)', :'two'),
    'PL404', 'quote.unknown', 'with the petition goes its stamp');

select finish();
rollback;
