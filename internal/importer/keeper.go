package importer

import (
	"context"
	"strings"
)

// keeperFormat is the JSON export of Keeper.
func keeperFormat() format {
	return format{
		app: Keeper,
		recognise: func(c *content) bool {
			records := c.keys()["records"]
			for _, with := range []string{"custom_fields", "login", "$type", "uid"} {
				if firstHas(records, "title", with) {
					return true
				}
			}
			return false
		},
		open: func(_ context.Context, c *content) (document, error) {
			v, err := c.sound()
			return keeperExport{v}, err
		},
	}
}

type keeperExport struct{ v jsonValue }

func (e keeperExport) read(out *collector) error {
	passwords := false
	for r := range e.v.get("records").elements() {
		o := r.object()
		passwords = passwords || o.text("password") != ""
		for key, field := range o["custom_fields"].members() {
			// "$oneTimeCode::1", with a label between the colons where the
			// user gave one.
			if !strings.HasPrefix(strings.ToLower(key), "$onetimecode") {
				continue
			}
			for _, code := range textsOf(field) {
				d := fromVault(code, o.first("title"), o.first("login"))
				d.Note = o.text("notes")
				d.Groups = keeperFolders(o["folders"])
				if err := out.put(d); err != nil {
					return err
				}
			}
		}
	}
	if passwords {
		out.note(NotePasswordsInside, 1)
	}
	return nil
}

// textsOf is a text, or the texts of a list.
func textsOf(v jsonValue) []string {
	if v.kind() == '[' {
		return jsonObject{"": v}.texts("")
	}
	if s := strings.TrimSpace(v.text()); s != "" {
		return []string{s}
	}
	return nil
}

func keeperFolders(v jsonValue) []string {
	var out []string
	for f := range v.elements() {
		o := f.object()
		if name := o.first("folder", "shared_folder"); name != "" && len(out) < 100 {
			out = append(out, strings.ReplaceAll(name, `\`, "/"))
		}
	}
	return out
}
