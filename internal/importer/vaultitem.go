package importer

import (
	"strings"

	"twofold/internal/account"
)

// fromVault is the draft of a one-time password field of a password manager:
// a URI, or the bare secret as the service printed it. Title and user are
// those of the item it belongs to; they fill what a URI leaves open.
func fromVault(value, title, user string) *draft {
	value = strings.TrimSpace(value)
	if !strings.Contains(value, "://") {
		d := newDraft(account.TOTP)
		d.Issuer, d.Name = title, user
		d.base32(value)
		return d
	}
	d := fromURI(value, 0)
	switch {
	case d.err != nil:
		d.Issuer, d.Name = title, user
	case schemeOf(value) == "steam://":
		d.Issuer, d.Name = title, user // it has no names of its own
		if title == "" {
			d.Issuer = "Steam"
		}
	}
	if d.Issuer == "" {
		d.Issuer = title
	}
	if d.Name == "" {
		d.Name = user
	}
	return d
}
