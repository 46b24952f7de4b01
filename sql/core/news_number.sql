-- core.news_number(url) - which news of a petition it is by its path, or 0
create function core.news_number(_url text) returns int
language sql immutable as $$
    select coalesce(
        substring(_url from '/news/([1-9][0-9]{0,8})$')::int, 0)
$$;
