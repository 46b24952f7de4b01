-- web.forward_new(site, key, doc) - signed by one, said by another
--
-- Answers  {"status": 202}
create function web.forward_new(_site int, _key text, _doc text)
returns jsonb
language plpgsql security definer set search_path = placet, pg_temp as $$
begin
    perform core.forward_new(_site, _key, _doc::jsonb);
    return '{"status": 202}';
end $$;
