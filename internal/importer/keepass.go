package importer

import (
	"context"
	"encoding/xml"
	"io"
	"strings"

	"twofold/internal/account"
)

// keePassXMLFormat is the XML export of KeePass 2, the same document that is
// inside a database.
func keePassXMLFormat() format {
	return format{
		app:       KeePass,
		recognise: func(c *content) bool { return c.xmlRoot() == "KeePassFile" },
		open: func(_ context.Context, c *content) (document, error) {
			return keePassFile{data: c.xml(), plain: true}, nil
		},
	}
}

// keePassFile is a document, with the keystream over its protected values.
type keePassFile struct {
	data   []byte
	stream keystream
	plain  bool
}

// keePassGroup is a group on the way down to an entry.
type keePassGroup struct {
	parent     *keePassGroup
	uuid, name string
}

// path is the group's names below the root group.
func (g *keePassGroup) path() string {
	if g == nil || g.parent == nil {
		return ""
	}
	if p := g.parent.path(); p != "" {
		return p + "/" + g.name
	}
	return g.name
}

func (g *keePassGroup) within(uuid string) bool {
	for ; g != nil; g = g.parent {
		if g.uuid == uuid {
			return true
		}
	}
	return false
}

// keePassEntry is an entry that has a one-time password somewhere.
type keePassEntry struct {
	group  *keePassGroup
	fields map[string]string
	icon   string
}

func (f keePassFile) read(out *collector) error {
	if f.plain {
		out.note(NotePasswordsInside, 1)
	}
	if err := checkXML(f.data); err != nil {
		return err
	}
	r := &keePassReader{stream: f.stream, icons: map[string][]byte{}}
	d := newXML(f.data)
	for {
		// Raw tokens: the reader knows its path itself, and names have no
		// prefixes here. That is half of the time of a large database.
		t, err := d.RawToken()
		if err == io.EOF && len(r.path) == 0 {
			break
		}
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		if err == nil {
			err = r.token(t)
		} else {
			err = xmlError(err)
		}
		if err != nil {
			// What was complete before the damage is not lost.
			if many := r.emit(out); many != nil {
				return many
			}
			return err
		}
	}
	return r.emit(out)
}

// keePassReader follows the document token by token.
type keePassReader struct {
	stream keystream
	path   []string
	text   strings.Builder
	hidden bool // the open element is protected

	group   *keePassGroup
	entry   *keePassEntry
	history int // depth of the History element; 0 outside
	key     string
	value   string

	bin      string // identifier of the recycle bin
	binOn    bool
	iconUUID string
	icons    map[string][]byte
	entries  []*keePassEntry
}

func (r *keePassReader) token(t xml.Token) error {
	switch t := t.(type) {
	case xml.StartElement:
		return r.start(t)
	case xml.CharData:
		r.text.Write(t)
	case xml.EndElement:
		if n := len(r.path); n == 0 || r.path[n-1] != t.Name.Local {
			return damaged("XML tags that do not match")
		}
		r.end(t.Name.Local)
	}
	return nil
}

func (r *keePassReader) start(t xml.StartElement) error {
	r.path = append(r.path, t.Name.Local)
	if len(r.path) > xmlMaxDepth {
		return damaged("XML %d levels deep", len(r.path))
	}
	r.text.Reset()
	r.hidden = false
	for _, a := range t.Attr {
		if a.Name.Local == "Protected" && strings.EqualFold(a.Value, "true") {
			r.hidden = true
		}
	}
	switch t.Name.Local {
	case "Group":
		if r.entry == nil {
			r.group = &keePassGroup{parent: r.group}
		}
	case "Entry":
		if r.history == 0 {
			r.entry = &keePassEntry{group: r.group, fields: map[string]string{}}
		}
	case "History":
		if r.history == 0 {
			r.history = len(r.path)
		}
	}
	return nil
}

func (r *keePassReader) end(name string) {
	text := r.text.String()
	if r.hidden {
		text = r.reveal(text)
	}
	r.hidden = false
	r.text.Reset()
	parent := ""
	if len(r.path) > 1 {
		parent = r.path[len(r.path)-2]
	}
	switch {
	case r.history > 0:
		if name == "History" && r.history == len(r.path) {
			r.history = 0
		}
	case r.entry != nil:
		r.endInEntry(name, parent, text)
	case parent == "Meta":
		switch name {
		case "RecycleBinUUID":
			r.bin = strings.TrimSpace(text)
		case "RecycleBinEnabled":
			r.binOn = isTrue(strings.TrimSpace(text))
		}
	case parent == "Icon":
		switch name {
		case "UUID":
			r.iconUUID = strings.TrimSpace(text)
		case "Data":
			if data, ok := decodeBase64(text); ok && r.iconUUID != "" {
				r.icons[r.iconUUID] = data
			}
		}
	case name == "Group" && r.group != nil:
		r.group = r.group.parent
	case parent == "Group" && r.group != nil:
		switch name {
		case "UUID":
			r.group.uuid = strings.TrimSpace(text)
		case "Name":
			r.group.name = cut(strings.TrimSpace(text), 8*account.MaxGroup)
		}
	}
	r.path = r.path[:len(r.path)-1]
}

func (r *keePassReader) endInEntry(name, parent, text string) {
	const maxFields = 200
	switch {
	case name == "Entry":
		if hasCode(r.entry.fields) && len(r.entries) <= MaxEntries {
			r.entries = append(r.entries, r.entry)
		}
		r.entry = nil
	case parent == "String" && name == "Key":
		r.key = text
	case parent == "String" && name == "Value":
		r.value = text
	case name == "String":
		if len(r.entry.fields) < maxFields {
			r.entry.fields[r.key] = r.value
		}
		r.key, r.value = "", ""
	case name == "CustomIconUUID":
		r.entry.icon = strings.TrimSpace(text)
	}
}

// reveal decrypts a protected value, and moves the keystream on whatever the
// value is good for.
func (r *keePassReader) reveal(text string) string {
	b, ok := decodeBase64(text)
	if !ok || r.stream == nil {
		return ""
	}
	r.stream.XORKeyStream(b, b)
	return strings.ToValidUTF8(string(b), "\uFFFD")
}

// emit gives the entries to out, in the order of the document.
func (r *keePassReader) emit(out *collector) error {
	const noBin = "AAAAAAAAAAAAAAAAAAAAAA==" // an identifier of zeros
	for _, e := range r.entries {
		if r.binOn && r.bin != "" && r.bin != noBin && e.group.within(r.bin) {
			out.note(NoteTrash, 1)
			continue
		}
		for _, d := range keePassCodes(e.fields) {
			if g := e.group.path(); g != "" {
				d.Groups = []string{g}
			}
			d.icon = r.icons[e.icon]
			d.Note = e.fields["Notes"]
			if err := out.put(d); err != nil {
				return err
			}
		}
	}
	return nil
}
