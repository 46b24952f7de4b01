#!/bin/sh
# layers.sh - who may see whom (DESIGN 3), read off the includes
. "$(dirname "$0")/tap.sh"

includes() { # includes PATTERN FILE...: lines that include it
	pattern=$1
	shift
	grep -nE "^#include [<\"]$pattern" "$@" /dev/null
}

includes '(event2|libpq|curl|base/|web/|courier/|notary/|keyd/|master/)' \
    proto/src/*.c proto/include/placet/*.h |
    check 'proto includes nobody of server, libevent, libpq or curl'

grep -nE '^#include <' proto/src/*.c proto/include/placet/*.h |
    grep -vE '<(placet|openssl|yajl|sodium)[/.]|<(assert|ctype|errno|inttypes|limits|locale|math|stdarg|stdbool|stddef|stdint|stdio|stdlib|string|pthread)\.h>' |
    check 'proto includes only libc, OpenSSL, yajl and libsodium'

# The linker says it too: what the library wants from others.
if [ -n "${PLACET_BUILD:-}" ] && [ -f "$PLACET_BUILD/.libs/libplacet.so" ]; then
	nm -D -u "$PLACET_BUILD/.libs/libplacet.so" | awk '{ print $2 }' |
	    sed 's/@.*//' | grep -E \
	    '^(f?open|read|write|socket|connect|send|recv|time|clock_gettime|gettimeofday|getenv|printf|puts|exit|fork|system|rand|random)(64)?$' |
	    check 'libplacet wants no I/O, no clock, no environment (nm -u)'
	nm -D --defined-only "$PLACET_BUILD/.libs/libplacet.so" |
	    awk '$3 !~ /^(placet_|_init$|_fini$|__asan|__ubsan|__odr_asan|_?_?bss_start|_?edata|_?end)/ { print $3 }' |
	    check 'libplacet exports only placet_*'
fi

grep -nE '\b(fopen|open|socket|time|clock_gettime|gettimeofday|getenv|printf|fprintf|abort|exit)\(' \
    proto/src/*.c | grep -vE 'hash\.c:.*abort\(|^[^:]*:[0-9]+:[[:space:]]*/?\*' |
    check 'proto does no I/O, reads no clock, does not end the program'

find server tests/unit -name '*.[ch]' | grep -v '^server/base/db' |
    xargs grep -nE '^#include <(libpq-fe|postgres)' |
    check 'only server/base/db*.c sees libpq'

find server tests/unit -name '*.[ch]' | grep -v '^server/courier/fetch' |
    xargs grep -nE '^#include <curl/' |
    check 'only server/courier/fetch*.c sees curl'

find server -name '*.[ch]' | xargs grep -nE '^#include <(yajl|cmark)' |
    grep -v '^server/base/markdown.c' |
    check 'JSON and Markdown are parsed in one place each'

grep -rnE '^#include "(\.\./)*(\.\./)?proto/' server tests/unit |
    check 'server uses proto only through <placet/*.h>'

# A room sees base/ and itself; only the master starts the others.
for room in web courier notary keyd; do
	others=$(echo web courier notary keyd | tr ' ' '\n' |
	    grep -v "^$room$" | paste -sd'|')
	grep -rnE "^#include \"($others)/" "server/$room"
done | check 'a room does not include another'
grep -rnE '^#include "(web|courier|notary|keyd|master)/' server/base |
    check 'base includes no room'

# What is not in the list is not installed: the source tree would not miss it.
find sql/schema sql/core sql/web sql/notary sql/courier sql/admin \
    server/pages -type f | while read -r f; do
	grep -qF "	$f" Makefile.am || echo "$f"
done | check 'Makefile.am lists each SQL file and each page'

# Noun files say only what is special about a noun.
for f in server/web/signature.c server/web/receipt.c server/web/petition.c \
    server/web/log.c server/web/devmail.c; do
	[ ! -f "$f" ] || includes '(event2/|openssl/ssl|libpq|curl)' "$f"
done | check 'noun files see req.h and reply.h, not libevent'

find server -name '*.[ch]' | grep -v '^server/base/db' |
    xargs grep -niE '"[^"]*\b(select [a-z_*]+.* from|insert into|delete from|update [a-z_.]+ set)\b' |
    check 'SQL text appears only in sql/'

for role in web notary courier admin; do
	others=$(echo web notary courier admin | tr ' ' '\n' |
	    grep -v "^$role$" | paste -sd'|')
	grep -rnE "(perform|select|from|:=|=|,|\() *($others)\.[a-z_]+\(" \
	    "sql/$role" | grep -vE ':[0-9]+:--'
done | check 'a role calls core, never the functions of another role'

plan
