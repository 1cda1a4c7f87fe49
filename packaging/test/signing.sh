# signing.sh: the signing step, with a certificate made for this test: program,
# uninstaller and installer are signed, and one changed byte is found.
export TWOFOLD_SIGN_PASSWORD_FILE=$WORK/password TWOFOLD_SIGN_P12=$WORK/test.p12
printf 'throw-away' >"$WORK/password"
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=Twofold test" -addext extendedKeyUsage=codeSigning \
	-keyout "$WORK/key.pem" -out "$WORK/cert.pem" 2>/dev/null
openssl pkcs12 -export -inkey "$WORK/key.pem" -in "$WORK/cert.pem" -passout file:"$WORK/password" -out "$WORK/test.p12"

unzip -q "$DIST/$NAME-windows-amd64.zip" -d "$WORK"
stage=$WORK/$NAME-windows-amd64
packaging/windows/sign.sh "$stage/twofold.exe"
makensis -V2 -NOCD -DVERSION="$VERSION" -DNUMERIC="$NUMERIC" -DSTAGE="$stage" -DROOT="$PWD" \
	-DSIGN="$PWD/packaging/windows/sign.sh" -DOUT="$WORK/setup.exe" packaging/windows/twofold.nsi | tee "$WORK/nsis.log"
grep -q '^signed: ' "$WORK/nsis.log" # the uninstaller
packaging/windows/sign.sh "$WORK/setup.exe"
for f in "$stage/twofold.exe" "$WORK/setup.exe"; do
	osslsigncode verify -CAfile "$WORK/cert.pem" -in "$f" >"$WORK/verify.log" 2>&1 || { cat "$WORK/verify.log" && exit 1; }
	grep -q 'Signature verification: ok' "$WORK/verify.log"
	cp "$f" "$WORK/changed.exe"
	at=$(($(stat -c %s "$f") / 2))
	old=$(dd if="$f" bs=1 skip=$at count=1 2>/dev/null | od -An -tu1 | tr -d ' ')
	printf "\\$(printf %o $((old ^ 1)))" | dd of="$WORK/changed.exe" bs=1 seek=$at conv=notrunc 2>/dev/null
	if osslsigncode verify -CAfile "$WORK/cert.pem" -in "$WORK/changed.exe" >"$WORK/verify.log" 2>&1; then echo "not expected: a changed byte was not found" && exit 1; fi
done
echo "signed, verified, and a changed byte found"
