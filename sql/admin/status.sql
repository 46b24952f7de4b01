-- admin.status() - how the database is, for `placet doctor`
--
-- Answers  {"schema", "server", "communes", "sites", "petitions", "open",
--          "signatures", "inbox": {"rows", "oldest"}, "mail": {"due",
--          "oldest", "failed"}, "halted": [origin], "unsigned": [origin],
--          "size"}; "oldest" in seconds, "size" in bytes
create function admin.status() returns jsonb
language plpgsql stable security definer set search_path = placet, pg_temp
as $$
begin
    return jsonb_build_object(
        'schema', (select max(number) from migration),
        'server', current_setting('server_version'),
        'communes', (select count(*) from commune),
        'sites', (select count(*) from site),
        'petitions', (select count(*) from petition),
        'open', (select count(*) from petition where closes_at > now()),
        'signatures', (
            select coalesce(sum(signs - withdrawn - invalidated), 0)
            from log),
        'inbox', (
            select jsonb_build_object('rows', coalesce(sum(n), 0), 'oldest',
                coalesce(extract(epoch from now() - min(at))::int, 0))
            from inbox),
        'mail', (
            select jsonb_build_object(
                'due', count(*) filter (where failed is null),
                'oldest', coalesce(extract(epoch from now() - min(due_at)
                    filter (where failed is null))::int, 0),
                'failed', count(*) filter (where failed is not null))
            from mail where sent_at is null),
        'halted', (
            select coalesce(jsonb_agg(origin order by origin), '[]')
            from log where halted is not null),
        'unsigned', (
            select coalesce(jsonb_agg(origin order by origin), '[]')
            from log where checkpoint is null),
        'size', pg_database_size(current_database()));
end $$;
