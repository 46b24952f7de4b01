-- core.request_keys(site, host, actor, n) - what to sign a request with
--
-- By our actor, to a server, with the act n, or null: what follows no order.
-- While a key is being replaced a server that may hold only the old one is
-- sent things signed with that, up to the act that tells it of the new one.
-- It may hold it if somebody there followed the actor before, or the site and
-- the actor had spoken since; the site's own, since that signs what we fetch.
--
-- Answers  ["hex of the key to sign with", "of the one to try if that is not
--          understood, when there is one"], or [] as long as there is none
create function core.request_keys(
    _site int, _host text, _actor int, _n bigint)
returns jsonb
language sql stable as $$
    select case
        when s.rsa is null then '[]'
        when s.rsa_old is null then jsonb_build_array(core.key_hash(s.rsa))
        when _n <= s.rekey_act and (_actor = 0 or exists (
            select from follower f
            join peer p on (p.site_id, p.host) = (f.site_id, f.host)
            where f.site_id = _site and f.host = _host
                and ((f.actor = _actor and f.at < s.rekeyed_at)
                    or (f.actor = 0 and exists (
                        select from act a
                        where a.site_id = _site and a.actor = _actor
                            and a.n <= p.turned and a.at >= f.at)))))
        then jsonb_build_array(
            core.key_hash(s.rsa_old), core.key_hash(s.rsa))
        else jsonb_build_array(
            core.key_hash(s.rsa), core.key_hash(s.rsa_old)) end
    from site s where s.id = _site
$$;
