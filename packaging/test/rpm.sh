# rpm.sh: the rpm, installed under a root of its own, holds the same as the
# tarball, and the program runs.
rpm --root "$WORK/root" --dbpath /var/lib/rpm --initdb
# Debian's rpm has to be told that this is meant.
debian=
rpm --help | grep -q force-debian && debian=--force-debian
rpm --root "$WORK/root" --dbpath /var/lib/rpm --nodeps --noscripts $debian -i "$DIST/$NAME-1.x86_64.rpm"
tar -C "$WORK" -xzf "$DIST/$NAME-linux-amd64.tar.gz"
diff -r "$WORK/$NAME-linux-amd64/tree" "$WORK/root/usr"
"$WORK/root/usr/bin/twofold" --version | grep -qxF "twofold $VERSION"
! rpm -qp --scripts "$DIST/$NAME-1.x86_64.rpm" 2>/dev/null | grep -q .
rpm -qp --qf '%{BUILDHOST} %{NAME} %{VERSION}\n' "$DIST/$NAME-1.x86_64.rpm"
