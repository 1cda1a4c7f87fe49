package account

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Limits of the texts of an account, in characters unless said otherwise.
// They are generous for people and small for attackers.
const (
	MaxName  = 256
	MaxNote  = 4000
	MaxGroup = 64
	MaxIcon  = 12 << 10 // bytes
	MaxCodes = 64       // recovery codes of one account
)

// Clean gives the account with texts that are safe to keep and show: valid
// UTF-8 in NFC, no control or bidirectional override characters, trimmed and
// cut to the limits, groups unique and not empty. It changes nothing else.
func (a Account) Clean() Account {
	a.Issuer = cleanLine(a.Issuer, MaxName)
	a.Name = cleanLine(a.Name, MaxName)
	a.Reading = cleanLine(a.Reading, MaxName)
	a.Note = cleanText(a.Note, MaxNote)
	a.Groups = cleanGroups(a.Groups)
	if len(a.Icon.PNG) > MaxIcon {
		a.Icon.PNG = nil
	}
	if len(a.RecoveryCodes) > MaxCodes {
		a.RecoveryCodes = a.RecoveryCodes[:MaxCodes]
	}
	for i, c := range a.RecoveryCodes {
		if i == 0 {
			a.RecoveryCodes = append([]RecoveryCode(nil), a.RecoveryCodes...)
		}
		a.RecoveryCodes[i].Text = cleanLine(c.Text, MaxName)
	}
	return a
}

// CleanLine is text that others chose and that is shown in one line: NFC, at
// most max characters, without what breaks lines or turns their direction.
func CleanLine(text string, max int) string { return cleanLine(text, max) }

// CleanGroup is the name of a group as it is kept; empty if nothing is left.
func CleanGroup(name string) string { return cleanLine(name, MaxGroup) }

func cleanGroups(in []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, g := range in {
		if g = CleanGroup(g); g != "" && !seen[g] {
			seen[g] = true
			out = append(out, g)
		}
	}
	return out
}

// cleanLine is for texts of one line: line breaks and tabs become spaces.
func cleanLine(s string, most int) string {
	return clean(s, most, func(r rune) rune {
		if r == '\n' || r == '\t' || r == '\r' {
			return ' '
		}
		return r
	})
}

// cleanText keeps line breaks and tabs.
func cleanText(s string, most int) string {
	return clean(strings.ReplaceAll(s, "\r\n", "\n"), most, func(r rune) rune { return r })
}

func clean(s string, most int, breaks func(rune) rune) string {
	s = strings.Map(func(r rune) rune {
		r = breaks(r)
		switch {
		case r == '\n' || r == '\t':
			return r
		case unicode.IsControl(r), isBidiControl(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	// Only now: what was taken out may have kept a letter from its accent.
	s = strings.TrimSpace(norm.NFC.String(s))
	if utf8.RuneCountInString(s) > most {
		s = strings.TrimSpace(string([]rune(s)[:most]))
	}
	return s
}

// isBidiControl finds the characters that let "moc.knab" read as "bank.com".
func isBidiControl(r rune) bool {
	return r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' ||
		r == '\u200e' || r == '\u200f' || r == '\u061c'
}
