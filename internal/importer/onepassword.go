package importer

import (
	"context"
	"strings"
)

// onePasswordFormat is the export.data inside a 1PUX archive of 1Password.
func onePasswordFormat() format {
	return format{
		app: OnePassword,
		recognise: func(c *content) bool {
			return firstHas(c.keys()["accounts"], "vaults")
		},
		open: func(_ context.Context, c *content) (document, error) {
			v, err := c.sound()
			return onePasswordExport{v}, err
		},
	}
}

type onePasswordExport struct{ v jsonValue }

func (e onePasswordExport) read(out *collector) error {
	out.note(NotePasswordsInside, 1)
	for account := range e.v.get("accounts").elements() {
		for vault := range account.get("vaults").elements() {
			group := vault.get("attrs", "name").text()
			for item := range vault.get("items").elements() {
				if inner := item.get("item"); inner.kind() == '{' {
					item = inner // an older layout
				}
				if err := onePasswordItem(out, item, group); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// onePasswordItem reads every field that holds a one-time password; an item
// may have several.
func onePasswordItem(out *collector, item jsonValue, group string) error {
	overview := item.get("overview").object()
	user := ""
	for f := range item.get("details", "loginFields").elements() {
		if f.get("designation").text() == "username" {
			user = strings.TrimSpace(f.get("value").text())
		}
	}
	favourite := item.get("favIndex").number()
	state, note := item.get("state").text(), item.get("details", "notesPlain").text()
	trashed := state == "trashed" || item.get("trashed").truth()
	for section := range item.get("details", "sections").elements() {
		for field := range section.get("fields").elements() {
			code := strings.TrimSpace(field.get("value", "totp").text())
			if code == "" {
				continue
			}
			if trashed {
				out.note(NoteTrash, 1)
				continue
			}
			d := fromVault(code, strings.TrimSpace(overview.text("title")), user)
			d.Note = note
			d.Pinned = favourite.ok && favourite.n > 0
			d.archived = state == "archived"
			d.Groups = append([]string{group}, overview.texts("tags")...)
			if err := out.put(d); err != nil {
				return err
			}
		}
	}
	return nil
}
