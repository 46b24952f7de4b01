-- core.key_hash: as keyd does it
begin;
select plan(2);
set local search_path = placet, pg_temp, public;
-- printf 'PEM\n' | sha256sum
select is(core.key_hash(E'PEM\n'), encode(sha256('PEM\012'::bytea), 'hex'),
    'SHA-256, in hex');
select is(length(core.key_hash('x')), 64, 'of 32 bytes');

select finish();
rollback;
