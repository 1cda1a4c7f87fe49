package locale

import (
	"encoding/json"
	"fmt"
	"strings"
)

// catalogue has the texts of one language by key.
//
// It is read by a scanner of its own, because a start has to wait for it: the
// general readers took 11 ms and 3 MB for the two languages. This one takes a
// part of a millisecond, and the texts stay where the program has them, in the
// file: nothing of them is copied until it is asked for. A test compares what
// it reads with what encoding/json does.
type catalogue map[string]message

// message is a text in its plural forms, as JSON writes them between the
// quotes. A text without forms has only other.
type message struct{ one, other string }

// text gives the form for n things; every language has the form "other".
func (m message) text(one bool) string {
	raw := m.other
	if one && m.one != "" {
		raw = m.one
	}
	if strings.IndexByte(raw, '\\') < 0 {
		return raw
	}
	var text string
	if json.Unmarshal([]byte(`"`+raw+`"`), &text) != nil {
		return raw // a test reads them all
	}
	return text
}

// readCatalogue reads go-i18n JSON: an object of texts, and of objects with
// plural forms. Anything else is an error.
func readCatalogue(file string) (catalogue, error) {
	c := make(catalogue, strings.Count(file, "\n")) // a text a line
	r := reader{rest: file}
	r.object(func(key string) {
		if r.peek() == '"' {
			c[key] = message{other: r.str()}
			return
		}
		var m message
		r.object(func(form string) {
			switch text := r.str(); form {
			case "one":
				m.one = text
			case "other":
				m.other = text
			default:
				r.bad = true
			}
		})
		c[key] = m
	})
	if r.peek() != 0 {
		r.bad = true
	}
	if r.bad {
		return nil, fmt.Errorf("not a catalogue at %q", r.rest[:min(len(r.rest), 40)])
	}
	return c, nil
}

// reader is a place in a catalogue. After a mistake it stays bad, and its
// answers mean nothing.
type reader struct {
	rest string
	bad  bool
}

// peek is the next byte that is no white space; 0 at the end.
func (r *reader) peek() byte {
	r.rest = strings.TrimLeft(r.rest, " \t\r\n")
	if r.rest == "" {
		return 0
	}
	return r.rest[0]
}

// take passes over a byte, which has to be next.
func (r *reader) take(b byte) {
	if r.peek() != b {
		r.bad = true
		return
	}
	r.rest = r.rest[1:]
}

// object reads {"name": value, …}; member reads the values.
func (r *reader) object(member func(name string)) {
	r.take('{')
	for !r.bad {
		name := r.str()
		r.take(':')
		if r.bad {
			return
		}
		member(name)
		if r.peek() != ',' {
			break
		}
		r.take(',')
	}
	r.take('}')
}

// str reads a string and gives what is between its quotes, as it is written.
func (r *reader) str() string {
	r.take('"')
	if r.bad {
		return ""
	}
	for i := 0; i < len(r.rest); i++ {
		switch r.rest[i] {
		case '\\':
			i++
		case '"':
			text := r.rest[:i]
			r.rest = r.rest[i+1:]
			return text
		}
	}
	r.bad = true
	return ""
}
