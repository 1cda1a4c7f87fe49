#!/usr/bin/env bash
# test-dist.sh [STAGE...]: checks what make dist has put into dist/. All stages
# without an argument; each says at the top of its file what it does.
#
# Needs root (or sudo): the deb is really installed, used, upgraded and removed.
set -uo pipefail
cd "$(dirname "$0")/.."
scripts/packages.sh build headless test dist testdist || exit 1
. scripts/go-env.sh || exit 1
. packaging/version.sh || exit 1
[ -f dist/SHA256SUMS ] || { echo "test-dist.sh: run make dist first" >&2 && exit 1; }
name=twofold-$VERSION
[ -f "dist/$name-linux-amd64.tar.gz" ] || { echo "test-dist.sh: dist/ is of another version than $VERSION" >&2 && exit 1; }
export VERSION NAME=$name DIST=$PWD/dist TAGS RELEASED NUMERIC
TEMP=$(mktemp -d)
export TEMP
trap 'chmod -R u+w "$TEMP" 2>/dev/null; rm -rf "$TEMP"' EXIT

stages=("$@")
[ $# -gt 0 ] || stages=(files linters deb rpm tarball windows wintests together signing macos rebuild offline)
failed=()
for stage in "${stages[@]}"; do
	echo "==== $stage"
	from=$SECONDS
	mkdir -p "$TEMP/$stage"
	if WORK=$TEMP/$stage bash -euo pipefail "packaging/test/$stage.sh"; then
		echo "==== $stage: passed, $((SECONDS - from)) s"
	else
		echo "==== $stage: FAILED, $((SECONDS - from)) s"
		failed+=("$stage")
	fi
done
[ ${#failed[@]} = 0 ] || { printf 'FAILED: %s\n' "${failed[@]}" && exit 1; }
echo "all of: ${stages[*]}"
