#!/bin/sh
# style.sh - what a count can check: lengths, banned calls, stray words
. "$(dirname "$0")/tap.sh"

sources() { find proto server tests -name '*.[ch]' "$@"; }
texts() { git ls-files 2>/dev/null || find . -type f; }

{ sources; find sql -name '*.sql'; } | xargs wc -l |
    awk '$1 > 500 && $2 != "total" { print $2 ": " $1 " lines" }' |
    check 'no file is over 500 lines'

if command -v ctags >/dev/null; then
	sources | xargs ctags -x --_xformat='%{end} %{line} %{input} %{name}' \
	    --kinds-C=f --fields=+ne 2>/dev/null |
	    awk '$1 ~ /^[0-9]+$/ && $1 - $2 + 1 > 60 {
		print $3 ":" $2 " " $4 ": " $1 - $2 + 1 " lines" }' |
	    check 'no function is over 60 lines'
fi

sources | xargs awk '{
	line = $0; gsub(/\t/, "        ", line)
	gsub(/[\200-\277]/, "", line)
	if (length(line) > 80 && line !~ /https?:\/\// && \
	    FILENAME !~ /routes\.c|conf\.c|ops\.c/)
		print FILENAME ":" FNR ": " length(line) " columns" }' |
    check 'no line is over 80 columns (the three tables apart)'

sources | xargs grep -nE \
    '\b(strcpy|strcat|sprintf|vsprintf|strtok|atoi|atol|gets|gmtime|localtime|rand|srand|alloca|strncpy)\(' |
    check 'no banned call'

sources | xargs grep -nE '	 +	| 	' | check 'no space before a tab'
texts | grep -E '\.(c|h|sql|sh|py|mjs|html|css|am|ac)$' |
    xargs grep -nE '[ 	]+$' | check 'no space at the end of a line'
{ sources; find sql server tests -type f \( -name '*.sql' -o -name '*.html' \
    -o -name '*.py' -o -name '*.mjs' \); } | sort -u |
    xargs grep -nE '\b(TODO|FIXME|XXX)\b' | check 'nothing is left to do'

if command -v clang-format-14 >/dev/null; then
	sources | while read -r f; do
		clang-format-14 "$f" | cmp -s - "$f" || echo "$f"
	done | check 'clang-format 14 would change nothing'
fi

plan
