-- 003_mail - what is to be sent, and to whom no more

create table mail (
    site_id      int not null references site,
    id           bigint generated always as identity,
    kind         text not null check (kind in ('confirm', 'already')),
    petition     int not null,
    lang         text not null,
    sealed       bytea,               -- {"to","token"}, for keyd alone
    attempts     int not null default 0,
    due_at       timestamptz not null default now(),
    leased_until timestamptz,
    created_at   timestamptz not null default now(),
    sent_at      timestamptz,
    failed       text,                -- a code, never an address
    primary key (site_id, id),
    foreign key (site_id, petition) references petition (site_id, item)
);
create index mail_due_at on mail (due_at)
    where sent_at is null and failed is null;

-- One mail an address and petition in 24 hours, three an address and site.
create table mail_budget (
    site_id  int not null,
    lookup   bytea not null,
    petition int not null,
    last_at  timestamptz not null default now(),
    primary key (site_id, lookup, petition)
);

-- "It was not me": this address gets no mail from this site any more.
create table mail_block (
    site_id int not null references site,
    lookup  bytea not null,
    at      timestamptz not null default now(),
    primary key (site_id, lookup)
);

-- What the courier sent, for /dev/mail; filled in development only.
create table dev_mail (
    site_id   int not null references site,
    id        bigint generated always as identity,
    at        timestamptz not null default now(),
    recipient text not null,
    subject   text not null,
    body      text not null,
    primary key (site_id, id)
);
