package snapshot

import (
	"encoding/json"
	"errors"
	"unicode/utf8"
)

// Limits of a snapshot's content. The size of the file is capped by
// crypto/sealed.
const (
	MaxRecords = 1_000_000
	MaxDepth   = 8        // of nested objects and lists in a record
	MaxField   = 16 << 10 // bytes of one text in a record, as written
)

// maxLine is the longest header or roster record in bytes: these are decoded
// before anything is known of who wrote them. A thousand computers fit.
const maxLine = 128 << 10

// Why a record is out of bounds. The texts never quote it.
var (
	errUTF8  = errors.New("record is not UTF-8")
	errJSON  = errors.New("record is not a JSON object")
	errDepth = errors.New("record is nested too deeply")
	errField = errors.New("record has a text that is too long")
	errLine  = errors.New("roster record is too long")
)

// within checks one record line. It reads every byte a fixed number of times
// and takes no memory, whatever the line holds.
func within(line []byte) error {
	if !utf8.Valid(line) {
		return errUTF8
	}
	// Depth and lengths come first: json.Valid would follow any depth.
	if err := shape(line); err != nil {
		return err
	}
	if len(line) == 0 || line[0] != '{' || !json.Valid(line) {
		return errJSON
	}
	return nil
}

// shape counts brackets outside of texts, and the bytes of texts.
func shape(line []byte) error {
	depth, start := 0, -1 // start of the text we are in
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case start >= 0 && c == '\\':
			i++
		case start >= 0 && c == '"':
			if i-start > MaxField {
				return errField
			}
			start = -1
		case start >= 0:
		case c == '"':
			start = i + 1
		case c == '{' || c == '[':
			if depth++; depth > MaxDepth {
				return errDepth
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return nil
}
