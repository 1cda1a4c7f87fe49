package importer

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// bundle is the files of one import, which may need each other.
type bundle struct {
	contents []*content
	pictures *pixels // left for pictures in an archive; nil outside of one
}

func newBundle(files []File) *bundle {
	b := &bundle{}
	for _, f := range files {
		b.contents = append(b.contents, &content{name: f.Name, data: f.Data, bundle: b})
	}
	return b
}

// content is one file as formats look at it. The views are made on first use
// and shared by all formats that ask.
type content struct {
	name   string
	data   []byte
	bundle *bundle
	inside bool // it was in an archive

	plain     *string
	tried     bool
	value     jsonValue
	valueErr  error
	topKeys   jsonObject
	firstKeys jsonObject
	root      *string
	header    *[]string
	prefs     []preference
	prefsErr  error
}

// text is the content as text, without byte order mark: UTF-8, or UTF-16
// where a mark says so (what Windows editors call Unicode). Empty if it is no
// text.
func (c *content) text() string {
	if c.plain == nil {
		s := decodeText(c.data)
		c.plain = &s
	}
	return *c.plain
}

func decodeText(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
		return decodeUTF16(data[2:], binary.LittleEndian)
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		return decodeUTF16(data[2:], binary.BigEndian)
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if bytes.IndexByte(data, 0) >= 0 {
		return ""
	}
	if !utf8.Valid(data) {
		// A name in some older encoding must not hide the other lines.
		if !mostlyText(data) {
			return ""
		}
		return legacyText(data)
	}
	return string(data)
}

func decodeUTF16(data []byte, order binary.ByteOrder) string {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order.Uint16(data[2*i:])
	}
	s := string(utf16.Decode(units))
	if strings.IndexByte(s, 0) >= 0 {
		return ""
	}
	return s
}

// mostlyText tells old encodings from binary data: control characters other
// than line ends do not occur in them.
func mostlyText(data []byte) bool {
	head := data[:min(len(data), 4096)]
	odd := 0
	for _, b := range head {
		if b < ' ' && b != '\n' && b != '\r' && b != '\t' {
			return false
		}
		if b >= 0x80 {
			odd++
		}
	}
	return odd*4 < len(head) || odd*4 < 3*len(head) && looksJapanese(data)
}

// json is the content as a JSON value. The error is for content that begins
// like JSON and is not: then keys tells what could be seen of it.
func (c *content) json() (jsonValue, error) {
	if c.tried {
		return c.value, c.valueErr
	}
	c.tried = true
	data := bytes.TrimSpace(bytes.TrimPrefix(c.data, []byte("\xef\xbb\xbf")))
	if bytes.HasPrefix(c.data, []byte{0xff, 0xfe}) || bytes.HasPrefix(c.data, []byte{0xfe, 0xff}) {
		data = bytes.TrimSpace([]byte(c.text()))
	}
	if len(data) == 0 || data[0] != '{' && data[0] != '[' {
		return nil, nil
	}
	c.value, c.valueErr = checkJSON(data)
	if c.valueErr != nil {
		// What stands before the damage still tells whose file it is.
		c.value = nil
		c.topKeys, c.firstKeys = shallowKeys(data)
		return nil, c.valueErr
	}
	c.topKeys, c.firstKeys = shallowKeys(c.value)
	return c.value, nil
}

// keys are the members of the top object; of a damaged file those before the
// damage.
func (c *content) keys() jsonObject {
	_, _ = c.json()
	return c.topKeys
}

// elementKeys are the members of the first object of a top array.
func (c *content) elementKeys() jsonObject {
	_, _ = c.json()
	return c.firstKeys
}

func shallowKeys(data jsonValue) (top, first jsonObject) {
	switch data.kind() {
	case '{':
		return data.object(), nil
	case '[':
		for v := range data.elements() {
			if v.kind() == '{' {
				return nil, v.object()
			}
			break
		}
	}
	return nil, nil
}

// sound is the checked JSON value, for formats that recognised its keys.
func (c *content) sound() (jsonValue, error) {
	v, err := c.json()
	if err != nil {
		return nil, err
	}
	return v, nil
}

// hasPrefix looks at magic bytes.
func (c *content) hasPrefix(magic string) bool {
	return strings.HasPrefix(string(c.data[:min(len(c.data), len(magic))]), magic)
}
