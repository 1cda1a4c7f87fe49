#!/usr/bin/env bash
# check.sh: the quick part of the tests: no display, no C compiler.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/go-env.sh

step() { echo "== $*"; }

step "gofmt"
unformatted=$(gofmt -l .)
[ -z "$unformatted" ] || { echo "not formatted: $unformatted" >&2 && exit 1; }

# Fyne's tag ci leaves out its OpenGL driver, so that it compiles without C.
# Fyne has no such driver for macOS; there everything else is vetted.
export CGO_ENABLED=0
step "vet, Linux"
go vet -tags ci ./...
step "vet, Windows"
GOOS=windows go vet -tags ci ./...
step "vet, macOS, without the window"
GOOS=darwin go vet -tags ci $(scripts/no-window.sh)

step "staticcheck"
# All it finds is shown. What may be a bug fails; style, unused code (which
# depends on the system) and deprecated ciphers of foreign formats do not.
go run honnef.co/go/tools/cmd/staticcheck@v0.8.2 -tags ci -fail 'SA*,-SA1019' ./...

step "tests"
scripts/go-test.sh check -tags ci ./...
