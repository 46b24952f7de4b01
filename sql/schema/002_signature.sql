-- 002_signature - from a claim to a leaf
--
-- claim      what somebody typed; waits for the confirmation by mail
-- signature  the claim confirmed: one a nullifier
-- inbox      confirmed, not yet numbered by the notary
-- log, leaf, tile   the Merkle log of a petition
--
-- signature, inbox, signer_commune, leaf and tile have no foreign key to the
-- petition: it would lock the petition's row once a signer.  Only functions
-- write them, and they copy site and petition from a claim, which has one.

create table claim (
    site_id    int not null,
    petition   int not null,
    token      bytea not null,  -- SHA-256 of the secret in the mail
    lookup     bytea not null,  -- this person on this site
    nullifier  bytea not null,  -- this person on this petition
    name       text not null,
    publish    boolean not null default false,  -- the name may be shown
    notify     boolean not null default false,  -- wants news by mail
    commune    text references commune,
    lang       text not null default 'fr',
    sealed     bytea,           -- the address, for keyd alone
    salt_n     bytea,           -- erased with the person
    salt_p     bytea,
    cn         bytea not null,
    cp         bytea not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    primary key (site_id, petition, token),
    foreign key (site_id, petition) references petition (site_id, item)
);

create table signature (
    site_id   int not null,
    petition  int not null,
    nullifier bytea not null,
    token     bytea not null,   -- of the claim
    level     text not null default 'email',
    at        timestamptz not null default now(),
    idx       bigint,           -- of the leaf, once numbered
    primary key (site_id, petition, nullifier)
) with (fillfactor = 80);

-- Where the signers of a site live: one row a commune, written by the first.
create table signer_commune (
    site_id int not null,
    commune text not null,
    primary key (site_id, commune)
);

create table inbox (
    id        bigint generated always as identity primary key,
    site_id   int not null,
    petition  int not null,
    nullifier bytea not null,
    cn        bytea not null,
    cp        bytea not null,
    at        timestamptz not null default now()
) with (autovacuum_vacuum_scale_factor = 0,
        autovacuum_vacuum_threshold = 20000,
        autovacuum_vacuum_cost_delay = 0);

create table log (
    site_id         int not null,
    item            int not null,
    origin          text not null unique,
    pub             bytea,            -- Ed25519, once keyd has made it
    size            bigint not null default 0,
    frontier        bytea not null default '',  -- the peaks, largest first
    signed_size     bigint not null default 0,
    signed_frontier bytea not null default '',
    checkpoint      text,             -- the signed note that is served
    signed_at       timestamptz,
    signs           bigint not null default 0,
    withdrawn       bigint not null default 0,
    invalidated     bigint not null default 0,
    halted          text,             -- why no more is signed; null: all well
    primary key (site_id, item),
    foreign key (site_id, item) references item (site_id, id)
) with (fillfactor = 50);

create table leaf (
    site_id int not null,
    item    int not null,
    idx     bigint not null,
    entry   bytea not null,
    primary key (site_id, item, idx)
);

-- Levels 1 and up only: level 0 is the hashes of the leaves themselves.
create table tile (
    site_id int not null,
    item    int not null,
    level   int not null check (level between 1 and 7),
    n       bigint not null,
    data    bytea not null,           -- grows by 32 bytes to 8192
    primary key (site_id, item, level, n)
);
