#!/usr/bin/env bash
# go-test.sh NAME ARGUMENT...: go test with these arguments, counted. What
# passed, failed and was skipped is added to bin/tally/NAME.
set -euo pipefail
name=$1
shift
mkdir -p bin/tally
# Built apart, so that flags and environment of the tests are not its own.
env -u GOOS -u GOARCH CGO_ENABLED=0 go build -o bin/tally/tally ./scripts/tally
go test -json "$@" | bin/tally/tally -add "bin/tally/$name.count"
