# use.sh: to be sourced. An account of the test, put in by a picture and
# compared with an independent generator.
secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP
uri="otpauth://totp/Example:hanako?secret=$secret&issuer=Example"
printf 'correct horse battery staple' >"$WORK/passphrase"
qrencode -s 8 -o "$WORK/qr.png" "$uri"

# same_code CMD...: the code that CMD prints is that of now, or of the moment
# before, if the period ended in between.
same_code() {
	local before after got
	before=$(oathtool --totp -b $secret)
	got=$("$@" | tr -d ' \r\n')
	after=$(oathtool --totp -b $secret)
	[ "$got" = "$before" ] || [ "$got" = "$after" ] || { echo "code $got, want $before or $after" && return 1; }
	echo "code $got is right"
}
