#!/usr/bin/env bash
# fuzz.sh [SECONDS]: runs every fuzz target for a few seconds each; SECONDS is
# the time for all of them together (default 300). FUZZ_EACH in the environment
# is the time for each one instead. A crash leaves its input in the package's
# testdata/fuzz, where the ordinary tests run it again for ever.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/go-env.sh
total=${1:-300}
export CGO_ENABLED=0
mkdir -p bin/tally

targets=$(find . -name '*_test.go' -not -path './bin/*' | cut -c3- | while read -r f; do
	sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\)(.*/\1/p' "$f" | sed "s|^|$(dirname "$f") |"
done | sort -u)
count=$(grep -c . <<<"$targets" || true)
[ "$count" -gt 0 ] || { echo "no fuzz targets" >&2 && exit 1; }
each=${FUZZ_EACH:-$((total / count))}
[ -n "${FUZZ_EACH:-}" ] || [ $each -le 5 ] || each=5
[ $each -ge 1 ] || each=1
echo "$count fuzz targets, $each s each"

log=$(mktemp)
trap 'rm -f "$log"' EXIT
passed=0 failed=0
one() {
	go test -tags ci -run '^$' -fuzz "^$2\$" -fuzztime "${each}s" -fuzzminimizetime 5s "./$1" >"$log" 2>&1
}
while read -r dir name; do
	ok=true
	one "$dir" "$name" || ok=false
	# The go command sometimes takes the end of the time for a failure
	# (golang.org/issue/48591); without an input that fails it is none.
	if ! $ok && grep -q 'context deadline exceeded' "$log" && ! grep -q 'Failing input' "$log"; then
		ok=true
		one "$dir" "$name" || ok=false
	fi
	if $ok; then
		passed=$((passed + 1))
		echo "ok    $dir $name $(sed -n 's/.*execs: \([0-9]*\).*/\1 inputs/p' "$log" | tail -1)"
	else
		failed=$((failed + 1))
		echo "FAIL  $dir $name"
		cat "$log"
	fi
done <<<"$targets"
echo "$passed $failed 0" >bin/tally/fuzz.count
echo "fuzz targets: $passed passed, $failed failed"
[ $failed = 0 ]
