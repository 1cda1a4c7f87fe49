package importer

import "context"

// enpassFormat is the JSON export of Enpass.
func enpassFormat() format {
	return format{
		app: Enpass,
		recognise: func(c *content) bool {
			items := c.keys()["items"]
			return firstHas(items, "fields", "template_type") || firstHas(items, "fields", "trashed")
		},
		open: func(_ context.Context, c *content) (document, error) {
			v, err := c.sound()
			return enpassExport{v}, err
		},
	}
}

type enpassExport struct{ v jsonValue }

func (e enpassExport) read(out *collector) error {
	folders := namesByID(e.v.get("folders"), "uuid", "title")
	passwords := false
	for item := range e.v.get("items").elements() {
		o := item.object()
		var codes []string
		user := ""
		for f := range o["fields"].elements() {
			field := f.object()
			value := field.first("value")
			if value == "" || field["deleted"].truth() {
				continue
			}
			switch field.text("type") {
			case "totp":
				codes = append(codes, value)
			case "username", "email":
				if user == "" {
					user = value
				}
			case "password":
				passwords = true
			}
		}
		for _, code := range codes {
			if o["trashed"].truth() {
				out.note(NoteTrash, 1)
				continue
			}
			d := fromVault(code, o.first("title"), user)
			d.Note = o.text("note")
			d.Pinned = o["favorite"].truth()
			d.archived = o["archived"].truth()
			for _, id := range o.texts("folders") {
				if name := folders[id]; name != "" {
					d.Groups = append(d.Groups, name)
				}
			}
			if err := out.put(d); err != nil {
				return err
			}
		}
	}
	if passwords {
		out.note(NotePasswordsInside, 1)
	}
	return nil
}
