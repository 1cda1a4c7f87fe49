package sqlite

import "strings"

// columns reads the column names out of a CREATE TABLE statement. It knows
// quotes, brackets and comments well enough to find the commas that count, and
// understands nothing else of SQL.
func columns(sql string) []string {
	_, body, ok := strings.Cut(withoutComments(sql), "(")
	if !ok {
		return nil
	}
	var out []string
	for _, def := range definitions(body) {
		name, quoted := firstName(def)
		if name == "" {
			continue
		}
		if !quoted {
			switch strings.ToUpper(name) {
			case "CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN":
				continue // of the table
			}
		}
		out = append(out, name)
	}
	return out
}

// withoutComments drops what stands behind two dashes on a line and between
// slashes with stars.
func withoutComments(s string) string {
	var b strings.Builder
	var quote byte
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '\'' || c == '"' || c == '`':
			quote = c
		case c == '[':
			quote = ']'
		case strings.HasPrefix(s[i:], "--"):
			end := strings.IndexByte(s[i:], '\n')
			if end < 0 {
				return b.String()
			}
			i += end
			c = ' '
		case strings.HasPrefix(s[i:], "/*"):
			end := strings.Index(s[i+2:], "*/")
			if end < 0 {
				return b.String()
			}
			i += end + 3
			c = ' '
		}
		b.WriteByte(c)
	}
	return b.String()
}

// definitions splits at the commas outside of brackets and quotes, up to the
// bracket that closes the list.
func definitions(s string) []string {
	var out []string
	depth, begin := 0, 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '\'', '"', '`', '[':
			closing := c
			if c == '[' {
				closing = ']'
			}
			end := strings.IndexByte(s[i+1:], closing)
			if end < 0 {
				return append(out, s[begin:])
			}
			i += end + 1
		case '(':
			depth++
		case ')':
			if depth == 0 {
				return append(out, s[begin:i])
			}
			depth--
		case ',':
			if depth == 0 {
				out = append(out, s[begin:i])
				begin = i + 1
			}
		}
	}
	return append(out, s[begin:])
}

func firstName(def string) (name string, quoted bool) {
	def = strings.TrimSpace(def)
	if def == "" {
		return "", false
	}
	closing := def[0]
	switch closing {
	case '[':
		closing = ']'
		fallthrough
	case '"', '`', '\'':
		name, _, _ = strings.Cut(def[1:], string(closing))
		return name, true
	}
	if end := strings.IndexAny(def, " \t\r\n("); end >= 0 {
		def = def[:end]
	}
	return def, false
}
