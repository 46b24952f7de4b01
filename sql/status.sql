-- status.sql - what is in this database, for `placet-db status`
\pset format aligned
\pset tuples_only off
\pset footer off
select number, name, applied_at::timestamptz(0) from placet.migration
order by number;
select n.nspname as schema, count(p.oid) as functions
from pg_namespace n
left join pg_proc p on p.pronamespace = n.oid
where n.nspname in ('core', 'web', 'notary', 'courier', 'admin')
group by n.nspname order by n.nspname;
select (select count(*) from placet.commune) as communes,
    (select count(*) from placet.site) as sites,
    (select count(*) from placet.petition) as petitions,
    (select coalesce(sum(signs), 0) from placet.log) as signatures,
    pg_size_pretty(pg_database_size(current_database())) as size;
