package account

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Rules name services whose work and school accounts usually have to be set
// up anew on every computer. They are only ever a suggestion and a reminder:
// no rule changes an account. The user can see and change them.
type Rules []string

// Limits of the rules a user can make.
const (
	MaxRules = 100
	maxRule  = 100 // runes
)

// DefaultRules are the services known to bind accounts to a device.
func DefaultRules() Rules {
	return Rules{"Microsoft", "Microsoft 365", "Office 365", "Entra", "Azure", "Okta", "Duo"}
}

// personalMail are the domains of mail for everybody: an account with such a
// name is no account of a workplace, also at a service that has both.
var personalMail = []string{
	"outlook.com", "outlook.jp", "hotmail.com", "hotmail.co.jp", "live.com", "live.jp", "msn.com",
	"gmail.com", "googlemail.com", "icloud.com", "me.com", "yahoo.com", "yahoo.co.jp",
}

// Match reports whether a is marked as an account of work or school, or its
// issuer has the words of a rule and its name is not one of personal mail.
func (r Rules) Match(a Account) bool {
	if a.Kind == Work {
		return true
	}
	if _, domain, ok := strings.Cut(strings.ToLower(a.Name), "@"); ok && slices.Contains(personalMail, domain) {
		return false
	}
	issuer := words(a.Issuer)
	return slices.ContainsFunc(r, func(rule string) bool {
		w := words(rule)
		return w != "" && strings.Contains(issuer, w)
	})
}

// words is text as its words in small letters, each between two spaces, so
// that "Duo" is not found in "Duolingo".
func words(text string) string {
	fields := strings.FieldsFunc(strings.ToLower(text), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
	if len(fields) == 0 {
		return ""
	}
	return " " + strings.Join(fields, " ") + " "
}

// Clean gives the rules as they are kept: without those that say nothing, that
// are there twice, or that are beyond the limits.
func (r Rules) Clean() Rules {
	out := Rules{}
	had := map[string]bool{}
	for _, rule := range r {
		rule = strings.TrimSpace(strings.ToValidUTF8(rule, ""))
		w := words(rule)
		if w == "" || had[w] || utf8.RuneCountInString(rule) > maxRule || len(out) == MaxRules {
			continue
		}
		had[w] = true
		out = append(out, rule)
	}
	return out
}
