#!/usr/bin/env bash
# bundle.sh PROGRAM LICENCES DIR: lays out DIR/Twofold.app around a program.
# Needs no Mac; VERSION and NUMERIC are set by packaging/version.sh.
set -euo pipefail
program=$1 licences=$2 app=$3/Twofold.app
rm -rf "$app"
mkdir -p "$app/Contents/MacOS" "$app/Contents/Resources/en.lproj" "$app/Contents/Resources/ja.lproj"
cp "$program" "$app/Contents/MacOS/twofold"
chmod 755 "$app/Contents/MacOS/twofold"
cp packaging/icons/twofold.icns LICENSE "$app/Contents/Resources/"
cp "$licences" "$app/Contents/Resources/LICENCES.txt"
# The system asks for permissions in its own language, with this sentence.
printf '"NSAppleEventsUsageDescription" = "%s";\n' "Twofold asks the Finder to put files into the Trash." \
	>"$app/Contents/Resources/en.lproj/InfoPlist.strings"
printf '"NSAppleEventsUsageDescription" = "%s";\n' "ファイルをゴミ箱に入れるために Finder を使います。" \
	>"$app/Contents/Resources/ja.lproj/InfoPlist.strings"
# Apple's versions are three numbers at most.
sed -e "s/@SHORT@/${VERSION%%[-+]*}/" -e "s/@NUMERIC@/$(printf '%s' "$NUMERIC" | cut -d. -f1-3)/" \
	packaging/macos/Info.plist.in >"$app/Contents/Info.plist"
printf 'APPL????' >"$app/Contents/PkgInfo"
