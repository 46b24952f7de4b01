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

-- Logs that were halted and are not any more: who asks later finds out what
-- was in the way, and which tree was found to be whole.
create table log_resumed (
    site_id int not null,
    item    int not null,
    at      timestamptz not null default now(),
    halted  text not null,
    size    bigint not null,
    root    bytea not null,
    primary key (site_id, item, at),
    foreign key (site_id, item) references log (site_id, item)
);
create trigger append_only before update or delete or truncate on log_resumed
    for each statement execute function refuse_change();
