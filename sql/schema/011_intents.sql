-- 011_intents - citizens who wish to act from their own server
--
-- Somebody types an address of theirs; their server is asked where its pages
-- for that are (WebFinger), and they are led there.  Of who they are nothing
-- stays: `account` is emptied when it has been asked for, the row is gone two
-- minutes later, and what is unlogged is in no archive and on no standby.
create unlogged table intent (
    site_id      int not null references site,
    id           bytea not null,    -- SHA-256 of the token in the link
    kind         text not null check (kind in ('follow', 'like', 'reply')),
    actor        int not null,      -- what it is about: -1, or a petition
    host         text not null,     -- their server
    account      text,              -- their name there; null: not said, or
                                    -- not needed any more
    state        text not null default 'waiting'
        check (state in ('waiting', 'found', 'failed')),
    url          text,              -- where they are led
    leased_until timestamptz,
    at           timestamptz not null default now(),
    primary key (site_id, id)
);
create index intent_at on intent (at);
create index intent_host_at on intent (host, at) where state = 'waiting';

-- What a server said, so that it is not asked for each of its people.
create table intent_host (
    host      text primary key,
    templates jsonb,                -- null: it did not answer
    until     timestamptz not null
);
create index intent_host_until on intent_host (until);
