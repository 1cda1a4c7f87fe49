package importer

import (
	"errors"
	"net/url"
	"strings"
	"unicode"

	"twofold/internal/account"
	"twofold/internal/code"
	"twofold/internal/otpauth"
)

// collector gathers what documents read. It has the last word on every entry:
// nothing unchecked gets past it.
type collector struct {
	result Result
	file   string
	plain  bool
	apps   map[App]bool
	notes  map[NoteKind]int
	icons  iconCache
	pages  otpauth.Pages

	note0, note1 string // the last note as it came, and clean
	total        int
}

func newCollector() *collector {
	return &collector{apps: map[App]bool{}, notes: map[NoteKind]int{}}
}

// begin turns to the next file.
func (out *collector) begin(p *part, _ int) {
	out.file = p.file
	out.apps[p.app] = true
	if !p.encrypted {
		out.plain = true
	}
}

// note counts things to hear about.
func (out *collector) note(k NoteKind, n int) { out.notes[k] += n }

// put takes one entry, or refuses it by name. The error is [*TooManyError].
func (out *collector) put(d *draft) error {
	if err := out.count(); err != nil {
		return err
	}
	a := out.clean(d.Account)
	if d.err == nil && a.Key.Type == account.Yandex && a.Key.Secret.Len() == yandexLong {
		// The long form has the PIN's length and a checksum behind the secret.
		a.Key.Secret = shortened(a.Key.Secret, yandexShort)
	}
	if d.err == nil {
		d.err = code.Check(a.Key)
	}
	if d.err != nil {
		out.result.Rejected = append(out.result.Rejected,
			Rejected{Title: title(a), File: out.file, Line: d.line, Err: d.err})
		return nil
	}
	if a.Key.Type != account.HOTP {
		a.Counter = 0
	}
	if d.icon != nil {
		if png := out.icons.png(d.icon); png != nil {
			a.Icon.PNG = png
		} else {
			out.note(NoteIcons, 1)
		}
	}
	order := len(out.result.Entries)
	if d.order.ok && d.order.n >= 0 && d.order.n <= 1<<31-1 {
		order = int(d.order.n)
	}
	out.result.Entries = append(out.result.Entries,
		Entry{Account: a, Archived: d.archived, Trashed: d.trashed, Order: order, File: out.file})
	return nil
}

// clean is [account.Account.Clean] at a bounded cost. A file can name one huge
// text in a hundred thousand entries; what is beyond any limit is cut before
// it is looked at, and a note that several entries share is made once.
func (out *collector) clean(a account.Account) account.Account {
	const bytes = 8 // of one character, combining marks included
	a.Issuer, a.Name = cut(a.Issuer, bytes*account.MaxName), cut(a.Name, bytes*account.MaxName)
	a.Note = cut(a.Note, bytes*account.MaxNote)
	for i, g := range a.Groups {
		a.Groups[i] = cut(g, bytes*account.MaxGroup)
	}
	note := a.Note
	if note != "" && note == out.note0 {
		a.Note = ""
		a = a.Clean()
		a.Note = out.note1
		return a
	}
	a = a.Clean()
	out.note0, out.note1 = note, a.Note
	return a
}

// cut drops what is beyond most bytes, and a character that it would part.
func cut(s string, most int) string {
	if len(s) <= most {
		return s
	}
	return strings.TrimRightFunc(strings.ToValidUTF8(s[:most], ""), unicode.IsControl)
}

// each reads every element of a list through entry, which gives nil for what
// is to be passed over. An element that is no object is refused.
func (out *collector) each(list jsonValue, entry func(jsonObject) *draft) error {
	for v := range list.elements() {
		o := v.object()
		if o == nil {
			if err := out.reject("", 0, errNotAnEntry); err != nil {
				return err
			}
			continue
		}
		if d := entry(o); d != nil {
			if err := out.put(d); err != nil {
				return err
			}
		}
	}
	return nil
}

// reject refuses something that is not even a draft.
func (out *collector) reject(name string, line int, err error) error {
	if err := out.count(); err != nil {
		return err
	}
	name = account.Account{Name: name}.Clean().Name
	out.result.Rejected = append(out.result.Rejected,
		Rejected{Title: name, File: out.file, Line: line, Err: err})
	return nil
}

func (out *collector) count() error {
	if out.total == MaxEntries {
		return &TooManyError{What: "entries", Limit: MaxEntries}
	}
	out.total++
	return nil
}

// finish closes the result.
func (out *collector) finish() Result {
	r := out.result
	r.Encrypted = !out.plain
	if len(out.apps) == 1 {
		for app := range out.apps {
			r.App = app
		}
	}
	if missing := out.pages.Missing(); len(missing) > 0 {
		r.Notes = append(r.Notes, Note{Kind: NotePagesMissing, Count: out.pages.Total(), Pages: missing})
	}
	for _, k := range []NoteKind{NotePasswordsInside, NoteWithoutCode, NoteTrash, NoteIcons} {
		if n := out.notes[k]; n > 0 {
			r.Notes = append(r.Notes, Note{Kind: k, Count: n})
		}
	}
	return r
}

// title is how a report names an account.
func title(a account.Account) string {
	if a.Issuer == "" || a.Name == "" {
		return a.Title()
	}
	return a.Issuer + ": " + a.Name
}

// errNotAnEntry is something else where an entry should stand.
var errNotAnEntry = errors.New("not an entry")

// splitLabel takes "issuer:name" apart for formats that keep an otpauth label.
func splitLabel(label string) (issuer, name string) {
	if issuer, name, ok := strings.Cut(label, ":"); ok {
		return strings.TrimSpace(issuer), strings.TrimSpace(name)
	}
	return "", strings.TrimSpace(label)
}

// withoutIssuer drops an "issuer:" in front of a name.
func withoutIssuer(name, issuer string) string {
	if issuer == "" || len(name) <= len(issuer) || !strings.EqualFold(name[:len(issuer)], issuer) {
		return strings.TrimSpace(name)
	}
	rest := strings.TrimSpace(name[len(issuer):])
	if !strings.HasPrefix(rest, ":") {
		return strings.TrimSpace(name)
	}
	return strings.TrimSpace(rest[1:])
}

// unescaped is percent-decoding that lets wrong escapes stand.
func unescaped(s string) string {
	if u, err := url.PathUnescape(s); err == nil {
		return u
	}
	return s
}
