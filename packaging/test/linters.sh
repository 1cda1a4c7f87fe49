# linters.sh: the tools of the desktop and of Debian about the files of the
# package.
(CGO_ENABLED=0 go run github.com/rhysd/actionlint/cmd/actionlint@v1.7.7 -shellcheck= -pyflakes= .github/workflows/*.yml)
cd "$WORK"
tar xzf "$DIST/$NAME-linux-amd64.tar.gz"
share=$NAME-linux-amd64/tree/share
id=app.twofold.Twofold

desktop-file-validate "$share/applications/$id.desktop"
appstreamcli validate --no-net --pedantic "$share/metainfo/$id.metainfo.xml"
appstreamcli validate-tree --no-net "$NAME-linux-amd64/tree" >tree.log 2>&1 || { cat tree.log && exit 1; }
cp -r "$share/mime" mime && update-mime-database mime 2>/dev/null
grep -q 'application/x-twofold-backup' mime/globs2
# The pictures that the metainfo names are there, to be put on the web site.
sed -n 's|.*/screenshots/\(.*\)</image>|\1|p' "$share/metainfo/$id.metainfo.xml" | while read -r picture; do
	[ -s "$OLDPWD/docs/screenshots/$picture" ] || { echo "no docs/screenshots/$picture" && exit 1; }
done

for page in man ja; do
	file=$share/man/man1/twofold.1.gz
	[ $page = man ] || file=$share/man/ja/man1/twofold.1.gz
	warnings=$(LC_ALL=C.UTF-8 MANROFFSEQ= man --warnings -E UTF-8 -l -Tutf8 -Z "$file" 2>&1 >/dev/null)
	[ -z "$warnings" ] || { echo "$file: $warnings" && exit 1; }
done
bash -n "$share/bash-completion/completions/twofold"
zsh -n "$share/zsh/site-functions/_twofold"
fish -n "$share/fish/vendor_completions.d/twofold.fish"
# What bash offers for "twofold st".
bash -c "source $share/bash-completion/completions/twofold; COMP_WORDS=(twofold st); COMP_CWORD=1; _twofold; echo \"\${COMPREPLY[@]}\"" | grep -w status >/dev/null

lintian --allow-root --fail-on error,warning "$DIST/twofold_$VERSION-1_amd64.deb"
rpm -qp --requires "$DIST/$NAME-1.x86_64.rpm" >requires 2>&1
grep -q libGL.so.1 requires
# What the program is linked to is what the packages ask for.
objdump -p "$NAME-linux-amd64/tree/bin/twofold" | awk '/NEEDED/ { print $2 }' | sort >needed
for library in $(cat needed); do
	case $library in
	libGL.so.1 | libX11.so.6 | libwayland-*.so.* | libxkbcommon.so.0 | libc.so.6 | libm.so.6 | libdl.so.2 | libpthread.so.0 | libresolv.so.2 | ld-linux-x86-64.so.2) ;;
	*) echo "linked to $library, which no package asks for" && exit 1 ;;
	esac
done
