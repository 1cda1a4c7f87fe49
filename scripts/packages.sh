#!/usr/bin/env bash
# packages.sh GROUP...: installs the Debian or Ubuntu packages of the groups
# that are missing. Does nothing, quickly, when all are there.
#
#   build    compile the program with its window
#   headless open the window without a display, and take its picture
#   test     all the tests: a private desktop with keyring, robot and clipboard
#   dist     make the packages for Linux and Windows
#   other    programs of other people that our exports are opened with
#   testdist check them: linters, shells, Wine
set -euo pipefail

build="gcc libc6-dev pkg-config libgl1-mesa-dev xorg-dev libwayland-dev libxkbcommon-dev ca-certificates"
headless="xvfb openbox dbus libgl1-mesa-dri x11-utils x11-xserver-utils xdotool imagemagick
	gnome-keyring libsecret-1-0"
test="xclip oathtool procps desktop-file-utils wl-clipboard sway grim libglib2.0-bin syncthing
	poppler-utils xdg-desktop-portal xdg-desktop-portal-gtk xdg-desktop-portal-wlr pipewire slurp swaybg xwayland"
dist="git gcc-mingw-w64-x86-64-win32 binutils-mingw-w64-x86-64 nsis osslsigncode zip"
testdist="lintian appstream desktop-file-utils libglib2.0-bin shared-mime-info rpm man-db bash zsh fish
	osslsigncode openssl wine wine64 binutils cpio qrencode oathtool procps unzip"
other="otpclient otpclient-cli bsdutils"

wanted=()
for group in "$@"; do
	case $group in
	build) wanted+=($build) ;;
	headless) wanted+=($headless) ;;
	test) wanted+=($test) ;;
	dist) wanted+=($dist) ;;
	other) wanted+=($other) ;;
	testdist) wanted+=($testdist) ;;
	*) echo "packages.sh: no group named $group" >&2 && exit 2 ;;
	esac
done

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
	echo "This is no Debian or Ubuntu. What these packages hold must be there already:" >&2
	echo "  ${wanted[*]}" >&2
	exit 0
fi

missing=()
for package in "${wanted[@]}"; do
	status=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
	[ "$status" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" != 0 ]; then
	command -v sudo >/dev/null || {
		echo "packages.sh: run this as root first: apt-get install ${missing[*]}" >&2
		exit 1
	}
	as_root=(sudo)
fi
echo "Installing: ${missing[*]}"
install() {
	"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
}
# The lists of a new machine are empty or old; fetching them takes long, so
# only when it does not work without.
install >/dev/null 2>&1 || { "${as_root[@]}" apt-get update -q && install; }
