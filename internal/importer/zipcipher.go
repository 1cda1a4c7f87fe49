package importer

import (
	"context"
	"crypto/aes"
	"crypto/hmac"
	"crypto/sha1"
	"crypto/subtle"
	"encoding/binary"
	"hash/crc32"
)

// The two ways of encrypting a file in a ZIP archive. The standard library
// reads the archives and knows neither; the libraries that do are old forks of
// it.

// openZipAES decrypts WinZip AES (APPNOTE 7.2 and "AE-x" of WinZip): salt, two
// bytes to check the password, AES-CTR, ten bytes of HMAC-SHA1. It gives the
// method the content is really packed with.
func openZipAES(ctx context.Context, extra, data, password []byte) (packed []byte, method uint16, err error) {
	strength, method, ok := aesExtra(extra)
	if !ok || strength < 1 || strength > 3 {
		return nil, 0, damaged("AES parameters of the archive")
	}
	keySize := 8 + 8*strength // 16, 24, 32
	saltSize := keySize / 2
	const check, mac = 2, 10
	if len(data) < saltSize+check+mac {
		return nil, 0, truncated("archive entry of %d bytes", len(data))
	}
	salt, rest := data[:saltSize], data[saltSize:]
	const rounds = 1000
	keys, err := pbkdf2Key(ctx, sha1.New, password, salt, rounds, 2*keySize+check, func(float64) {})
	if err != nil {
		return nil, 0, err
	}
	defer clear(keys)
	if subtle.ConstantTimeCompare(keys[2*keySize:], rest[:check]) != 1 {
		return nil, 0, ErrWrongPassword
	}
	sealed, tag := rest[check:len(rest)-mac], rest[len(rest)-mac:]
	h := hmac.New(sha1.New, keys[keySize:2*keySize])
	h.Write(sealed)
	if subtle.ConstantTimeCompare(h.Sum(nil)[:mac], tag) != 1 {
		// One wrong password in 65,536 gets past the two bytes above, so this
		// is damage nearly always.
		return nil, 0, damaged("authentication of an archive entry")
	}
	return littleEndianCTR(keys[:keySize], sealed), method, nil
}

// aesExtra finds the extra field 0x9901: version, "AE", strength, method.
func aesExtra(extra []byte) (strength int, method uint16, ok bool) {
	for len(extra) >= 4 {
		id, size := binary.LittleEndian.Uint16(extra), int(binary.LittleEndian.Uint16(extra[2:]))
		extra = extra[4:]
		if size > len(extra) {
			break
		}
		if id == 0x9901 && size >= 7 {
			return int(extra[4]), binary.LittleEndian.Uint16(extra[5:]), true
		}
		extra = extra[size:]
	}
	return 0, 0, false
}

// littleEndianCTR is AES in counter mode as WinZip has it: the counter starts
// at 1 and its low byte comes first, which the standard library does not do.
func littleEndianCTR(key, data []byte) []byte {
	b, err := aes.NewCipher(key)
	if err != nil {
		return nil // not reached: the sizes are 16, 24 and 32
	}
	out := make([]byte, len(data))
	var counter, stream [aes.BlockSize]byte
	for i := 0; i < len(data); i += aes.BlockSize {
		binary.LittleEndian.PutUint64(counter[:], uint64(i/aes.BlockSize)+1)
		b.Encrypt(stream[:], counter[:])
		end := min(i+aes.BlockSize, len(data))
		subtle.XORBytes(out[i:end], data[i:end], stream[:])
	}
	return out
}

// openZipCrypto decrypts the traditional cipher (APPNOTE 6.1). It is broken,
// and here only to read what others wrote. The twelve bytes in front are
// dropped without their one byte of check: the CRC of the content decides.
func openZipCrypto(data, password []byte) ([]byte, error) {
	const head = 12
	if len(data) < head {
		return nil, truncated("archive entry of %d bytes", len(data))
	}
	k := [3]uint32{0x12345678, 0x23456789, 0x34567890}
	update := func(b byte) {
		k[0] = crc32.IEEETable[byte(k[0])^b] ^ k[0]>>8
		k[1] = (k[1]+k[0]&0xff)*134775813 + 1
		k[2] = crc32.IEEETable[byte(k[2])^byte(k[1]>>24)] ^ k[2]>>8
	}
	for _, b := range password {
		update(b)
	}
	out := make([]byte, len(data))
	for i, c := range data {
		t := k[2] | 2
		out[i] = c ^ byte(t*(t^1)>>8)
		update(out[i])
	}
	return out[head:], nil
}
