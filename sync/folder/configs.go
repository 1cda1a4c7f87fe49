package folder

import (
	"bufio"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
)

// The configuration files of sync programs. They are other people's bytes:
// what cannot be read gives no places.

// maxPlaces bounds what one file can make us look at.
const maxPlaces = 64

// parseDropbox reads info.json: {"personal": {"path": …}, "business": {…}}.
func parseDropbox(b []byte) []Place {
	var accounts map[string]json.RawMessage
	if json.Unmarshal(b, &accounts) != nil {
		return nil
	}
	var kinds []string
	for kind := range accounts {
		kinds = append(kinds, kind)
	}
	// The private one first, whatever else there is.
	slices.SortFunc(kinds, func(a, b string) int {
		if d := rank(a == "personal", true) - rank(b == "personal", true); d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	var out []Place
	for _, kind := range kinds {
		var a struct {
			Path string `json:"path"`
		}
		if json.Unmarshal(accounts[kind], &a) == nil && len(out) < maxPlaces {
			out = append(out, Place{Path: a.Path, Name: kind})
		}
	}
	return distinct(out)
}

// parseNextcloud reads nextcloud.cfg, an INI file as Qt writes it, in which
// each connected folder has a line that ends in "localPath=…".
func parseNextcloud(b []byte) []Place {
	var out []Place
	lines := bufio.NewScanner(bytes.NewReader(b))
	lines.Buffer(nil, 64<<10)
	for lines.Scan() && len(out) < maxPlaces {
		key, value, ok := strings.Cut(strings.TrimSpace(lines.Text()), "=")
		if !ok || !strings.HasSuffix(strings.TrimSpace(key), "localPath") {
			continue
		}
		path := unescapeINI(strings.TrimSpace(value))
		path = strings.TrimRight(path, `/\`)
		out = append(out, Place{Path: path, Name: base(path)})
	}
	return distinct(out)
}

// unescapeINI undoes what Qt does to text in INI files: quotes around it, and
// \xHHHH for what is not ASCII.
func unescapeINI(s string) string {
	if len(s) >= 2 && s[0] == '"' && s[len(s)-1] == '"' {
		s = s[1 : len(s)-1]
	}
	var out strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			out.WriteByte(s[i])
			continue
		}
		i++
		if s[i] != 'x' {
			out.WriteByte(s[i]) // \\ and \"
			continue
		}
		var r rune
		j := i + 1
		for ; j < len(s) && j < i+5; j++ {
			d := strings.IndexByte("0123456789abcdef", s[j]|0x20)
			if d < 0 {
				break
			}
			r = r<<4 | rune(d)
		}
		if r != 0 {
			out.WriteRune(r)
		}
		i = j - 1
	}
	return out.String()
}

// base is the last element of a path of any system.
func base(path string) string {
	return path[strings.LastIndexAny(path, `/\`)+1:]
}

// parseSyncthing reads config.xml: <folder path="…" label="…" type="…">. A
// folder that only receives takes nothing of ours to other computers, and an
// encrypted one is not readable here.
func parseSyncthing(b []byte, home string) []Place {
	var out []Place
	dec := xml.NewDecoder(bytes.NewReader(b))
	for depth := 0; len(out) < maxPlaces; {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) || err != nil {
			return distinct(out)
		}
		switch t := tok.(type) {
		case xml.StartElement:
			depth++
			// The folder in <defaults> is a pattern for new ones.
			if depth == 2 && t.Name.Local == "folder" {
				out = append(out, syncthingFolder(t, home)...)
			}
		case xml.EndElement:
			depth--
		}
	}
	return distinct(out)
}

func syncthingFolder(t xml.StartElement, home string) []Place {
	attr := map[string]string{}
	for _, a := range t.Attr {
		attr[a.Name.Local] = a.Value
	}
	if kind := attr["type"]; kind == "receiveonly" || kind == "receiveencrypted" {
		return nil
	}
	name := attr["label"]
	if name == "" {
		name = attr["id"]
	}
	return []Place{{Path: tilde(attr["path"], home), Name: name}}
}
