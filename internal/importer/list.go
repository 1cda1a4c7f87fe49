package importer

import (
	"context"
	"iter"
	"net/url"
	"strings"

	"twofold/internal/account"
	"twofold/internal/otpauth"
)

// textFormat is a list of URIs, one to a line, as most authenticators write
// it and as people collect it by hand.
func textFormat() format {
	return format{
		app:       TextList,
		recognise: func(c *content) bool { return hasURI(c.text()) },
		open: func(_ context.Context, c *content) (document, error) {
			return newTextList(c.text()), nil
		},
	}
}

// schemes are what an account or a page of accounts begins with.
var schemes = [...]string{"otpauth://", "otpauth-migration://", "steam://", "motp://"}

// hasURI looks for a URI that can only be meant for an authenticator. A
// steam:// link alone is not one of them unless it begins a line, because it
// also starts games.
func hasURI(text string) bool {
	if containsFold(text, "otpauth://") || containsFold(text, "otpauth-migration://") {
		return true
	}
	for _, line := range lines(text) {
		if line = strings.TrimSpace(line); schemeOf(line) != "" {
			if _, err := otpauth.Parse(line); err == nil {
				return true
			}
		}
	}
	return false
}

// containsFold finds a scheme in any case, without a copy of the text.
func containsFold(text, scheme string) bool { return indexScheme(text, []string{scheme}) >= 0 }

// indexScheme finds the first of some schemes, in one pass: it goes from colon
// to colon, which are rare in other texts.
func indexScheme(text string, wanted []string) int {
	for i := 0; ; {
		colon := strings.IndexByte(text[i:], ':')
		if colon < 0 {
			return -1
		}
		for _, s := range wanted {
			at := i + colon - strings.IndexByte(s, ':')
			if at >= 0 && at+len(s) <= len(text) && strings.EqualFold(text[at:at+len(s)], s) {
				return at
			}
		}
		i += colon + 1
	}
}

// schemeOf is the scheme that text begins with; empty if it is none of ours.
func schemeOf(text string) string {
	for _, s := range schemes {
		if len(text) >= len(s) && strings.EqualFold(text[:len(s)], s) {
			return s
		}
	}
	return ""
}

// textList is a text of lines.
type textList struct {
	text string
	from App
}

func newTextList(text string) *textList {
	l := &textList{text: text, from: TextList}
	switch {
	case strings.Contains(text, "codeDisplay="):
		l.from = Ente
	case !containsFold(text, "otpauth://") && containsFold(text, "otpauth-migration://"):
		l.from = Google
	}
	return l
}

func (l *textList) app() App { return l.from }

func (l *textList) read(out *collector) error {
	for number, line := range lines(l.text) {
		line = strings.Trim(line, " \t\r\ufeff")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if schemeOf(line) == "" {
			line = embedded(line)
		}
		if err := out.uri(line, number); err != nil {
			return err
		}
	}
	return nil
}

// lines walks a text with the line ends of any system, old Macs included, and
// counts from 1. Nothing is copied.
func lines(text string) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		for number := 1; ; number++ {
			end := strings.IndexAny(text, "\r\n")
			if end < 0 {
				yield(number, text)
				return
			}
			if !yield(number, text[:end]) {
				return
			}
			if strings.HasPrefix(text[end:], "\r\n") {
				end++
			}
			text = text[end+1:]
		}
	}
}

// embedded is the URI inside a line that begins with something else: a bullet,
// a quotation mark, a column of a table. Without one it is the line itself.
func embedded(line string) string {
	at := indexScheme(line, schemes[:2])
	if at < 0 {
		return line
	}
	uri := line[at:]
	if at > 0 {
		if q := line[at-1]; q == '"' || q == '\'' || q == '`' {
			uri, _, _ = strings.Cut(uri, string(q))
			return uri
		}
	}
	if end := strings.IndexAny(uri, "\t \"<>"); end >= 0 {
		uri = uri[:end]
	}
	return uri
}

// uri reads one account or one page of them. Line is 0 where there are none.
func (out *collector) uri(text string, line int) error {
	if otpauth.IsMigration(text) {
		return out.page(text, line)
	}
	return out.put(fromURI(text, line))
}

// fromURI is the draft of a single URI, with what Ente and WinAuth add to it.
func fromURI(text string, line int) *draft {
	a, err := otpauth.Parse(text)
	d := &draft{Account: a, line: line, err: err}
	if err != nil {
		d.Account = titled(text)
	}
	enteDisplay(d, text)
	winAuthExtras(d, text)
	return d
}

// titled is what a URI that is refused calls itself.
func titled(text string) account.Account {
	list := otpauth.ParseList(text)
	if len(list.Rejected) == 0 {
		return account.Account{}
	}
	return account.Account{Name: list.Rejected[0].Title}
}

// page takes one page of a Google Authenticator export. The same page twice,
// in one file or in several, counts once.
func (out *collector) page(text string, line int) error {
	p, err := otpauth.ParseMigration(text)
	if err != nil {
		return out.reject("", line, err)
	}
	if !out.pages.Add(p) {
		return nil
	}
	for _, a := range p.Accounts {
		if err := out.put(&draft{Account: a, line: line}); err != nil {
			return err
		}
	}
	for _, r := range p.Rejected {
		if err := out.reject(r.Title, line, r.Err); err != nil {
			return err
		}
	}
	return nil
}

// parameter is a query parameter of a URI by its name in small letters. Values
// are in the form of HTML forms: plus signs are spaces.
func parameter(uri, name string) (string, bool) {
	_, query, _ := strings.Cut(uri, "?")
	for pair := range strings.SplitSeq(query, "&") {
		key, value, _ := strings.Cut(pair, "=")
		if !strings.EqualFold(key, name) {
			continue
		}
		if u, err := url.QueryUnescape(value); err == nil {
			value = u
		}
		return value, true
	}
	return "", false
}

// winAuthExtras knows what WinAuth writes for the two services whose codes it
// could make but otpauth could not name.
func winAuthExtras(d *draft, uri string) {
	if d.err != nil || d.Key.Type != account.TOTP {
		return
	}
	_, device := parameter(uri, "deviceid")
	_, data := parameter(uri, "data")
	if (device || data) && strings.EqualFold(d.Issuer, "Steam") {
		key := account.Defaults(account.Steam)
		key.Secret = d.Key.Secret
		d.Key, d.Issuer = key, "Steam"
	}
	if _, ok := parameter(uri, "serial"); ok && strings.EqualFold(d.Issuer, "BattleNet") {
		d.Issuer = "Battle.net"
		d.Key.Digits = 8
	}
}
