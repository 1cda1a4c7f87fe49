#!/usr/bin/env bash
# dist.sh: makes a release of this commit into dist/, for Linux and Windows, on
# a Debian or Ubuntu machine that may have nothing yet. docs/release.md says
# what comes before and after.
#
# TWOFOLD_HOMEPAGE and TWOFOLD_MAINTAINER go into the packages. With
# TWOFOLD_SIGN_P12 the Windows programs are signed (packaging/windows/sign.sh).
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/packages.sh build dist
. scripts/go-env.sh
. packaging/version.sh
. packaging/build.sh
umask 022

out=$PWD/dist stage=$PWD/bin/dist
name=twofold-$VERSION
export HOMEPAGE=${TWOFOLD_HOMEPAGE:-https://twofold.app}
export MAINTAINER=${TWOFOLD_MAINTAINER:-Twofold developers <packages@twofold.app>}
MTIME=$(date -u -d "@$EPOCH" +%Y-%m-%dT%H:%M:%SZ)
export VERSION RELEASED TAGS

step() { echo "== $*"; }
# packed FILE DIR: a tarball that depends on nothing but what is in DIR.
packed() {
	tar -C "$(dirname "$2")" --sort=name --format=ustar --mtime="@$EPOCH" --owner=0 --group=0 --numeric-owner \
		--mode='u=rwX,go=rX' -cf - "$(basename "$2")" | gzip -9n >"$1"
}

rm -rf "$out" "$stage"
mkdir -p "$out" "$stage"
[ -n "$(git status --porcelain 2>/dev/null)" ] && echo "dist.sh: the tree differs from the commit; this is no release" >&2

step "Twofold $VERSION of $RELEASED: Linux program"
build_linux "$stage/twofold"
step "Windows program"
mkdir "$stage/windows"
build_windows "$stage/windows/twofold.exe"

step "what is in it"
bom() { go run ./packaging/bom -version "$VERSION" -date "$MTIME" -sbom "$out/$name-$1.cdx.json" -licences "$2" "$3"; }
CGO_ENABLED=0 bom linux-amd64 "$stage/LICENCES.txt" "$stage/twofold"
CGO_ENABLED=0 bom windows-amd64 "$stage/windows/LICENCES.txt" "$stage/windows/twofold.exe"
cp LICENSE "$stage/windows/LICENSE.txt"

step "Linux: files as they are installed"
export TREE=$stage/$name-linux-amd64/tree
packaging/linux/tree.sh "$TREE" "$stage/twofold" "$stage/LICENCES.txt"
cp packaging/linux/install.mk "$TREE/../Makefile"
packed "$out/$name-linux-amd64.tar.gz" "$stage/$name-linux-amd64"

step "Linux: deb and rpm"
packaging/linux/debian.sh "$stage"
# nfpm expands variables in some fields only.
nfpm() {
	sed "s|@MTIME@|$MTIME|; s|@STAGE@|$stage|; s|@TREE@|$2|" packaging/linux/nfpm.yaml.in >"$stage/nfpm.yaml"
	CGO_ENABLED=0 go run github.com/goreleaser/nfpm/v2/cmd/nfpm@v2.43.0 package -f "$stage/nfpm.yaml" -p "$1" -t "$3" >/dev/null
}
nfpm deb "$stage/deb" "$out/twofold_$VERSION-1_amd64.deb"
nfpm rpm "$TREE" "$out/$name-1.x86_64.rpm"

step "Windows: installer and archive"
packaging/windows/sign.sh "$stage/windows/twofold.exe"
touch -d "@$EPOCH" "$stage"/windows/* # the installer keeps the dates
makensis -V2 -NOCD -DVERSION="$VERSION" -DNUMERIC="$NUMERIC" -DSTAGE="$stage/windows" -DROOT="$PWD" \
	-DSIGN="$PWD/packaging/windows/sign.sh" -DOUT="$out/$name-windows-amd64-setup.exe" packaging/windows/twofold.nsi
packaging/windows/sign.sh "$out/$name-windows-amd64-setup.exe"
mv "$stage/windows" "$stage/$name-windows-amd64"
(
	cd "$stage" && find "$name-windows-amd64" -exec touch -d "@$EPOCH" {} +
	find "$name-windows-amd64" -type f | LC_ALL=C sort | zip -9 -X -q -@ "$out/$name-windows-amd64.zip"
)

step "source, modules, Flatpak manifest"
packaging/source.sh "$out" "$stage" "$name"

(cd "$out" && sha256sum -- * >SHA256SUMS)
step "done"
(cd "$out" && ls -l --block-size=1 | awk 'NR > 1 { printf "%10d  %s\n", $5, $9 }')
