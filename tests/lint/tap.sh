# tap.sh - three words for lint scripts: check NAME < offenders, and plan
# A check passes when its standard input is empty; otherwise the lines are
# shown as diagnostics.
n=0
bad=0
cd "${srcdir:-$(dirname "$0")/../..}" || exit 1

check() {
	n=$((n + 1))
	lines=$(cat)
	if [ -z "$lines" ]; then
		echo "ok $n - $1"
	else
		bad=1
		echo "not ok $n - $1"
		printf '%s\n' "$lines" | head -20 | sed 's/^/# /'
	fi
}

plan() {
	echo "1..$n"
	exit $bad
}
