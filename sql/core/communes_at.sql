-- core.communes_at(postcode) - the communes that share a postcode
--
-- Answers  [{"insee", "name"}] by name; none for what is no postcode
create function core.communes_at(_postcode text) returns jsonb
language plpgsql stable as $$
begin
    return (
        select coalesce(jsonb_agg(
            jsonb_build_object('insee', insee, 'name', name)
            order by name collate "fr-x-icu"), '[]')
        from commune
        where postcodes @> array[btrim(_postcode)]);
end $$;
