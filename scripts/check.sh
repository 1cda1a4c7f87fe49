#!/usr/bin/env bash
# check.sh: the quick part of the tests: no display, no C compiler.
set -uo pipefail
cd "$(dirname "$0")/.."
. scripts/go-env.sh || exit 1

failures=()
# step NAME CMD...: goes on after a failure, so that one run shows them all.
step() {
	echo "== $1"
	"${@:2}" || failures+=("$1")
}

formatted() {
	local files
	files=$(gofmt -l .) && [ -z "$files" ] || { echo "not formatted: $files" && return 1; }
}

# Fyne's tag ci leaves out its OpenGL driver, so that it compiles without C.
# Fyne has no such driver for macOS; there everything else is vetted.
export CGO_ENABLED=0
step "gofmt" formatted
step "vet, Linux" go vet -tags ci ./...
step "vet, Windows" env GOOS=windows go vet -tags ci ./...
step "vet, macOS, without the window" env GOOS=darwin go vet -tags ci $(scripts/no-window.sh)
# All it finds is shown. Misuse of an interface, of concurrency, and what is
# wrong for certain fail; style, unused code (which depends on the system) and
# the deprecated ciphers of foreign formats do not.
step "staticcheck" go run honnef.co/go/tools/cmd/staticcheck@v0.8.2 \
	-tags ci -fail 'SA1*,-SA1019,SA2*,SA5*' ./...
# With -short the random trials are fewer: hundreds of killed processes, storms
# of a hundred computers. TWOFOLD_ALL=1 runs them all, as make test does.
short=-short
[ -z "${TWOFOLD_ALL:-}" ] || short=
# What the toolkit has not drawn for a minute it forgets, and draws otherwise
# afterwards: a slow machine would see other pictures.
export FYNE_CACHE=2h
step "tests" scripts/go-test.sh check $short -tags ci ./...

[ ${#failures[@]} = 0 ] || { printf 'FAILED: %s\n' "${failures[@]}" && exit 1; }
