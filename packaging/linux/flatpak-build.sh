#!/usr/bin/env bash
# flatpak-build.sh: builds and installs inside flatpak-builder's sandbox, from
# the unpacked source and without a network. PREFIX may be set for a trial
# outside of one.
set -euo pipefail
TAGS=$(sed -n 's/^TAGS=//p' scripts/go-env.sh),flatpak
. packaging/version.sh
. packaging/build.sh
export VERSION RELEASED HOMEPAGE=${TWOFOLD_HOMEPAGE:-https://twofold.app}
mkdir -p bin
build_linux bin/twofold
CGO_ENABLED=0 go run ./packaging/bom -version "$VERSION" -sbom bin/twofold.cdx.json -licences bin/LICENCES.txt bin/twofold
packaging/linux/tree.sh "${PREFIX:-/app}" bin/twofold bin/LICENCES.txt
