-- core.host_open: what a switch lets a host have
begin;
select plan(12);
\ir fixture.psql
set local search_path = placet, pg_temp, public;
insert into peer_rule (site_id, host, level) values
    (1, 'yes.example', 'allow'), (1, 'no.yes.example', 'limit'),
    (2, 'other.example', 'allow');
select is(core.host_open(p, 1, h), p = 'open'
    or (p = 'allow' and h in ('yes.example', 'a.yes.example')), p || ' ' || h)
from unnest('{open,allow,off}'::text[]) p,
    unnest('{yes.example,a.yes.example,no.yes.example,other.example}'::text[])
    h;

select finish();
rollback;
