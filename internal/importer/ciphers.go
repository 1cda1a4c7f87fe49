package importer

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5"
)

// openGCM decrypts AES-GCM. ok is false if the key or the bytes are wrong,
// which nothing can tell apart.
func openGCM(key, nonce, sealed, aad []byte) (plain []byte, ok bool) {
	b, err := aes.NewCipher(key)
	if err != nil || len(nonce) == 0 {
		return nil, false
	}
	// Nonces of other lengths than 12 bytes are legal and read from files.
	g, err := cipher.NewGCMWithNonceSize(b, len(nonce))
	if err != nil || len(sealed) < g.Overhead() {
		return nil, false
	}
	plain, err = g.Open(nil, nonce, sealed, aad)
	return plain, err == nil
}

// decryptCBC is AES-CBC and leaves any padding on. The lengths are the
// caller's to check.
func decryptCBC(key, iv, sealed []byte) []byte {
	b, err := aes.NewCipher(key)
	if err != nil || len(sealed)%aes.BlockSize != 0 || len(iv) != aes.BlockSize {
		return nil
	}
	plain := make([]byte, len(sealed))
	cipher.NewCBCDecrypter(b, iv).CryptBlocks(plain, sealed)
	return plain
}

// openCBC decrypts AES-CBC and takes the PKCS #7 padding off. ok is false if
// the padding is wrong: with no MAC around it, that is all there is to see of
// a wrong key, and one wrong key in 256 passes. Callers look at the plaintext
// too.
func openCBC(key, iv, sealed []byte) (plain []byte, ok bool) {
	b, err := aes.NewCipher(key)
	if err != nil {
		return nil, false
	}
	return openBlocks(b, iv, sealed)
}

func openBlocks(b cipher.Block, iv, sealed []byte) (plain []byte, ok bool) {
	size := b.BlockSize()
	if len(iv) != size || len(sealed) == 0 || len(sealed)%size != 0 {
		return nil, false
	}
	plain = make([]byte, len(sealed))
	cipher.NewCBCDecrypter(b, iv).CryptBlocks(plain, sealed)
	pad := int(plain[len(plain)-1])
	if pad == 0 || pad > size {
		return nil, false
	}
	for _, p := range plain[len(plain)-pad:] {
		if int(p) != pad {
			return nil, false
		}
	}
	return plain[:len(plain)-pad], true
}

// openSalted decrypts what OpenSSL and CryptoJS make of a passphrase:
// "Salted__", eight bytes of salt, AES-256-CBC with key and IV from
// EVP_BytesToKey (MD5, one round).
func openSalted(data, passphrase []byte) (plain []byte, ok bool) {
	const magic = "Salted__"
	if len(data) < 32 || string(data[:8]) != magic {
		return nil, false
	}
	salt := data[8:16]
	var material, last []byte
	for len(material) < 48 {
		h := md5.New()
		h.Write(last)
		h.Write(passphrase)
		h.Write(salt)
		last = h.Sum(nil)
		material = append(material, last...)
	}
	defer clear(material)
	return openCBC(material[:32], material[32:48], data[16:])
}
