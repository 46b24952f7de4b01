#!/bin/sh
# names.sh - every SQL function has its file, its test and its caller
. "$(dirname "$0")/tap.sh"

functions() { # schema/name of every file but the schema's own
	find sql/core sql/web sql/notary sql/courier sql/admin -name '*.sql' |
	    sed 's|^sql/||; s|\.sql$||'
}

functions | while read -r f; do
	schema=${f%/*} name=${f#*/}
	grep -qE "^create (or replace )?(function|procedure|aggregate|type) $schema\.$name\b" \
	    "sql/$f.sql" || echo "sql/$f.sql does not create $schema.$name"
done | check 'a file holds the function that it is named after'

functions | while read -r f; do
	[ "$(grep -cE '^create (or replace )?function ' "sql/$f.sql")" -le 1 ] ||
	    echo "sql/$f.sql"
done | check 'one function a file'

functions | while read -r f; do
	schema=${f%/*} name=${f#*/}
	[ -f "tests/sql/${schema}_$name.sql" ] || echo "tests/sql/${schema}_$name.sql"
done | check 'every function has a pgTAP test of its name'

functions | while read -r f; do
	schema=${f%/*} name=${f#*/}
	grep -rqE "(\"$name\"|\b$schema\.$name\b)" server \
	    --include='*.c' --include='*.h' ||
	    grep -rlE "\b$schema\.$name\b" sql --include='*.sql' |
	        grep -qv "^sql/$schema/$name\.sql$" || echo "$schema.$name"
done | check 'every function is called by a row, a process or another one'

grep -rLE '^-- (Answers|Raises|Gives)' sql/web sql/notary sql/courier sql/admin \
    --include='*.sql' | check 'every function says what it answers'

grep -rlE 'execute +(format|.*\|\|)' sql/core sql/web sql/notary sql/courier sql/admin |
    check 'no dynamic SQL'

plan
