-- 010_move - a commune is elsewhere now; what was reported to others

alter table site
    -- Communes elsewhere that are this one now, and may say so (Move).
    add aliases       text[] not null default '{}',
    -- The actor that our commune is now, or shall be: since when that is
    -- asked, and done, or why it is not; and its page for people.
    add move_to       text,
    add move_asked_at timestamptz,
    add moved_at      timestamptz,
    add move_error    text,
    add move_url      text;

-- What our moderators reported to the servers of others, so that it is not
-- said twice.  `id` is a hash of all that was said.
create table report (
    site_id int not null references site,
    id      bytea not null,
    remote  text not null,
    objects text[] not null,
    text    text not null,
    times   int not null default 1,
    at      timestamptz not null default now(),
    primary key (site_id, id)
);
create index report_at on report (at);
create index report_remote on report (remote);
