package importer

import (
	"context"

	"twofold/internal/account"
)

// duoFormat is the accounts.json of Duo Mobile for Android: a list in which
// only some accounts make codes that others can make too.
func duoFormat() format {
	return format{
		app: Duo,
		recognise: func(c *content) bool {
			v, _ := c.json()
			const look = 20
			seen := 0
			for e := range v.elements() {
				if o := e.object(); o.has("otpGenerator") || o.has("accountType", "pkey") {
					return true
				}
				if seen++; seen == look {
					break
				}
			}
			return c.elementKeys().has("otpGenerator")
		},
		open: func(_ context.Context, c *content) (document, error) {
			v, err := c.sound()
			return duoExport{v}, err
		},
	}
}

type duoExport struct{ v jsonValue }

func (e duoExport) read(out *collector) error {
	return out.each(e.v, func(o jsonObject) *draft {
		otp := o["otpGenerator"].object()
		if otp == nil {
			out.note(NoteWithoutCode, 1) // Duo's own push accounts
			return nil
		}
		d := newDraft(account.TOTP)
		if n := otp["counter"].number(); n.set {
			d = newDraft(account.HOTP)
			d.counter(n)
		}
		d.Name = o.first("name")
		d.base32(otp.text("otpSecret"))
		return d
	})
}
