-- 001_base - places, sites, items and their versions
--
-- Every key of a table that belongs to a site begins with site_id, and every
-- foreign key between such tables carries it: no row can point across sites.

create text search configuration french_plain (copy = french);
alter text search configuration french_plain
    alter mapping for hword, hword_part, word with unaccent, french_stem;

-- The French stemmer leaves the plural of words in -a, -i, -o, -u alone:
-- camera(s), ami(s), velo(s), elu(s).  Texts and searches both pass here.
create function singular(_text text) returns text
language sql immutable as $$
    select regexp_replace(_text,
        '\m(?!(?:mais|nous|vous|sous|plus|suis|étais|avais|serais|aurais)\M)'
        || '(\w{2,}[aiou])s\M', '\1', 'gi')
$$;

create table region (
    code text primary key,
    name text not null
);

create table departement (
    code   text primary key,
    region text not null references region,
    name   text not null
);

-- The communes of the official geographic code, loaded by placet-db.
create table commune (
    insee       text primary key,
    name        text not null,
    departement text not null references departement,
    population  int not null default 0,
    siren       text,
    postcodes   text[] not null default '{}'
);
create index commune_postcodes on commune using gin (postcodes);

create table site (
    id         int generated always as identity primary key,
    uuid       uuid not null unique default gen_random_uuid(),
    host       text not null unique
        check (host = lower(host) and host ~ '^[a-z0-9.-]{1,253}$'),
    insee      text not null references commune,
    name       text not null,
    -- Who publishes, who hosts, whom to write to: the legal pages show it.
    publisher  text not null default '',
    contact    text not null default '',
    hosting    text not null default '',
    items      int not null default 0,   -- the last item number given
    created_at timestamptz not null default now()
);

create table item (
    site_id    int not null references site,
    id         int not null,
    kind       text not null check (kind in ('petition')),
    state      text not null check (state in ('open', 'closed')),
    place      text references commune,
    theme      text not null default '',
    version    int not null default 1,   -- the one that is shown
    created_at timestamptz not null default now(),
    primary key (site_id, id)
);

-- Immutable text; its hash is what people sign.  The search vector carries
-- the site as a word of its own, so that one index finds the words of one
-- site among those of thousands.
create table version (
    site_id    int not null,
    item       int not null,
    n          int not null,
    lang       text not null default 'fr',
    title      text not null check (length(title) between 1 and 200),
    body       text not null check (length(body) between 1 and 20000),
    excerpt    text not null default '',  -- plain text, for lists
    author     text not null default '',
    hash       bytea not null check (length(hash) = 32),
    created_at timestamptz not null default now(),
    search     tsvector generated always as (
        setweight(to_tsvector('placet.french_plain', placet.singular(title)),
            'A') ||
        setweight(to_tsvector('placet.french_plain', placet.singular(body)),
            'B') ||
        array_to_tsvector(array['@' || site_id::text])) stored,
    primary key (site_id, item, n),
    foreign key (site_id, item) references item (site_id, id)
);
create index version_search on version using gin (search)
    with (fastupdate = off);

create table petition (
    site_id   int not null,
    item      int not null,
    addressee text not null default '',
    opened_at timestamptz not null default now(),
    closes_at timestamptz not null,
    closed_at timestamptz,
    primary key (site_id, item),
    foreign key (site_id, item) references item (site_id, id)
);
create index petition_closes_at on petition (closes_at)
    where closed_at is null;
create index petition_open on petition (site_id, closes_at)
    where closed_at is null;

-- A threshold of a petition and what it promises.
create table rung (
    site_id    int not null,
    petition   int not null,
    n          int not null,
    threshold  bigint not null check (threshold > 0),
    effect     text not null,
    reached_at timestamptz,
    primary key (site_id, petition, n),
    unique (site_id, petition, threshold),
    foreign key (site_id, petition) references petition (site_id, item)
);
