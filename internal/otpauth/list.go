package otpauth

import (
	"strings"

	"twofold/internal/account"
)

// maxRejected is how many refused lines a [List] names. A file with more is
// not a list at all, and naming them all would cost more memory than the file.
const maxRejected = 1000

// List is what a text file of URIs holds.
type List struct {
	// Accounts are those of all lines, in order; those of migration pages are
	// among them.
	Accounts []account.Account
	Rejected []Rejected
	More     int   // refused lines beyond those in Rejected
	Pages    Pages // the migration pages, to ask what is missing
}

// ParseList reads a text with one URI on each line: otpauth, steam, motp or a
// migration page. Blank lines and lines that begin with # are comments. A line
// that cannot be read is in Rejected with its number, and the others stay.
func ParseList(text string) List {
	var l List
	text = strings.TrimPrefix(text, "\ufeff")
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	number := 0
	for line := range strings.SplitSeq(text, "\n") {
		number++
		line = trim(line)
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case IsMigration(line):
			l.addPage(line, number)
		default:
			a, err := parse(line)
			if err != nil {
				l.reject(Rejected{Title: a.Title(), Line: number, Err: err})
				continue
			}
			l.Accounts = append(l.Accounts, a)
		}
	}
	return l
}

func (l *List) addPage(line string, number int) {
	page, err := ParseMigration(line)
	if err != nil {
		l.reject(Rejected{Line: number, Err: err})
		return
	}
	if !l.Pages.Add(page) {
		return
	}
	l.Accounts = append(l.Accounts, page.Accounts...)
	for _, r := range page.Rejected {
		r.Line = number
		l.reject(r)
	}
}

func (l *List) reject(r Rejected) {
	if len(l.Rejected) == maxRejected {
		l.More++
		return
	}
	l.Rejected = append(l.Rejected, r)
}
