-- 009_threads - what was said while nobody heard it, or brought by others

-- An object to be fetched, or walked, or looked after because somebody says
-- that it is gone; for the thread of a petition, when that is known; and how
-- many of those it replies to may be fetched too.
alter table errand drop constraint errand_kind_check,
    add constraint errand_kind_check check (kind in
        ('actor', 'object', 'gone', 'thread', 'nodeinfo')),
    add petition int,
    add depth    int not null default 0;

-- Whose share of what waits it is: a keyed hash of the network it came from,
-- which says nothing once the server was started again.
alter table deferred
    add sender bytea,
    add bytes  int not null default 0;
create index deferred_sender on deferred (sender);

-- Replies that were fetched before what they reply to.
create table orphan (
    site_id   int not null references site,
    object    text collate "C" not null,    -- its URL
    remote    text not null references remote on delete cascade,
    host      text not null,
    reply_to  text collate "C" not null,
    url       text,
    lang      text,
    published bigint,
    text      text not null,
    at        timestamptz not null default now(),
    primary key (site_id, object)
);
create index orphan_reply on orphan (site_id, reply_to);
create index orphan_remote on orphan (remote);
create index orphan_at on orphan (at);

-- When the thread of a petition was last asked for elsewhere, and how many
-- replies were found since.
create table backfill (
    site_id  int not null,
    petition int not null,
    at       timestamptz not null default now(),
    found    int not null default 0,
    primary key (site_id, petition),
    foreign key (site_id, petition) references petition (site_id, item)
);

-- The courier was at work then: what is missing since is asked for.
create table heartbeat (
    one     boolean primary key default true check (one),
    courier timestamptz not null
);
