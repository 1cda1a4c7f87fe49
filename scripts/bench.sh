#!/usr/bin/env bash
# bench.sh: measures the budgets and prints them as a table. Run it on a quiet
# machine.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/packages.sh build headless
. scripts/go-env.sh
mkdir -p bin
export TAGS
CGO_ENABLED=0 go build -o bin/bench ./scripts/bench
[ ! -f main.go ] || go build -tags "$TAGS" -o bin/twofold .
TWOFOLD_BINARY=$PWD/bin/twofold bin/bench

# Peers are not installed for this: apt-get install keepassxc otpclient.
echo
echo "beside peers with the same 12 accounts"
scripts/with-desktop.sh go test -run '^$' -bench '^BenchmarkPeers$' -benchtime 1x -tags "$TAGS,window" ./test/window 2>/dev/null |
	sed -n 's/^ *peers_test.go:[0-9]*: /  /p'
