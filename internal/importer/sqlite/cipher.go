package sqlite

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/binary"
	"errors"
	"fmt"
)

// SQLCipher 3 (zetetic.net/sqlcipher/design): every page is encrypted by
// itself with AES-256-CBC and carries its IV and an HMAC-SHA1 at its end; the
// first sixteen bytes of the file are the salt of the keys.
const (
	CipherPage   = 1024 // bytes
	CipherSalt   = 16
	cipherIV     = 16
	cipherSpare  = 48 // IV, MAC, padding to whole blocks
	CipherRounds = 64_000
)

// ErrWrongKey is returned by [Decrypt] for the first page; nothing tells a
// wrong key from a file that is no database at all.
var ErrWrongKey = errors.New("wrong key")

// Decrypt opens an SQLCipher 3 database into a plain one. key and macKey are
// 32 bytes each.
func Decrypt(data, key, macKey []byte) ([]byte, error) {
	if len(data) < CipherPage || len(data)%CipherPage != 0 {
		return nil, fmt.Errorf("%w: %d bytes", ErrTruncated, len(data))
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	out := make([]byte, len(data))
	for n := range len(data) / CipherPage {
		page := data[n*CipherPage : (n+1)*CipherPage]
		to := out[n*CipherPage : (n+1)*CipherPage]
		skip := 0
		if n == 0 {
			skip = CipherSalt
		}
		end := CipherPage - cipherSpare
		iv, mac := page[end:end+cipherIV], page[end+cipherIV:end+cipherIV+sha1.Size]
		h := hmac.New(sha1.New, macKey)
		h.Write(page[skip : end+cipherIV])
		h.Write(binary.LittleEndian.AppendUint32(nil, uint32(n+1)))
		if !hmac.Equal(h.Sum(nil), mac) {
			if n == 0 {
				return nil, ErrWrongKey
			}
			return nil, fmt.Errorf("%w: page %d", ErrDamaged, n+1)
		}
		cipher.NewCBCDecrypter(block, iv).CryptBlocks(to[skip:end], page[skip:end])
	}
	copy(out, Magic)
	return out, nil
}
