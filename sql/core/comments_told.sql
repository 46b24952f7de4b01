-- core.comments_told(names) - pages with comments that changed
--
-- `names` are "site:petition"; who keeps their pages drops them.
create function core.comments_told(_name text[]) returns void
language sql as $$
    select pg_notify('petition', string_agg(name, ','))
    from (select name, (row_number() over () - 1) / 300 as part
        from unnest(_name) name) n
    group by part
$$;
