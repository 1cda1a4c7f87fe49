package vault

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Limits of what is read. Records beyond them are quarantined.
const (
	maxDepth = 8          // of nested objects and lists, the record itself included
	maxValue = 16<<10 + 2 // bytes of one field's value in canonical form, with its quotes
	maxName  = 256        // bytes of a field's name or an id
)

// Errors of reading a line. They never quote it: it may hold a secret.
var (
	errSyntax    = errors.New("is not JSON")
	errDepth     = errors.New("is nested too deeply")
	errDuplicate = errors.New("has a field twice")
	errUTF8      = errors.New("is not UTF-8")
	errLong      = errors.New("has a value that is too long")
)

// canonical rewrites one JSON value so that equal values have equal bytes: no
// spaces, keys sorted by their bytes, strings with the fewest escapes. The
// spelling of numbers is kept, because 1.0 may mean something to its writer.
// It is strict where decoders differ: keys twice, lone surrogates, broken
// UTF-8 and anything behind the value are errors.
func canonical(in []byte) ([]byte, error) {
	if !utf8.Valid(in) {
		return nil, errUTF8
	}
	c := canon{in: in, out: make([]byte, 0, len(in))}
	if err := c.value(1); err != nil {
		return nil, err
	}
	if c.space(); c.at != len(c.in) {
		return nil, errSyntax
	}
	return c.out, nil
}

type canon struct {
	in  []byte
	at  int
	out []byte
}

func (c *canon) space() {
	for c.at < len(c.in) {
		switch c.in[c.at] {
		case ' ', '\t', '\r', '\n':
			c.at++
		default:
			return
		}
	}
}

// peek is the next byte that is not white space, 0 at the end.
func (c *canon) peek() byte {
	if c.space(); c.at < len(c.in) {
		return c.in[c.at]
	}
	return 0
}

func (c *canon) value(depth int) error {
	switch b := c.peek(); {
	case b == '{' || b == '[':
		if depth > maxDepth {
			return errDepth
		}
		c.at++
		if b == '{' {
			return c.object(depth)
		}
		return c.list(depth)
	case b == '"':
		return c.text()
	case b == '-' || b >= '0' && b <= '9':
		return c.number()
	}
	for _, word := range []string{"true", "false", "null"} {
		if bytes.HasPrefix(c.in[c.at:], []byte(word)) {
			c.at += len(word)
			c.out = append(c.out, word...)
			return nil
		}
	}
	return errSyntax
}

func (c *canon) list(depth int) error {
	c.out = append(c.out, '[')
	if c.peek() == ']' {
		c.at++
		c.out = append(c.out, ']')
		return nil
	}
	for {
		if err := c.value(depth + 1); err != nil {
			return err
		}
		b := c.peek()
		if b != ',' && b != ']' {
			return errSyntax
		}
		c.at++
		c.out = append(c.out, b)
		if b == ']' {
			return nil
		}
	}
}

// span is where a member "key":value stands in the output.
type span struct{ start, colon, end int }

func (c *canon) object(depth int) error {
	var room [24]span
	spans, sorted := room[:0], true
	open := len(c.out)
	c.out = append(c.out, '{')
	if c.peek() == '}' {
		c.at++
		c.out = append(c.out, '}')
		return nil
	}
	for {
		if c.peek() != '"' {
			return errSyntax
		}
		s := span{start: len(c.out)}
		if err := c.text(); err != nil {
			return err
		}
		s.colon = len(c.out)
		if s.colon-s.start > maxName+len(`""`) {
			return errLong
		}
		if c.peek() != ':' {
			return errSyntax
		}
		c.at++
		c.out = append(c.out, ':')
		if err := c.value(depth + 1); err != nil {
			return err
		}
		s.end = len(c.out)
		if n := len(spans); n > 0 && sorted {
			sorted = c.compare(spans[n-1], s) < 0
		}
		spans = append(spans, s)
		b := c.peek()
		if b != ',' && b != '}' {
			return errSyntax
		}
		c.at++
		c.out = append(c.out, b)
		if b == '}' {
			break
		}
	}
	if sorted {
		return nil
	}
	return c.sort(open, spans)
}

// compare orders members by the bytes of their names. Names in canonical
// form compare like their content, but for the quote that ends them.
func (c *canon) compare(a, b span) int {
	return bytes.Compare(c.out[a.start+1:a.colon-1], c.out[b.start+1:b.colon-1])
}

func (c *canon) sort(open int, spans []span) error {
	slices.SortFunc(spans, c.compare)
	for i := 1; i < len(spans); i++ {
		if c.compare(spans[i-1], spans[i]) == 0 {
			return errDuplicate
		}
	}
	sorted := make([]byte, 0, len(c.out)-open)
	for i, s := range spans {
		if sorted = append(sorted, ','); i == 0 {
			sorted[0] = '{'
		}
		sorted = append(sorted, c.out[s.start:s.end]...)
	}
	c.out = append(append(c.out[:open], sorted...), '}')
	return nil
}

func (c *canon) number() error {
	start := c.at
	digits := func() bool {
		from := c.at
		for c.at < len(c.in) && c.in[c.at] >= '0' && c.in[c.at] <= '9' {
			c.at++
		}
		return c.at > from
	}
	skip := func(set string) bool {
		if c.at < len(c.in) && strings.IndexByte(set, c.in[c.at]) >= 0 {
			c.at++
			return true
		}
		return false
	}
	skip("-")
	if !skip("0") && !digits() {
		return errSyntax
	}
	if skip(".") && !digits() {
		return errSyntax
	}
	if skip("eE") {
		skip("+-")
		if !digits() {
			return errSyntax
		}
	}
	c.out = append(c.out, c.in[start:c.at]...)
	return nil
}

// text copies a string, from quote to quote.
func (c *canon) text() error {
	c.at++
	c.out = append(c.out, '"')
	for {
		from := c.at
		for c.at < len(c.in) && c.in[c.at] >= ' ' && c.in[c.at] != '"' && c.in[c.at] != '\\' {
			c.at++
		}
		c.out = append(c.out, c.in[from:c.at]...)
		if c.at >= len(c.in) || c.in[c.at] < ' ' {
			return errSyntax
		}
		if c.in[c.at] == '"' {
			c.at++
			c.out = append(c.out, '"')
			return nil
		}
		r, err := c.escape()
		if err != nil {
			return err
		}
		c.out = appendRune(c.out, r)
	}
}

// escape reads one escape sequence, both halves of a surrogate pair.
func (c *canon) escape() (rune, error) {
	if c.at+1 >= len(c.in) {
		return 0, errSyntax
	}
	b := c.in[c.at+1]
	c.at += 2
	if i := strings.IndexByte(`"\/bfnrt`, b); i >= 0 {
		return rune("\"\\/\b\f\n\r\t"[i]), nil
	}
	if b != 'u' {
		return 0, errSyntax
	}
	r, err := c.hex()
	if err != nil || !utf16.IsSurrogate(r) {
		return r, err
	}
	if !bytes.HasPrefix(c.in[c.at:], []byte(`\u`)) {
		return 0, errSyntax
	}
	c.at += 2
	low, err := c.hex()
	if err != nil {
		return 0, err
	}
	if r = utf16.DecodeRune(r, low); r == utf8.RuneError {
		return 0, errSyntax
	}
	return r, nil
}

func (c *canon) hex() (rune, error) {
	if c.at+4 > len(c.in) {
		return 0, errSyntax
	}
	var r rune
	for _, b := range c.in[c.at : c.at+4] {
		i := strings.IndexByte("0123456789abcdef", b|0x20)
		if i < 0 || b < '0' {
			return 0, errSyntax
		}
		r = r<<4 | rune(i)
	}
	c.at += 4
	return r, nil
}
