# tap.sh - two words for lint scripts: ... | check NAME, and plan at the end
#
# A check passes when its standard input is empty; otherwise the lines are
# shown as diagnostics.  The tally is a file, since a check at the end of a
# pipe is a process of its own.
tally=$(mktemp)
trap 'rm -f "$tally"' EXIT
cd "${srcdir:-$(dirname "$0")/../..}" || exit 1

check() {
	n=$(($(wc -l < "$tally") + 1))
	lines=$(cat)
	if [ -z "$lines" ]; then
		echo "ok $n - $1"
		echo ok >> "$tally"
	else
		echo "not ok $n - $1"
		echo not >> "$tally"
		printf '%s\n' "$lines" | head -20 | sed 's/^/# /'
	fi
}

plan() {
	echo "1..$(wc -l < "$tally")"
	! grep -q not "$tally"
	exit
}
