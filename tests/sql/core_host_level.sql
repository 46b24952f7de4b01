-- core.host_level: rules and the site's switch together
begin;
select plan(18);
\ir fixture.psql
set local search_path = placet, pg_temp, public;
insert into peer_rule (site_id, host, level) values
    (1, 'good.example', 'allow'), (1, 'loud.example', 'limit'),
    (1, 'nude.example', 'reject_media'), (1, 'bad.example', 'suspend');
create temp table wanted as
select * from (values ('open', 'x.example', 'open'),
    ('open', 'good.example', 'open'), ('open', 'loud.example', 'limit'),
    ('open', 'nude.example', 'reject_media'),
    ('open', 'bad.example', 'suspend'), ('open', 'a.bad.example', 'suspend'),
    ('allow', 'x.example', 'off'), ('allow', 'good.example', 'open'),
    ('allow', 'a.good.example', 'open'), ('allow', 'loud.example', 'off'),
    ('allow', 'nude.example', 'off'), ('allow', 'bad.example', 'suspend'),
    ('off', 'x.example', 'off'), ('off', 'good.example', 'off'),
    ('off', 'loud.example', 'off'), ('off', 'bad.example', 'suspend'))
    t (social, host, level);
update site set social = 'open' where id = 1;
select is(core.host_level(1, host), level, social || ': ' || host)
from wanted where social = 'open';
update site set social = 'allow' where id = 1;
select is(core.host_level(1, host), level, social || ': ' || host)
from wanted where social = 'allow';
update site set social = 'off' where id = 1;
select is(core.host_level(1, host), level, social || ': ' || host)
from wanted where social = 'off';
select is(core.host_level(2, 'bad.example'), 'open',
    'the other site decides for itself');
select is(core.host_level(2, null), 'open', 'no host has no rule');

select finish();
rollback;
