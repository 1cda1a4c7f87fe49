package importer

import "context"

// raivoFormat is the list inside an export of Raivo OTP. All its values are
// strings, numbers included.
func raivoFormat() format {
	return format{
		app:       Raivo,
		recognise: func(c *content) bool { return c.elementKeys().has("kind", "timer", "secret") },
		open: func(_ context.Context, c *content) (document, error) {
			v, err := c.sound()
			return documentFunc(func(out *collector) error { return out.each(v, raivoEntry) }), err
		},
	}
}

func raivoEntry(o jsonObject) *draft {
	d := typeNamed(o.text("kind"))
	d.Issuer, d.Name = o.first("issuer"), o.first("account")
	d.Pinned = o["pinned"].truth()
	d.base32(o.text("secret"))
	d.algorithm(o.text("algorithm"))
	d.digits(o["digits"].number())
	d.period(o["timer"].number())
	d.counter(o["counter"].number())
	return d
}
