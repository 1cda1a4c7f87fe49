#!/usr/bin/env bash
# otpclient.sh: exports accounts with Twofold, opens the files in OTPClient, a
# program of other people (Debian's otpclient), lets it write what it read, and
# compares. It drives OTPClient's window with the mouse, so it is no part of
# the tests: fonts of another size would move its menu.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "${1:-}" != --inside ]; then
	scripts/packages.sh headless other
	bin=$(mktemp -d)
	trap 'rm -rf "$bin"' EXIT
	CGO_ENABLED=0 go build -tags ci -o "$bin/twofold" .
	TWOFOLD_SCREEN=1000x800x24 scripts/with-desktop.sh "$PWD/scripts/otpclient.sh" --inside "$bin/twofold"
	exit
fi
twofold=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ulimit -l unlimited 2>/dev/null || true

run() { # HOME ARGUMENTS...: twofold with the passphrase on 3 and a file's on 4
	local home=$1
	shift
	"$twofold" --data-dir "$home" --no-keyring --passphrase-fd 3 "$@" 3<<<"seven purple boats" 4<<<"open sesame" 2>>"$work/log"
}
uris='otpauth://totp/GitHub:octo%40example.com?secret=JBSWY3DPEHPK3PXP&issuer=GitHub
otpauth://totp/Rakuten:hanako?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Rakuten&algorithm=SHA256&digits=8&period=60
otpauth://hotp/Counter:c?secret=MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK&issuer=Counter&counter=42
otpauth://totp/Long:hash?secret=KRSXG5CTMVRXEZLU&issuer=Long&algorithm=SHA512'
printf '%s\n' "$uris" >"$work/list.txt"
run "$work/from" import "$work/list.txt" >/dev/null
run "$work/from" export --format aegis-encrypted --output "$work/sealed.json" --password-fd 4
run "$work/from" export --format otpauth --output "$work/otpauth.txt" --yes

front() {
	local w
	w=$(xdotool getactivewindow 2>/dev/null) && xdotool getwindowname "$w" 2>/dev/null || echo none
}
await() { # TITLE: waits until the window in front has it
	local i
	for i in $(seq 200); do
		[ "$(front)" = "$1" ] && sleep 0.5 && return
		sleep 0.1
	done
	echo "otpclient.sh: no window \"$1\", in front is \"$(front)\"" >&2
	mkdir -p bin && import -window root bin/otpclient.png
	exit 1
}
click() { xdotool mousemove "$1" "$2" && sleep 0.3 && xdotool click 1 && sleep 1; }

bad=0
check() { # NAME, ROW of the import menu, FILE, PASSWORD
	export HOME=$work/$1
	mkdir -p "$HOME/.config" "$HOME/out"
	unset XDG_CONFIG_HOME
	printf '[config]\ncolumn_id=0\nsort_order=0\nwindow_width=800\nwindow_height=600\ndb_path=%s\n' "$HOME/none.enc" >"$HOME/.config/otpclient.cfg"
	otpclient >"$work/otpclient.log" 2>&1 &
	local pid=$!
	await "" && xdotool key Return # there is no database yet
	await "Select database location" && xdotool key ctrl+a && xdotool type "$HOME/db.enc" && xdotool key Return
	await "Password" && xdotool type hunter22 && xdotool key Tab && xdotool type hunter22 && xdotool key Return
	await "" && xdotool key Return # a greeting
	await "OTPClient"
	click 750 99                  # the menu
	click 697 150                 # Import
	click 720 "$2"                # the format
	await "Open File" && xdotool key slash && sleep 1.5 && xdotool type --delay 30 "${3#/}" && sleep 2 && xdotool key Return
	[ -z "$4" ] || { await "Password" && xdotool type "$4" && xdotool key Return; }
	await "OTPClient" && sleep 2
	xdotool key ctrl+q
	wait $pid || true
	(sleep 1 && echo hunter22 && sleep 3) | script -qec "otpclient-cli export -t freeotpplus -d $HOME/out" /dev/null >>"$work/otpclient.log" || true
	run "$work/to-$1" import "$HOME/out/freeotpplus-exports.txt" >/dev/null || true
	run "$work/to-$1" export --format otpauth --output "$work/$1.txt" --yes || true
	if diff "$work/otpauth.txt" "$work/$1.txt"; then
		echo "ok   $1: $(wc -l <"$work/$1.txt") accounts came out of OTPClient as they went in"
	else
		echo "FAIL $1" && bad=1
	fi
}
otpclient-cli --version 2>&1 | head -1
# Version 3.1.4 refuses every Aegis file in the clear, those of Aegis itself
# too ("wrong arguments"). The database inside the encrypted one is the same.
check aegis-encrypted 280 "$work/sealed.json" "open sesame"
check otpauth 228 "$work/otpauth.txt" ""
exit $bad
