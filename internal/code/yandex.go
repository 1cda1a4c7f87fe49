package code

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"

	"twofold/internal/account"
)

const (
	// yandexSecret is the part of a Yandex secret that makes codes. The long
	// form has the PIN's length and a checksum behind it.
	yandexSecret     = 16
	yandexSecretLong = 26
	yandexLetters    = 8 // letters of a code, whatever Digits says
)

func checkYandex(k account.Key) error {
	switch n := k.Secret.Len(); {
	case n < yandexSecret:
		return &account.FieldError{Field: account.FieldSecret, Problem: account.Short}
	case n != yandexSecret && n != yandexSecretLong:
		return &account.FieldError{Field: account.FieldSecret, Problem: account.Malformed}
	}
	return nil
}

// yandex is the code of Yandex.Key: HMAC-SHA-256 keyed with the hash of PIN and
// secret, eight bytes of it truncated, written in letters. Algorithm and
// Digits of the key have no say in it.
func yandex(k account.Key, step int64) (string, error) {
	if k.PIN.Empty() {
		return "", &account.FieldError{Field: account.FieldPIN, Problem: account.Missing}
	}
	joined := append([]byte(nil), k.PIN.Reveal()...)
	joined = append(joined, k.Secret.Reveal()[:yandexSecret]...)
	hash := sha256.Sum256(joined)
	clear(joined)
	key := hash[:]
	if key[0] == 0 {
		// The first implementation passed the hash through a big integer,
		// which loses one leading zero byte; all others have to follow.
		key = key[1:]
	}
	mac := hmac.New(sha256.New, key)
	mac.Write(binary.BigEndian.AppendUint64(nil, uint64(step)))
	sum := mac.Sum(nil)
	clear(hash[:])

	// At most 15 + 8 bytes: inside the 32 of SHA-256.
	offset := sum[len(sum)-1] & 15
	v := binary.BigEndian.Uint64(sum[offset:]) &^ (1 << 63)
	out := make([]byte, yandexLetters)
	for i := range out {
		out[yandexLetters-1-i] = 'a' + byte(v%26)
		v /= 26
	}
	return string(out), nil
}
