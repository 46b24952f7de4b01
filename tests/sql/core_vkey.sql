-- core.vkey: the verifier key of a log
begin;
select plan(2);
-- Made with another program: sha256("a.example/p/1\n" || 01 || 32 zeros).
select is(core.vkey('a.example/p/1', decode(repeat('00', 32), 'hex')),
    'a.example/p/1+87f7351c+AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    'name, id, key');
select is(core.vkey('a.example/p/1', null), null, 'none without a key');

select finish();
rollback;
