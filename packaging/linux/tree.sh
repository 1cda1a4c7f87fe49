#!/usr/bin/env bash
# tree.sh DIR PROGRAM LICENCES: lays out below DIR, which stands for /usr, what
# is installed on Linux. Run by scripts/dist.sh and by the Flatpak build, with
# VERSION, RELEASED and HOMEPAGE set.
set -euo pipefail
tree=$1 program=$2 licences=$3
id=app.twofold.Twofold
here=packaging/linux
put() { install -D -m 644 "$1" "$tree/share/$2"; }

install -D -m 755 "$program" "$tree/bin/twofold"
put $here/$id.desktop applications/$id.desktop
put $here/$id.mime.xml mime/packages/$id.xml
case $VERSION in *-*) type=development ;; *) type=stable ;; esac
sed -e "s|@HOMEPAGE@|$HOMEPAGE|g; s|@VERSION@|$VERSION|; s|@DATE@|$RELEASED|; s|@TYPE@|$type|" \
	$here/$id.metainfo.xml.in >"$tree/metainfo"
put "$tree/metainfo" metainfo/$id.metainfo.xml
rm "$tree/metainfo"
put assets/logo/app.svg icons/hicolor/scalable/apps/$id.svg
for size in 16 24 32 48 64 128 256 512; do
	put packaging/icons/$size.png icons/hicolor/${size}x$size/apps/$id.png
done
put LICENSE doc/twofold/LICENSE
put "$licences" doc/twofold/LICENCES.txt
put README.md doc/twofold/README.md
put README.ja.md doc/twofold/README.ja.md
put CHANGELOG.md doc/twofold/CHANGELOG.md
put docs/recover-by-hand.md doc/twofold/recover-by-hand.md
CGO_ENABLED=0 GOFLAGS="${GOFLAGS:-} -tags=ci" go run ./packaging/manual -out "$tree" -version "$VERSION" -date "$RELEASED"
gzip -9nf "$tree/share/man/man1/twofold.1" "$tree/share/man/ja/man1/twofold.1"
find "$tree" -type d -exec chmod 755 {} +
find "$tree/share" -type f -exec chmod 644 {} +
