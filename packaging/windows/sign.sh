#!/usr/bin/env bash
# sign.sh FILE: signs a Windows program in place, if there is a certificate.
#
#   TWOFOLD_SIGN_P12            PKCS #12 file with certificate and key
#   TWOFOLD_SIGN_PASSWORD_FILE  file with its password
#   TWOFOLD_SIGN_TIMESTAMP      address of a time stamp server (a release needs
#                               one: without it the signature ends with the
#                               certificate)
#
# Without the first variable nothing is signed, and it says so.
set -euo pipefail
if [ -z "${TWOFOLD_SIGN_P12:-}" ]; then
	echo "not signed: $1"
	exit 0
fi
osslsigncode sign -h sha256 -pkcs12 "$TWOFOLD_SIGN_P12" -readpass "$TWOFOLD_SIGN_PASSWORD_FILE" \
	-n Twofold ${TWOFOLD_SIGN_TIMESTAMP:+-ts "$TWOFOLD_SIGN_TIMESTAMP"} \
	-in "$1" -out "$1.signed" >/dev/null
mv "$1.signed" "$1"
echo "signed: $1"
