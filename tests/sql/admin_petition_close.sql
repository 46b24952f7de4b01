-- admin.petition_close: before its time
begin;
select plan(7);
\ir fixture.psql
select claim(1, 1, 1) \g /dev/null
set local role placet_admin;

select is(admin.petition_close('a.example', '1')->'petition'->>'state',
    'closed', 'it is closed from now on');
select throws_ok($$ select admin.petition_close('a.example', '1') $$,
    'PL409', 'petition.closed', 'once');
select throws_ok($$ select admin.petition_close('b.example', '2') $$,
    'PL404', 'petition.unknown', 'not one of another site');
select throws_ok($$ select admin.petition_close('x.example', '1') $$,
    'PL404', 'site.unknown', 'nor of no site');
set local role placet_web;
select throws_ok($$ select web.sign_form(1, '1', 'fr') $$, 'PL409',
    'petition.closed', 'nobody can claim any more');
select is(web.signature_confirm('{1}', '{1}', array[b32(1)])->0->>'state',
    'confirmed', 'who claimed before may still confirm');
select is(web.petition_get(2, '1', 'fr')->'petition'->>'state', 'open',
    'the same number on another site stays open');

select finish();
rollback;
