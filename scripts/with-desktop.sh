#!/usr/bin/env bash
# with-desktop.sh CMD...: runs CMD on a private desktop and cleans up behind it:
# an X server that shows nothing, a window manager, a session bus, an unlocked
# keyring, and a throw-away home. Works as root and without a display. Nothing
# of the person's own session can be seen or touched from inside.
set -euo pipefail

if [ "${1:-}" != --inside ]; then
	# Outside: the surroundings. Go's caches stay where they are.
	TWOFOLD_DESKTOP=$(mktemp -d)
	export TWOFOLD_DESKTOP
	if command -v go >/dev/null; then
		GOPATH=$(go env GOPATH) GOCACHE=$(go env GOCACHE) GOMODCACHE=$(go env GOMODCACHE)
		export GOPATH GOCACHE GOMODCACHE
	fi
	# clean ends whatever still runs with our mark in its environment: what CMD
	# left behind, and services that the bus started.
	clean() {
		local signal pid
		for signal in TERM KILL; do
			for pid in $(grep -lsz "^TWOFOLD_DESKTOP=$TWOFOLD_DESKTOP\$" /proc/[0-9]*/environ | cut -d/ -f3); do
				[ "$pid" = $$ ] || [ "$pid" = "$BASHPID" ] || kill -$signal "$pid" 2>/dev/null || true
			done
			[ $signal = KILL ] || sleep 0.2
		done
		rm -rf "$TWOFOLD_DESKTOP"
	}
	trap clean EXIT
	trap 'exit 130' INT TERM
	unset WAYLAND_DISPLAY DISPLAY XAUTHORITY DBUS_SESSION_BUS_ADDRESS XDG_CURRENT_DESKTOP XDG_SESSION_ID
	export HOME=$TWOFOLD_DESKTOP/home XDG_RUNTIME_DIR=$TWOFOLD_DESKTOP/run XDG_SESSION_TYPE=x11
	export XDG_DATA_HOME=$HOME/.local/share XDG_CONFIG_HOME=$HOME/.config XDG_CACHE_HOME=$HOME/.cache
	export LIBGL_ALWAYS_SOFTWARE=1 NO_AT_BRIDGE=1 LC_ALL=C.UTF-8
	mkdir -p -m 700 "$XDG_RUNTIME_DIR" "$XDG_DATA_HOME/keyrings" "$XDG_CONFIG_HOME" "$XDG_CACHE_HOME"
	# The bus starts this keyring whenever it is asked for one. The installed
	# service would start a locked one, with nobody there to unlock it: one crash
	# of the keyring would then fail every test that follows.
	# The password is no secret, the keyring goes with the home. No newline behind
	# it, it would be part of the password.
	mkdir -p "$XDG_DATA_HOME/dbus-1/services"
	cat >"$XDG_DATA_HOME/dbus-1/services/org.freedesktop.secrets.service" <<-END
		[D-BUS Service]
		Name=org.freedesktop.secrets
		Exec=$TWOFOLD_DESKTOP/keyring
	END
	cat >"$TWOFOLD_DESKTOP/keyring" <<-END
		#!/bin/sh
		printf test-password | gnome-keyring-daemon --unlock --components=secrets --foreground 2>>$TWOFOLD_DESKTOP/keyring.log
		rc=\$?
		[ \$rc = 0 ] || { echo "with-desktop.sh: the keyring ended with status \$rc" >&2 && cat $TWOFOLD_DESKTOP/keyring.log >&2; }
	END
	chmod +x "$TWOFOLD_DESKTOP/keyring"
	# No desktop portal starts by itself: the desktop is the same whether one is
	# installed or not, and a test that wants one starts it.
	for service in /usr/share/dbus-1/services/org.freedesktop.*portal*.service; do
		name=$(basename "$service" .service)
		printf '[D-BUS Service]\nName=%s\nExec=/bin/false\n' "$name" >"$XDG_DATA_HOME/dbus-1/services/$name.service"
	done
	# The bus tells of each portal that it could not start, hundreds of times: its
	# other words, and those of the keyring, would be lost among them.
	cat >"$TWOFOLD_DESKTOP/bus" <<-'END'
		#!/bin/bash
		fd=$* fd=${fd#*--print-address } fd=${fd%% *} # its end is waited for
		exec dbus-daemon "$@" 2> >(exec {fd}>&-; exec grep --line-buffered -vE "Activat(ing|ed) service.*'org\.freedesktop\.[a-zA-Z.]*portal" >&2)
	END
	chmod +x "$TWOFOLD_DESKTOP/bus"
	rc=0
	dbus-run-session --dbus-daemon="$TWOFOLD_DESKTOP/bus" -- "$0" --inside "$@" || rc=$?
	exit $rc
fi
shift

until_true() {
	local i
	for i in $(seq 1200); do
		"$@" && return
		sleep 0.05
	done
	echo "with-desktop.sh: waited in vain for: $*" >&2
	exit 1
}
# The bus starts the keyring by the service file above, and the wait lasts until
# it has unlocked its collection.
dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.StartServiceByName \
	string:org.freedesktop.secrets uint32:0 >/dev/null
unlocked() {
	dbus-send --session --print-reply --dest=org.freedesktop.secrets /org/freedesktop/secrets/aliases/default \
		org.freedesktop.DBus.Properties.Get string:org.freedesktop.Secret.Collection string:Locked 2>/dev/null |
		grep -q 'boolean false'
}
until_true unlocked

# The server picks a free display number by itself and says which.
# -noreset: without it the server starts anew whenever its last client leaves,
# and drops whoever comes at that moment.
Xvfb -displayfd 3 -noreset -screen 0 "${TWOFOLD_SCREEN:-1600x1200x24}" -nolisten tcp +extension RANDR \
	3>"$TWOFOLD_DESKTOP/display" >"$TWOFOLD_DESKTOP/xvfb.log" 2>&1 &
until_true test -s "$TWOFOLD_DESKTOP/display"
DISPLAY=:$(tr -d '\n' <"$TWOFOLD_DESKTOP/display")
export DISPLAY
openbox >"$TWOFOLD_DESKTOP/openbox.log" 2>&1 &
managed() { xprop -root _NET_SUPPORTING_WM_CHECK 2>/dev/null | grep -q 0x; }
until_true managed

"$@"
