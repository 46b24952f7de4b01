#!/bin/sh
# docs.sh - what the tables say stands in the manuals too
. "$(dirname "$0")/tap.sh"

sed -n 's/^	{ ROW(\([a-z_]*\),.*/\1/p' server/base/conf.c | while read -r name; do
	grep -qE "^\.It (Cm|Ic|Va) $name\b" docs/placetd.conf.5 || echo "$name"
done | check 'every setting is in placetd.conf(5)'

docs/make-api --check | check 'docs/API.md is what docs/make-api writes'

sed -n 's/^	{ "\([a-z]*\)",.*/\1/p' server/cli/main.c | while read -r name; do
	grep -qE "^\.(It|Ss) .*\b$name\b" docs/placet.1 || echo "$name"
done | check 'every command is in placet(1)'

for f in docs/*.[158]; do
	mandoc -T lint -W error "$f" 2>&1
done | check 'mandoc finds no error in the manual pages'

awk 'END { if (NR > 200) print NR " lines" }' docs/ARCHITECTURE.md |
    check 'the tour is under 200 lines'

# A link in the documents leads to a file.
for f in README.md docs/*.md; do
	grep -oE '\]\([^)#:]+\)' "$f" | sed 's/^](//; s/)$//' |
	    while read -r to; do
		[ -e "$(dirname "$f")/$to" ] || echo "$f: $to"
	done
done | check 'links between documents lead somewhere'

plan
