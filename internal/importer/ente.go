package importer

import (
	"context"
	"crypto/subtle"
	"encoding/binary"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/chacha20"
	//lint:ignore SA1019 the bare MAC is what the format is made of
	"golang.org/x/crypto/poly1305"

	"twofold/crypto/secret"
)

// enteFormat is the encrypted export of Ente Auth: JSON around one message of
// libsodium's secretstream, which holds the plain export, a list of URIs.
func enteFormat() format {
	return format{
		app:       Ente,
		recognise: func(c *content) bool { return c.keys().has("kdfParams", "encryptedData") },
		open:      openEnte,
	}
}

func openEnte(_ context.Context, c *content) (document, error) {
	v, err := c.sound()
	if err != nil {
		return nil, err
	}
	const newest = 1
	if n := v.get("version").number(); n.ok && n.n > newest {
		return nil, &NewerError{Version: strconv.FormatInt(n.n, 10)}
	}
	memory, passes := v.get("kdfParams", "memLimit").number(), v.get("kdfParams", "opsLimit").number()
	salt, ok1 := decodeBase64(v.get("kdfParams", "salt").text())
	header, ok2 := decodeBase64(v.get("encryptionNonce").text())
	sealed, ok3 := decodeBase64(v.get("encryptedData").text())
	switch {
	case !ok1 || !ok2 || !ok3 || !memory.ok || !passes.ok || memory.n < 0 || passes.n < 0:
		return nil, damaged("parameters")
	case len(header) != streamHeader:
		return nil, damaged("stream header of %d bytes", len(header))
	case len(sealed) < streamOverhead:
		return nil, truncated("%d bytes of data", len(sealed))
	}
	return &enteSealed{memory: uint64(memory.n) / 1024, passes: uint64(passes.n), salt: salt, header: header, sealed: sealed}, nil
}

type enteSealed struct {
	pending
	memory, passes       uint64 // KiB, passes
	salt, header, sealed []byte
}

func (e *enteSealed) lock() Lock { return Lock{} }

func (e *enteSealed) unlock(ctx context.Context, password secret.Bytes, progress Progress) (document, error) {
	key, err := argonKey(ctx, argon2id, password.Reveal(), e.salt, e.passes, e.memory, 1, 32, progress)
	if err != nil {
		return nil, err
	}
	defer clear(key)
	plain, ok := openStream(key, e.header, e.sealed)
	if !ok {
		return nil, ErrWrongPassword
	}
	if !utf8.Valid(plain) {
		return nil, damaged("the content is not text")
	}
	list := newTextList(string(plain))
	list.from = Ente
	return list, nil
}

const (
	streamHeader   = 24 // bytes
	streamOverhead = 1 + poly1305.TagSize
)

// openStream decrypts one message of crypto_secretstream_xchacha20poly1305 as
// libsodium writes it: a tag byte, the text, and a Poly1305 tag.
func openStream(key, header, sealed []byte) (plain []byte, ok bool) {
	if len(header) != streamHeader || len(sealed) < streamOverhead {
		return nil, false
	}
	sub, err := chacha20.HChaCha20(key, header[:16])
	if err != nil {
		return nil, false
	}
	nonce := append([]byte{1, 0, 0, 0}, header[16:]...) // the counter of the first message
	c, err := chacha20.NewUnauthenticatedCipher(sub, nonce)
	if err != nil {
		return nil, false
	}
	var block [64]byte
	c.XORKeyStream(block[:], block[:]) // keystream block 0 gives the MAC key
	var macKey [32]byte
	copy(macKey[:], block[:])

	// Block 1 is for the tag byte alone; what the MAC sees of it is the
	// encrypted byte followed by 63 bytes of keystream.
	text := sealed[1 : len(sealed)-poly1305.TagSize]
	var first [64]byte
	c.XORKeyStream(first[:], first[:])
	first[0] = sealed[0]

	mac := poly1305.New(&macKey)
	mac.Write(first[:])
	mac.Write(text)
	// The padding is not what its authors meant, and fixed for ever:
	// (16 - 64 + length) & 15.
	mac.Write(make([]byte, (16-64+len(text))&15))
	mac.Write(make([]byte, 8)) // no additional data
	mac.Write(binary.LittleEndian.AppendUint64(nil, uint64(64+len(text))))
	if subtle.ConstantTimeCompare(mac.Sum(nil), sealed[len(sealed)-poly1305.TagSize:]) != 1 {
		return nil, false
	}
	plain = make([]byte, len(text))
	c.XORKeyStream(plain, text) // continues with block 2
	return plain, true
}

// enteDisplay reads the codeDisplay parameter, JSON with what Ente knows about
// an account beside its key.
func enteDisplay(d *draft, uri string) {
	text, ok := parameter(uri, "codeDisplay")
	if !ok {
		return
	}
	v, err := checkJSON([]byte(text))
	if err != nil {
		return
	}
	o := v.object()
	d.Note = o.text("note")
	d.Pinned = o["pinned"].truth()
	d.archived = o["trashed"].truth()
	d.Groups = o.texts("tags")
	if n := o["position"].number(); n.ok && n.n > 0 {
		d.order = n
	}
	if n := o["tapCount"].number(); n.ok && n.n > 0 {
		d.Usage.Count = uint64(n.n)
	}
	// Microseconds since 1970.
	if n := o["lastUsedAt"].number(); n.ok {
		n.n /= 1000
		d.used(n)
	}
	d.Name = strings.TrimSpace(strings.TrimPrefix(d.Name, ":"))
}
