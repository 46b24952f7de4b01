-- notary.rekey_take(n) - sites whose RSA key is to be replaced, or forgotten
--
-- The key that was replaced is kept for nine days: a server that does not
-- answer is given up after eight, and what was said before must reach it.
--
-- In any order, so that one that fails keeps no other waiting.
--
-- Answers  [{"site", "uuid", "replace": hex of the key}] or, instead,
--          "forget": true; at most n
create function notary.rekey_take(_n int) returns jsonb
language sql stable security definer set search_path = placet, pg_temp as $$
    select coalesce(jsonb_agg(jsonb_build_object('site', id,
        'uuid', replace(uuid::text, '-', '')) || case
        when rsa_old is null
        then jsonb_build_object('replace', core.key_hash(rsa))
        else '{"forget": true}' end order by id), '[]')
    from (select * from site
        where (rsa_old is null and rekey_wanted is not null)
            or (rsa_old is not null
                and rekeyed_at < now() - interval '9 days')
        order by random() limit _n) s
$$;
