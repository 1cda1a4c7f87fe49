package importer

import (
	"bytes"
	"compress/gzip"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"

	"golang.org/x/crypto/chacha20"
	//lint:ignore SA1019 KDBX 3 hides its values with bare Salsa20, block after block.
	"golang.org/x/crypto/salsa20/salsa"
	//lint:ignore SA1019 Old, and still offered by KeePassXC: only read here.
	"golang.org/x/crypto/twofish"
)

// The ciphers of KDBX by the identifiers that the header names them with.
const (
	cipherAES      = "\x31\xc1\xf2\xe6\xbf\x71\x43\x50\xbe\x58\x05\x21\x6a\xfc\x5a\xff"
	cipherTwofish  = "\xad\x68\xf2\x9f\x57\x6f\x4b\xb9\xa3\x6a\xd4\x7a\xf9\x65\x34\x6c"
	cipherChaCha20 = "\xd6\x03\x8a\x2b\x8b\x6f\x4c\xb5\xa5\x24\x33\x9a\x31\xdb\xb5\x9a"
)

// cipher is the function that decrypts with key; ok is false if the padding is
// wrong.
func (k *kdbx) cipher(key []byte) (decrypt func([]byte) (plain []byte, ok bool), err error) {
	iv := k.fields[kdbxIV]
	var block cipher.Block
	switch string(k.fields[kdbxCipher]) {
	case cipherAES:
		block, err = aes.NewCipher(key)
	case cipherTwofish:
		block, err = twofish.NewCipher(key)
	case cipherChaCha20:
		if len(iv) != chacha20.NonceSize {
			return nil, damaged("nonce of %d bytes", len(iv))
		}
		return func(sealed []byte) ([]byte, bool) {
			c, err := chacha20.NewUnauthenticatedCipher(key, iv)
			if err != nil {
				return nil, false
			}
			plain := make([]byte, len(sealed))
			c.XORKeyStream(plain, sealed)
			return plain, true
		}, nil
	default:
		return nil, &UnsupportedError{What: "cipher of the database"}
	}
	if err != nil {
		return nil, damaged("cipher: %v", err)
	}
	if len(iv) != block.BlockSize() {
		return nil, damaged("IV of %d bytes", len(iv))
	}
	return func(sealed []byte) ([]byte, bool) { return openBlocks(block, iv, sealed) }, nil
}

// unpacked is the content after decryption, decompressed where the header
// says that it is compressed.
func (k *kdbx) unpacked(data []byte) ([]byte, error) {
	switch little(k.fields[kdbxCompression]) {
	case 0:
		return data, nil
	case 1:
		z, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			return nil, damaged("gzip: %v", err)
		}
		// Some writers pad what needs no padding; it is not a second stream.
		z.Multistream(false)
		return readLimited(z, MaxFile)
	}
	return nil, &UnsupportedError{What: "compression of the database"}
}

// innerHeader reads the fields in front of the XML of version 4.
func innerHeader(b []byte) ([]byte, keystream, error) {
	const (
		end, streamID, streamKey = 0, 1, 2
		head                     = 5
	)
	var id uint64
	var key []byte
	for {
		if len(b) < head {
			return nil, nil, truncated("inner header")
		}
		kind, size := b[0], uint64(binary.LittleEndian.Uint32(b[1:]))
		if size > uint64(len(b)-head) {
			return nil, nil, truncated("inner header")
		}
		value := b[head : head+int(size)]
		b = b[head+int(size):]
		switch kind {
		case end:
			stream, err := newKeystream(id, key)
			return b, stream, err
		case streamID:
			id = little(value)
		case streamKey:
			key = value
		}
	}
}

// keystream hides protected values inside the XML. There is one for the whole
// document: whoever skips a value has to take its bytes all the same.
type keystream interface {
	XORKeyStream(dst, src []byte)
}

func newKeystream(id uint64, key []byte) (keystream, error) {
	switch id {
	case 0:
		return noKeystream{}, nil
	case 2:
		s := &salsaStream{key: sha256.Sum256(key), used: len(salsaStream{}.block)}
		copy(s.counter[:], "\xe8\x30\x09\x4b\x97\x20\x5d\x2a") // fixed by the format
		return s, nil
	case 3:
		sum := sha512.Sum512(key)
		return chacha20.NewUnauthenticatedCipher(sum[:32], sum[32:44])
	}
	return nil, &UnsupportedError{What: "inner cipher of the database"}
}

type noKeystream struct{}

func (noKeystream) XORKeyStream(dst, src []byte) { copy(dst, src) }

// salsaStream is Salsa20 that can stop and go on anywhere in a block.
type salsaStream struct {
	key     [32]byte
	counter [16]byte // nonce, then block number
	block   [64]byte
	used    int
}

func (s *salsaStream) XORKeyStream(dst, src []byte) {
	for i, b := range src {
		if s.used == len(s.block) {
			s.block = [64]byte{}
			salsa.XORKeyStream(s.block[:], s.block[:], &s.counter, &s.key)
			n := binary.LittleEndian.Uint64(s.counter[8:])
			binary.LittleEndian.PutUint64(s.counter[8:], n+1)
			s.used = 0
		}
		dst[i] = b ^ s.block[s.used]
		s.used++
	}
}
