# go-env.sh: to be sourced; afterwards `go` is a Go that can build this module.
#
# Go 1.21 and later fetch the toolchain that go.mod asks for by themselves.
# Older ones, such as the 1.19 of Debian 12, can fetch it too: it is a module
# like others, checked against the same checksum database. Only its programs
# are not executable then.

go_mod=$(dirname "${BASH_SOURCE[0]}")/../go.mod
go_wanted=$(sed -n 's/^go //p' "$go_mod")                  # the least that will do
go_newest=$(sed -n 's/^toolchain go//p' "$go_mod")         # what to fetch

if ! command -v go >/dev/null; then
	for dir in /usr/local/go/bin "$HOME/go/bin" /usr/lib/go/bin; do
		[ -x "$dir/go" ] && PATH=$dir:$PATH && break
	done
fi
if ! command -v go >/dev/null; then
	echo "Installing Go"
	if [ "$(id -u)" = 0 ]; then sudo=; else sudo=sudo; fi
	DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -q --no-install-recommends golang-go ca-certificates >/dev/null 2>&1 ||
		{ $sudo apt-get update -q && DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -q --no-install-recommends golang-go ca-certificates; } ||
		{ echo "Go $go_wanted or later is needed: https://go.dev/dl" >&2 && return 1; }
fi

# at_least A B: whether version A is B or later.
at_least() { [ "$(printf '%s\n' "$1" "$2" | sort -V | head -1)" = "$2" ]; }

go_found=$(cd / && env -u GOTOOLCHAIN GOTOOLCHAIN=local go version | sed 's/^go version go\([0-9.]*\).*/\1/')
if at_least "$go_found" "$go_wanted"; then
	:
elif at_least "$go_found" 1.21; then
	export GOTOOLCHAIN=go$go_newest
else
	module=golang.org/toolchain@v0.0.1-go$go_newest.$(go env GOOS)-$(go env GOARCH)
	root=$(go env GOMODCACHE)/$module
	if [ ! -x "$root/bin/go" ]; then
		echo "Fetching Go $go_newest (Go $go_found is too old)"
		(cd / && go mod download "$module") || return 1
		chmod -R u+w "$root" && chmod -R a+x "$root/bin" "$root/pkg/tool"
	fi
	unset GOROOT
	export PATH=$root/bin:$PATH GOTOOLCHAIN=local
fi
unset go_found go_wanted go_newest go_mod

# The tags of the real program: its calls into Fyne's thread are explicit, its
# own fonts and settings file do for what is left out, and nothing moves but the
# ring. All builds use the same flags, because each set of flags compiles the C
# parts of OpenGL anew, which takes minutes.
TAGS=migrated_fynedo,no_animations,no_emoji,no_metadata
