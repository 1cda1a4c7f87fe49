#!/usr/bin/env bash
# source.sh OUT STAGE NAME: the source of the release, every module it is built
# from in the form of a module proxy on disk, and a Flatpak manifest that
# builds from these two without a network.
set -euo pipefail
out=$1 stage=$2 name=$3

if [ -d .git ] || [ -f .git ]; then
	git archive --format=tar --prefix="$name/" --mtime="@$SOURCE_DATE_EPOCH" \
		--add-virtual-file="$name/VERSION:$VERSION $SOURCE_DATE_EPOCH" HEAD 2>/dev/null >"$stage/source.tar" ||
		# Git before 2.41 knows no --mtime; there the commit's own date is taken.
		git archive --format=tar --prefix="$name/" \
			--add-virtual-file="$name/VERSION:$VERSION $SOURCE_DATE_EPOCH" HEAD >"$stage/source.tar"
	gzip -9n <"$stage/source.tar" >"$out/$name-source.tar.gz"
else
	echo "source.sh: no git here; the source is what you have" >&2
	exit 0
fi

# Only the modules of the program and of what builds it, not those of tests.
cache=$(go env GOMODCACHE)/cache/download
modules=$stage/$name-modules
mkdir -p "$modules"
go list -deps -tags "$TAGS,flatpak" -f '{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}{{end}}{{end}}' \
	. ./packaging/manual ./packaging/bom | sort -u >"$stage/modules"
# Of the others the go command wants to see the go.mod file, for choosing
# versions.
go list -m -f '{{if not .Main}}{{.Path}} {{.Version}}{{end}}' all | sort -u >"$stage/all-modules"
escaped() { printf '%s' "$1" | sed 's/[A-Z]/!\L&/g'; }
while read -r path version; do
	from=$(escaped "$path")/@v/$(escaped "$version")
	mkdir -p "$modules/$(dirname "$from")"
	for ending in mod info zip; do
		[ -f "$cache/$from.$ending" ] || continue
		[ $ending != zip ] || grep -qx "$path $version" "$stage/modules" || continue
		cp "$cache/$from.$ending" "$modules/$from.$ending"
	done
done <"$stage/all-modules"
chmod -R u+w "$modules"
tar -C "$modules" --sort=name --format=ustar --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner \
	--mode='u=rwX,go=rX' -cf - . | gzip -9n >"$out/$name-modules.tar.gz"

sum() { sha256sum "$out/$1" | cut -d' ' -f1; }
sed -e "s|@NAME@|$name|g" -e "s|@HOMEPAGE@|$HOMEPAGE|g" -e "s|@VERSION@|$VERSION|g" \
	-e "s|@SOURCE@|$(sum "$name-source.tar.gz")|" -e "s|@MODULES@|$(sum "$name-modules.tar.gz")|" \
	-e "s|@TAGS@|$TAGS|" packaging/linux/flatpak.yml.in >"$out/app.twofold.Twofold.yml"
