# deb.sh: the deb is installed, started from its desktop entry, used, upgraded
# with a vault present, and removed; the vault stays as it is.
. packaging/test/use.sh
sudo=
[ "$(id -u)" = 0 ] || sudo=sudo
if dpkg-query -W -f='${db:Status-Status}' twofold 2>/dev/null | grep installed >/dev/null; then
	echo "twofold is installed on this machine; it stays alone" && exit 1
fi
trap '$sudo dpkg --purge twofold >/dev/null 2>&1 || true' EXIT
id=app.twofold.Twofold

# The release before: that of TWOFOLD_PREVIOUS_DEB, or, as long as there is
# none, this program in a package of a lower version.
previous=${TWOFOLD_PREVIOUS_DEB:-}
if [ -z "$previous" ]; then
	dpkg-deb -R "$DIST/twofold_$VERSION-1_amd64.deb" "$WORK/before"
	sed -i 's/^Version: .*/Version: 0.0.1-1/' "$WORK/before/DEBIAN/control"
	rm -f "$WORK/before/DEBIAN/conffiles"
	previous=$WORK/twofold_0.0.1-1_amd64.deb
	dpkg-deb -b --root-owner-group "$WORK/before" "$previous" >/dev/null
fi
$sudo apt-get install -y -q --no-install-recommends "$previous" >"$WORK/apt.log" 2>&1 || { cat "$WORK/apt.log" && exit 1; }

export TWOFOLD_DATA_DIR=$WORK/data
run() { twofold --no-keyring --passphrase-fd 3 "$@" 3<"$WORK/passphrase"; }
run add --yes "$WORK/qr.png" >"$WORK/add.log" 2>&1 || { cat "$WORK/add.log" && exit 1; }
same_code run code Example
kept() { (cd "$TWOFOLD_DATA_DIR" && find . -type f ! -name lock -exec sha256sum {} + | sort); }
kept >"$WORK/vault.before"

$sudo apt-get install -y -q --no-install-recommends "$DIST/twofold_$VERSION-1_amd64.deb" >"$WORK/apt.log" 2>&1 || { cat "$WORK/apt.log" && exit 1; }
kept | diff "$WORK/vault.before" - && echo "upgrade: the vault is untouched"
twofold --version | grep -xF "twofold $VERSION" >/dev/null
same_code run code Example
gio mime x-scheme-handler/otpauth | grep $id >/dev/null
cp "$WORK/passphrase" "$WORK/tf1-k7wq2m9d3f-r-s1a7c2m-5d02ce88h1mn.age"
gio info -a standard::content-type "$WORK/tf1-k7wq2m9d3f-r-s1a7c2m-5d02ce88h1mn.age" | grep application/x-twofold-backup >/dev/null
cp "$WORK/passphrase" "$WORK/all.twofold"
gio info -a standard::content-type "$WORK/all.twofold" | grep application/x-twofold-backup >/dev/null

# From the desktop entry, as a desktop does it, with a link from the browser.
cat >"$WORK/launch.sh" <<'END'
set -euo pipefail
unset TWOFOLD_DATA_DIR
gio launch /usr/share/applications/app.twofold.Twofold.desktop "$1" &
for _ in $(seq 300); do
	window=$(xdotool search --onlyvisible --name '^Twofold$' 2>/dev/null | tail -1 || true)
	if [ -n "$window" ] && import -window "$window" "$2" 2>/dev/null && [ "$(identify -format %k "$2")" -gt 16 ]; then
		sleep 5 # the first page
		import -window "$window" "$2"
		xprop -id "$window" WM_CLASS
		exit 0
	fi
	sleep 0.2
done
echo "no window within a minute" && exit 1
END
mkdir -p bin
scripts/with-desktop.sh bash "$WORK/launch.sh" "$uri" bin/dist-deb.png >"$WORK/launch.log" 2>&1 || { cat "$WORK/launch.log" && exit 1; }
class=$(sed -n 's/^StartupWMClass=//p' /usr/share/applications/$id.desktop)
grep -q "\"$class\"" "$WORK/launch.log" || { echo "the window is not of class $class:" && cat "$WORK/launch.log" && exit 1; }
echo "started from its desktop entry: bin/dist-deb.png"

kept >"$WORK/vault.before"
$sudo dpkg --purge twofold >/dev/null
kept | diff "$WORK/vault.before" - && echo "removal: the vault is untouched"
if [ -e /usr/bin/twofold ]; then echo "not expected: the program is still there" && exit 1; fi
left=$(find /usr/share -iname '*twofold*' 2>/dev/null)
[ -z "$left" ] || { echo "left behind: $left" && exit 1; }
