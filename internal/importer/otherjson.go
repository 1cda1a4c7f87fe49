package importer

import (
	"context"
	"errors"
	"strings"
)

// otherJSONFormat is JSON of an app that is not known here. URIs mean the same
// in every file, so they are taken wherever they stand. A JSON file of an
// unknown app that ends early is said to do so.
func otherJSONFormat() format {
	return format{
		app: JSON,
		recognise: func(c *content) bool {
			v, err := c.json()
			var damage *DamagedError
			if errors.As(err, &damage) {
				return damage.Truncated && len(c.topKeys)+len(c.firstKeys) > 0
			}
			return len(v) > 0 && (containsFold(string(v), schemes[0]) || containsFold(string(v), schemes[1]) ||
				containsFold(string(v), `otpauth:\/\/`))
		},
		open: func(_ context.Context, c *content) (document, error) {
			v, err := c.sound()
			return otherJSON{v}, err
		},
	}
}

type otherJSON struct{ v jsonValue }

// read looks at every string, names of members included: the order is that of
// the file.
func (j otherJSON) read(out *collector) error {
	for i := 0; i < len(j.v); {
		if j.v[i] != '"' {
			i++
			continue
		}
		end := skipString(j.v, i)
		text := strings.TrimSpace(j.v[i:end].text())
		if s := schemeOf(text); s == schemes[0] || s == schemes[1] {
			if err := out.uri(text, 0); err != nil {
				return err
			}
		}
		i = end
	}
	return nil
}
