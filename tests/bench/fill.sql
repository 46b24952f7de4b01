-- fill.sql - claims that wait for their confirmation, made in bulk
--
-- psql -v site=1 -v petitions=1 -v first=0 -v count=1000 -f fill.sql
-- The secret of claim i is SHA-256(i as 8 bytes); it signs petition
-- 1 + i mod petitions.  tests/bench/load.c and the fault tests know that.
insert into placet.claim (site_id, petition, token, lookup, nullifier, name,
    commune, sealed, salt_n, salt_p, cn, cp, expires_at)
select :site, 1 + i % :petitions, sha256(sha256(int8send(i))),
    sha256('lookup' || int8send(i)), sha256('nullifier' || int8send(i)),
    'Camille Durand', null, sha256('sealed' || int8send(i)),
    sha256('salt_n' || int8send(i)), sha256('salt_p' || int8send(i)),
    sha256('cn' || int8send(i)), sha256('cp' || int8send(i)),
    now() + interval '48 hours'
from generate_series(:first::bigint, :first::bigint + :count - 1) i;
