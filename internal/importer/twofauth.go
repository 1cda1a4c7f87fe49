package importer

import (
	"context"
	"strconv"
	"strings"
)

// twoFAuthFormat is the export of 2FAuth, the self-hosted web application.
func twoFAuthFormat() format {
	return format{
		app: TwoFAuth,
		recognise: func(c *content) bool {
			k := c.keys()
			return strings.HasPrefix(strings.ToLower(k.text("app")), "2fauth") && k.has("data")
		},
		open: func(_ context.Context, c *content) (document, error) {
			v, err := c.sound()
			if err != nil {
				return nil, err
			}
			const newest = 1
			if n := v.get("schema").number(); n.ok && n.n > newest {
				return nil, &NewerError{Version: strconv.FormatInt(n.n, 10)}
			}
			return twoFAuthExport{v}, nil
		},
	}
}

type twoFAuthExport struct{ v jsonValue }

func (e twoFAuthExport) read(out *collector) error {
	return out.each(e.v.get("data"), func(o jsonObject) *draft {
		d := typeNamed(o.text("otp_type"))
		d.Issuer, d.Name = o.first("service"), o.first("account")
		d.base32(o.text("secret"))
		d.algorithm(o.text("algorithm"))
		d.digits(o["digits"].number())
		d.period(o["period"].number())
		d.counter(o["counter"].number())
		if icon := o.first("icon_file"); icon != "" {
			d.icon, _ = decodeBase64(icon)
		}
		return d
	})
}
