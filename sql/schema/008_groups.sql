-- 008_groups - what is passed on to servers whose people read groups

-- FEP-1b12: what is said to a group reaches its other members only if the
-- group announces it again.  Such acts go to nobody else, and stand neither
-- in the outbox nor in the feed: they hold the words of others, who may take
-- them back.
alter table act
    drop constraint act_kind_check,
    add constraint act_kind_check check (kind in
        ('create', 'update', 'count', 'news', 'announce', 'delete', 'actor',
        'relay', 'move')),
    drop constraint act_reach_check,
    add constraint act_reach_check check (reach in
        ('all', 'placet', 'group'));
create index act_group on act (at) where reach = 'group';

-- Its software reads groups; up to which inbox an act has got, where there is
-- no shared one.
alter table peer
    add groups boolean not null default false,
    add inbox  text;
update peer set groups = true where software in (
    'lemmy', 'piefed', 'mbin', 'kbin', 'nodebb', 'lotide');
create index peer_groups on peer (site_id, host) where groups;

-- The activity that brought a comment, until it is passed on; whether servers
-- with groups have it; since when a moderator has it hidden.
alter table comment
    add doc       text check (octet_length(doc) <= 65536),
    add relayed   boolean not null default false,
    add hidden_at timestamptz;
create index comment_doc on comment (received_at) where doc is not null;

-- What is to be passed on, for the notary.  A vote stays for an hour after
-- that, without its words, so that nobody says the same all the time.
create table relay (
    site_id  int not null references site,
    id       bigint generated always as identity,
    petition int not null,
    object   text not null,         -- the URL of what it is about
    host     text,                  -- who votes, and where; null: no vote
    remote   text,
    kind     text not null,         -- the type of the activity
    doc      jsonb,                 -- the activity, until it is passed on
    at       timestamptz not null default now(),
    primary key (site_id, id)
);
create index relay_waiting on relay (id) where doc is not null;
create unique index relay_vote on relay (site_id, remote, object, kind)
    where remote is not null;
create index relay_host on relay (site_id, host) where host is not null;
create index relay_at on relay (at) where doc is null;
