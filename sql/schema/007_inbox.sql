-- 007_inbox - a comment from elsewhere costs less
--
-- Its URL is compared byte by byte, which is what a URL is.  Its author has
-- no foreign key any more: that would lock the author's row for each of them
-- (DECISIONS 4).  Only core.inbox_create writes comments, of authors that
-- core.inbox_batch has found, and core.purge forgets nobody who has some.
-- Nobody reads the comments of a petition in all states.
alter table comment
    drop constraint comment_remote_fkey,
    alter column object type text collate "C";
drop index comment_petition;
create index comment_hidden on comment (site_id, id) where state = 'hidden';
