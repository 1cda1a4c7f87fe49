package importer

import (
	"context"
	"iter"
	"slices"
	"strings"
)

// tableFormat is a table of comma separated values, as password managers and
// browsers export them. Columns are found by their names.
func tableFormat() format {
	return format{
		app:       Table,
		recognise: func(c *content) bool { return isTable(c.columns()) },
		open:      openTable,
	}
}

// Limits of one row; what is beyond them is read over.
const maxColumns = 300

// columns are the names in the first row, in small letters and without
// spaces; none if the content is no table.
func (c *content) columns() []string {
	if c.header != nil {
		return *c.header
	}
	var names []string
	if text := tableText(c.text()); text != "" {
		first, _, _ := strings.Cut(text[:min(len(text), 8192)], "\n")
		sep := separator(first)
		for _, row := range rows(text[:min(len(text), 8192)], sep) {
			if len(row) > 1 {
				for _, name := range row {
					names = append(names, columnName(name))
				}
			}
			break
		}
	}
	c.header = &names
	return names
}

// tableText leaves out the line in which spreadsheets note the separator, and
// gives old Macs' line ends as line feeds.
func tableText(text string) string {
	if len(text) > 4 && strings.EqualFold(text[:4], "sep=") {
		_, text, _ = strings.Cut(text, "\n")
	}
	if !strings.Contains(text, "\n") && strings.Contains(text, "\r") {
		text = strings.ReplaceAll(text, "\r", "\n")
	}
	return text
}

func columnName(s string) string {
	return strings.Join(strings.Fields(strings.ToLower(strings.ReplaceAll(s, "_", " "))), "")
}

// separator is what stands between columns: spreadsheets of some countries
// write semicolons.
func separator(header string) byte {
	best, most := byte(','), strings.Count(header, ",")
	for _, s := range []byte{';', '\t'} {
		if n := strings.Count(header, string(s)); n > most {
			best, most = s, n
		}
	}
	return best
}

// rows walks a table (RFC 4180, with all the liberties real files take) and
// gives the number of the line that each row begins in. Empty lines are left
// out. The slice is valid until the next row.
func rows(text string, sep byte) iter.Seq2[int, []string] {
	return func(yield func(int, []string) bool) {
		var row []string
		line := 1
		for i := 0; i < len(text); {
			began := line
			row = row[:0]
			end := false
			for !end {
				var cell string
				var lines int
				cell, i, end, lines = nextCell(text, i, sep)
				line += lines
				if len(row) < maxColumns {
					row = append(row, cell)
				}
			}
			if len(row) == 1 && strings.TrimSpace(row[0]) == "" {
				continue
			}
			if !yield(began, row) {
				return
			}
		}
	}
}

// nextCell reads one cell at i: its text, where the next one begins, whether
// the row ends with it, and how many lines were passed.
func nextCell(text string, i int, sep byte) (cell string, next int, end bool, lines int) {
	if i < len(text) && text[i] == '"' {
		if end := closingQuote(text, i); end > 0 {
			inner := text[i+1 : end]
			cell, lines = strings.ReplaceAll(inner, `""`, `"`), strings.Count(inner, "\n")
			i = end + 1
		}
	}
	// An unquoted cell, or whatever stands behind the closing quote.
	stop := i
	for stop < len(text) && text[stop] != sep && text[stop] != '\n' {
		stop++
	}
	cell += strings.TrimSuffix(text[i:stop], "\r")
	switch {
	case stop == len(text):
		return cell, stop, true, lines
	case text[stop] == '\n':
		return cell, stop + 1, true, lines + 1
	}
	return cell, stop + 1, false, lines
}

// closingQuote finds the end of the quoted cell that begins at i. Without one
// the quotation mark is part of the text, of a program that quotes nothing: it
// must not swallow the rest of the file.
func closingQuote(text string, i int) int {
	for i++; ; i++ {
		next := strings.IndexByte(text[i:], '"')
		if next < 0 {
			return -1
		}
		if i += next; i+1 == len(text) || text[i+1] != '"' {
			return i
		}
		i++
	}
}

// codeColumns are the names of columns with one-time passwords, best first.
var codeColumns = [...]string{
	"logintotp", "otpauth", "totp", "otpurl", "otpsecret", "totpauth", "onetimepassword", "one-timepassword",
	"totpsecret", "totpkey", "otp", "2fa", "twofactorsecret", "totpuri", "otpuri", "authenticatorkey",
}

// commonColumns tell a table of accounts from any other.
var commonColumns = [...]string{
	"password", "loginpassword", "pwd", "username", "loginusername", "login", "user", "url", "loginuri", "website",
	"title", "name", "account", "email", "note", "notes", "folder", "grouping", "group", "issuer", "service", "secret",
}

func index(names []string, wanted ...string) int {
	for _, w := range wanted {
		for i, n := range names {
			if n == w {
				return i
			}
		}
	}
	return -1
}

// indexes are the places of all the wanted names, in the order of wanted.
func indexes(names []string, wanted ...string) []int {
	var out []int
	for _, w := range wanted {
		if at := index(names, w); at >= 0 {
			out = append(out, at)
		}
	}
	return out
}

// isTable asks for a column of codes beside another known one, or for two
// known ones: enough to say that a table has no codes.
func isTable(names []string) bool {
	known := 0
	for _, n := range commonColumns {
		if index(names, n) >= 0 {
			known++
		}
	}
	if index(names, codeColumns[:]...) >= 0 {
		known++
	}
	return known >= 2
}

// table is a table with a column of codes.
type table struct {
	text string
	sep  byte
	from App

	codesAt, usersAt                               []int // best first; the first that is filled counts
	fieldsAt, titleAt, groupAt, tagsAt             int
	noteAt, pinnedAt, archivedAt, passwordAt, size int
}

func openTable(_ context.Context, c *content) (document, error) {
	names := c.columns()
	text := tableText(c.text())
	first, _, _ := strings.Cut(text, "\n")
	t := &table{text: text, sep: separator(first), from: tableApp(names), size: len(names)}
	t.codesAt = indexes(names, codeColumns[:]...)
	t.fieldsAt = index(names, "rffieldsv2") // RoboForm's cell of all further fields
	if len(t.codesAt) == 0 && index(names, "issuer", "service") >= 0 {
		t.codesAt = indexes(names, "secret", "secretkey", "key")
	}
	if len(t.codesAt) == 0 && t.fieldsAt < 0 {
		return nil, &NoCodesError{App: t.from, Columns: shown(names)}
	}
	t.titleAt = index(names, "issuer", "title", "name", "service", "account")
	t.usersAt = indexes(names, "loginusername", "username", "login", "user", "userid", "email", "account", "username2", "username3")
	if t.titleAt >= 0 && names[t.titleAt] == "account" {
		t.usersAt = slices.DeleteFunc(t.usersAt, func(at int) bool { return at == t.titleAt })
	}
	t.groupAt = index(names, "folder", "grouping", "group", "vault", "category", "collections")
	t.tagsAt = index(names, "tags")
	t.noteAt = index(names, "notes", "note", "extra")
	t.pinnedAt = index(names, "favorite", "fav")
	t.archivedAt = index(names, "archived")
	t.passwordAt = index(names, "loginpassword", "password", "pwd")
	return t, nil
}

func shown(names []string) []string {
	var out []string
	for _, n := range names[:min(len(names), 20)] {
		out = append(out, clip(n))
	}
	return out
}

// tableApp knows the apps by columns that only they have.
func tableApp(names []string) App {
	has := func(wanted ...string) bool {
		for _, w := range wanted {
			if index(names, w) < 0 {
				return false
			}
		}
		return true
	}
	switch {
	case has("logintotp", "loginusername"):
		return Bitwarden
	case has("logintotp"):
		return BitwardenAuthenticator
	case has("otpauth", "favorite", "tags"):
		return OnePassword
	case has("otpauth", "title", "username"):
		return ApplePasswords
	case has("group", "title", "username", "totp"):
		return KeePassXC
	case has("totp", "extra", "grouping"):
		return LastPass
	case has("totp", "vault"), has("totp", "createtime"):
		return ProtonPass
	case has("username2", "username3"):
		return Dashlane
	case has("rffieldsv2"):
		return RoboForm
	case has("cardholdername"):
		return NordPass
	}
	return Table
}

func (t *table) app() App { return t.from }

func (t *table) read(out *collector) error {
	header, passwords := true, false
	for line, row := range rows(t.text, t.sep) {
		if header {
			header = false
			continue
		}
		passwords = passwords || t.cell(row, t.passwordAt) != ""
		value := t.value(row)
		if value == "" {
			continue
		}
		title, user := t.cell(row, t.titleAt), t.first(row, t.usersAt)
		if t.from == ApplePasswords && user != "" {
			title = strings.TrimSuffix(title, " ("+user+")")
		}
		d := fromVault(value, title, user)
		d.line = line
		d.Note = t.cell(row, t.noteAt)
		d.Groups = t.groups(row)
		d.Pinned = isTrue(t.cell(row, t.pinnedAt))
		d.archived = isTrue(t.cell(row, t.archivedAt))
		if t.from == KeePassXC && d.Name == "none" && user == "" {
			d.Name = "" // its word for no user name
		}
		if err := out.put(d); err != nil {
			return err
		}
	}
	if passwords {
		out.note(NotePasswordsInside, 1)
	}
	return nil
}

func (t *table) cell(row []string, at int) string {
	if at < 0 || at >= len(row) {
		return ""
	}
	return strings.TrimSpace(row[at])
}

// first is the first cell that is filled.
func (t *table) first(row []string, at []int) string {
	for _, i := range at {
		if v := t.cell(row, i); v != "" {
			return v
		}
	}
	return ""
}

// value is the code of a row. Bitwarden's apps for phones write rows that are
// longer than their header, and one of them quotes nothing, so that a comma in
// a note moves everything behind it: a URI is known wherever it stands.
func (t *table) value(row []string) string {
	if t.fieldsAt >= 0 {
		return roboFormCode(row, t.fieldsAt)
	}
	v := t.first(row, t.codesAt)
	if len(row) == t.size || schemeOf(v) != "" {
		return v
	}
	for _, cell := range row {
		if cell = strings.TrimSpace(cell); schemeOf(cell) != "" {
			return cell
		}
	}
	return v
}

// groups is the folder of a row. KeePassXC writes the path from the root of
// the database, whose own name says nothing.
func (t *table) groups(row []string) []string {
	g := t.cell(row, t.groupAt)
	if t.from == KeePassXC {
		_, g, _ = strings.Cut(g, "/")
	}
	if t.from == RoboForm {
		g = strings.Trim(g, "/") // a path from the root
	}
	var out []string
	if g != "" {
		out = append(out, g)
	}
	for tag := range strings.FieldsFuncSeq(t.cell(row, t.tagsAt), func(r rune) bool { return r == ';' || r == ',' }) {
		if tag = strings.TrimSpace(tag); tag != "" && len(out) < maxGroups {
			out = append(out, tag)
		}
	}
	return out
}

// roboFormCode finds "TOTP KEY$,,,txt,SECRET" among RoboForm's further
// fields, which take the rest of the row.
func roboFormCode(row []string, at int) string {
	for _, cell := range row[min(at, len(row)):] {
		name, rest, ok := strings.Cut(cell, ",")
		if !ok || !strings.HasPrefix(columnName(name), "totpkey") {
			continue
		}
		parts := strings.Split(rest, ",")
		return strings.TrimSpace(parts[len(parts)-1])
	}
	return ""
}

func isTrue(s string) bool {
	switch strings.ToLower(s) {
	case "true", "1", "yes":
		return true
	}
	return false
}
