#!/usr/bin/env bash
# qr-bench.sh: reads the QR test pictures with this program, with plain gozxing
# and, where node is there, with zxing-wasm, and prints rates and times side by
# side. The pictures are those of $TWOFOLD_FIXTURES (default ../shared/fixtures).
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/go-env.sh
fixtures=${TWOFOLD_FIXTURES:-$PWD/../shared/fixtures}
[ -d "$fixtures/qr" ] || { echo "no test pictures in $fixtures" >&2 && exit 1; }
mkdir -p bin
rm -f bin/zxing-wasm.json
if command -v npm >/dev/null && (cd scripts/qr-bench && npm ci --silent --no-audit --no-fund); then
	node scripts/qr-bench/read.mjs "$fixtures"/qr/*/ >bin/zxing-wasm.tmp
	mv bin/zxing-wasm.tmp bin/zxing-wasm.json
else
	echo "without npm there is no column for zxing-wasm" >&2
fi
export CGO_ENABLED=0 TWOFOLD_FIXTURES=$fixtures QR_BENCH=$PWD/bin/zxing-wasm.json
go test -count=1 -run '^TestCompare$' -v -timeout 60m ./internal/qr | sed -n 's/^ *compare_test.go:[0-9]*: //p'
