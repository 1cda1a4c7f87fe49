#!/usr/bin/env bash
# app.sh: builds dist/Twofold.app and its archive, on a Mac with the command
# line tools of Xcode and Go. For both processors in one program.
#
#   TWOFOLD_SIGN_IDENTITY   name of a Developer ID certificate in the keychain;
#                           without it the bundle is signed ad hoc, for this
#                           Mac only
#   TWOFOLD_NOTARY_PROFILE  profile of notarytool, made by
#                           xcrun notarytool store-credentials
set -euo pipefail
cd "$(dirname "$0")/../.."
[ "$(uname)" = Darwin ] || { echo "app.sh: this needs a Mac" >&2 && exit 1; }
. scripts/go-env.sh
. packaging/version.sh
export VERSION NUMERIC MACOSX_DEPLOYMENT_TARGET=12.0
mkdir -p dist bin/macos
for arch in arm64 amd64; do
	CGO_ENABLED=1 GOOS=darwin GOARCH=$arch go build -trimpath -buildvcs=false -tags "$TAGS" \
		-ldflags "-s -w -buildid= -X main.version=$VERSION" -o "bin/macos/twofold-$arch" .
done
lipo -create -output bin/macos/twofold bin/macos/twofold-arm64 bin/macos/twofold-amd64
CGO_ENABLED=0 go run -tags ci ./packaging/bom -version "$VERSION" -sbom "dist/twofold-$VERSION-macos.cdx.json" \
	-licences bin/macos/LICENCES.txt bin/macos/twofold-arm64
packaging/macos/bundle.sh bin/macos/twofold bin/macos/LICENCES.txt dist
codesign --force --options runtime --timestamp"$([ -n "${TWOFOLD_SIGN_IDENTITY:-}" ] || echo =none)" \
	--entitlements packaging/macos/entitlements.plist --sign "${TWOFOLD_SIGN_IDENTITY:--}" dist/Twofold.app
codesign --verify --strict dist/Twofold.app
archive=dist/twofold-$VERSION-macos.zip
ditto -c -k --keepParent dist/Twofold.app "$archive"
if [ -n "${TWOFOLD_NOTARY_PROFILE:-}" ]; then
	xcrun notarytool submit "$archive" --keychain-profile "$TWOFOLD_NOTARY_PROFILE" --wait
	xcrun stapler staple dist/Twofold.app
	ditto -c -k --keepParent dist/Twofold.app "$archive"
fi
dist/Twofold.app/Contents/MacOS/twofold --version
