# Installs the files of this tarball.
#
#   make install                       below /usr/local
#   make install PREFIX=$HOME/.local   for one user
#   make install DESTDIR=/tmp/stage PREFIX=/usr
#   make uninstall                     the same settings as at installation
#
# The vault is never touched: it lies in the data directory of each user.

PREFIX ?= /usr/local
DESTDIR ?=
target = $(DESTDIR)$(PREFIX)
files := $(shell cd tree && find . -type f | sort)

.PHONY: install uninstall caches

install:
	@for f in $(files); do \
		mode=644; [ "$$f" = ./bin/twofold ] && mode=755; \
		install -D -m $$mode "tree/$$f" "$(target)/$$f" || exit 1; \
	done
	@$(MAKE) -s caches

uninstall:
	@for f in $(files); do rm -f "$(target)/$$f"; done
	@rmdir "$(target)/share/doc/twofold" 2>/dev/null || true
	@$(MAKE) -s caches

# What the desktop looks things up in. Not for a DESTDIR: there the package
# manager of the target does it.
caches:
	@[ -n "$(DESTDIR)" ] || { \
		update-desktop-database -q "$(PREFIX)/share/applications" 2>/dev/null; \
		update-mime-database "$(PREFIX)/share/mime" 2>/dev/null; \
		gtk-update-icon-cache -q -t -f "$(PREFIX)/share/icons/hicolor" 2>/dev/null; true; }
