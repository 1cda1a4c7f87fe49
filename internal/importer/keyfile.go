package importer

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// A database of KeePass may want a key file beside the password. It is taken
// from the same import: whoever drops both together is not asked again.

// keyFileFormat is a key file among the files of an import. It is read with
// the database it opens.
func keyFileFormat() format {
	return format{
		app: KeePass,
		recognise: func(c *content) bool {
			return isKeyFile(c) && (c.xmlRoot() == keyFileRoot || len(c.bundle.databases()) > 0)
		},
		open: func(_ context.Context, c *content) (document, error) {
			if len(c.bundle.databases()) > 0 {
				return nil, errCompanion
			}
			return nil, &NeedsFileError{Name: "*.kdbx"}
		},
	}
}

const keyFileRoot = "KeyFile"

// databases are the KeePass databases of an import.
func (b *bundle) databases() []*content {
	var out []*content
	for _, c := range b.contents {
		if c.hasPrefix(kdbxMark) {
			out = append(out, c)
		}
	}
	return out
}

// isKeyFile knows the forms that KeePass writes. A file of any other kind can
// serve as one too; that is told by its name, as between a database and its
// journal.
func isKeyFile(c *content) bool {
	if c.hasPrefix(kdbxMark[:4]) {
		return false
	}
	name := strings.ToLower(c.name)
	return c.xmlRoot() == keyFileRoot || len(c.data) == 32 || isHexKey(c.data) ||
		strings.HasSuffix(name, ".key") || strings.HasSuffix(name, ".keyx")
}

func isHexKey(data []byte) bool {
	_, err := hex.DecodeString(string(bytes.TrimSpace(data[:min(len(data), 80)])))
	return err == nil && len(bytes.TrimSpace(data)) == 64
}

// keyFiles are the keys of all key files of an import, a few at most: each of
// them costs a derivation.
func (b *bundle) keyFiles() [][]byte {
	const most = 4
	if b == nil {
		return nil
	}
	var out [][]byte
	for _, c := range b.contents {
		if len(out) < most && isKeyFile(c) {
			if key := keyOfFile(c); key != nil {
				out = append(out, key)
			}
		}
	}
	return out
}

// keyOfFile is what goes into the composite key: 32 bytes in XML, raw, in
// hexadecimal digits, or else the hash of the file. Nil for damaged XML.
func keyOfFile(c *content) []byte {
	switch {
	case c.xmlRoot() == keyFileRoot:
		return xmlKey(c.xml())
	case len(c.data) == 32:
		return c.data
	case isHexKey(c.data):
		key, _ := hex.DecodeString(string(bytes.TrimSpace(c.data)))
		return key
	}
	sum := sha256.Sum256(c.data)
	return sum[:]
}

// xmlKey reads version 1 (base64) and version 2 (hexadecimal digits, and the
// first bytes of their hash) of the XML form.
func xmlKey(data []byte) []byte {
	if len(data) > xmlMaxTag || checkXML(data) != nil {
		return nil
	}
	var file struct {
		Version string `xml:"Meta>Version"`
		Data    struct {
			Hash string `xml:",attr"`
			Text string `xml:",chardata"`
		} `xml:"Key>Data"`
	}
	if err := newXML(data).Decode(&file); err != nil {
		return nil
	}
	if strings.HasPrefix(strings.TrimSpace(file.Version), "1") {
		key, ok := decodeBase64(file.Data.Text)
		if !ok || len(key) != 32 {
			return nil
		}
		return key
	}
	key, err := hex.DecodeString(strings.Join(strings.Fields(file.Data.Text), ""))
	if err != nil || len(key) != 32 {
		return nil
	}
	sum := sha256.Sum256(key)
	if want, err := hex.DecodeString(file.Data.Hash); err != nil || !bytes.HasPrefix(sum[:], want) {
		return nil
	}
	return key
}
