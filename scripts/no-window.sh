#!/usr/bin/env bash
# no-window.sh: prints the packages that have nothing to do with the window.
set -euo pipefail
CGO_ENABLED=0 go list -tags ci -f '{{.ImportPath}} {{join .Deps " "}}' ./... | grep -v ' fyne\.io/' | cut -d' ' -f1
