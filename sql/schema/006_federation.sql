-- 006_federation - actors elsewhere, what came from them, what goes to them
--
-- A local actor is a number: 0 the site, -1 the commune, n petition n.
-- A remote actor is its URL.  What came in is unique by its own id, so that
-- a second delivery changes nothing.

-- The public halves of the keys that keyd holds, once the notary has asked.
alter table site
    add rsa         text,                      -- PEM: signs HTTP requests
    add ed25519     text check (ed25519 ~ '^z6Mk'),  -- Multikey: signs acts
    -- A new RSA key is wanted; the one before, while it still signs; the last
    -- act that was signed with it, and since when it is replaced.
    add rekey_wanted timestamptz,
    add rsa_old     text,
    add rekey_act   bigint,
    add rekeyed_at  timestamptz,
    add acts        bigint not null default 0, -- the last number given
    add acts_signed bigint not null default 0, -- up to here they have proofs
    -- Who may follow and reply; sign from elsewhere; take the feed.
    add social      text not null default 'open'
        check (social in ('open', 'allow', 'off')),
    add signatures  text not null default 'allow'
        check (signatures in ('open', 'allow', 'off')),
    add aggregation text not null default 'open'
        check (aggregation in ('open', 'allow', 'off'));

-- The body as HTML, made by whoever wrote the version; null: none was made.
alter table version add html text;

-- A petition may be taken back: what was there is gone, its log stays.
alter table item drop constraint item_state_check,
    add constraint item_state_check
        check (state in ('open', 'closed', 'withdrawn'));
alter table petition add withdrawn_at timestamptz;

-- What other servers have been told of a petition, and of its steps.
alter table petition
    add published_at timestamptz,
    add told_count   bigint not null default 0,
    add told_at      timestamptz,
    add told_closed  boolean not null default false;
create index petition_unpublished on petition (closes_at)
    where published_at is null and closed_at is null;
create index petition_untold on petition (closed_at)
    where closed_at is not null and published_at is not null
        and not told_closed;
alter table rung add told boolean not null default false;
create index rung_untold on rung (site_id, petition)
    where reached_at is not null and not told;

-- What a site did, in order: its outbox, audit log and feed are this list.
-- `draft` waits for the notary, which adds the proof and makes `doc` of it.
create table act (
    site_id  int not null references site,
    n        bigint not null,
    kind     text not null check (kind in
        ('create', 'update', 'count', 'news', 'announce', 'delete', 'actor')),
    actor    int not null,          -- whose followers get it
    petition int,
    object   text not null,         -- the URL of what it is about
    reach    text not null default 'all'
        check (reach in ('all', 'placet')),
    draft    jsonb not null,        -- the activity, without proof
    doc      text,                  -- the same, as it is sent
    at       timestamptz not null default now(),
    primary key (site_id, n)
);
create index act_unsigned on act (site_id, n) where doc is null;
create index act_actor on act (site_id, actor, n);

-- What a petition had to say after it was opened: the public notes.
create table news (
    site_id  int not null,
    petition int not null,
    n        int not null,
    kind     text not null check (kind in ('milestone', 'closed', 'answer')),
    html     text not null,
    at       timestamptz not null default now(),
    primary key (site_id, petition, n),
    foreign key (site_id, petition) references petition (site_id, item)
);

-- Actors elsewhere, as last fetched; shared by all sites of this server.
create table remote (
    id            text primary key,
    host          text not null,
    type          text not null,
    username      text not null,
    name          text not null default '',
    url           text,
    inbox         text not null,
    shared_inbox  text,
    also_known_as text[] not null default '{}',
    moved_to      text,
    placet        boolean not null default false,  -- speaks our extension
    fetched_at    timestamptz not null default now(),
    gone_at       timestamptz
);
create index remote_host on remote (host);
create index remote_fetched on remote (fetched_at);

create table remote_key (
    id         text primary key,
    owner      text not null references remote on delete cascade,
    kind       text not null check (kind in ('rsa', 'ed25519')),
    key        text not null,       -- PEM, or multibase
    fetched_at timestamptz not null default now()
);
create index remote_key_owner on remote_key (owner);

-- URLs that did not answer as they should: not asked again before.
create table fetch_failed (
    url   text primary key,
    times int not null default 1,
    until timestamptz not null
);

-- A server we send to: where we are in the list of acts, and its health.
create table peer (
    site_id      int not null references site,
    host         text not null,
    cursor       bigint not null default 0,
    software     text,              -- of its NodeInfo
    placet       boolean not null default false,
    scheme       text not null default 'cavage'
        check (scheme in ('cavage', 'rfc9421')),
    scheme_at    timestamptz,
    fails        int not null default 0,
    failing_from timestamptz,
    opened_at    timestamptz,       -- the breaker; null: closed
    last_ok      timestamptz,
    dead_at      timestamptz,
    due_at       timestamptz not null default now(),
    leased_until timestamptz,
    turned       bigint not null default 0,  -- cursor at site.rekeyed_at
    primary key (site_id, host)
);
create index peer_behind on peer (site_id, cursor) where dead_at is null;
create index peer_leased on peer (leased_until) where leased_until is not null;

-- What an administrator decided about a host and all below it.
create table peer_rule (
    site_id int not null references site,
    host    text not null,
    level   text not null
        check (level in ('allow', 'limit', 'reject_media', 'suspend')),
    note    text not null default '',
    at      timestamptz not null default now(),
    primary key (site_id, host)
);

create table follower (
    site_id int not null references site,
    actor   int not null,
    remote  text not null references remote,
    host    text not null,          -- of the inbox it gets things at
    follow  text not null,          -- the id of its Follow
    at      timestamptz not null default now(),
    primary key (site_id, actor, remote)
);
create index follower_host on follower (site_id, host, actor);
create index follower_remote on follower (remote);

-- A reply from elsewhere, as plain text.  Neither it nor support has a
-- foreign key to the petition: like signatures they would lock its row once
-- each (DECISIONS 4); only functions write them, for petitions they looked up.
create table comment (
    site_id      int not null,
    id           bigint generated always as identity,
    petition     int not null,
    object       text not null,     -- its URL
    remote       text not null references remote,
    host         text not null,
    reply_to     text not null,
    url          text,
    text         text not null check (length(text) <= 10000),
    lang         text,
    state        text not null default 'pending'
        check (state in ('pending', 'shown', 'hidden', 'deleted')),
    published_at timestamptz not null,
    updated_at   timestamptz,
    received_at  timestamptz not null default now(),
    primary key (site_id, id),
    unique (site_id, object)
);
create index comment_petition on comment (site_id, petition, id);
create index comment_shown on comment (site_id, petition, id)
    where state = 'shown';
create index comment_remote on comment (remote);
create index comment_pending on comment (site_id, id) where state = 'pending';
create index comment_deleted on comment (received_at)
    where state = 'deleted';

-- Likes and dislikes, and shares: never signatures.
create table support (
    site_id  int not null,
    petition int not null,
    remote   text not null references remote,
    kind     text not null check (kind in ('like', 'dislike', 'share')),
    activity text not null,
    at       timestamptz not null default now(),
    primary key (site_id, petition, remote, kind)
);
create index support_activity on support (site_id, activity);
create index support_remote on support (remote);

-- Posts elsewhere that quote a petition or its news, and may: while a row
-- stands here, its stamp is served.
create table quote (
    site_id    int not null,
    id         bytea not null,      -- SHA-256 of remote, instrument, object
    petition   int not null,
    object     text not null,       -- the URL of our note
    instrument text not null,       -- the URL of their post
    remote     text not null references remote,
    at         timestamptz not null default now(),
    primary key (site_id, id),
    foreign key (site_id, petition) references petition (site_id, item)
);
create index quote_post on quote (site_id, instrument);
create index quote_remote on quote (remote);

-- What others reported, for the moderators.
create table flag (
    site_id  int not null references site,
    id       bigint generated always as identity,
    remote   text not null,
    activity text not null,
    objects  text[] not null,
    text     text not null default '',
    state    text not null default 'open' check (state in ('open', 'closed')),
    at       timestamptz not null default now(),
    primary key (site_id, id),
    unique (site_id, activity)
);
create index flag_open on flag (site_id, remote) where state = 'open';
create index flag_closed on flag (at) where state = 'closed';

-- Remote actors that want nothing of ours (Block).
create table remote_block (
    site_id int not null references site,
    remote  text not null,
    at      timestamptz not null default now(),
    primary key (site_id, remote)
);

-- Activities that had their effect.  A signature is bound to its body, and
-- that to the activity's id: to replay one is to repeat the other.
create table seen (
    site_id int not null,
    id      bytea not null,         -- SHA-256 of its actor, space, its id
    at      timestamptz not null default now(),
    primary key (site_id, id)
);
create index seen_at on seen (at);

-- Objects deleted before they came, or after: they do not come back.
create table grave (
    site_id int not null,
    object  bytea not null,         -- SHA-256 of its URL
    remote  text not null,          -- who deleted it
    at      timestamptz not null default now(),
    primary key (site_id, object, remote)
);
create index grave_at on grave (at);

-- Deliveries whose key is not known yet: the courier fetches it.
create table deferred (
    site_id      int not null references site,
    id           bigint generated always as identity,
    host         text not null,     -- of the key
    key          text not null,
    request      jsonb not null,    -- {"method","target","headers":[[n,v]]}
    body         text not null,
    attempts     int not null default 0,
    due_at       timestamptz not null default now(),
    leased_until timestamptz,
    at           timestamptz not null default now(),
    primary key (site_id, id)
);
create index deferred_due on deferred (due_at);
create index deferred_host on deferred (host);

-- The direct lane: answers to one inbox, before all that goes to many.
create table letter (
    site_id      int not null references site,
    id           bigint generated always as identity,
    host         text not null,
    inbox        text not null,
    actor        int not null,      -- who speaks: whose key signs
    doc          text not null,
    attempts     int not null default 0,
    due_at       timestamptz not null default now(),
    leased_until timestamptz,
    at           timestamptz not null default now(),
    primary key (site_id, id)
);
create index letter_due on letter (due_at);
create index letter_host on letter (host);

-- What the courier is to fetch, and why.
create table errand (
    site_id      int not null references site,
    id           bigint generated always as identity,
    kind         text not null
        check (kind in ('actor', 'object', 'nodeinfo')),
    host         text not null,
    url          text not null,
    attempts     int not null default 0,
    due_at       timestamptz not null default now(),
    leased_until timestamptz,
    at           timestamptz not null default now(),
    primary key (site_id, id),
    unique (site_id, kind, url)
);
create index errand_due on errand (due_at);
create index errand_host on errand (host);
