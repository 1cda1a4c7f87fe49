package pdf

import (
	"bytes"
	"strconv"
)

// The values of a PDF file (ISO 32000-1, section 7.3). Numbers are float64,
// arrays []any, and null is nil.
type (
	name    string
	str     []byte
	ref     int // object number
	dict    map[name]any
	keyword string // an operator, or anything that is no value
	stream  struct {
		dict dict
		raw  []byte // as it lies in the file
	}
)

// maxDepth bounds values within values.
const maxDepth = 40

// lexer reads values one after the other.
type lexer struct {
	data []byte
	at   int
}

func white(c byte) bool {
	return c == 0 || c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == ' '
}

func delimiter(c byte) bool {
	return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0
}

func (l *lexer) skip() {
	for l.at < len(l.data) {
		c := l.data[l.at]
		if c == '%' {
			for l.at < len(l.data) && l.data[l.at] != '\n' && l.data[l.at] != '\r' {
				l.at++
			}
			continue
		}
		if !white(c) {
			return
		}
		l.at++
	}
}

// next returns the next value or keyword, and false at the end.
func (l *lexer) next() (any, bool) {
	return l.value(0)
}

func (l *lexer) value(depth int) (any, bool) {
	l.skip()
	if l.at >= len(l.data) || depth > maxDepth {
		return nil, false
	}
	switch c := l.data[l.at]; {
	case c == '/':
		return l.name(), true
	case c == '(':
		return l.literal(), true
	case c == '<':
		if l.at+1 < len(l.data) && l.data[l.at+1] == '<' {
			l.at += 2
			return l.dict(depth), true
		}
		return l.hex(), true
	case c == '[':
		l.at++
		return l.array(depth), true
	case delimiter(c):
		l.at++
		if c == '>' && l.at < len(l.data) && l.data[l.at] == '>' {
			l.at++
			return keyword(">>"), true
		}
		return keyword(string(c)), true
	}
	return l.word(), true
}

// run returns the characters up to the next white space or delimiter.
func (l *lexer) run() []byte {
	from := l.at
	for l.at < len(l.data) && !white(l.data[l.at]) && !delimiter(l.data[l.at]) {
		l.at++
	}
	return l.data[from:l.at]
}

func (l *lexer) name() name {
	l.at++
	raw := l.run()
	if bytes.IndexByte(raw, '#') < 0 {
		return name(raw)
	}
	var out []byte
	for i := 0; i < len(raw); i++ {
		if raw[i] == '#' && i+2 < len(raw) {
			if v, err := strconv.ParseUint(string(raw[i+1:i+3]), 16, 8); err == nil {
				out = append(out, byte(v))
				i += 2
				continue
			}
		}
		out = append(out, raw[i])
	}
	return name(out)
}

// word returns a number, a reference, true, false, null, or a keyword.
func (l *lexer) word() any {
	w := l.run()
	switch string(w) {
	case "true":
		return true
	case "false":
		return false
	case "null":
		return nil
	}
	v, err := strconv.ParseFloat(string(w), 64)
	if err != nil || v-v != 0 { // also no infinities, nor what is no number
		return keyword(w)
	}
	if n := int(v); float64(n) == v && n > 0 && l.reference() {
		return ref(n)
	}
	return v
}

// reference reports whether what follows a number makes it a reference, and
// passes over it.
func (l *lexer) reference() bool {
	back := l.at
	l.skip()
	gen := l.run()
	if len(gen) > 0 && len(bytes.Trim(gen, "0123456789")) == 0 {
		l.skip()
		if string(l.run()) == "R" {
			return true
		}
	}
	l.at = back
	return false
}

func (l *lexer) array(depth int) []any {
	out := []any{}
	for {
		v, ok := l.value(depth + 1)
		if !ok || v == keyword("]") {
			return out
		}
		out = append(out, v)
	}
}

func (l *lexer) dict(depth int) dict {
	d := dict{}
	for {
		k, ok := l.value(depth + 1)
		if !ok || k == keyword(">>") {
			return d
		}
		key, isName := k.(name)
		if !isName {
			continue
		}
		v, ok := l.value(depth + 1)
		if !ok || v == keyword(">>") {
			return d
		}
		d[key] = v
	}
}

// literal reads a string in parentheses. Its text does not matter here, so
// escapes stay as they are but for the parentheses.
func (l *lexer) literal() str {
	l.at++
	from, open := l.at, 1
	for ; l.at < len(l.data); l.at++ {
		switch l.data[l.at] {
		case '\\':
			l.at++
		case '(':
			open++
		case ')':
			if open--; open == 0 {
				l.at++
				return str(l.data[from : l.at-1])
			}
		}
	}
	l.at = len(l.data)
	return nil
}

func (l *lexer) hex() str {
	l.at++
	var out str
	half := -1
	for l.at < len(l.data) {
		c := l.data[l.at]
		l.at++
		if c == '>' {
			break
		}
		v, err := strconv.ParseUint(string(c), 16, 8)
		if err != nil {
			continue
		}
		if half < 0 {
			half = int(v)
			continue
		}
		out = append(out, byte(half<<4|int(v)))
		half = -1
	}
	if half >= 0 {
		out = append(out, byte(half<<4))
	}
	return out
}
