#!/usr/bin/env bash
# fixtures.sh [NAME]: reads exports of real apps with the importer and prints a
# table: verdict, app, case, seconds, what came out. NAME picks apps by a
# regular expression. The files are other people's and not part of this
# repository: they lie in $TWOFOLD_FIXTURES (default ../shared/fixtures), and
# scripts that run everything go on without them.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/go-env.sh
export TWOFOLD_FIXTURES=${TWOFOLD_FIXTURES:-$PWD/../shared/fixtures}
if [ ! -f "$TWOFOLD_FIXTURES/imports/MANIFEST.json" ]; then
	echo "fixtures: skipped, no exports of real apps in $TWOFOLD_FIXTURES"
	exit 0
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
CGO_ENABLED=0 go test -count=1 -v -tags ci -run "^TestFixtures$/${1:-}" ./internal/importer >"$log" 2>&1 || status=$?
grep -E '^fixture' "$log" | cut -c9- || true
[ $status = 0 ] || grep -E '_test.go:|panic:' "$log" >&2 || true
exit $status
