package importer_test

import (
	"bytes"
	"compress/flate"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/md5"
	"crypto/pbkdf2"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"hash/crc32"
	"testing"

	"golang.org/x/crypto/chacha20"
	//lint:ignore SA1019 The format is made of the bare MAC.
	"golang.org/x/crypto/poly1305"
)

// The other side of every scheme: what the apps do when they write. Nothing
// here is shared with the code under test but the standard library.

func must[T any](t testing.TB, v T, err error) T {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// fill gives n bytes that are not zero and differ with every seed.
func fill(n int, seed byte) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i*7) ^ seed
	}
	return b
}

func sealGCM(t testing.TB, key, nonce, plain, aad []byte) []byte {
	t.Helper()
	g := must(t, cipherGCM(key, len(nonce)), nil)
	return g.Seal(nil, nonce, plain, aad)
}

func cipherGCM(key []byte, nonce int) cipher.AEAD {
	b, err := aes.NewCipher(key)
	if err != nil {
		panic(err)
	}
	g, err := cipher.NewGCMWithNonceSize(b, nonce)
	if err != nil {
		panic(err)
	}
	return g
}

func sealBlocks(b cipher.Block, iv, plain []byte) []byte {
	pad := b.BlockSize() - len(plain)%b.BlockSize()
	out := append(append([]byte(nil), plain...), bytes.Repeat([]byte{byte(pad)}, pad)...)
	cipher.NewCBCEncrypter(b, iv).CryptBlocks(out, out)
	return out
}

func sealCBC(t testing.TB, key, iv, plain []byte) []byte {
	t.Helper()
	b, err := aes.NewCipher(key)
	return sealBlocks(must(t, b, err), iv, plain)
}

func pbkdf2Of[H hash.Hash](t testing.TB, h func() H, password string, salt []byte, rounds int) []byte {
	t.Helper()
	key, err := pbkdf2.Key(h, password, salt, rounds, 32)
	return must(t, key, err)
}

func hmacOf(h func() hash.Hash, key []byte, parts ...[]byte) []byte {
	m := hmac.New(h, key)
	for _, p := range parts {
		m.Write(p)
	}
	return m.Sum(nil)
}

// sealStream is crypto_secretstream_xchacha20poly1305_push of one message.
func sealStream(t testing.TB, key, header, plain []byte, tag byte) []byte {
	t.Helper()
	sub, err := chacha20.HChaCha20(key, header[:16])
	nonce := append([]byte{1, 0, 0, 0}, header[16:]...)
	c, err2 := chacha20.NewUnauthenticatedCipher(must(t, sub, err), nonce)
	must(t, c, err2)
	var macKey [32]byte
	block0 := make([]byte, 64)
	c.XORKeyStream(block0, block0)
	copy(macKey[:], block0)
	block := make([]byte, 64)
	block[0] = tag
	c.XORKeyStream(block, block)
	text := make([]byte, len(plain))
	c.XORKeyStream(text, plain)
	var m []byte
	m = append(append(m, block...), text...)
	m = append(m, make([]byte, (16-64+len(text))&15)...)
	m = binary.LittleEndian.AppendUint64(m, 0)
	m = binary.LittleEndian.AppendUint64(m, uint64(64+len(text)))
	var sum [16]byte
	poly1305.Sum(&sum, m, &macKey)
	return append(append(append([]byte{}, block[0]), text...), sum[:]...)
}

// sealSalted is CryptoJS.AES.encrypt with a passphrase.
func sealSalted(t testing.TB, passphrase, plain []byte) string {
	t.Helper()
	salt := fill(8, 3)
	var material, last []byte
	for len(material) < 48 {
		sum := md5.Sum(append(append(append([]byte(nil), last...), passphrase...), salt...))
		last = sum[:]
		material = append(material, last...)
	}
	return b64(append(append([]byte("Salted__"), salt...), sealCBC(t, material[:32], material[32:48], plain)...))
}

// sealRNCryptor is version 3 of that format.
func sealRNCryptor(t testing.TB, password string, plain []byte) []byte {
	t.Helper()
	salt, macSalt, iv := fill(8, 1), fill(8, 2), fill(16, 3)
	body := append([]byte{3, 1}, salt...)
	body = append(append(body, macSalt...), iv...)
	body = append(body, sealCBC(t, pbkdf2Of(t, sha1.New, password, salt, 10000), iv, plain)...)
	return append(body, hmacOf(sha256.New, pbkdf2Of(t, sha1.New, password, macSalt, 10000), body)...)
}

// sealedZip writes an archive of encrypted files, by hand because no library
// here can. Method 0 is ZipCrypto, otherwise it is AES of that strength.
func sealedZip(t testing.TB, password string, strength int, deflated bool, name string, data []byte) []byte {
	t.Helper()
	method, packed := uint16(0), data
	if deflated {
		var b bytes.Buffer
		w, err := flate.NewWriter(&b, 9)
		must(t, w, err)
		_, _ = w.Write(data)
		_ = w.Close()
		method, packed = 8, b.Bytes()
	}
	crc := crc32.ChecksumIEEE(data)
	var extra []byte
	if strength == 0 {
		packed = zipCrypto(password, crc, packed)
	} else {
		extra = binary.LittleEndian.AppendUint16([]byte{0x01, 0x99, 7, 0, 2, 0, 'A', 'E', byte(strength)}, method)
		packed = zipAES(t, password, strength, packed)
		method, crc = 99, 0
	}
	head := func(central bool) []byte {
		var b []byte
		u16 := func(v ...uint16) {
			for _, x := range v {
				b = binary.LittleEndian.AppendUint16(b, x)
			}
		}
		u32 := func(v ...uint32) {
			for _, x := range v {
				b = binary.LittleEndian.AppendUint32(b, x)
			}
		}
		b = append(b, "PK\x03\x04"...)
		if central {
			b = append(b[:0], "PK\x01\x02"...)
			u16(20)
		}
		u16(51, 1, method, 0, 33) // version, flag: encrypted, method, time, date
		u32(crc, uint32(len(packed)), uint32(len(data)))
		u16(uint16(len(name)), uint16(len(extra)))
		if central {
			u16(0, 0, 0)
			u32(0, 0)
		}
		return append(append(b, name...), extra...)
	}
	out := append(head(false), packed...)
	directory := head(true)
	end := append([]byte("PK\x05\x06"), 0, 0, 0, 0, 1, 0, 1, 0)
	end = binary.LittleEndian.AppendUint32(end, uint32(len(directory)))
	end = binary.LittleEndian.AppendUint32(end, uint32(len(out)))
	return append(append(append(out, directory...), end...), 0, 0)
}

func zipCrypto(password string, crc uint32, data []byte) []byte {
	k := [3]uint32{0x12345678, 0x23456789, 0x34567890}
	step := func(crc uint32, b byte) uint32 { return crc32.IEEETable[byte(crc)^b] ^ crc>>8 }
	update := func(b byte) {
		k[0] = step(k[0], b)
		k[1] = (k[1]+k[0]&255)*134775813 + 1
		k[2] = step(k[2], byte(k[1]>>24))
	}
	for _, b := range []byte(password) {
		update(b)
	}
	plain := append(append(fill(11, 9), byte(crc>>24)), data...)
	out := make([]byte, len(plain))
	for i, b := range plain {
		t := k[2] | 2
		out[i] = b ^ byte(t*(t^1)>>8)
		update(b)
	}
	return out
}

func zipAES(t testing.TB, password string, strength int, data []byte) []byte {
	t.Helper()
	size := 8 + 8*strength
	salt := fill(size/2, 5)
	keys, err := pbkdf2.Key(sha1.New, password, salt, 1000, 2*size+2)
	must(t, keys, err)
	b, err := aes.NewCipher(keys[:size])
	must(t, b, err)
	sealed := make([]byte, len(data))
	for i := range data {
		if i%16 == 0 {
			var counter, stream [16]byte
			binary.LittleEndian.PutUint64(counter[:], uint64(i/16+1))
			b.Encrypt(stream[:], counter[:])
			for j := i; j < min(i+16, len(data)); j++ {
				sealed[j] = data[j] ^ stream[j-i]
			}
		}
	}
	out := append(append([]byte(nil), salt...), keys[2*size:]...)
	return append(append(out, sealed...), hmacOf(sha1.New, keys[size:2*size], sealed)[:10]...)
}

// javaMap serialises a map of strings as Java does.
func javaMap(pairs ...string) []byte {
	var b []byte
	text := func(s string) { b = append(binary.BigEndian.AppendUint16(b, uint16(len(s))), s...) }
	b = append(b, 0xac, 0xed, 0, 5, 0x73, 0x72)
	text("java.util.HashMap")
	b = append(b, 5, 7, 0xda, 0xc1, 0xc3, 0x16, 0x60, 0xd1, 3, 0, 2, 'F')
	text("loadFactor")
	b = append(b, 'I')
	text("threshold")
	b = append(b, 0x78, 0x70, 0x3f, 0x40, 0, 0, 0, 0, 0, 0x0c, 0x77, 8, 0, 0, 0, 16)
	b = binary.BigEndian.AppendUint32(b, uint32(len(pairs)/2))
	for _, p := range pairs {
		b = append(b, 0x74)
		text(p)
	}
	return append(b, 0x78)
}
