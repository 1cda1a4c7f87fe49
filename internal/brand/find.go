package brand

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// maxName bounds the names that are looked at; nobody is called longer.
const maxName = 200

// Find gives the icon of an issuer, by its name or its domain. It guesses
// nothing: a name must be one of those known, except for what people add to
// names ("GitHub (work)", "Google: hanako", "Discord アカウント").
func Find(issuer string) (Icon, bool) {
	if issuer == "" || len(issuer) > maxName {
		return Icon{}, false
	}
	c := icons()
	if slug, ok := c.find(issuer); ok {
		return c.bySlug[slug], true
	}
	return Icon{}, false
}

func (c catalogue) find(issuer string) (string, bool) {
	for _, key := range Keys(issuer) {
		if slug, ok := c.byKey[key]; ok {
			return slug, true
		}
	}
	return "", false
}

// Keys are the keys under which an issuer may be known, best first: its host
// and what that is a part of, its name, and its name without what people add.
func Keys(issuer string) []string {
	if issuer == "" || len(issuer) > maxName {
		return nil
	}
	var keys []string
	for host := hostOf(issuer); host != ""; {
		keys = append(keys, host)
		_, rest, _ := strings.Cut(host, ".")
		if !strings.Contains(rest, ".") {
			break
		}
		host = rest
	}
	for key := Key(issuer); key != ""; {
		keys = append(keys, key)
		shorter := withoutTail(key)
		if shorter == key {
			break
		}
		key = shorter
	}
	if short := beforeAddition(issuer); short != "" {
		keys = append(keys, Keys(short)...)
	}
	return keys
}

// hostOf gives the host of a domain or web address in lower case, or "".
func hostOf(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	if _, rest, ok := strings.Cut(s, "://"); ok {
		s = rest
	}
	s, _, _ = strings.Cut(s, "/")
	if at := strings.LastIndexByte(s, '@'); at >= 0 {
		s = s[at+1:]
	}
	s, _, _ = strings.Cut(s, ":")
	s = strings.Trim(s, ".")
	if !strings.Contains(s, ".") || strings.ContainsAny(s, " ()") {
		return ""
	}
	return s
}

// Key is how names are compared: compatibility forms and capitals do not
// matter, nor do spaces and punctuation, except for "+" and "&" ("1&1").
func Key(name string) string {
	var b strings.Builder
	for _, r := range norm.NFKC.String(name) {
		switch {
		case unicode.IsLetter(r), unicode.IsNumber(r), unicode.IsMark(r), r == 'ー', r == '+', r == '&':
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// tails are what services and people put behind a name, as keys.
var tails = [...]string{
	"アカウント", "account", "accounts", "2fa", "mfa", "otp", "totp", "id", "inc", "com", "2段階認証", "二段階認証",
	"login", "sso", "admin", "app",
}

func withoutTail(key string) string {
	for _, t := range tails {
		if short, ok := strings.CutSuffix(key, t); ok && len(short) > 1 {
			return short
		}
	}
	return key
}

// beforeAddition gives what stands before a bracket, a colon or a dash with
// spaces, or "".
func beforeAddition(s string) string {
	at := len(s)
	for _, sep := range []string{"(", "（", "[", ":", "：", " - ", " – ", " — ", "|", "/", "／", "@"} {
		if i := strings.Index(s, sep); i > 0 {
			at = min(at, i)
		}
	}
	if at == len(s) {
		return ""
	}
	return strings.TrimSpace(s[:at])
}
