-- admin.petition_withdraw(host, id) - take a petition back
--
-- Its page, its note and its news are gone (410), with all that was said of it
-- in outbox and feed, and other servers are told to delete what they hold.
-- Mails about it that wait are not sent, and their addresses erased.  Its
-- actor stays, without its title: the key is needed to check the Delete.  Its
-- log stays readable, for whoever holds a receipt.
--
-- Answers  {"withdrawn": id}
-- Raises   PL404 site.unknown, petition.unknown, PL410 petition.withdrawn
create function admin.petition_withdraw(_host text, _id text) returns jsonb
language plpgsql security definer set search_path = placet, pg_temp as $$
declare
    _site int := core.site_at(_host);
    _petition int := core.petition_number(_id);
    _p petition;
begin
    select * into _p from petition
    where (site_id, item) = (_site, _petition) for update;
    if not found then
        perform core.refuse(404, 'petition.unknown');
    elsif _p.withdrawn_at is not null then
        perform core.refuse(410, 'petition.withdrawn');
    end if;
    update petition
    set withdrawn_at = now(), closes_at = least(closes_at, now()),
        told_closed = true
    where (site_id, item) = (_site, _petition);
    update item set state = 'withdrawn'
    where (site_id, id) = (_site, _petition);
    update mail set failed = 'petition.withdrawn', sealed = null
    where (site_id, petition) = (_site, _petition)
        and sent_at is null and failed is null
        and (leased_until is null or leased_until < now());
    if _p.published_at is not null then
        perform core.act_new(_site, 'delete', _petition, _petition,
            core.note_url(_site, _petition), 'all', jsonb_build_object(
                'type', 'Delete',
                'to', jsonb_build_array(core.public()),
                'cc', jsonb_build_array(
                    core.actor_url(_site, _petition) || '/followers',
                    core.actor_url(_site, -1)),
                'object', core.tombstone_doc(_site, _petition)
                    - '@context'));
        perform core.act_new(_site, 'delete', _petition, _petition,
            note.id, 'all', jsonb_build_object(
                'type', 'Delete',
                'to', jsonb_build_array(core.public()),
                'cc', jsonb_build_array(
                    core.actor_url(_site, _petition) || '/followers',
                    core.actor_url(_site, -1)),
                'object', core.tombstone_doc(_site, _petition)
                    - '@context' || jsonb_build_object('id', note.id)))
        from (
            select core.note_url(_site, _petition) || '/news/' || n as id
            from news where (site_id, petition) = (_site, _petition)
                and kind <> 'erratum'
            order by n) note;
        perform core.act_new(_site, 'delete', -1, _petition,
            core.note_url(_site, _petition), 'all', jsonb_build_object(
                'type', 'Undo',
                'to', jsonb_build_array(core.public()),
                'cc', jsonb_build_array(
                    core.actor_url(_site, -1) || '/followers'),
                'object', (select draft - '@context' from act
                    where site_id = _site and kind = 'announce'
                        and object = core.note_url(_site, _petition)
                    order by n limit 1)));
        perform core.act_bury(_site, array_agg(n)) from act
        where (site_id, petition) = (_site, _petition) and kind <> 'delete';
        perform core.actor_update(_site, _petition);
    end if;
    perform pg_notify('petition', _site || ':' || _petition);
    return jsonb_build_object('withdrawn', _petition);
end $$;
