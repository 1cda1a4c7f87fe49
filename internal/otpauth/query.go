package otpauth

import (
	"strings"
)

// query holds the parameters of a URI by their name in small letters. Of
// several with one name the first that is not empty counts.
type query map[string]string

// parseQuery splits and decodes. net/url is not used: it refuses a whole query
// for one stray %, and it takes a ; for an error.
func parseQuery(text string) query {
	q := query{}
	for pair := range strings.SplitSeq(text, "&") {
		name, value, _ := strings.Cut(pair, "=")
		name = strings.ToLower(unescape(name))
		if q[name] == "" {
			q[name] = unescape(strings.ReplaceAll(value, "+", " "))
		}
	}
	return q
}

// get is the trimmed value; empty if it is absent or says null, which is what
// some programs write for nothing.
func (q query) get(name string) string {
	v := strings.TrimSpace(q[name])
	if v == "null" {
		return ""
	}
	return v
}

// unescape decodes percent signs. One that starts no escape stands for itself:
// names such as "100% mine" occur unescaped, and in a secret it is reported as
// a wrong character later.
func unescape(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			high, ok1 := hexDigit(s[i+1])
			low, ok2 := hexDigit(s[i+2])
			if ok1 && ok2 {
				b.WriteByte(high<<4 | low)
				i += 2
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func hexDigit(c byte) (byte, bool) {
	switch {
	case c >= '0' && c <= '9':
		return c - '0', true
	case c >= 'a' && c <= 'f':
		return c - 'a' + 10, true
	case c >= 'A' && c <= 'F':
		return c - 'A' + 10, true
	}
	return 0, false
}

// names splits a decoded label into issuer and name. The issuer parameter is
// worth more than the label's prefix, which people may have edited.
func names(label, parameter string) (issuer, name string) {
	label = strings.TrimSpace(label)
	before, after, found := strings.Cut(label, ":")
	issuer = parameter
	if issuer == "" && found {
		issuer = strings.TrimSpace(before)
	}
	if rest, ok := strings.CutPrefix(label, issuer+":"); ok {
		// The issuer itself may have a colon in it.
		return issuer, strings.TrimSpace(rest)
	}
	if found {
		return issuer, strings.TrimSpace(after)
	}
	return issuer, label
}
