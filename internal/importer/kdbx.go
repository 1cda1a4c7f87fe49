package importer

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/subtle"
	"encoding/binary"
	"fmt"

	"twofold/crypto/secret"
)

// kdbxFormat is the database of KeePass 2 and KeePassXC, KDBX 3.1 and 4.x
// (keepass.info/help/kb/kdbx.html). The containers are read here and not by a
// library, because costs have to be checked before keys are derived, and the
// derivation has to end when the user does not want to wait.
func kdbxFormat() format {
	return format{
		app:       KeePass,
		recognise: func(c *content) bool { return c.hasPrefix(kdbxMark[:4]) },
		open:      openKDBX,
	}
}

const kdbxMark = "\x03\xd9\xa2\x9a\x67\xfb\x4b\xb5"

// Fields of the outer header.
const (
	kdbxEnd, kdbxCipher, kdbxCompression, kdbxSeed  = 0, 2, 3, 4
	kdbxTransformSeed, kdbxRounds, kdbxIV           = 5, 6, 7
	kdbxStreamKey, kdbxStart, kdbxStream, kdbxKDF   = 8, 9, 10, 11
	kdbxHeaderHash, kdbxHeaderMAC, kdbxMaxHeaderLen = 32, 32, 1 << 20
)

// kdbx is a database whose header is read and whose password is missing.
type kdbx struct {
	pending
	major  uint16
	header []byte            // all bytes that its hash covers
	fields map[byte][]byte   // of the header
	kdf    map[string][]byte // parameters of version 4
	mac    []byte            // of the header, version 4
	blocks []byte            // what is encrypted
	bundle *bundle           // a key file may be among its files
}

func openKDBX(_ context.Context, c *content) (document, error) {
	const versionEnd = 12
	switch {
	case len(c.data) < versionEnd:
		return nil, truncated("KDBX header")
	case c.hasPrefix("\x03\xd9\xa2\x9a\x65\xfb\x4b\xb5"):
		return nil, &UnsupportedError{What: KeePass1Database}
	case !c.hasPrefix(kdbxMark):
		return nil, damaged("KDBX signature")
	}
	k := &kdbx{bundle: c.bundle, major: binary.LittleEndian.Uint16(c.data[10:])}
	minor := binary.LittleEndian.Uint16(c.data[8:])
	switch {
	case k.major > 4:
		return nil, &NewerError{Version: fmt.Sprintf("%d.%d", k.major, minor)}
	case k.major < 3:
		return nil, &UnsupportedError{What: fmt.Sprintf("KDBX %d.%d", k.major, minor)}
	}
	if err := k.readHeader(c.data, versionEnd); err != nil {
		return nil, err
	}
	if err := k.checkHeader(); err != nil {
		return nil, err
	}
	if k.major < 4 {
		return k, nil
	}
	rest := k.blocks
	if len(rest) < kdbxHeaderHash+kdbxHeaderMAC {
		return nil, truncated("KDBX header")
	}
	sum := sha256.Sum256(k.header)
	if !bytes.Equal(sum[:], rest[:kdbxHeaderHash]) {
		return nil, damaged("hash of the header")
	}
	k.mac, k.blocks = rest[kdbxHeaderHash:kdbxHeaderHash+kdbxHeaderMAC], rest[kdbxHeaderHash+kdbxHeaderMAC:]
	for i, b := uint64(0), k.blocks; ; i++ { // seen without the key: does it end early?
		_, data, after, ok := kdbxBlock(b)
		if !ok {
			return nil, truncated("block %d", i)
		}
		if b = after; len(data) == 0 {
			return k, nil
		}
	}
}

// readHeader reads the fields from offset at on; version 4 widened their
// lengths.
func (k *kdbx) readHeader(data []byte, at int) error {
	k.fields = map[byte][]byte{}
	for {
		head := 5
		if k.major < 4 {
			head = 3
		}
		if len(data)-at < head {
			return truncated("KDBX header")
		}
		id, size := data[at], uint64(binary.LittleEndian.Uint16(data[at+1:]))
		if k.major >= 4 {
			size = uint64(binary.LittleEndian.Uint32(data[at+1:]))
		}
		at += head
		if size > kdbxMaxHeaderLen {
			return damaged("header field of %d bytes", size)
		}
		if uint64(len(data)-at) < size {
			return truncated("KDBX header")
		}
		k.fields[id] = data[at : at+int(size)]
		at += int(size)
		if id == kdbxEnd {
			k.header, k.blocks = data[:at], data[at:]
			return nil
		}
	}
}

// checkHeader refuses what cannot be opened before anybody types a password.
func (k *kdbx) checkHeader() error {
	if _, err := k.cipher(make([]byte, 32)); err != nil {
		return err
	}
	if len(k.fields[kdbxSeed]) != 32 {
		return damaged("master seed")
	}
	if k.major < 4 {
		if len(k.fields[kdbxTransformSeed]) != 32 || len(k.fields[kdbxRounds]) != 8 || len(k.fields[kdbxStart]) != 32 {
			return damaged("KDBX 3 header")
		}
		return checkCost("AES-KDF rounds", binary.LittleEndian.Uint64(k.fields[kdbxRounds]), maxAESKDFRounds)
	}
	var err error
	k.kdf, err = variants(k.fields[kdbxKDF])
	return err
}

// variants reads a VariantDictionary. Types are known by the names that are
// asked for, so values stay bytes.
func variants(b []byte) (map[string][]byte, error) {
	if len(b) < 3 {
		return nil, damaged("KDF parameters")
	}
	if v := binary.LittleEndian.Uint16(b); v>>8 > 1 {
		return nil, &NewerError{Version: fmt.Sprintf("KDF parameters %x", v)}
	}
	b = b[2:]
	out := map[string][]byte{}
	take := func(n uint64) []byte {
		if n > uint64(len(b)) {
			return nil
		}
		v := b[:n:n]
		b = b[n:]
		return v
	}
	for {
		if len(b) == 0 {
			return nil, damaged("KDF parameters end early")
		}
		if kind := b[0]; kind == 0 {
			return out, nil
		}
		b = b[1:]
		var pair [2][]byte
		for i := range pair {
			size := take(4)
			if size == nil {
				return nil, damaged("KDF parameters end early")
			}
			n := uint64(binary.LittleEndian.Uint32(size))
			if pair[i] = take(n); pair[i] == nil {
				return nil, damaged("KDF parameters end early")
			}
		}
		out[string(pair[0])] = pair[1]
	}
}

func (k *kdbx) lock() Lock { return Lock{KeyFile: true} }

func (k *kdbx) unlock(ctx context.Context, password secret.Bytes, progress Progress) (document, error) {
	once := sha256.Sum256(password.Reveal())
	defer clear(once[:])
	for _, file := range k.bundle.keyFiles() {
		parts := append(append([]byte(nil), once[:]...), file...)
		if password.Empty() {
			parts = parts[len(once):] // the file is the only key
		}
		doc, err := k.open(ctx, sha256.Sum256(parts), progress)
		clear(parts)
		if err != ErrWrongPassword {
			return doc, err
		}
	}
	doc, err := k.open(ctx, sha256.Sum256(once[:]), progress)
	if err == ErrWrongPassword && password.Empty() {
		// No password is not the same as an empty one: nothing at all is hashed.
		return k.open(ctx, sha256.Sum256(nil), progress)
	}
	return doc, err
}

// open opens the database with everything that is known, hashed together.
func (k *kdbx) open(ctx context.Context, composite [32]byte, progress Progress) (document, error) {
	defer clear(composite[:])
	transformed, err := k.transform(ctx, composite, progress)
	if err != nil {
		return nil, err
	}
	defer clear(transformed)
	master := sha256.New()
	master.Write(k.fields[kdbxSeed])
	master.Write(transformed)
	key := master.Sum(nil)
	defer clear(key)

	var text []byte
	var stream keystream
	if k.major >= 4 {
		text, stream, err = k.open4(key, transformed)
	} else {
		text, stream, err = k.open3(key)
	}
	if err != nil {
		return nil, err
	}
	return keePassFile{data: text, stream: stream}, nil
}

// The functions that turn a password into a key, by the identifiers that the
// file names them with.
const (
	kdfAES      = "\xc9\xd9\xf3\x9a\x62\x8a\x44\x60\xbf\x74\x0d\x08\xc1\x8a\x4f\xea"
	kdfAES4     = "\x7c\x02\xbb\x82\x79\xa7\x4a\xc0\x92\x7d\x11\x4a\x00\x64\x82\x38"
	kdfArgon2d  = "\xef\x63\x6d\xdf\x8c\x29\x44\x4b\x91\xf7\xa9\xa4\x03\xe3\x0a\x0c"
	kdfArgon2id = "\x9e\x29\x8b\x19\x56\xdb\x47\x73\xb2\x3d\xfc\x3e\xc6\xf0\xa1\xe6"
)

func (k *kdbx) transform(ctx context.Context, composite [32]byte, progress Progress) ([]byte, error) {
	if k.major < 4 {
		return aesTransform(ctx, composite, k.fields[kdbxTransformSeed],
			binary.LittleEndian.Uint64(k.fields[kdbxRounds]), progress)
	}
	kind := argon2id
	switch string(k.kdf["$UUID"]) {
	case kdfAES, kdfAES4: // the same, since it moved into the parameters
		return aesTransform(ctx, composite, k.kdf["S"], little(k.kdf["R"]), progress)
	case kdfArgon2d:
		kind = argon2d
	case kdfArgon2id:
	default:
		return nil, &UnsupportedError{What: "key derivation function"}
	}
	if v := little(k.kdf["V"]); v != 0x13 {
		return nil, &UnsupportedError{What: fmt.Sprintf("Argon2 version %#x", v)}
	}
	if len(k.kdf["K"])+len(k.kdf["A"]) > 0 {
		return nil, &UnsupportedError{What: "Argon2 with a secret"}
	}
	const kib = 1024
	return argonKey(ctx, kind, composite[:], k.kdf["S"], little(k.kdf["I"]), little(k.kdf["M"])/kib, little(k.kdf["P"]), 32, progress)
}

func aesTransform(ctx context.Context, key [32]byte, seed []byte, rounds uint64, progress Progress) ([]byte, error) {
	out, err := aesKDF(ctx, key, seed, rounds, progress)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(out[:])
	return sum[:], nil
}

// little is a number of four or eight bytes.
func little(b []byte) uint64 {
	switch len(b) {
	case 4:
		return uint64(binary.LittleEndian.Uint32(b))
	case 8:
		return binary.LittleEndian.Uint64(b)
	}
	return 0
}

// kdbxBlock takes one block apart: MAC, data, and what follows.
func kdbxBlock(b []byte) (mac, data, after []byte, ok bool) {
	const head = 32 + 4
	if len(b) < head {
		return nil, nil, nil, false
	}
	size := uint64(binary.LittleEndian.Uint32(b[32:]))
	if size > uint64(len(b)-head) {
		return nil, nil, nil, false
	}
	return b[:32], b[head : head+int(size)], b[head+int(size):], true
}

// blockMAC is the authentication of block i, or of the header where i is all
// ones.
func blockMAC(base []byte, i uint64, parts ...[]byte) []byte {
	h := sha512.New()
	h.Write(binary.LittleEndian.AppendUint64(nil, i))
	h.Write(base)
	mac := hmac.New(sha256.New, h.Sum(nil))
	for _, p := range parts {
		mac.Write(p)
	}
	return mac.Sum(nil)
}

// open4 authenticates and decrypts version 4. Only the header's MAC speaks
// about the password; everything after it can only be damaged.
func (k *kdbx) open4(key, transformed []byte) ([]byte, keystream, error) {
	h := sha512.New()
	h.Write(k.fields[kdbxSeed])
	h.Write(transformed)
	h.Write([]byte{1})
	base := h.Sum(nil)
	defer clear(base)
	if subtle.ConstantTimeCompare(blockMAC(base, ^uint64(0), k.header), k.mac) != 1 {
		return nil, nil, ErrWrongPassword
	}
	var sealed []byte
	for i, b := uint64(0), k.blocks; ; i++ {
		mac, data, after, ok := kdbxBlock(b)
		if !ok {
			return nil, nil, truncated("block %d", i)
		}
		want := blockMAC(base, i, binary.LittleEndian.AppendUint64(nil, i), b[32:36], data)
		if subtle.ConstantTimeCompare(want, mac) != 1 {
			return nil, nil, damaged("block %d", i)
		}
		if b = after; len(data) == 0 {
			break
		}
		sealed = append(sealed, data...)
	}
	decrypt, err := k.cipher(key)
	if err != nil {
		return nil, nil, err
	}
	plain, ok := decrypt(sealed)
	if !ok {
		return nil, nil, damaged("padding under a good MAC")
	}
	if plain, err = k.unpacked(plain); err != nil {
		return nil, nil, err
	}
	return innerHeader(plain)
}

// open3 decrypts version 3, where 32 known bytes in front tell a wrong
// password from a right one.
func (k *kdbx) open3(key []byte) ([]byte, keystream, error) {
	decrypt, err := k.cipher(key)
	if err != nil {
		return nil, nil, err
	}
	plain, ok := decrypt(k.blocks)
	start := k.fields[kdbxStart]
	if !ok || !bytes.HasPrefix(plain, start) {
		return nil, nil, ErrWrongPassword
	}
	var packed []byte
	for i, b := 0, plain[len(start):]; ; i++ {
		const head = 4 + 32 + 4 // index, hash, size
		if len(b) < head {
			return nil, nil, truncated("block %d", i)
		}
		sum, size := b[4:36], uint64(binary.LittleEndian.Uint32(b[36:]))
		if size > uint64(len(b)-head) {
			return nil, nil, truncated("block %d", i)
		}
		if size == 0 {
			break
		}
		data := b[head : head+int(size)]
		if got := sha256.Sum256(data); !bytes.Equal(got[:], sum) {
			return nil, nil, damaged("block %d", i)
		}
		packed = append(packed, data...)
		b = b[head+int(size):]
	}
	text, err := k.unpacked(packed)
	if err != nil {
		return nil, nil, err
	}
	stream, err := newKeystream(little(k.fields[kdbxStream]), k.fields[kdbxStreamKey])
	return text, stream, err
}
