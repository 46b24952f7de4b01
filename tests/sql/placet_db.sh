#!/bin/sh
# placet_db.sh - placet-db itself: create, upgrade, check, refuse (TAP)
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
ok() { # command that must succeed, last argument: what it shows
	n=$((n + 1))
	for what; do :; done
	if eval "$1" >"$dir/out" 2>&1; then
		echo "ok $n - $what"
	else
		echo "not ok $n - $what"
		sed 's/^/# /' "$dir/out"
	fi
}
sql() {
	psql -XAtqd "$1" -c "$2"
}

cp -R "$root/sql" "$dir/with space"
chmod -R u+w "$dir/with space"
db="'$dir/with space/placet-db'"
functions="select count(*) from pg_proc
    where pronamespace::regnamespace::text = 'web'"

ok "$db -d 'dbname=one host=$dir' create" 'a database is created'
ok "$db -d one check" 'and is as it should be'
ok "$db -d 'postgresql:///one?host=$dir' check" 'a URI names it too'
ok "PGDATABASE=one $db check" 'so does the environment'
before=$(sql one "$functions; select count(*) from placet.commune")
ok "$db -d one create" 'creating it again'
ok "[ '$before' = \"\$(sql one '$(echo "$functions" | sed "s/'/'\\\\''/g");
    select count(*) from placet.commune')\" ]" 'changes nothing'
ok "$db -d one status | grep -q 34969" 'its state can be asked'
ok "$db -d two create & $db -d one upgrade & $db -d one upgrade; wait;
    $db -d one check && $db -d two check" 'several at once wait for each other'

sql one 'grant select on placet.claim to placet_web'
ok "! $db -d one check && grep -q 'table claim' '$dir/out'" \
    'a right too many is noticed'
sql one 'revoke select on placet.claim from placet_web'
sql one 'grant execute on function core.stamp to public'
ok "! $db -d one check && grep -q 'core.stamp may be called by everybody' \
    '$dir/out'" 'so is an open function'
ok "$db -d one upgrade && $db -d one check" 'an upgrade closes it'
sql one 'drop function web.home'
ok "! $db -d one check && grep -q 'web.home is missing' '$dir/out'" \
    'a missing function is noticed'
ok "$db -d one upgrade && $db -d one check" 'an upgrade brings it back'
echo '-- more' >>"$dir/with space/web/home.sql"
ok "! $db -d one check && grep -q 'schema web is not' '$dir/out'" \
    'a function that was not deployed is noticed'

# What fails leaves everything as it was.
echo 'create function web.broken() returns int language sql as $$ x $$;' \
    >"$dir/with space/web/broken.sql"
ok "! $db -d one upgrade" 'a function that does not compile'
ok "[ \"\$(sql one 'select count(*) from web.site_map()')\" = 1 ]" \
    'leaves the old ones in place'
rm "$dir/with space/web/broken.sql"
echo 'create table half (); select 1 / 0;' \
    >"$dir/with space/schema/999_broken.sql"
ok "! $db -d one upgrade" 'a migration that fails'
ok "[ \"\$(sql one \"select to_regclass('placet.half') is null
    and max(number) < 999 from placet.migration\")\" = t ]" \
    'leaves nothing behind'
echo 'create table more ();' >"$dir/with space/schema/999_broken.sql"
ok "$db -d one upgrade && $db -d one check" 'one that works is applied'
ok "[ \"\$(sql one \"select pg_get_userbyid(relowner) from pg_class
    where relname = 'more'\")\" = placet_owner ]" 'and belongs to the owner'
echo 'create table other ();' >"$dir/with space/schema/999_broken.sql"
ok "! $db -d one upgrade && grep -q 'was changed' '$dir/out'" \
    'a migration changed afterwards is refused'
rm "$dir/with space/schema/999_broken.sql"
ok "! $db -d one upgrade && grep -q 'newer than this program' '$dir/out'" \
    'a newer schema is refused'

# Communes: what is gone stays, without postcodes.
gzip -dc "$dir/with space/data/communes.tsv.gz" | grep -v '^35121' |
    sed 's/\tRennes\t/\tRoazhon\t/' | gzip -n >"$dir/new"
mv "$dir/new" "$dir/with space/data/communes.tsv.gz"
ok "$db -d two upgrade" 'another vintage is loaded'
ok "[ \"\$(sql two \"select string_agg(name || postcodes::text, ' '
    order by insee) from placet.commune
    where insee in ('35121', '35238')\")\" = \
    'Gosné{} Roazhon{35000,35200,35700}' ]" 'names follow, nothing is lost'

ok "! $db -d 'a;b' create" 'a strange name is refused'
ok "! $db frobnicate" 'and a strange command'
ok "$db --help | grep -q usage" 'help is there'
echo "1..$n"
