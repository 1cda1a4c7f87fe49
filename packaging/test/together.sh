# together.sh: the Linux and the Windows program on one folder. The Windows one,
# under Wine, recovers what the Linux one has put there, adds an account from a
# picture and publishes; the first computer then has it, and a third, Linux,
# recovers from what Windows wrote alone.
. packaging/test/use.sh
. packaging/test/wine.sh
tar -xzf "$DIST/$NAME-linux-amd64.tar.gz" -C "$WORK"
(cd "$WORK" && unzip -q "$DIST/$NAME-windows-amd64.zip")
linux=$(find "$WORK" -type f -name twofold -perm -u+x | head -1)
windows=$(find "$WORK" -type f -name twofold.exe | head -1)
go build -o "$WORK/key" ./packaging/test/key
qrencode -s 8 -o "$WORK/second.png" "otpauth://totp/Windows:hanako?secret=KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU&issuer=Windows"
mkdir "$WORK/folder"
export linux windows

cat >"$WORK/session.sh" <<'END'
set -euo pipefail
fail() { echo "$*" && exit 1; }
on_linux() { local home=$1; shift; XDG_CONFIG_HOME=$WORK/$home/config "$linux" --data-dir "$WORK/$home/data" --no-keyring --passphrase-fd 0 "$@" <"$WORK/passphrase"; }

on_linux first add --yes "$WORK/qr.png" >/dev/null
"$WORK/key" "$WORK/first/data" <"$WORK/passphrase" >"$WORK/words"
on_linux first folder "$WORK/folder" --yes >/dev/null
on_linux first verify >/dev/null
ls "$WORK/folder/Twofold" >"$WORK/before"
echo "Linux has published"

ready_wine
wine "$windows" --passphrase-fd 0 recover --yes "Z:$WORK/folder" <"$WORK/words" || fail "Windows cannot recover"
wine "$windows" list | tr -d '\r' | grep Example >/dev/null || fail "Windows lacks the account"
wine "$windows" add --yes "Z:$WORK/second.png" >/dev/null || fail "Windows cannot add"
wine "$windows" verify >/dev/null || fail "what Windows has written cannot be read back"
wineserver -k || true
echo "Windows has recovered and published"

on_linux first verify >/dev/null
on_linux first list | grep Windows >/dev/null || fail "the first computer lacks what Windows added"
echo "the first computer has what Windows added"

# What is left of the folder is what Windows wrote.
mkdir "$WORK/theirs"
for f in "$WORK/folder/Twofold"/*; do
	grep -qxF "$(basename "$f")" "$WORK/before" || cp "$f" "$WORK/theirs/"
done
cp "$WORK/folder/Twofold"/tf1-*-r-* "$WORK/theirs/" # what opens the vault by the key
ls "$WORK/theirs" | grep -v -- -r- | grep . >/dev/null || fail "Windows has written nothing"
{ cat "$WORK/words"; cat "$WORK/passphrase"; } >"$WORK/both"
XDG_CONFIG_HOME=$WORK/third/config "$linux" --data-dir "$WORK/third/data" --no-keyring --passphrase-fd 0 recover --yes "$WORK/theirs" <"$WORK/both" || fail "Linux cannot recover"
on_linux third list | grep Windows >/dev/null || fail "the third computer lacks what Windows added"
on_linux third list | grep Example >/dev/null || fail "the third computer lacks the first account"
echo "Linux has recovered what Windows published"
END
WORK=$WORK scripts/with-desktop.sh bash "$WORK/session.sh"
