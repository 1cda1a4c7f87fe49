# Twofold. The work is done by the scripts; each says what it does at its top.

.PHONY: help run build check check-core test fuzz bench screenshots fixtures sheets otpclient qr-bench dist test-dist app icons

help:
	@echo "make run     install what is missing, build, open the window"
	@echo "make check   format, vet, staticcheck, tests without a display (2 minutes)"
	@echo "make test    everything, installing what it needs (up to 60 minutes)"
	@echo "make fuzz    every fuzz target, one minute each"
	@echo "make bench   the table of budgets, measured"
	@echo "make screenshots  the pictures of the README, drawn anew"
	@echo "make sheets  every screen in all sizes, themes and languages, compared"
	@echo "make dist    the release for Linux and Windows, into dist/"
	@echo "make test-dist  what make dist made: linters, installed, used, removed"
	@echo "make app     the application bundle, on a Mac"
	@echo "make fixtures  the importer against exports of real apps"
	@echo "make otpclient   our exports, opened in OTPClient, a program of other people"
	@echo "make qr-bench   QR codes read, and how fast, beside other decoders"

run:
	@scripts/run.sh

build:
	@scripts/packages.sh build
	@. scripts/go-env.sh && go build -tags "$$TAGS" -o bin/twofold .

check:
	@scripts/check.sh

# What runs on every system without C: for Windows and macOS.
check-core:
	@. scripts/go-env.sh && CGO_ENABLED=0 go vet -tags ci $$(scripts/no-window.sh) && CGO_ENABLED=0 go test -tags ci $$(scripts/no-window.sh)

test:
	@scripts/test.sh

fuzz:
	@FUZZ_EACH=60 scripts/fuzz.sh

bench:
	@scripts/bench.sh

otpclient:
	@scripts/otpclient.sh

qr-bench:
	@scripts/qr-bench.sh

fixtures:
	@scripts/fixtures.sh

screenshots:
	@mkdir -p docs/screenshots && cd app/window && CGO_ENABLED=0 go test -count=1 -tags ci,no_animations . -run ReadmePictures -shots ../../docs/screenshots

sheets:
	@CGO_ENABLED=0 TWOFOLD_SHEETS=1 FYNE_CACHE=2h GOGC=400 go test -count=1 -tags ci,no_animations ./app/window -run '^TestSheets'

dist:
	@scripts/dist.sh

test-dist:
	@scripts/test-dist.sh

app:
	@packaging/macos/app.sh

icons:
	@packaging/icons.sh
