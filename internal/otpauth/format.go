package otpauth

import (
	"net/url"
	"strconv"
	"strings"

	"twofold/internal/account"
)

// Format is the canonical URI of a: otpauth:// for all types but Mobile-OTP,
// which has motp://. Parameters with their default are left out. [Parse] gives
// back the same issuer, name, key and counter; what else an account has is not
// in the URI. The result holds the secret: treat it as one.
func Format(a account.Account) string {
	var b strings.Builder
	switch a.Key.Type {
	case account.MOTP:
		b.WriteString("motp://")
	case account.Yandex:
		b.WriteString("otpauth://yaotp/")
	default:
		b.WriteString("otpauth://" + escape(string(a.Key.Type)) + "/")
	}
	b.WriteString(label(a))
	b.WriteString("?secret=")
	if a.Key.Type == account.MOTP {
		b.WriteString(account.EncodeHex(a.Key.Secret))
	} else {
		b.WriteString(account.EncodeSecret(a.Key.Secret))
	}
	if a.Issuer != "" {
		b.WriteString("&issuer=" + escape(a.Issuer))
	}
	writeParameters(&b, a)
	return b.String()
}

func writeParameters(b *strings.Builder, a account.Account) {
	k, usual := a.Key, account.Defaults(a.Key.Type)
	if k.Algorithm != usual.Algorithm {
		b.WriteString("&algorithm=" + escape(string(k.Algorithm)))
	}
	if k.Digits != usual.Digits {
		b.WriteString("&digits=" + strconv.Itoa(k.Digits))
	}
	if k.Type == account.HOTP {
		b.WriteString("&counter=" + strconv.FormatUint(a.Counter, 10))
	} else if k.Period != usual.Period {
		b.WriteString("&period=" + strconv.Itoa(k.Period))
	}
	if (k.Type == account.MOTP || k.Type == account.Yandex) && !k.PIN.Empty() {
		b.WriteString("&pin=" + escape(string(k.PIN.Reveal())))
	}
}

// label is ISSUER:NAME. Without an issuer a colon in the name would make one,
// so an empty issuer is written before it.
func label(a account.Account) string {
	if a.Issuer != "" || strings.Contains(a.Name, ":") {
		return escape(a.Issuer) + ":" + escape(a.Name)
	}
	return escape(a.Name)
}

// escape leaves only characters that are safe in every part of a URI and for
// every reader; a space is never a plus sign, which readers of labels keep.
func escape(s string) string {
	return strings.NewReplacer("+", "%20", "%40", "@").Replace(url.QueryEscape(s))
}
