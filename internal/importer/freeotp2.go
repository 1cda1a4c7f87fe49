package importer

import (
	"context"
	"crypto/sha1"
	"crypto/sha512"
	"encoding/asn1"
	"encoding/binary"
	"hash"
	"math"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"twofold/crypto/secret"
	"twofold/internal/account"
)

// freeOTP2Format is the backup of FreeOTP 2, which is called .xml and is a
// Java-serialised map of strings.
func freeOTP2Format() format {
	return format{
		app:       FreeOTP,
		recognise: func(c *content) bool { return c.hasPrefix("\xac\xed\x00\x05") },
		open:      openFreeOTP2,
	}
}

// freeOTP2 is the backup: a master key sealed with the password, and tokens
// sealed with the master key.
type freeOTP2 struct {
	pending
	entries []preference
	master  jsonObject
}

func openFreeOTP2(_ context.Context, c *content) (document, error) {
	entries, err := javaMap(c.data)
	if err != nil {
		return nil, err
	}
	f := &freeOTP2{entries: entries}
	for _, e := range entries {
		if e.name != "masterKey" {
			continue
		}
		v, err := checkJSON([]byte(e.value))
		if err != nil {
			return nil, err
		}
		f.master = v.object()
	}
	if f.master == nil {
		return nil, damaged("no master key")
	}
	return f, nil
}

func (f *freeOTP2) lock() Lock { return Lock{} }

func (f *freeOTP2) unlock(ctx context.Context, password secret.Bytes, progress Progress) (document, error) {
	var h func() hash.Hash
	switch name := f.master.text("mAlgorithm"); strings.ToUpper(name) {
	case "PBKDF2WITHHMACSHA1", "":
		h = sha1.New
	case "PBKDF2WITHHMACSHA512":
		h = sha512.New
	default:
		return nil, &NewerError{Version: clip(name)}
	}
	salt, ok := signedBytes(f.master["mSalt"])
	rounds := f.master["mIterations"].number()
	if !ok || !rounds.ok || rounds.n < 1 {
		return nil, damaged("parameters of the master key")
	}
	key, err := pbkdf2Key(ctx, h, password.Reveal(), salt, uint64(rounds.n), 32, progress)
	if err != nil {
		return nil, err
	}
	defer clear(key)
	master, ok := openJavaKey(key, f.master["mEncryptedKey"].object())
	if !ok {
		return nil, ErrWrongPassword
	}
	return &freeOTP2Open{entries: f.entries, master: master}, nil
}

type freeOTP2Open struct {
	entries []preference
	master  []byte
}

func (f *freeOTP2Open) read(out *collector) error {
	tokens := map[string]string{} // parameters by identifier
	for _, e := range f.entries {
		if id, ok := strings.CutSuffix(e.name, "-token"); ok {
			tokens[id] = e.value
		}
	}
	for _, e := range f.entries {
		parameters, ok := tokens[e.name]
		if !ok {
			continue
		}
		delete(tokens, e.name)
		if err := f.token(out, parameters, e.value); err != nil {
			return err
		}
	}
	for _, e := range f.entries { // those whose secret is not there
		id, _ := strings.CutSuffix(e.name, "-token")
		if parameters, left := tokens[id]; left {
			if err := f.token(out, parameters, ""); err != nil {
				return err
			}
		}
	}
	return nil
}

func (f *freeOTP2Open) token(out *collector, parameters, sealed string) error {
	v, err := checkJSON([]byte(parameters))
	if err != nil {
		return out.reject("", 0, err)
	}
	d := freeOTPParameters(v.object())
	if raw, ok := f.secret(sealed); ok {
		d.raw(raw)
	} else {
		d.failField(account.FieldSecret, account.Malformed, "")
	}
	return out.put(d)
}

func (f *freeOTP2Open) secret(text string) ([]byte, bool) {
	outer, err := checkJSON([]byte(text))
	if err != nil {
		return nil, false
	}
	inner, err := checkJSON([]byte(outer.get("key").text()))
	if err != nil {
		return nil, false
	}
	return openJavaKey(f.master, inner.object())
}

// openJavaKey opens a key as javax.crypto seals it: AES-GCM with the nonce in
// DER and the key's algorithm as additional data.
func openJavaKey(key []byte, o jsonObject) ([]byte, bool) {
	text, ok1 := signedBytes(o["mCipherText"])
	params, ok2 := signedBytes(o["mParameters"])
	if !ok1 || !ok2 {
		return nil, false
	}
	var nonce []byte
	var gcm struct {
		Nonce []byte
		Tag   int `asn1:"optional"`
	}
	if _, err := asn1.Unmarshal(params, &gcm); err == nil {
		nonce = gcm.Nonce
	} else if _, err := asn1.Unmarshal(params, &nonce); err != nil {
		return nil, false
	}
	return openGCM(key, nonce, text, []byte(o.text("mToken")))
}

// javaMap reads one java.util.HashMap<String, String> from Java's
// serialisation (protocol version 5), and nothing else of it.
func javaMap(data []byte) ([]preference, error) {
	r := &javaReader{rest: data}
	r.expect("\xac\xed\x00\x05\x73\x72") // magic, version, object, class
	if r.text() != "java.util.HashMap" {
		return nil, damaged("not a Java map")
	}
	r.skip(8 + 1) // serial number, flags
	size := 0
	for range r.uint16() {
		switch kind := r.byte(); kind {
		case 'F', 'I':
			size += 4
		default:
			return nil, damaged("field of type %q", kind)
		}
		r.text()
	}
	r.expect("\x78\x70") // end of class, no parent
	r.skip(size)
	r.expect("\x77\x08") // eight bytes of data: buckets and entries
	r.skip(4)
	count := r.uint32()
	if r.failed {
		return nil, truncated("Java map")
	}
	if count > 2*MaxEntries {
		return nil, &TooManyError{What: "entries", Limit: MaxEntries}
	}
	var out []preference
	for range count {
		p := preference{name: r.object(), value: r.object()}
		if r.failed {
			return nil, truncated("Java map after %d of %d entries", len(out), count)
		}
		out = append(out, p)
	}
	return out, nil
}

// javaReader reads big-endian values. It fails for good at the first thing
// that is missing.
type javaReader struct {
	rest   []byte
	failed bool
}

func (r *javaReader) take(n int) []byte {
	if r.failed || n > len(r.rest) {
		r.failed = true
		return make([]byte, min(n, 8))
	}
	b := r.rest[:n]
	r.rest = r.rest[n:]
	return b
}

func (r *javaReader) skip(n int) { r.take(n) }

func (r *javaReader) byte() byte { return r.take(1)[0] }

func (r *javaReader) uint16() uint16 { return binary.BigEndian.Uint16(r.take(2)) }

func (r *javaReader) uint32() uint32 { return binary.BigEndian.Uint32(r.take(4)) }

func (r *javaReader) expect(s string) {
	if b := r.take(len(s)); string(b) != s {
		r.failed = true
	}
}

// text is a string in modified UTF-8.
func (r *javaReader) text() string {
	n := int(r.uint16())
	if r.failed || n > len(r.rest) {
		r.failed = true
		return ""
	}
	return modifiedUTF8(r.take(n))
}

// modifiedUTF8 decodes Java's variant of UTF-8 (java.io.DataInput): characters
// beyond the first 65,536, such as the first of 𠮷野家, are two halves of three
// bytes each, and a zero is two bytes.
func modifiedUTF8(b []byte) string {
	half := func(b []byte, kind byte) (rune, bool) {
		if len(b) < 3 || b[0] != 0xed || b[1]&0xf0 != kind || b[2]&0xc0 != 0x80 {
			return 0, false
		}
		return 0xd000 | rune(b[1]&0x3f)<<6 | rune(b[2]&0x3f), true
	}
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); {
		if high, ok := half(b[i:], 0xa0); ok {
			if low, ok := half(b[i+3:], 0xb0); ok {
				out = utf8.AppendRune(out, utf16.DecodeRune(high, low))
				i += 6
				continue
			}
		}
		if b[i] == 0xc0 && i+1 < len(b) && b[i+1] == 0x80 {
			out = append(out, 0)
			i += 2
			continue
		}
		out = append(out, b[i])
		i++
	}
	return strings.ToValidUTF8(string(out), "\uFFFD")
}

// object is a string object, short or long.
func (r *javaReader) object() string {
	switch r.byte() {
	case 0x74:
		return r.text()
	case 0x7c:
		n := binary.BigEndian.Uint64(r.take(8))
		if n <= math.MaxInt32 && int(n) <= len(r.rest) {
			return modifiedUTF8(r.take(int(n)))
		}
	}
	r.failed = true
	return ""
}
