package importer

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"twofold/internal/account"
)

// hasCode tells whether an entry of KeePass has a one-time password, in any of
// the ways that KeePass, KeePassXC and their plug-ins have kept them.
func hasCode(fields map[string]string) bool {
	for key, value := range fields {
		if strings.TrimSpace(value) == "" {
			continue
		}
		if isOTPField(key) || key == "TOTP Seed" ||
			strings.HasPrefix(key, "TimeOtp-Secret") || strings.HasPrefix(key, "HmacOtp-Secret") {
			return true
		}
	}
	return false
}

// isOTPField knows "otp", and "otp_1" and so on for further codes.
func isOTPField(key string) bool {
	rest, ok := strings.CutPrefix(key, "otp")
	if !ok || rest == "" {
		return ok
	}
	n, ok := strings.CutPrefix(rest, "_")
	_, err := strconv.Atoi(n)
	return ok && err == nil
}

// keePassCodes are the codes of an entry. The same key kept in two ways counts
// once.
func keePassCodes(fields map[string]string) []*draft {
	var out []*draft
	add := func(d *draft) {
		for _, o := range out {
			if d.err == nil && o.err == nil && d.Key.Equal(o.Key) {
				return
			}
		}
		out = append(out, d)
	}
	title, user := strings.TrimSpace(fields["Title"]), strings.TrimSpace(fields["UserName"])
	var names []string
	for key := range fields {
		if isOTPField(key) && strings.TrimSpace(fields[key]) != "" {
			names = append(names, key)
		}
	}
	slices.Sort(names)
	for _, key := range names {
		add(keePassOTP(strings.TrimSpace(fields[key]), title, user))
	}
	if seed := strings.TrimSpace(fields["TOTP Seed"]); seed != "" {
		add(trayTOTP(seed, fields["TOTP Settings"], title, user))
	}
	for _, native := range []struct {
		prefix string
		of     account.Type
	}{{"TimeOtp-", account.TOTP}, {"HmacOtp-", account.HOTP}} {
		if d := keePassNative(fields, native.prefix, native.of); d != nil {
			d.Issuer, d.Name = title, user
			add(d)
		}
	}
	return out
}

// keePassOTP is the otp field: a URI, or what the KeeOtp plug-in writes, which
// looks like the query of one.
func keePassOTP(value, title, user string) *draft {
	if strings.Contains(value, "://") {
		d := fromVault(value, title, user)
		if d.Name == "none" && user == "" {
			d.Name = "" // KeePassXC's word for no user name
		}
		return d
	}
	q, err := url.ParseQuery(value)
	if err != nil || !q.Has("key") {
		return fromVault(value, title, user)
	}
	d := typeNamed(q.Get("type"))
	d.Issuer, d.Name = title, user
	d.base32(q.Get("key"))
	d.algorithm(q.Get("otpHashMode"))
	d.digits(parseNumber(q.Get("size")))
	d.period(parseNumber(q.Get("step")))
	d.counter(parseNumber(q.Get("counter")))
	return d
}

// trayTOTP is the older way of KeePassXC and of the KeeTrayTOTP plug-in:
// "30;6" beside the seed, or "30;S" for Steam.
func trayTOTP(seed, settings, title, user string) *draft {
	step, digits, _ := strings.Cut(settings, ";")
	digits, _, _ = strings.Cut(digits, ";") // a URL to ask for the time may follow
	d := newDraft(account.TOTP)
	if strings.EqualFold(strings.TrimSpace(digits), "S") {
		d = newDraft(account.Steam)
	} else {
		d.digits(parseNumber(digits))
	}
	d.Issuer, d.Name = title, user
	d.period(parseNumber(step))
	d.base32(seed)
	return d
}

// keePassNative is KeePass 2.47 and later: one field for each parameter, and
// the secret in one of four encodings.
func keePassNative(fields map[string]string, prefix string, of account.Type) *draft {
	d := newDraft(of)
	found := false
	for _, form := range []struct {
		suffix string
		set    func(string)
	}{
		{"Secret-Base32", d.base32},
		{"Secret-Hex", d.hex},
		{"Secret-Base64", d.base64},
		{"Secret", func(s string) { d.raw([]byte(s)) }},
	} {
		if v := strings.TrimSpace(fields[prefix+form.suffix]); v != "" {
			form.set(v)
			found = true
			break
		}
	}
	if !found {
		return nil
	}
	d.algorithm(fields[prefix+"Algorithm"])
	d.digits(parseNumber(fields[prefix+"Length"]))
	d.period(parseNumber(fields[prefix+"Period"]))
	d.counter(parseNumber(fields[prefix+"Counter"]))
	return d
}
