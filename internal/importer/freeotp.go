package importer

import (
	"context"
	"strings"

	"twofold/internal/account"
)

// freeOTPPlusFormat is the JSON export of FreeOTP+.
func freeOTPPlusFormat() format {
	return format{
		app: FreeOTPPlus,
		recognise: func(c *content) bool {
			return c.keys().has("tokens", "tokenOrder") || firstHas(c.keys()["tokens"], "secret", "algo")
		},
		open: func(_ context.Context, c *content) (document, error) {
			v, err := c.sound()
			return documentFunc(func(out *collector) error { return out.each(v.get("tokens"), freeOTPToken) }), err
		},
	}
}

// freeOTPFormat is the preference file of FreeOTP 1 and FreeOTP+: one token a
// preference, as JSON in a string.
func freeOTPFormat() format {
	return format{
		app: FreeOTP,
		recognise: func(c *content) bool {
			prefs, _ := c.preferences()
			for _, p := range prefs {
				if p.name == "tokenOrder" || strings.Contains(p.value, `"secret"`) && strings.Contains(p.value, `"algo"`) {
					return true
				}
			}
			return false
		},
		open: func(_ context.Context, c *content) (document, error) {
			prefs, err := c.preferences()
			return documentFunc(func(out *collector) error { return readFreeOTP(out, prefs) }), err
		},
	}
}

func readFreeOTP(out *collector, prefs []preference) error {
	order := map[string]int64{} // the list of names, as JSON in a string
	for _, p := range prefs {
		if v, err := checkJSON([]byte(p.value)); p.name == "tokenOrder" && err == nil {
			for name := range v.elements() {
				order[name.text()] = int64(len(order))
			}
		}
	}
	for _, p := range prefs {
		if p.name == "tokenOrder" || !strings.HasPrefix(strings.TrimSpace(p.value), "{") {
			continue
		}
		v, err := checkJSON([]byte(p.value))
		if err != nil {
			if err := out.reject(p.name, 0, err); err != nil {
				return err
			}
			continue
		}
		d := freeOTPToken(v.object())
		if n, ok := order[p.name]; ok {
			d.order = whole(n)
		}
		if err := out.put(d); err != nil {
			return err
		}
	}
	return nil
}

// freeOTPToken is one token. The counter is that of the next code as the app
// stores it.
func freeOTPToken(o jsonObject) *draft {
	d := freeOTPParameters(o)
	raw, ok := signedBytes(o["secret"])
	if !ok {
		d.failField(account.FieldSecret, account.Malformed, "")
		return d
	}
	d.raw(raw)
	return d
}

// freeOTPParameters is a token without its secret.
func freeOTPParameters(o jsonObject) *draft {
	d := typeNamed(o.text("type"))
	d.Issuer, d.Name = o.first("issuerExt", "issuerInt"), o.first("labelAlt", "label")
	if alt := o.first("issuerAlt"); alt != "" {
		d.Issuer = alt // renamed by the user
	}
	d.algorithm(o.text("algo"))
	d.digits(o["digits"].number())
	d.period(o["period"].number())
	d.counter(o["counter"].number())
	return d
}

// signedBytes reads Java's bytes, from -128 to 127, in a JSON array.
func signedBytes(v jsonValue) ([]byte, bool) {
	if v.kind() != '[' {
		return nil, false
	}
	var out []byte
	for e := range v.elements() {
		n := e.number()
		if !n.ok || n.n < -128 || n.n > 255 || len(out) > 16*account.MaxSecret {
			return nil, false
		}
		out = append(out, byte(n.n))
	}
	return out, true
}
