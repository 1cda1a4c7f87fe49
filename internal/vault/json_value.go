package vault

import (
	"cmp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// member is one field of an object, its value in canonical JSON.
type member struct{ name, value string }

// appendRune writes one character of a string with the fewest escapes.
// Nothing is escaped for HTML, so that a URI can be read as it is.
func appendRune(out []byte, r rune) []byte {
	switch {
	case r == '"' || r == '\\':
		return append(out, '\\', byte(r))
	case r == '\n':
		return append(out, `\n`...)
	case r == '\r':
		return append(out, `\r`...)
	case r == '\t':
		return append(out, `\t`...)
	case r < ' ':
		const hex = "0123456789abcdef"
		return append(out, '\\', 'u', '0', '0', hex[r>>4], hex[r&15])
	}
	return utf8.AppendRune(out, r)
}

// quote is s as a canonical JSON string. Broken UTF-8 becomes U+FFFD.
func quote(s string) string {
	return string(appendQuoted(make([]byte, 0, len(s)+2), s))
}

func appendQuoted(out []byte, s string) []byte {
	out = append(out, '"')
	for _, r := range s {
		if r >= '#' && r < utf8.RuneSelf && r != '\\' {
			out = append(out, byte(r))
			continue
		}
		out = appendRune(out, r)
	}
	return append(out, '"')
}

// unquote is the content of a canonical JSON string, false for other values.
func unquote(v string) (string, bool) {
	if len(v) < 2 || v[0] != '"' {
		return "", false
	}
	v = v[1 : len(v)-1]
	if strings.IndexByte(v, '\\') < 0 {
		return v, true
	}
	var b strings.Builder
	for i := 0; i < len(v); i++ {
		if v[i] != '\\' {
			b.WriteByte(v[i])
			continue
		}
		i++
		switch v[i] {
		case 'n':
			b.WriteByte('\n')
		case 'r':
			b.WriteByte('\r')
		case 't':
			b.WriteByte('\t')
		case 'u': // control characters only
			n, _ := strconv.ParseUint(v[i+1:i+5], 16, 8)
			b.WriteByte(byte(n))
			i += 4
		default:
			b.WriteByte(v[i])
		}
	}
	return b.String(), true
}

// members splits a canonical object, which comes with its names sorted.
func members(v string) ([]member, bool) {
	if len(v) < 2 || v[0] != '{' {
		return nil, false
	}
	var out []member
	for i := 1; v[i] != '}'; {
		if v[i] == ',' {
			i++
		}
		colon := i + end(v[i:])
		stop := colon + 1 + end(v[colon+1:])
		name, _ := unquote(v[i:colon])
		out = append(out, member{name, v[colon+1 : stop]})
		i = stop
	}
	return out, true
}

// elements splits a canonical list.
func elements(v string) ([]string, bool) {
	if len(v) < 2 || v[0] != '[' {
		return nil, false
	}
	var out []string
	for i := 1; v[i] != ']'; {
		if v[i] == ',' {
			i++
		}
		stop := i + end(v[i:])
		out = append(out, v[i:stop])
		i = stop
	}
	return out, true
}

// end is the length of the first value in canonical JSON.
func end(v string) int {
	depth := 0
	for i := 0; i < len(v); i++ {
		switch v[i] {
		case '"':
			for i++; v[i] != '"'; i++ {
				if v[i] == '\\' {
					i++
				}
			}
			if depth == 0 {
				return i + 1
			}
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth <= 0 {
				return i + 1 + depth // one less where the bracket closes what v is in
			}
		case ',', ':':
			if depth == 0 {
				return i
			}
		}
	}
	return len(v)
}

// isZero reports whether v is the zero of its type, which counts as absent.
func isZero(v string) bool {
	switch v {
	case "", "null", "false", "0", `""`, "[]", "{}":
		return true
	}
	return false
}

// nonZero is v, or nothing.
func nonZero(v string) string {
	if isZero(v) {
		return ""
	}
	return v
}

func compareFields(a, b field) int { return cmp.Compare(a.name, b.name) }

func compareMembers(a, b member) int { return cmp.Compare(a.name, b.name) }
