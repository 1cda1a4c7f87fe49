package importer

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// xmlRoot is the name of the first element of an XML document; empty if the
// content is none.
func (c *content) xmlRoot() string {
	if c.root != nil {
		return *c.root
	}
	name := ""
	head := bytes.TrimSpace(bytes.TrimPrefix(c.xml()[:min(len(c.xml()), 64<<10)], []byte("\xef\xbb\xbf")))
	if bytes.HasPrefix(head, []byte("<")) {
		d := newXML(head)
		for range 100 { // declarations and comments come first
			t, err := d.RawToken()
			if err != nil {
				break
			}
			if s, ok := t.(xml.StartElement); ok {
				name = s.Name.Local
				break
			}
		}
	}
	c.root = &name
	return name
}

// xml is the content in UTF-8: editors of Windows also save UTF-16.
func (c *content) xml() []byte {
	if bytes.HasPrefix(c.data, []byte("\xff\xfe<")) || bytes.HasPrefix(c.data, []byte("\xfe\xff\x00<")) {
		return []byte(c.text())
	}
	return c.data
}

// newXML is a decoder that needs no help with encodings: all files here are
// UTF-8, whatever they say of themselves.
func newXML(data []byte) *xml.Decoder {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	return d
}

// Limits of a document. The decoder keeps every attribute of a tag and every
// open element, at many times the size they have in the file.
const (
	xmlMaxTag   = 64 << 10
	xmlMaxDepth = 100
)

// checkXML bounds what decoding a document can cost. It looks at quotes and
// brackets only.
func checkXML(data []byte) error {
	for i := 0; i < len(data); {
		at := bytes.IndexByte(data[i:], '<')
		if at < 0 {
			return nil
		}
		i += at
		if begin, end := xmlQuoted(data[i:]); end != "" {
			stop := bytes.Index(data[i:], []byte(end))
			if stop < 0 {
				return truncated("XML ends inside %s", begin)
			}
			i += stop
		}
		size := tagSize(data[i:min(len(data), i+xmlMaxTag)])
		if size < 0 {
			if len(data)-i < xmlMaxTag {
				return truncated("XML ends inside a tag")
			}
			return damaged("XML tag of more than %d bytes", xmlMaxTag)
		}
		i += size
	}
	return nil
}

// xmlQuoted knows what may hold brackets that mean nothing, and how it ends.
func xmlQuoted(data []byte) (begin, end string) {
	switch {
	case bytes.HasPrefix(data, []byte("<!--")):
		return "<!--", "-->"
	case bytes.HasPrefix(data, []byte("<![CDATA[")):
		return "<![CDATA[", "]]>"
	}
	return "", ""
}

// tagSize is the length of the tag at the start of data; -1 if it does not
// end there.
func tagSize(data []byte) int {
	var quote byte
	for i, b := range data {
		switch {
		case quote != 0:
			if b == quote {
				quote = 0
			}
		case b == '"' || b == '\'':
			quote = b
		case b == '>':
			return i + 1
		}
	}
	return -1
}

// xmlError tells documents that end early from broken ones.
func xmlError(err error) error {
	var syntax *xml.SyntaxError
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, &syntax) && strings.Contains(syntax.Msg, "unexpected EOF") {
		return truncated("XML ends early")
	}
	if errors.As(err, &syntax) {
		return damaged("XML line %d", syntax.Line) // the message quotes the file
	}
	return damaged("XML: %T", err)
}
