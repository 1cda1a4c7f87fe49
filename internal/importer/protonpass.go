package importer

import (
	"context"
	"strings"
)

// protonPassFormat is the data.json inside an export of Proton Pass.
func protonPassFormat() format {
	return format{
		app: ProtonPass,
		recognise: func(c *content) bool {
			k := c.keys()
			return k["vaults"].kind() == '{' && (k.has("userId") || k.has("version") || k.has("encrypted"))
		},
		open: func(_ context.Context, c *content) (document, error) {
			v, err := c.sound()
			return protonPassExport{v}, err
		},
	}
}

type protonPassExport struct{ v jsonValue }

func (e protonPassExport) read(out *collector) error {
	passwords := false
	for _, vault := range e.v.get("vaults").members() {
		group := vault.get("name").text()
		for item := range vault.get("items").elements() {
			passwords = passwords || item.get("data", "content", "password").text() != ""
			if err := protonPassItem(out, item, group); err != nil {
				return err
			}
		}
	}
	if passwords {
		out.note(NotePasswordsInside, 1)
	}
	return nil
}

func protonPassItem(out *collector, item jsonValue, group string) error {
	data := item.get("data")
	codes := []string{data.get("content", "totpUri").text()}
	lists := []jsonValue{data.get("extraFields")}
	for s := range data.get("content", "sections").elements() { // of items with a form of one's own
		lists = append(lists, s.get("sectionFields"))
	}
	for _, list := range lists {
		for f := range list.elements() {
			if f.get("type").text() == "totp" {
				codes = append(codes, f.get("data", "totpUri").text())
			}
		}
	}
	const trashed = 2
	state := item.get("state").number()
	content := data.get("content").object()
	title, note := data.get("metadata", "name").text(), data.get("metadata", "note").text()
	pinned := item.get("pinned").truth()
	for _, code := range codes {
		switch {
		case strings.TrimSpace(code) == "":
			continue
		case state.ok && state.n == trashed:
			out.note(NoteTrash, 1)
			continue
		}
		d := fromVault(code, title, content.first("itemUsername", "itemEmail", "username"))
		d.Note, d.Pinned = note, pinned
		d.Groups = []string{group}
		if err := out.put(d); err != nil {
			return err
		}
	}
	return nil
}
