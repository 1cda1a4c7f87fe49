package importer

import (
	"context"
	"strconv"

	"twofold/internal/account"
)

// lastPassFormat is the export of LastPass Authenticator, version 3 of Android
// and 1 of iOS.
func lastPassFormat() format {
	return format{
		app: LastPassAuthenticator,
		recognise: func(c *content) bool {
			k := c.keys()
			if firstHas(k["accounts"], "issuerName", "secret") || firstHas(k["accounts"], "originalIssuerName", "secret") {
				return true // without folders, or damaged before it comes to them
			}
			return k.has("accounts", "folders") && k["accounts"].kind() == '[' &&
				(k.has("deviceName") || k.has("localDeviceId") || k.has("deviceId") || k.has("version"))
		},
		open: func(_ context.Context, c *content) (document, error) {
			v, err := c.sound()
			if err != nil {
				return nil, err
			}
			const newest = 3
			if n := v.get("version").number(); n.ok && n.n > newest {
				return nil, &NewerError{Version: strconv.FormatInt(n.n, 10)}
			}
			return lastPassExport{v}, nil
		},
	}
}

type lastPassExport struct{ v jsonValue }

func (e lastPassExport) read(out *collector) error {
	folders := namesByID(e.v.get("folders"), "id", "name")
	return out.each(e.v.get("accounts"), func(o jsonObject) *draft {
		d := newDraft(account.TOTP)
		d.Issuer = o.first("issuerName", "originalIssuerName")
		d.Name = o.first("userName", "originalUserName")
		d.Pinned = o["isFavorite"].truth()
		// 0 and 1 are "Other accounts" and "Favorites" and hold what no
		// folder of the user does.
		switch id := o["folderData"].get("folderId").text(); id {
		case "", "0":
		case "1":
			d.Pinned = true
		default:
			if name := folders[id]; name != "" {
				d.Groups = []string{name}
			}
		}
		d.base32(o.text("secret"))
		d.algorithm(o.text("algorithm"))
		d.digits(o["digits"].number())
		d.period(o["timeStep"].number())
		return d
	})
}
