package code

import (
	"crypto/md5" // Mobile-OTP is defined with MD5; nothing else uses it
	"encoding/hex"
	"strconv"

	"twofold/internal/account"
)

// motp is Mobile-OTP (motp.sourceforge.net): the first hexadecimal digits of
// MD5 over the period's number in decimal, the secret in small hexadecimal
// letters, and the PIN.
func motp(k account.Key, step int64) (string, error) {
	if k.PIN.Empty() {
		return "", &account.FieldError{Field: account.FieldPIN, Problem: account.Missing}
	}
	text := strconv.AppendInt(nil, step, 10)
	text = hex.AppendEncode(text, k.Secret.Reveal())
	text = append(text, k.PIN.Reveal()...)
	sum := md5.Sum(text)
	clear(text)
	return hex.EncodeToString(sum[:])[:k.Digits], nil
}
