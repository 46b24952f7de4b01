-- 013_signing - claim and signature are one row, signatures queue in lots
--
-- Confirming a claim changes its row in place: no index holds a column that
-- changes, and more than half of each page is left free, so that all of its
-- claims can be confirmed in one transaction.  What a worker confirms at once
-- for one petition is a lot: one row of the inbox, and, once numbered, one
-- row that says where its leaves begin.
--
-- A person may have several claims on one petition, one a mail.  One of them
-- is the head: the first, or whichever was confirmed.  Only a head is a
-- signature, and the index below allows one a nullifier.  It begins with the
-- nullifier so that no plan can use it to look for a token.

alter table claim rename to claim_old;
alter table claim_old rename constraint claim_pkey to claim_old_pkey;
alter table signature rename to signature_old;
alter table inbox rename to inbox_old;
alter table inbox_old rename constraint inbox_pkey to inbox_old_pkey;

create table claim (
    site_id    int not null,
    petition   int not null,
    head       boolean not null default true,
    publish    boolean not null default false,  -- the name may be shown
    notify     boolean not null default false,  -- wants news by mail
    signed_at  timestamptz,     -- when it was confirmed
    lot        bigint,          -- with which others
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    token      bytea not null,  -- SHA-256 of the secret in the mail
    lookup     bytea not null,  -- this person on this site
    nullifier  bytea not null,  -- this person on this petition
    name       text not null,
    commune    text references commune,
    lang       text not null default 'fr',
    level      text not null default 'email',
    sealed     bytea,           -- the address, for keyd alone
    salt_n     bytea,           -- erased with the person
    salt_p     bytea,
    cn         bytea not null,
    cp         bytea not null,
    primary key (site_id, petition, token),
    foreign key (site_id, petition) references petition (site_id, item),
    check (signed_at is null or (head and lot is not null))
) with (fillfactor = 45);
create unique index claim_head on claim (nullifier, petition, site_id)
    where head;

create view signature as
select site_id, petition, nullifier, token, level, signed_at as at, lot
from claim
where signed_at is not null;

-- Numbers of lots are given before the commit, and never again.
create sequence lot_id;

create table inbox (
    id       bigint primary key,       -- of the lot
    site_id  int not null,
    petition int not null,
    n        int not null,
    rows     bytea not null,           -- n times cn || cp
    communes text[] not null default '{}',  -- where its signers live
    at       timestamptz not null default now()
) with (toast_tuple_target = 8160,
        autovacuum_vacuum_scale_factor = 0,
        autovacuum_vacuum_threshold = 5000,
        autovacuum_vacuum_cost_delay = 0);
alter table inbox alter rows set storage external;

-- The leaves of a lot that is numbered: n of them from `first` on.
create table lot (
    site_id  int not null,
    petition int not null,
    id       bigint not null,
    first    bigint not null,
    n        int not null,
    primary key (site_id, petition, id)
);
create trigger append_only before update or delete or truncate on lot
    for each statement execute function refuse_change();

-- --- what there is already ---------------------------------------------

do $$ begin
    if exists (
        select from signature_old s
        left join claim_old c using (site_id, petition, token)
        where c.nullifier is distinct from s.nullifier) then
        raise exception 'a signature has no claim';
    end if;
end $$;

-- Each old signature is a lot of its own: a numbered one by its index, below
-- zero, one that waits by its row of the inbox.
insert into claim (site_id, petition, head, publish, notify, signed_at, lot,
    created_at, expires_at, token, lookup, nullifier, name, commune, lang,
    level, sealed, salt_n, salt_p, cn, cp)
select c.site_id, c.petition,
    c.token = coalesce(s.token, first_value(c.token) over (
        partition by c.site_id, c.petition, c.nullifier
        order by c.created_at, c.token)),
    c.publish, c.notify,
    case when c.token = s.token then s.at end,
    case when c.token = s.token then coalesce(-1 - s.idx, i.id) end,
    c.created_at, c.expires_at, c.token, c.lookup, c.nullifier, c.name,
    c.commune, c.lang, coalesce(s.level, 'email'), c.sealed, c.salt_n,
    c.salt_p, c.cn, c.cp
from claim_old c
left join signature_old s using (site_id, petition, nullifier)
left join inbox_old i using (site_id, petition, nullifier);

insert into inbox (id, site_id, petition, n, rows, at)
select id, site_id, petition, 1, cn || cp, at from inbox_old;

insert into lot (site_id, petition, id, first, n)
select site_id, petition, -1 - idx, idx, 1 from signature_old
where idx is not null;

select setval('lot_id', nextval(
    pg_get_serial_sequence('inbox_old', 'id'))) \g /dev/null

drop table claim_old, signature_old, inbox_old;
