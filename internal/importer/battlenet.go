package importer

import (
	"context"
	"crypto/subtle"
	"encoding/hex"

	"twofold/internal/account"
)

// battleNetFormat is the preference file of the Battle.net app for Android.
func battleNetFormat() format {
	return format{
		app: BattleNet,
		recognise: func(c *content) bool {
			_, ok := c.pref(battleNetSecret)
			return ok
		},
		open: func(_ context.Context, c *content) (document, error) {
			_, err := c.preferences()
			return documentFunc(func(out *collector) error { return readBattleNet(out, c) }), err
		},
	}
}

const (
	battleNetSecret = "com.blizzard.messenger.AUTHENTICATOR_DEVICE_SECRET"
	battleNetSerial = "com.blizzard.messenger.AUTHENTICATOR_SERIAL"
	battleNetDigits = 8
	// battleNetMask is the same in every installation.
	battleNetMask = "398e27fc50276a656065b0e525f4c06c04c61075286b8e7aeda59da9813b5dd6c80d2fb38068773fa59ba47c17ca6c6479015c1d5b8b8f6b9a"
)

func readBattleNet(out *collector, c *content) error {
	d := newDraft(account.TOTP)
	d.Issuer = "Battle.net"
	d.Key.Digits = battleNetDigits
	if serial, ok := c.pref(battleNetSerial); ok {
		if plain, ok := unmasked(serial); ok {
			d.Name = plain
		}
	}
	masked, _ := c.pref(battleNetSecret)
	plain, ok := unmasked(masked)
	if !ok {
		d.failField(account.FieldSecret, account.Malformed, "")
		return out.put(d)
	}
	d.hex(plain)
	return out.put(d)
}

func unmasked(text string) (string, bool) {
	mask, _ := hex.DecodeString(battleNetMask)
	b, err := hex.DecodeString(text)
	if err != nil || len(b) == 0 || len(b) > len(mask) {
		return "", false
	}
	subtle.XORBytes(b, b, mask)
	return string(b), true
}
