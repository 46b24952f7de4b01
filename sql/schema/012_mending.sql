-- 012_mending - what time and use have shown to be missing

-- Of an act that is over a Tombstone is left: it has its place in the lists,
-- and is sent to nobody any more.
alter table act add gone boolean not null default false;
create index act_count on act (site_id, petition, n)
    where kind = 'count' and not gone;

-- Who blocks follows no more; there is nothing else that would go there.
drop table remote_block;

-- Which note of a petition somebody likes or shares: 0 itself, n its news.
alter table support add news int not null default 0,
    drop constraint support_pkey,
    add primary key (site_id, petition, remote, kind, news);

create index letter_leased on letter (leased_until)
    where leased_until is not null;
