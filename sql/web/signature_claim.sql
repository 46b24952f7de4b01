-- web.signature_claim(site, petition, lang, form, token, lookup, nullifier,
--     sealed, salt_n, salt_p) - POST /petitions/{}/sign
--
-- The web layer has taken the address out of the form and turned it into
-- `lookup` (this person on this site), `nullifier` (on this petition) and
-- `sealed` (for keyd alone); `token` is the hash of the secret in the mail.
--
-- The answer is the same whether the address is new, has signed already, is
-- blocked or has had its mails for today: who asks learns nothing, only the
-- mail tells.  A field that people leave empty and robots do not, "website",
-- makes it an empty promise.
--
-- Answers  {"claimed": true, "petition": core.petition_ref}, or the document
--          of the form with "errors" [{"field", "code"}] and, where the
--          commune is asked, "communes" [{"insee", "name"}]
-- Raises   PL400 form.invalid
--          PL404 petition.unknown
--          PL409 petition.closed
create function web.signature_claim(
    _site int, _petition text, _lang text, _form jsonb, _token bytea,
    _lookup bytea, _nullifier bytea, _sealed bytea, _salt_n bytea,
    _salt_p bytea)
returns jsonb
language plpgsql security definer set search_path = placet, pg_temp as $$
declare
    _number int := core.petition_open(_site, _petition);
    _name text := core.name_typed(_form->>'name');
    _commune text := nullif(_form->>'commune', '');
    _places jsonb := core.communes_at(_form->>'postcode');
    _errors jsonb;
    _signed boolean;  -- null: no claim of this person yet
    _id bytea;
begin
    if jsonb_typeof(_form) is distinct from 'object'
        or (32 = all (array[length(_token), length(_lookup),
            length(_nullifier), length(_salt_n), length(_salt_p)]))
            is not true
        or _sealed is null then
        perform core.refuse(400, 'form.invalid');
    end if;
    if _commune is null and jsonb_array_length(_places) = 1 then
        _commune := _places->0->>'insee';
    end if;
    _errors := core.claim_errors(_form, _name, _commune, _places);
    if _errors <> '[]' then
        return core.petition_doc(_site, _petition)::jsonb
            || jsonb_build_object('errors', _errors)
            || case when _errors @> '[{"field": "commune"}]'
                then jsonb_build_object('communes', _places)
                else '{}' end;
    end if;

    if coalesce(_form->>'website', '') = ''
        and core.mail_allowed(_site, _lookup, _number) then
        select signed_at is not null into _signed
        from claim
        where (nullifier, petition, site_id) = (_nullifier, _number, _site)
            and head;
        if _signed then
            insert into mail (site_id, kind, petition, lang, sealed)
            values (_site, 'already', _number, _lang, _sealed);
        else
            select core.petition_id(uuid, _number) into _id
            from site where id = _site;
            insert into claim (site_id, petition, head, token, lookup,
                nullifier, name, publish, notify, commune, lang, sealed, salt_n, salt_p,
                cn, cp, expires_at)
            values (_site, _number, _signed is null, _token, _lookup,
                _nullifier, _name, core.ticked(_form->>'publish'),
                core.ticked(_form->>'notify'), _commune, _lang,
                -- Kept only for who wants news; the mail has its own copy.
                case when core.ticked(_form->>'notify') then _sealed end,
                _salt_n, _salt_p,
                core.commit_nullifier(_id, _salt_n, _nullifier),
                core.commit_profile(_id, _salt_p, _name, _commune),
                now() + interval '48 hours');
            insert into mail (site_id, kind, petition, lang, sealed)
            values (_site, 'confirm', _number, _lang, _sealed);
        end if;
    end if;
    return jsonb_build_object('claimed', true,
        'petition', core.petition_ref(_site, _number));
end $$;
