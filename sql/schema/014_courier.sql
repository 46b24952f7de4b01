-- 014_courier - what is remembered of servers that do not answer, or not well

-- Answers of 401 and 403 in a row, to one act or letter: see refused below.
alter table peer add refused int not null default 0;
alter table letter add refused int not null default 0;

-- What it runs is asked again: how often it was since it said so.
alter table peer
    add asked  int not null default 0,
    add ask_at timestamptz not null default now();
create index peer_ask on peer (ask_at) where dead_at is null;
create index remote_placet on remote (host) where placet;

-- A signature was not by it: what is signed so waits until it was fetched.
alter table remote_key add stale_at timestamptz;

-- Servers that did not answer when something was fetched: not before `until`.
create table host_failed (
    host  text primary key,
    times int not null default 1,
    until timestamptz not null
);
create index host_failed_until on host_failed (until);

-- Now by URL without fragment: whose key it is would name any number.
delete from fetch_failed;
alter table fetch_failed add host text not null;
create index fetch_failed_host on fetch_failed (host, until);
create index fetch_failed_until on fetch_failed (until);

-- Inboxes that are not there (404, 410), and on how many days.
create table inbox_gone (
    inbox text primary key,
    host  text not null,
    days  int not null default 1,
    at    timestamptz not null default now()  -- of the last of them
);
create index inbox_gone_host on inbox_gone (host);
create index inbox_gone_at on inbox_gone (at);

-- Who has too much waiting for a moderator, as last counted: an actor, or a
-- host.  No more is taken until less is waiting.
create table flood (
    site_id int not null,
    who     text not null,
    primary key (site_id, who)
);

create index grave_remote on grave (site_id, remote);
