-- core.move_ask(site, target) - have it looked at where our commune may go
--
-- Fetched anew, whatever was fetched before or failed.
--
-- Raises   PL503 busy: too much is to be fetched there
create function core.move_ask(_site int, _target text) returns void
language plpgsql as $$
begin
    if core.commune_at(_target) is not null then
        perform core.move_settle(_site, _target);
        return;
    end if;
    delete from fetch_failed where url = _target;
    delete from errand
    where (site_id, kind, url) = (_site, 'actor', _target);
    perform core.errand_new(_site, 'actor', _target);
    if not exists (select from errand
        where (site_id, kind, url) = (_site, 'actor', _target)) then
        perform core.refuse(503, 'busy');
    end if;
end $$;
