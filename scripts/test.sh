#!/usr/bin/env bash
# test.sh: everything, on a machine that has nothing yet. The last line says
# how many tests passed, failed and were skipped.
set -uo pipefail
cd "$(dirname "$0")/.."
scripts/packages.sh build headless test || exit 1
. scripts/go-env.sh || exit 1
rm -rf bin/tally
mkdir -p bin/tally

failures=()
# stage NAME CMD...: goes on after a failure, so that one run shows them all.
stage() {
	local name=$1 from=$SECONDS
	shift
	echo
	echo "==== $name"
	"$@" || failures+=("$name")
	echo "==== $name: $((SECONDS - from)) s"
}

# Other programs' export files have been read in the check already; their key
# derivations take minutes under the race detector and have no goroutines. -short
# for the same reason: a thousand killed processes race no more than forty.
race() { TWOFOLD_FIXTURES=/nonexistent scripts/go-test.sh race -count=1 -short -race -tags ci $(scripts/no-window.sh); }
build() { go build -tags "$TAGS" -o bin/twofold .; }
# In a process of their own, and with the toolkit told to forget nothing while it
# draws: on a slow machine it drops what it has not used for a minute, and puts a
# scroll bar where it does not belong. A tenth of the time was the collector's.
sheets() {
	TWOFOLD_SHEETS=1 CGO_ENABLED=0 FYNE_CACHE=2h GOGC=400 scripts/go-test.sh sheets -count=1 -timeout 40m -tags ci,no_animations ./app/window -run '^TestSheets'
}
window() {
	scripts/with-desktop.sh scripts/go-test.sh window -count=1 -timeout 40m -tags "$TAGS,window" ./test/...
}

# Without the cache of test results: some tests are skipped where a program is
# missing, and it may have been installed just now.
stage "check" env TWOFOLD_ALL=1 GOFLAGS="${GOFLAGS:-} -count=1" TWOFOLD_STORMS=300 scripts/check.sh
stage "layout at every text size" env TWOFOLD_ALL_SIZES=1 FYNE_CACHE=2h CGO_ENABLED=0 scripts/go-test.sh layout -count=1 -tags ci,no_animations ./app/window -run '^TestLayout$'
stage "contact sheets" sheets
stage "data races" race
stage "fuzzing" scripts/fuzz.sh 240
if [ -f main.go ]; then
	stage "build" build
	stage "picture of the window" scripts/with-desktop.sh scripts/picture.sh bin/twofold bin/twofold-window.png
fi
if [ -d test ]; then
	stage "real window" window
fi

echo
[ ${#failures[@]} = 0 ] || printf 'FAILED: %s\n' "${failures[@]}"
bin/tally/tally -sum bin/tally/*.count || exit 1
[ ${#failures[@]} = 0 ]
