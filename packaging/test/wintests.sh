# wintests.sh: the tests of the packages that write files and talk to the system,
# built for Windows and run under Wine, the short ones.
. packaging/test/wine.sh

# Wine before 9 cannot delete a file that is open, as Windows can since 2018, and
# says so in a way that Go's library does not fall back on. The library's own
# switch for that is set in a copy, for these tests only.
root=$(go env GOROOT)
source=$root/src/internal/syscall/windows/at_windows.go
sed 's/^var TestDeleteatFallback bool/var TestDeleteatFallback = true/' "$source" >"$WORK/at_windows.go"
cmp -s "$source" "$WORK/at_windows.go" && echo "no TestDeleteatFallback in $source" && exit 1
echo "{\"Replace\":{\"$source\":\"$WORK/at_windows.go\"}}" >"$WORK/overlay.json"

packages="app/platform app/config app/session app/cli sync/folder sync/store sync/store/disk sync/snapshot sync/engine crypto/identity internal/vault"
for package in $packages; do
	GOOS=windows GOARCH=amd64 CGO_ENABLED=0 go test -c -tags ci -overlay "$WORK/overlay.json" -o "$WORK/${package//\//-}.exe" "./$package"
done
export packages

cat >"$WORK/session.sh" <<'END2'
set -uo pipefail
ready_wine
failed=
for package in $packages; do
	log=$WORK/${package//\//-}.log
	(cd "$package" && timeout 600 wine "$WORK/${package//\//-}.exe" -test.short -test.v >"$log" 2>&1) || failed="$failed $package"
	echo "$package: $(grep -c -e '--- PASS' "$log") passed, $(grep -c -e '--- FAIL' "$log") failed, $(grep -c -e '--- SKIP' "$log") skipped"
	grep -e '^--- FAIL' -B 12 "$log"
done
wineserver -k
[ -z "$failed" ] || { echo "FAILED:$failed" && exit 1; }
END2
scripts/with-desktop.sh bash "$WORK/session.sh"
