#!/usr/bin/env bash
# qr-bench.sh: reads QR test pictures with this program, with plain gozxing and,
# where node is there, with zxing-wasm (and quirc and zbar for some), and prints
# rates and times side by side. The pictures are those of $TWOFOLD_FIXTURES
# (default ../shared/fixtures) and three that are made here: special cases, styles
# and damages of many kinds,
# and codes as the program draws them.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/go-env.sh
fixtures=${TWOFOLD_FIXTURES:-$PWD/../shared/fixtures}
[ -d "$fixtures/qr" ] || { echo "no test pictures in $fixtures" >&2 && exit 1; }
export CGO_ENABLED=0 TWOFOLD_FIXTURES=$fixtures QR_SPECIAL=$PWD/bin/qr QR_BENCH=$PWD/bin/qr/results
rm -rf bin/qr
mkdir -p "$QR_BENCH"
go test -count=1 -run '^TestSpecial$' ./internal/qr >/dev/null
if command -v npm >/dev/null && (cd scripts/qr-bench && npm ci --silent --no-audit --no-fund); then
	node scripts/qr-bench/read.mjs "$QR_BENCH" "$fixtures"/qr/*/ bin/qr/special bin/qr/kinds bin/qr/drawn
else
	echo "without npm there are no columns for other decoders than gozxing" >&2
fi
go test -count=1 -run '^TestCompare$' -v -timeout 60m ./internal/qr | sed -n 's/^ *compare_test.go:[0-9]*: //p'
