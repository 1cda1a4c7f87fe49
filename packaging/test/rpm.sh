# rpm.sh: the rpm, installed under a root of its own, holds the same as the
# tarball, and the program runs.
rpm --root "$WORK/root" --dbpath /var/lib/rpm --initdb
# Debian's rpm has to be told that this is meant.
debian=
rpm --help | grep force-debian >/dev/null && debian=--force-debian
rpm --root "$WORK/root" --dbpath /var/lib/rpm --nodeps --noscripts $debian -i "$DIST/$NAME-1.x86_64.rpm"
tar -C "$WORK" -xzf "$DIST/$NAME-linux-amd64.tar.gz"
diff -r "$WORK/$NAME-linux-amd64/tree" "$WORK/root/usr"
"$WORK/root/usr/bin/twofold" --version | grep -xF "twofold $VERSION" >/dev/null
if rpm -qp --scripts "$DIST/$NAME-1.x86_64.rpm" 2>/dev/null | grep . >/dev/null; then echo "not expected: a script in the rpm" && exit 1; fi
rpm -qp --qf '%{BUILDHOST} %{NAME} %{VERSION}\n' "$DIST/$NAME-1.x86_64.rpm"
