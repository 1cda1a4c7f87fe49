# rebuild.sh: the release is made a second time, from the source tarball, in
# another directory, and gives the same bytes. With TWOFOLD_COLD=1 nothing that
# was compiled before is used either; that takes ten minutes and more.
tar -C "$WORK" -xzf "$DIST/$NAME-source.tar.gz"
if [ -n "${TWOFOLD_COLD:-}" ]; then
	export GOCACHE=$WORK/cache
	echo "with an empty build cache"
fi
env -u VERSION -u TWOFOLD_SIGN_P12 "$WORK/$NAME/scripts/dist.sh" >"$WORK/log" 2>&1 || { tail -20 "$WORK/log" && exit 1; }
for f in "$NAME-linux-amd64.tar.gz" "twofold_$VERSION-1_amd64.deb" "$NAME-1.x86_64.rpm" "$NAME-windows-amd64-setup.exe" \
	"$NAME-windows-amd64.zip" "$NAME-linux-amd64.cdx.json" "$NAME-windows-amd64.cdx.json"; do
	cmp "$DIST/$f" "$WORK/$NAME/dist/$f" && echo "same bytes: $f"
done
