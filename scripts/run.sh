#!/usr/bin/env bash
# run.sh [ARGUMENT...]: installs what is missing, builds, opens the window.
# Without a display it opens it where nobody sees it, and takes its picture.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/packages.sh build
. scripts/go-env.sh
echo "Building (the first time takes three minutes: the C parts of OpenGL)"
go build -tags "$TAGS" -o bin/twofold .

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
	exec bin/twofold "$@"
fi
scripts/packages.sh headless
exec scripts/with-desktop.sh scripts/picture.sh bin/twofold bin/twofold-window.png "$@"
