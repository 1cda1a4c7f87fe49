# files.sh: the checksums are right, nothing is missing, the programs are within
# the budget, and every package holds the licences.
budget=35000000 # bytes, stripped; design budget
(cd "$DIST" && sha256sum --quiet -c SHA256SUMS)
for f in "$NAME-linux-amd64.tar.gz" "twofold_$VERSION-1_amd64.deb" "$NAME-1.x86_64.rpm" \
	"$NAME-windows-amd64-setup.exe" "$NAME-windows-amd64.zip" "$NAME-source.tar.gz" "$NAME-modules.tar.gz" \
	"$NAME-linux-amd64.cdx.json" "$NAME-windows-amd64.cdx.json" app.twofold.Twofold.yml; do
	[ -s "$DIST/$f" ] || { echo "missing: $f" && exit 1; }
	grep -q " $f\$" "$DIST/SHA256SUMS" || { echo "no checksum: $f" && exit 1; }
done

cd "$WORK"
tar xzf "$DIST/$NAME-linux-amd64.tar.gz"
unzip -q "$DIST/$NAME-windows-amd64.zip"
for f in "$NAME-linux-amd64/tree/bin/twofold" "$NAME-windows-amd64/twofold.exe"; do
	size=$(stat -c %s "$f")
	echo "$f: $size bytes"
	[ "$size" -le $budget ] || { echo "more than $budget" && exit 1; }
done
"$NAME-linux-amd64/tree/bin/twofold" --version | grep -xF "twofold $VERSION" >/dev/null
# No path of the machine that built it.
if grep -qaF "$HOME/go/pkg" "$NAME-linux-amd64/tree/bin/twofold" "$NAME-windows-amd64/twofold.exe"; then echo "not expected: a path of this machine" && exit 1; fi

dpkg-deb --fsys-tarfile "$DIST/twofold_$VERSION-1_amd64.deb" | tar xO ./usr/share/doc/twofold/LICENCES.txt.gz | gzip -d >deb.txt
# rpm2cpio's end is not one that cpio likes; what counts is the text.
rpm2cpio "$DIST/$NAME-1.x86_64.rpm" | cpio -i --quiet --to-stdout '*/LICENCES.txt' >rpm.txt || true
for f in deb.txt rpm.txt "$NAME-linux-amd64/tree/share/doc/twofold/LICENCES.txt" "$NAME-windows-amd64/LICENCES.txt"; do
	for text in "SIL OPEN FONT LICENSE" "fyne.io/fyne/v2" "filippo.io/age" "The Go Authors" "Camilla" "Tyler Smith"; do
		grep -q "$text" "$f" || { echo "$f lacks: $text" && exit 1; }
	done
done
# As many modules in the bill of materials as in the program itself.
parts=$(grep -c '"purl"' "$DIST/$NAME-linux-amd64.cdx.json")
modules=$(go version -m "$NAME-linux-amd64/tree/bin/twofold" | grep -cP '^\tdep\t')
[ "$parts" = "$modules" ] || { echo "$parts parts in the bill of materials, $modules modules in the program" && exit 1; }
echo "$modules modules, all with a licence"
