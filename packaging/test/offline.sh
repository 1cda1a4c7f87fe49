# offline.sh: what the Flatpak manifest does, without flatpak-builder: the
# program is built and laid out from the two archives of the release, with an
# empty module cache and without a network.
archive=$WORK/$NAME
tar -C "$WORK" -xzf "$DIST/$NAME-source.tar.gz"
mkdir -p "$archive/modules"
tar -C "$archive/modules" -xzf "$DIST/$NAME-modules.tar.gz"
for f in source modules; do
	grep -q "$(sha256sum "$DIST/$NAME-$f.tar.gz" | cut -d' ' -f1)" "$DIST/app.twofold.Twofold.yml"
done
GOCACHE=${GOCACHE:-$(go env GOCACHE)}
export GOCACHE GOPROXY=file://$archive/modules GONOSUMDB='*' GOFLAGS='-mod=readonly -modcacherw' GOMODCACHE=$WORK/cache GOTOOLCHAIN=local
cd "$archive"
unshare -rn env PREFIX="$WORK/app" bash packaging/linux/flatpak-build.sh
unshare -rn "$WORK/app/bin/twofold" --version | grep -xF "twofold $VERSION" >/dev/null
go version -m "$WORK/app/bin/twofold" | grep 'tags=.*flatpak' >/dev/null
[ -s "$WORK/app/share/applications/app.twofold.Twofold.desktop" ]
if command -v flatpak-builder >/dev/null; then
	flatpak-builder --show-manifest "$DIST/app.twofold.Twofold.yml" >/dev/null
fi
