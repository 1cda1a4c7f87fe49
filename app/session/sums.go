package session

import (
	"twofold/app/locale"
	"twofold/internal/exporter"
	"twofold/internal/importer"
)

// SumLines says what became of an import, one line for each kind of outcome
// that occurred. Every entry is counted in exactly one of them.
func SumLines(t *locale.Texts, done Added, refused int) []string {
	var lines []string
	for _, sum := range []struct {
		key string
		n   int
	}{
		{"import.sum.new", done.New()}, {"import.sum.replaced", done.Replaced}, {"import.sum.trash", done.Trashed}, {"import.sum.here", done.Here},
		{"import.sum.left", done.Skipped - done.Here}, {"import.sum.refused", refused},
	} {
		if sum.n > 0 || sum.key == "import.sum.new" {
			lines = append(lines, t.N(sum.key, sum.n))
		}
	}
	return lines
}

// NoteText is the sentence for something the user should hear about files.
func NoteText(t *locale.Texts, n importer.Note) string {
	switch n.Kind {
	case importer.NotePagesMissing:
		return t.N("import.note.pages", len(n.Pages), "total", n.Count)
	case importer.NotePasswordsInside:
		return t.T("import.note.passwords")
	case importer.NoteWithoutCode:
		return t.N("import.note.nocode", n.Count)
	case importer.NoteTrash:
		return t.N("import.note.trash", n.Count)
	case importer.NoteIcons:
		return t.N("import.note.icons", n.Count)
	}
	return ""
}

// LostLines says which parts of the accounts a format does not carry.
func LostLines(t *locale.Texts, r exporter.Report) []string {
	var lines []string
	for _, part := range []exporter.Part{
		exporter.Groups, exporter.Note, exporter.Pinned, exporter.Icon, exporter.Kind, exporter.Reading,
		exporter.RecoveryCodes, exporter.PIN,
	} {
		if n := r.Lost[part]; n > 0 {
			lines = append(lines, t.N(lostKeys[part], n))
		}
	}
	return lines
}

// lostKeys are the words for what an export does not carry.
var lostKeys = map[exporter.Part]string{
	exporter.Groups: "export.lost.groups", exporter.Note: "export.lost.note", exporter.Pinned: "export.lost.pinned",
	exporter.Icon: "export.lost.icon", exporter.Kind: "export.lost.kind", exporter.Reading: "export.lost.reading",
	exporter.RecoveryCodes: "export.lost.codes", exporter.PIN: "export.lost.pin",
}
