#!/usr/bin/env bash
# icons.sh: draws the icon in every size that systems want, from
# assets/logo/app.svg. What it makes is committed, so that a build needs no
# rasteriser and gives the same bytes everywhere; run it when the logo changed.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v rsvg-convert >/dev/null || { echo "icons.sh: rsvg-convert is needed (librsvg2-bin)" >&2 && exit 1; }
. scripts/go-env.sh
for size in 16 24 32 48 64 128 256 512 1024; do
	rsvg-convert -w $size -h $size assets/logo/app.svg -o packaging/icons/$size.png
done
cp packaging/icons/128.png assets/logo/window.png
CGO_ENABLED=0 go run ./packaging/iconset -ico packaging/icons/twofold.ico -icns packaging/icons/twofold.icns packaging/icons
