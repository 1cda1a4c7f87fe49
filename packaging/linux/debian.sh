#!/usr/bin/env bash
# debian.sh STAGE: what Debian wants otherwise than the rest: the files of the
# licence and the changes under its own names, and zsh's completions in a
# directory of its own. Reads $TREE, writes STAGE/deb, copyright, changelog.Debian.gz.
set -euo pipefail
stage=$1
rm -rf "$stage/deb"
cp -a "$TREE" "$stage/deb"
mkdir -p "$stage/deb/share/zsh/vendor-completions"
mv "$stage/deb/share/zsh/site-functions/_twofold" "$stage/deb/share/zsh/vendor-completions/"
rmdir "$stage/deb/share/zsh/site-functions"
doc=$stage/deb/share/doc/twofold
rm "$doc/LICENSE"
gzip -9n <"$doc/CHANGELOG.md" >"$doc/changelog.gz"
rm "$doc/CHANGELOG.md"
gzip -9n "$doc/LICENCES.txt"

cat >"$stage/copyright" <<END
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: Twofold
Source: $HOMEPAGE

Files: *
Copyright: ${RELEASED%%-*} Twofold developers
License: Apache-2.0
 On Debian systems, the full text of the Apache License 2.0 is in
 /usr/share/common-licenses/Apache-2.0.
Comment:
 The program contains Go modules and fonts under licences of their own. They
 are named, with their texts, in /usr/share/doc/twofold/LICENCES.txt.gz.
END
# A full stop sorts a development version below its release only behind ~.
version=$(printf '%s' "$VERSION" | sed 's/-/~/')
{
	printf 'twofold (%s-1) unstable; urgency=medium\n\n' "$version"
	printf '  * See /usr/share/doc/twofold/README.md and %s.\n\n' "$HOMEPAGE"
	printf ' -- %s  %s\n' "$MAINTAINER" "$(date -u -R -d "@$SOURCE_DATE_EPOCH")"
} | gzip -9n >"$stage/changelog.Debian.gz"
