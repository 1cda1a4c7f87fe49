# macos.sh: the bundle is laid out as macOS wants it, as far as that can be seen
# without a Mac: with a program for macOS in it that has no window.
export NUMERIC
CGO_ENABLED=0 GOOS=darwin GOARCH=arm64 go build -trimpath -o "$WORK/program" ./packaging/iconset
tar -C "$WORK" -xzf "$DIST/$NAME-linux-amd64.tar.gz"
packaging/macos/bundle.sh "$WORK/program" "$WORK/$NAME-linux-amd64/tree/share/doc/twofold/LICENCES.txt" "$WORK"
app=$WORK/Twofold.app/Contents
for f in MacOS/twofold Resources/twofold.icns Resources/LICENCES.txt Resources/LICENSE Info.plist PkgInfo; do
	[ -s "$app/$f" ] || { echo "missing: $f" && exit 1; }
done
if grep -q '@' "$app/Info.plist"; then echo "not expected: a gap in Info.plist" && exit 1; fi
head -c 4 "$app/MacOS/twofold" | od -An -tx1 | grep 'cf fa ed fe' >/dev/null
TWOFOLD_APP=$WORK/Twofold.app CGO_ENABLED=0 go test -count=1 ./packaging/macos
