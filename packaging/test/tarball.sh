# tarball.sh: make install and make uninstall of the tarball, with DESTDIR and
# with PREFIX; nothing is left behind.
tar -C "$WORK" -xzf "$DIST/$NAME-linux-amd64.tar.gz"
make -s -C "$WORK/$NAME-linux-amd64" install DESTDIR="$WORK/stage" PREFIX=/usr
diff -r "$WORK/$NAME-linux-amd64/tree" "$WORK/stage/usr"
make -s -C "$WORK/$NAME-linux-amd64" install PREFIX="$WORK/own place"
"$WORK/own place/bin/twofold" --version | grep -xF "twofold $VERSION" >/dev/null
MANPATH="$WORK/own place/share/man" man -w twofold
for to in "DESTDIR=$WORK/stage PREFIX=/usr" "PREFIX=$WORK/own place"; do
	if [ "${to#DESTDIR}" != "$to" ]; then
		make -s -C "$WORK/$NAME-linux-amd64" uninstall DESTDIR="$WORK/stage" PREFIX=/usr
	else
		make -s -C "$WORK/$NAME-linux-amd64" uninstall PREFIX="$WORK/own place"
	fi
done
left=$(find "$WORK/stage" "$WORK/own place" -type f ! -path '*/share/mime/*' ! -name mimeinfo.cache ! -name icon-theme.cache)
[ -z "$left" ] || { echo "left behind: $left" && exit 1; }
