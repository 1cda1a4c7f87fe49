package importer

import (
	"encoding/xml"
	"io"
)

// preference is one value of an Android preference file: an XML <map> whose
// children are named by an attribute and typed by their element.
type preference struct{ name, value string }

// preferences reads the file in its own order. It is nil for other XML, and
// an error for one that is damaged.
func (c *content) preferences() ([]preference, error) {
	if c.xmlRoot() != "map" {
		return nil, nil
	}
	if c.prefs == nil {
		c.prefs, c.prefsErr = readPreferences(c.xml())
	}
	return c.prefs, c.prefsErr
}

func readPreferences(data []byte) ([]preference, error) {
	out := []preference{}
	if err := checkXML(data); err != nil {
		return out, err
	}
	d := newXML(data)
	var open preference
	depth := 0
	for {
		t, err := d.Token()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return out, xmlError(err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			if depth++; depth > xmlMaxDepth {
				return out, damaged("XML %d levels deep", depth)
			}
			if depth == 2 {
				open = preference{}
				for _, a := range t.Attr {
					switch a.Name.Local {
					case "name":
						open.name = a.Value
					case "value":
						open.value = a.Value
					}
				}
			}
		case xml.CharData:
			if depth == 2 {
				open.value += string(t)
			}
		case xml.EndElement:
			if depth == 2 {
				if len(out) > MaxEntries {
					return out, &TooManyError{What: "entries", Limit: MaxEntries}
				}
				out = append(out, open)
			}
			depth--
		}
	}
}

// pref is the value of a preference; what stands before a damage counts.
func (c *content) pref(name string) (string, bool) {
	prefs, _ := c.preferences()
	for _, p := range prefs {
		if p.name == name {
			return p.value, true
		}
	}
	return "", false
}
