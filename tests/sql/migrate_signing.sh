#!/bin/sh
# migrate_signing.sh - 013_signing keeps what was signed before it (TAP)
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
. "$root/tests/lib/pg.sh"

dir=$(mktemp -d "${TMPDIR:-/tmp}/placet-db.XXXXXX") || exit 1
end() {
	pg_stop "$dir"
	rm -rf "$dir"
}
trap end EXIT
trap 'exit 1' HUP INT TERM
PG_FSYNC=off pg_start "$dir" || exit 1

n=0
is() { # what is, what it should be, what it shows
	n=$((n + 1))
	if [ "$1" = "$2" ]; then
		echo "ok $n - $3"
	else
		echo "not ok $n - $3"
		printf '%s\nbut not\n%s\n' "$1" "$2" | sed 's/^/# /'
	fi
}
sql() {
	psql -XAtqd one -v ON_ERROR_STOP=1 -c "$1"
}

# The tables as they were: no later migrations, no functions.
cp -R "$root/sql" "$dir/old"
chmod -R u+w "$dir/old"
rm -f "$dir"/old/core/*.sql "$dir"/old/web/*.sql "$dir"/old/notary/*.sql \
    "$dir"/old/courier/*.sql "$dir"/old/admin/*.sql
for f in "$dir"/old/schema/*.sql; do
	case ${f##*/} in
	00* | 010* | 011* | 012*) ;;
	*) rm "$f" ;;
	esac
done
"$dir/old/placet-db" -d one create >"$dir/out" 2>&1 || sed 's/^/# /' "$dir/out"

# Person 1 has signed, is numbered; 2 has signed by the second of two mails,
# and waits; 3 has two mails and has not signed; 4 has signed the other
# petition as well.
sql "
create function public.b32(int) returns bytea language sql immutable
as 'select sha256(int4send(\$1))';
insert into placet.site (id, uuid, host, insee, name)
overriding system value
values (1, gen_random_uuid(), 'a.example', '35238', 'A');
insert into placet.item (site_id, id, kind, state, place)
select 1, i, 'petition', 'open', '35238' from generate_series(1, 2) i;
insert into placet.version (site_id, item, n, title, body, hash)
select 1, i, 1, 'T', 'B', b32(i) from generate_series(1, 2) i;
insert into placet.petition (site_id, item, closes_at)
select 1, i, now() + interval '1 day' from generate_series(1, 2) i;
insert into placet.log (site_id, item, origin, size, signs)
select 1, i, 'a.example/p/' || i, 2, 1 from generate_series(1, 2) i;
insert into placet.claim (site_id, petition, token, lookup, nullifier, name,
    publish, notify, commune, lang, sealed, salt_n, salt_p, cn, cp,
    created_at, expires_at)
select 1, petition, b32(token), b32(100 + person),
    b32(200 + 10 * petition + person), 'Ève ' || token, token = 1, token = 2,
    '35238', 'en', case token when 2 then b32(1000) end, b32(300 + token),
    b32(400 + token), b32(500 + token), b32(600 + token),
    timestamptz '2026-03-01 10:00Z' + token * interval '1 min',
    timestamptz '2026-03-03 10:00Z' + token * interval '1 min'
from (values (1, 1, 1), (2, 1, 2), (3, 1, 2), (5, 1, 3), (4, 1, 3),
    (6, 1, 4), (7, 2, 4)) v (token, petition, person);
insert into placet.signature (site_id, petition, nullifier, token, at, idx)
select 1, petition, b32(200 + 10 * petition + person), b32(token),
    timestamptz '2026-03-02 10:00Z', idx
from (values (1, 1, 1, 1), (3, 1, 2, null), (6, 1, 4, null), (7, 2, 4, 1))
    v (token, petition, person, idx);
insert into placet.inbox (id, site_id, petition, nullifier, cn, cp, at)
overriding system value
select id, 1, 1, b32(210 + person), b32(500 + token), b32(600 + token),
    timestamptz '2026-03-02 10:00Z'
from (values (41, 3, 2), (42, 6, 4)) v (id, token, person);
alter table placet.inbox alter id restart with 43;
insert into placet.leaf (site_id, item, idx, entry)
select 1, i, 0, 'open' from generate_series(1, 2) i
union all values (1, 1, 1, b32(501) || b32(601)),
    (1, 2, 1, b32(507) || b32(607));
" >"$dir/out" 2>&1 || sed 's/^/# /' "$dir/out"
claims="select string_agg(md5(row(site_id, petition, token, lookup, nullifier,
    name, publish, notify, commune, lang, sealed, salt_n, salt_p, cn, cp,
    created_at, expires_at)::text), ' ' order by token) from placet.claim"
before=$(sql "$claims")

echo 1..11
"$root/sql/placet-db" -d one upgrade >"$dir/out" 2>&1
is "$?" 0 'the tables are migrated'
sed 's/^/# /' "$dir/out"
"$root/sql/placet-db" -d one check >"$dir/out" 2>&1
is "$?" 0 'and are as they should be'
is "$(sql "$claims")" "$before" 'each claim is what it was'
number="(select t from generate_series(1, 9) t where b32(t) = token)"
is "$(sql "select string_agg($number || ' ' || lot, ', ' order by $number)
    from placet.signature where level = 'email'
    and at = '2026-03-02 10:00Z'")" '1 -2, 3 41, 6 42, 7 -2' \
    'who had signed has, with the same token'
is "$(sql "select string_agg($number::text, ' ' order by $number)
    from placet.claim where head")" '1 3 4 6 7' \
    'each person has one claim that may count'
is "$(sql "select string_agg(concat_ws(' ', id, petition, n,
    rows = b32(500 + t) || b32(600 + t)), ', ' order by id)
    from placet.inbox join (values (41, 3), (42, 6)) v (id, t)
    using (id) where at = '2026-03-02 10:00Z'")" \
    '41 1 1 t, 42 1 1 t' 'what waited for its number waits'
is "$(sql "select string_agg(concat_ws(' ', petition, id, first, n), ', '
    order by petition) from placet.lot")" '1 -2 1 1, 2 -2 1 1' \
    'what had one has it'
is "$(sql "select nextval('placet.lot_id') > 42")" t 'new lots come after'
sql "update placet.log set checkpoint = 'x', signed_size = 2, pub = b32(9)"
is "$(sql "select string_agg(concat_ws(' ', r->>'state', r->>'index'), ', '
    order by t) from (select t, web.receipt_get(1, case t when 7 then '2'
    else '1' end, b32(t)) as r from unnest('{1,2,3,7}'::int[]) t) x")" \
    'ready 1, waiting, waiting, ready 1' 'receipts are found'
sql "update placet.claim set expires_at = now() + interval '1 day'"
sql "update placet.claim set created_at = now()"
is "$(sql "select string_agg(r->>'new', ' ') from json_array_elements(
    web.signature_confirm('{1,1,1,1}', '{1,1,1,1}',
    array[b32(2), b32(3), b32(5), b32(4)])) r")" 'false false false true' \
    'who had not signed can, once'
is "$(sql "select count(*) from placet.signature")" 5 'five signatures in all'
