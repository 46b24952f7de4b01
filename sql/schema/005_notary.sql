-- 005_notary - what the notary looks for
--
-- A closed petition gets one CLOSE leaf, once nothing of it can be in flight
-- any more; noted_at says that it stands in the log.

alter table petition add noted_at timestamptz;
create index petition_noted_at on petition (closed_at)
    where closed_at is not null and noted_at is null;

-- Logs without a key: opened, and not yet seen by the notary.
create index log_pub on log (site_id, item) where pub is null;

-- Every signature is updated once, when it gets its number, and those of a
-- batch lie side by side: with room for all of them on the same page the
-- index is left alone, and the table is no larger for it.
alter table signature set (fillfactor = 50);
