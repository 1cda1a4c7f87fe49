package importer

import (
	"bytes"
	"encoding/json"
	"errors"
	"iter"
	"strconv"
	"strings"
	"unicode/utf8"
)

// jsonValue is one JSON value, looked at where it lies: a view of a document
// that was checked as a whole before. Reading a large file this way costs no
// memory beside the file, which decoding into Go values does not promise for
// files of another's making. The zero value stands for null and for absent.
type jsonValue []byte

// maxMembers caps the members of one object that is read as an entry.
const maxMembers = 500

// checkJSON finds out whether data is one sound JSON value.
func checkJSON(data []byte) (jsonValue, error) {
	data = bytes.TrimSpace(data)
	if json.Valid(data) {
		return data, nil
	}
	// Ask again for the reason: the check comes first, and nothing is built.
	err := json.Unmarshal(data, new(json.RawMessage))
	var syntax *json.SyntaxError
	if !errors.As(err, &syntax) {
		return nil, damaged("JSON: %T", err)
	}
	if syntax.Offset >= int64(len(data)) && strings.Contains(syntax.Error(), "unexpected end") {
		return nil, truncated("JSON ends at byte %d", len(data))
	}
	return nil, damaged("not JSON from byte %d", syntax.Offset)
}

// kind is the first byte: one of { [ " t f n - or a digit; 0 if absent.
func (v jsonValue) kind() byte {
	if len(v) == 0 {
		return 0
	}
	return v[0]
}

func (v jsonValue) null() bool { return len(v) == 0 || v[0] == 'n' }

// elements walks an array; other values have none.
func (v jsonValue) elements() iter.Seq[jsonValue] {
	return func(yield func(jsonValue) bool) {
		if v.kind() != '[' {
			return
		}
		for i := skipSpace(v, 1); i < len(v) && v[i] != ']'; {
			end := skipValue(v, i)
			if !yield(v[i:end]) {
				return
			}
			i = skipComma(v, end)
		}
	}
}

// members walks an object in the order of the file; other values have none.
func (v jsonValue) members() iter.Seq2[string, jsonValue] {
	return func(yield func(string, jsonValue) bool) {
		if v.kind() != '{' {
			return
		}
		for i := skipSpace(v, 1); i < len(v) && v[i] == '"'; {
			end := skipValue(v, i)
			key := v[i:end].text()
			i = skipSpace(v, end)
			i = skipSpace(v, i+1) // the colon
			if i >= len(v) {
				return
			}
			end = skipValue(v, i)
			if !yield(key, v[i:end]) {
				return
			}
			i = skipComma(v, end)
		}
	}
}

// get follows keys down through objects.
func (v jsonValue) get(path ...string) jsonValue {
	for _, want := range path {
		var next jsonValue
		for key, val := range v.members() {
			if key == want {
				next = val
				break
			}
		}
		v = next
	}
	return v
}

// object is v for reading by name; nil if it is none. The first of doubled
// names counts.
func (v jsonValue) object() jsonObject {
	if v.kind() != '{' {
		return nil
	}
	o := jsonObject{}
	for key, val := range v.members() {
		if _, twice := o[key]; !twice {
			o[key] = val
		}
		if len(o) == maxMembers {
			break
		}
	}
	return o
}

// text is the string, or the spelling of a number or truth value; empty for
// everything else.
func (v jsonValue) text() string {
	switch v.kind() {
	case 0, 'n', '{', '[':
		return ""
	case '"':
		if len(v) < 2 {
			return "" // the cut end of a damaged file
		}
		inner := v[1 : len(v)-1]
		if bytes.IndexByte(inner, '\\') < 0 && utf8.Valid(inner) {
			return string(inner)
		}
		var s string
		if json.Unmarshal(v, &s) != nil {
			return ""
		}
		return s
	}
	return string(v)
}

// truth is true for true, 1 and their spellings in strings.
func (v jsonValue) truth() bool { return isTrue(v.text()) }

// number reads v as a whole number; see [number].
func (v jsonValue) number() number {
	switch v.kind() {
	case '{', '[', 't', 'f':
		return number{set: true, text: clip(string(v))}
	}
	return parseNumber(v.text())
}

// jsonObject is an object for reading by name. All methods work on nil.
type jsonObject map[string]jsonValue

func (o jsonObject) text(key string) string { return o[key].text() }

// first is the first of the named texts that is not empty.
func (o jsonObject) first(keys ...string) string {
	for _, k := range keys {
		if s := strings.TrimSpace(o[k].text()); s != "" && s != "null" {
			return s
		}
	}
	return ""
}

func (o jsonObject) has(keys ...string) bool {
	for _, k := range keys {
		if _, ok := o[k]; !ok {
			return false
		}
	}
	return true
}

// firstHas looks at the members of the first elements of a list. The very
// first may be of another kind: a note among logins, a card, a folder.
func firstHas(list jsonValue, keys ...string) bool {
	const look = 200
	seen := 0
	for v := range list.elements() {
		if v.object().has(keys...) {
			return true
		}
		if seen++; seen == look {
			break
		}
	}
	return false
}

// texts are the strings of the array under key, at most maxTexts.
func (o jsonObject) texts(key string) []string {
	const maxTexts = 100
	var out []string
	for v := range o[key].elements() {
		if s := v.text(); s != "" {
			out = append(out, s)
		}
		if len(out) == maxTexts {
			break
		}
	}
	return out
}

// number is a whole number of a foreign file. Numbers arrive as JSON numbers,
// as strings, as null, as the text "null" and not at all.
type number struct {
	set  bool // there is a value
	ok   bool // and it is a whole number
	n    int64
	text string // its spelling if it is not, cut short
}

// spelling is the number for an error.
func (n number) spelling() string {
	if n.ok {
		return strconv.FormatInt(n.n, 10)
	}
	return n.text
}

func parseNumber(s string) number {
	s = strings.TrimSpace(s)
	if s == "" || strings.EqualFold(s, "null") {
		return number{}
	}
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return number{set: true, ok: true, n: n}
	}
	// "30.0" is what some JSON writers make of 30.
	if f, err := strconv.ParseFloat(s, 64); err == nil && f == float64(int64(f)) && f > -1<<53 && f < 1<<53 {
		return number{set: true, ok: true, n: int64(f)}
	}
	return number{set: true, text: clip(s)}
}

// clip shortens what came from outside before it goes into an error.
func clip(s string) string {
	const most = 32
	r := []rune(strings.ToValidUTF8(s, "\uFFFD"))
	if len(r) <= most {
		return string(r)
	}
	return string(r[:most]) + "…"
}

// The walk relies on the check of the whole document and stays in bounds
// without it.

func skipSpace(v []byte, i int) int {
	for i < len(v) && (v[i] == ' ' || v[i] == '\t' || v[i] == '\n' || v[i] == '\r') {
		i++
	}
	return i
}

func skipComma(v []byte, i int) int {
	i = skipSpace(v, i)
	if i < len(v) && v[i] == ',' {
		i = skipSpace(v, i+1)
	}
	return i
}

// skipValue is the index behind the value that begins at i.
func skipValue(v []byte, i int) int {
	switch v[i] {
	case '"':
		return skipString(v, i)
	case '{', '[':
		depth := 0
		for i < len(v) {
			switch v[i] {
			case '"':
				i = skipString(v, i)
				continue
			case '{', '[':
				depth++
			case '}', ']':
				if depth--; depth == 0 {
					return i + 1
				}
			}
			i++
		}
		return len(v)
	}
	for ; i < len(v); i++ {
		switch v[i] {
		case ',', ':', ']', '}', ' ', '\t', '\r', '\n':
			return i
		}
	}
	return i
}

func skipString(v []byte, i int) int {
	for i++; i < len(v); i++ {
		switch v[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(v)
}
