# windows.sh: the Windows program under Wine: installed silently, used from a
# console and by its window, installed over itself with a vault present, and
# uninstalled; the vault stays. What Wine cannot show is in docs/release.md.
. packaging/test/use.sh
. packaging/test/wine.sh
cp "$DIST/$NAME-windows-amd64-setup.exe" "$WORK/setup.exe"

cat >"$WORK/session.sh" <<'END'
set -euo pipefail
fail() { echo "$*" && exit 1; }
ready_wine

wine "$WORK/setup.exe" /S
local=$(ls -d "$WINEPREFIX"/drive_c/users/*/AppData/Local | grep -v Public | head -1)
exe=$local/Programs/Twofold/twofold.exe
[ -s "$exe" ] || fail "not installed"
[ -s "$local/Programs/Twofold/LICENCES.txt" ] || fail "no licences"
value() { wine reg query "$@" 2>/dev/null | tr -d '\r'; }
value 'HKCU\Software\Classes\otpauth\shell\open\command' /ve | grep 'twofold.exe" "%1"' >/dev/null || fail "otpauth: is not ours"
value 'HKCU\Software\Classes\.age\OpenWithProgids' | grep Twofold.Backup >/dev/null || fail "age files are not offered"
value 'HKCU\Software\Classes\.twofold' /ve | grep Twofold.Backup >/dev/null || fail "backup files are not ours"
value 'HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\Twofold' /v DisplayVersion | grep -F "$VERSION" >/dev/null || fail "not among the programs"
find "$WINEPREFIX" -name 'Twofold.lnk' | grep . >/dev/null || fail "no entry in the Start menu"
echo "installed"

wine "$exe" --version | tr -d '\r' | grep -xF "twofold $VERSION" >/dev/null || fail "no version"
wine "$exe" add --yes "Z:$WORK/qr.png" || fail "add"
printf '%s\n' "$(wine "$exe" code Example | tr -d ' \r\n')" >"$WORK/code"
oathtool --totp -b "$SECRET" >"$WORK/code.after"
oathtool --totp -b -N '30 seconds ago' "$SECRET" >>"$WORK/code.after"
grep -qxF "$(cat "$WORK/code")" "$WORK/code.after" || fail "code $(cat "$WORK/code"), want one of: $(cat "$WORK/code.after")"
echo "code $(cat "$WORK/code") is right"

# In a console of its own, where a program for the desktop has no streams.
script -qec "wine cmd /c \"$(winepath -w "$exe")\" list" "$WORK/console.log" >/dev/null 2>&1 </dev/null || true
if grep -q Example "$WORK/console.log"; then echo "prints into a console"; else echo "Wine shows no output in a console:"; cat -v "$WORK/console.log"; touch "$WORK/no-console"; fi

find "$local/twofold" -type f ! -name lock -exec sha256sum {} + | sort >"$WORK/vault.before"
wine "$exe" &
for _ in $(seq 300); do
	window=$(xdotool search --onlyvisible --name '^Twofold$' 2>/dev/null | tail -1 || true)
	if [ -n "$window" ] && import -window "$window" bin/dist-windows.png 2>/dev/null && [ "$(identify -format %k bin/dist-windows.png)" -gt 64 ]; then
		sleep 5 # the list is there when the keyring has answered
		import -window "$window" bin/dist-windows.png
		break
	fi
	window=
	sleep 0.2
done
[ -n "$window" ] || fail "no window within a minute"
echo "the window: bin/dist-windows.png"

# Over itself while it runs.
wine "$WORK/setup.exe" /S
[ -s "$exe" ] || fail "gone after the second installation"
wineserver -k || true
find "$local/twofold" -type f ! -name lock -exec sha256sum {} + | sort | diff "$WORK/vault.before" - || fail "the vault was changed"
same=$(wine "$exe" list | tr -d '\r')
case $same in *Example*) echo "upgrade: the vault is read" ;; *) fail "after the upgrade: $same" ;; esac

wine "$local/Programs/Twofold/uninstall.exe" /S
for _ in $(seq 100); do [ -e "$local/Programs/Twofold" ] || break; sleep 0.2; done
[ ! -e "$local/Programs/Twofold" ] || fail "left behind: $(ls "$local/Programs/Twofold")"
! value 'HKCU\Software\Classes\otpauth' | grep . >/dev/null || fail "otpauth: is still there"
! value 'HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\Twofold' | grep . >/dev/null || fail "still among the programs"
find "$local/twofold" -type f ! -name lock -exec sha256sum {} + | sort | diff "$WORK/vault.before" - || fail "the vault was changed"
echo "uninstalled; the vault is untouched"
END
mkdir -p bin
SECRET=$secret scripts/with-desktop.sh bash "$WORK/session.sh"
