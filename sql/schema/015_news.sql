-- 015_news - what a commune says of a petition: answers and errata

-- The text of an open petition does not change: what was wrong in it is
-- corrected above it.  `body` is Markdown, for the page; null: it is not
-- shown there.
alter table news
    drop constraint news_kind_check,
    add constraint news_kind_check check (kind in
        ('milestone', 'closed', 'answer', 'erratum')),
    add body text check (length(body) <= 20000);
