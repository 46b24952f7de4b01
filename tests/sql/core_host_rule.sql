-- core.host_rule: a rule holds for all below, the longest name wins
begin;
select plan(20);
\ir fixture.psql
set local search_path = placet, pg_temp, public;
insert into peer_rule (site_id, host, level) values
    (1, 'bad.example', 'suspend'), (1, 'good.bad.example', 'allow'),
    (1, 'loud.example', 'limit'), (2, 'other.example', 'suspend'),
    (1, 'tld', 'suspend');
select is(core.host_rule(1, host), level, coalesce(host, 'no host'))
from (values ('bad.example', 'suspend'), ('a.b.bad.example', 'suspend'),
    ('BAD.Example', 'suspend'), ('bad.example:8443', 'suspend'),
    ('bad.example.', 'suspend'), ('bad.example.:443', 'suspend'),
    ('good.bad.example', 'allow'), ('x.good.bad.example', 'allow'),
    ('notbad.example', null), ('bad.example.org', null), ('example', null),
    ('loud.example', 'limit'), ('other.example', null), ('x.tld', 'suspend'),
    ('%.example', null), ('bad_example', null), ('', null), ('.', null),
    (null, null)) t (host, level);
select is(core.host_rule(1, repeat('a.', 5000) || 'bad.example'), null,
    'no name has that many parts');

select finish();
rollback;
