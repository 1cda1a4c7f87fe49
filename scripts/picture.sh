#!/usr/bin/env bash
# picture.sh PROGRAM FILE.png [ARGUMENT...]: on the desktop of with-desktop.sh,
# starts the program with an empty data directory, writes a picture of its
# window, and fails if the window stays away or empty.
set -euo pipefail
program=$1 file=$2
shift 2

"$program" --data-dir "$TWOFOLD_DESKTOP/data" "$@" &
pid=$!
trap 'kill $pid 2>/dev/null || true' EXIT

# colours of the picture. Text alone gives it hundreds of them; the mark that
# stands there until the vault is open has some forty.
colours() { identify -format '%k' "$file" 2>/dev/null || echo 0; }

window= before=0
for _ in $(seq 300); do
	kill -0 $pid 2>/dev/null || { echo "The program ended before its window was painted." >&2 && exit 1; }
	window=$(xdotool search --onlyvisible --pid $pid 2>/dev/null | tail -1 || true)
	if [ -n "$window" ] && import -window "$window" "$file" 2>/dev/null; then
		# Two pictures alike: it is not in the middle of painting.
		now=$(colours)
		[ "$now" -gt 200 ] && [ "$now" = "$before" ] && break
		before=$now
	fi
	sleep 0.1
done

if [ -z "$window" ]; then
	echo "No window appeared within 30 seconds." >&2
	exit 1
fi
if [ "$(colours)" -le 200 ]; then
	echo "The window stayed empty: $PWD/$file" >&2
	exit 1
fi
echo "No display here. The window, $(identify -format '%w x %h' "$file") points, was opened unseen; its picture:"
echo "$PWD/$file"
