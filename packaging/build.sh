# build.sh: to be sourced after go-env.sh and version.sh. Builds the program as
# it is shipped. One set of flags a system: another one compiles the C parts
# anew, for minutes.
#
# No path, date, build number or repository state gets into the binary, so that
# the same source gives the same bytes on any machine with the same compilers.

release_flags=(-trimpath -buildvcs=false -tags "$TAGS")

# Where the program can ask for newer versions, if its builder says so; without
# it the notice is not offered. docs/release.md.
origin="-X twofold/app/release.feed=${TWOFOLD_FEED:-} -X twofold/app/release.page=${TWOFOLD_PAGE:-}"

# build_linux FILE [VERSION]: position-independent, with a stack protector and
# read-only relocations, as distributions ask for. The tables to unwind the C
# parts would be an eighth of a megabyte that only a debugger reads, functions of
# theirs that nobody calls are left out, and the others are made small (40 KB):
# none of them is where the time goes.
build_linux() {
	GOOS=linux GOARCH=amd64 CGO_ENABLED=1 \
		CGO_CFLAGS="-Os -fstack-protector-strong -D_FORTIFY_SOURCE=2 -fno-asynchronous-unwind-tables -ffunction-sections -fdata-sections" \
		CGO_LDFLAGS="-Wl,-z,relro -Wl,-z,now -Wl,--gc-sections" \
		go build "${release_flags[@]}" -buildmode=pie \
		-ldflags "-s -w -buildid= -X main.version=${2:-$VERSION} $origin" -o "$1" .
}

# build_windows FILE [VERSION]: with icon, version and manifest. A program for
# the desktop (windowsgui): no console opens behind the window; a command takes
# the console it was started from.
build_windows() {
	local resources=twofold_windows_amd64.syso
	sed -e "s/@VERSION@/${2:-$VERSION}/g" -e "s/@NUMBERS@/${NUMERIC//./,}/g" \
		packaging/windows/twofold.rc.in >packaging/windows/twofold.rc
	x86_64-w64-mingw32-windres --codepage=65001 -I packaging -O coff -i packaging/windows/twofold.rc -o $resources
	rm packaging/windows/twofold.rc
	local rc=0
	GOOS=windows GOARCH=amd64 CGO_ENABLED=1 CC=x86_64-w64-mingw32-gcc \
		go build "${release_flags[@]}" \
		-ldflags "-s -w -buildid= -H=windowsgui -X main.version=${2:-$VERSION} $origin" -o "$1" . || rc=$?
	rm -f $resources
	return $rc
}
