# version.sh: to be sourced at the top of the source; sets what a release is
# called and when it was made. A tag v1.2.3 is version 1.2.3. A commit without
# a tag is a development version that sorts below the release it leads to. A
# source tarball has no git; the file VERSION in it says both.
#
#   VERSION  as the program shows it
#   NUMERIC  four numbers, for Windows
#   EPOCH    seconds since 1970 of the commit: the date of every file we make,
#            so that the same commit gives the same bytes

next=0.1.0 # the release that untagged commits lead to

if [ -f VERSION ]; then
	read -r VERSION EPOCH <VERSION || [ -n "$EPOCH" ] # no line end behind it
else
	EPOCH=$(git log -1 --format=%ct)
	if VERSION=$(git describe --tags --exact-match --match 'v[0-9]*' 2>/dev/null); then
		VERSION=${VERSION#v}
	else
		VERSION=$next-dev.$(git rev-list --count HEAD)
	fi
fi
VERSION=${TWOFOLD_VERSION:-$VERSION}
case $VERSION in
*[!0-9A-Za-z.+-]* | [!0-9]*) echo "version.sh: $VERSION is no version" >&2 && exit 1 ;;
esac
NUMERIC=$(printf '%s.%s' "${VERSION%%[-+]*}" "$(printf '%s' "$VERSION" | sed -n 's/.*-dev\.\([0-9]*\)$/\1/p')")
NUMERIC=${NUMERIC%.}
[ "$(printf '%s' "$NUMERIC" | tr -cd . | wc -c)" -eq 3 ] || NUMERIC=$NUMERIC.0
export SOURCE_DATE_EPOCH=$EPOCH TZ=UTC
RELEASED=$(date -u -d "@$EPOCH" +%Y-%m-%d 2>/dev/null || date -u -r "$EPOCH" +%Y-%m-%d)
unset next
