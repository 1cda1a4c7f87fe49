package importer_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"twofold/internal/account"
	"twofold/internal/importer"
)

// vector is an account as the makers of sample files are given it. Secrets are
// the text that stands in the file, so that a wrong one can stand there too.
type vector struct {
	issuer, name, kind, secret, algorithm string
	digits, period                        int
	counter                               uint64
	pin, group, note                      string
	pinned                                bool
}

// vectors are accounts of every kind; their secrets are RFC 4226's and made
// up ones.
func vectors() []vector {
	return []vector{
		{issuer: "GitHub", name: "octo@example.com", kind: "totp", secret: "JBSWY3DPEHPK3PXP",
			algorithm: "SHA1", digits: 6, period: 30, group: "Work", note: "first\nsecond", pinned: true},
		{issuer: "楽天", name: "花子", kind: "totp", secret: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
			algorithm: "SHA256", digits: 8, period: 60, group: "私用"},
		{issuer: "Counter Co", name: "c", kind: "hotp", secret: "54VEGZFJHM3BGDONFERMPUOKNGDJETGM",
			algorithm: "SHA1", digits: 6, counter: 42},
		{issuer: "Long", name: "hash", kind: "totp", secret: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
			algorithm: "SHA512", digits: 6, period: 30},
		{issuer: "Steam", name: "gamer", kind: "steam", secret: "JRZCL47CMXVOQMNPZR2F7J4RGI",
			algorithm: "SHA1", digits: 5, period: 30},
		{issuer: "Mobile", name: "pinned", kind: "motp", secret: "VKVKVKVKVKVKVKVKVKVKVKQ",
			algorithm: "MD5", digits: 6, period: 10, pin: "1234"},
		{issuer: "Yandex", name: "y", kind: "yandex", secret: "LA2V6KMCGYMWWVEW64RNP3JA3I",
			algorithm: "SHA256", digits: 8, period: 30, pin: "7586"},
	}
}

// of keeps the vectors of some kinds.
func of(vs []vector, kinds ...string) []vector {
	var out []vector
	for _, v := range vs {
		for _, k := range kinds {
			if v.kind == k {
				out = append(out, v)
			}
		}
	}
	return out
}

// plain keeps vectors with the parameters everybody omits.
func plain(vs []vector) []vector {
	var out []vector
	for _, v := range of(vs, "totp") {
		if v.algorithm == "SHA1" && v.digits == 6 && v.period == 30 {
			out = append(out, v)
		}
	}
	return out
}

// bytes is the secret in the bytes that binary formats hold.
func (v vector) bytes() []byte {
	s, err := account.DecodeSecret(v.secret)
	if err != nil {
		return nil
	}
	return s.Reveal()
}

func (v vector) uri() string {
	kind := v.kind
	if kind == "yandex" {
		kind = "yaotp"
	}
	if kind == "motp" {
		return fmt.Sprintf("motp://%s:%s?secret=%x", esc(v.issuer), esc(v.name), v.bytes())
	}
	u := fmt.Sprintf("otpauth://%s/%s:%s?secret=%s&issuer=%s&algorithm=%s&digits=%d",
		kind, esc(v.issuer), esc(v.name), esc(v.secret), esc(v.issuer), v.algorithm, v.digits)
	if v.kind == "hotp" {
		return u + fmt.Sprintf("&counter=%d", v.counter)
	}
	if v.pin != "" {
		u += "&pin=" + v.pin
	}
	return u + fmt.Sprintf("&period=%d", v.period)
}

func esc(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// sample makes files of one format.
type sample struct {
	name     string
	app      importer.App
	password string // empty if the format is in the clear
	// supports picks the vectors the format can hold.
	supports func([]vector) []vector
	build    func(t testing.TB, vs []vector) []importer.File
	// What the format does not carry, so that it is not missed.
	noGroups, noNotes, noPins, noIssuer, noPINs bool
	// noBad: a wrong secret cannot be written at all (bytes, not text).
	noBad bool
}

func one(name string, data []byte) []importer.File {
	return []importer.File{{Name: name, Data: data}}
}

func mustJSON(t testing.TB, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

type obj = map[string]any

func totpHOTP(vs []vector) []vector      { return of(vs, "totp", "hotp") }
func totpHOTPSteam(vs []vector) []vector { return of(vs, "totp", "hotp", "steam") }
func totpSteam(vs []vector) []vector     { return of(vs, "totp", "steam") }
func totps(vs []vector) []vector         { return of(vs, "totp") }
func steams(vs []vector) []vector        { return of(vs, "steam") }
func every(vs []vector) []vector         { return vs }

// samples lists every format there is.
func samples() []sample {
	all := jsonSamples()
	all = append(all, textSamples()...)
	all = append(all, sealedSamples()...)
	return append(all, binarySamples()...)
}

func aegisDB(vs []vector) obj {
	var entries, groups []obj
	ids := map[string]string{}
	for i, v := range vs {
		info := obj{"secret": v.secret, "algo": v.algorithm, "digits": v.digits}
		if v.kind == "hotp" {
			info["counter"] = v.counter
		} else {
			info["period"] = v.period
		}
		if v.pin != "" {
			info["pin"] = v.pin
		}
		e := obj{"type": v.kind, "uuid": fmt.Sprint(i), "issuer": v.issuer, "name": v.name, "note": v.note,
			"favorite": v.pinned, "icon": nil, "info": info, "groups": []string{}}
		if v.group != "" {
			if ids[v.group] == "" {
				ids[v.group] = fmt.Sprintf("group-%d", i)
				groups = append(groups, obj{"uuid": ids[v.group], "name": v.group})
			}
			e["groups"] = []string{ids[v.group]}
		}
		entries = append(entries, e)
	}
	return obj{"version": 3, "entries": entries, "groups": groups, "icons_optimized": true}
}

func twoFASServices(vs []vector) (services, groups []obj) {
	for i, v := range vs {
		otp := obj{"account": v.name, "issuer": v.issuer, "digits": v.digits, "period": v.period,
			"algorithm": v.algorithm, "tokenType": strings.ToUpper(v.kind), "source": "Link"}
		if v.kind == "hotp" {
			otp["counter"] = v.counter
		}
		s := obj{"name": v.issuer, "secret": strings.ToLower(v.secret), "otp": otp, "order": obj{"position": i}}
		if v.group != "" {
			id := fmt.Sprintf("ABCDEF%02d", i)
			s["groupId"] = id
			groups = append(groups, obj{"id": strings.ToLower(id), "name": v.group, "isExpanded": true})
		}
		services = append(services, s)
	}
	return services, groups
}

func stratumJSON(vs []vector) obj {
	kinds := map[string]int{"hotp": 1, "totp": 2, "motp": 3, "steam": 4, "yandex": 5}
	algorithms := map[string]int{"SHA256": 1, "SHA512": 2}
	var list, categories, bindings []obj
	for i, v := range vs {
		secret := v.secret
		if v.kind == "motp" && v.bytes() != nil {
			secret = hex.EncodeToString(v.bytes())
		}
		e := obj{"Type": kinds[v.kind], "Icon": nil, "Issuer": v.issuer, "Username": v.name, "Secret": secret,
			"Algorithm": algorithms[v.algorithm], "Digits": v.digits, "Period": v.period, "Counter": v.counter, "Ranking": i}
		if v.pin != "" {
			e["Pin"] = v.pin
		}
		if v.group != "" {
			categories = append(categories, obj{"Id": fmt.Sprint("c", i), "Name": v.group, "Ranking": 0})
			bindings = append(bindings, obj{"CategoryId": fmt.Sprint("c", i), "AuthenticatorSecret": secret, "Ranking": 0})
		}
		list = append(list, e)
	}
	return obj{"Authenticators": list, "Categories": categories, "AuthenticatorCategories": bindings, "CustomIcons": []obj{}}
}

// distinct gives every vector a secret of its own where a format refers to
// accounts by their secret.
func distinct(vs []vector) []vector {
	seen := map[string]bool{}
	var out []vector
	for _, v := range vs {
		if !seen[v.secret] {
			out = append(out, v)
		}
		seen[v.secret] = true
	}
	return out
}

func andOTPJSON(vs []vector) []obj {
	var list []obj
	for _, v := range vs {
		secret := v.secret
		if v.kind == "motp" {
			text := hex.EncodeToString(v.bytes())
			secret = strings.TrimRight(base32Text([]byte(text)), "=")
		}
		e := obj{"secret": secret, "issuer": v.issuer, "label": v.name, "digits": v.digits,
			"type": strings.ToUpper(v.kind), "algorithm": v.algorithm, "thumbnail": "Default", "tags": []string{}}
		if v.kind == "hotp" {
			e["counter"] = v.counter
		} else {
			e["period"] = v.period
		}
		if v.group != "" {
			e["tags"] = []string{v.group}
		}
		list = append(list, e)
	}
	return list
}

func bitwardenItems(vs []vector) (items, folders []obj) {
	for i, v := range vs {
		code := v.uri()
		switch {
		case v.kind == "steam":
			code = "steam://" + v.secret
		case i == 0:
			code = v.secret
		}
		item := obj{"type": 1, "name": v.issuer, "notes": v.note, "favorite": v.pinned,
			"login": obj{"username": v.name, "totp": code}}
		if v.group != "" {
			id := fmt.Sprint("f", i)
			item["folderId"] = id
			folders = append(folders, obj{"id": id, "name": v.group})
		}
		items = append(items, item)
	}
	return append(items, obj{"type": 2, "name": "a note", "login": nil}), folders
}

func extensionEntries(vs []vector) map[string]obj {
	out := map[string]obj{}
	for i, v := range vs {
		id := fmt.Sprintf("%08x", len(vs)-i) // the index decides, not the name
		out[id] = obj{"dataType": "OTPStorage", "encrypted": false, "hash": id, "index": i, "type": v.kind,
			"secret": v.secret, "issuer": v.issuer + "::site.example", "account": v.name, "counter": v.counter,
			"period": v.period, "digits": v.digits, "algorithm": v.algorithm, "pinned": v.pinned}
	}
	return out
}

func signed(b []byte) []int {
	out := make([]int, len(b))
	for i, c := range b {
		out[i] = int(int8(c))
	}
	return out
}

func freeOTPTokens(vs []vector) []obj {
	var out []obj
	for _, v := range vs {
		out = append(out, obj{"type": strings.ToUpper(v.kind), "algo": v.algorithm, "digits": v.digits, "period": 30 + 0*v.period,
			"counter": v.counter, "issuerExt": v.issuer, "issuerInt": v.issuer, "label": v.name, "secret": signed(v.bytes())})
		if v.kind == "totp" {
			out[len(out)-1]["period"] = v.period
		}
	}
	return out
}

func preferenceFile(values ...[2]string) []byte {
	var b bytes.Buffer
	b.WriteString("<?xml version='1.0' encoding='utf-8' standalone='yes' ?>\n<map>\n")
	b.WriteString("    <int name=\"key_version\" value=\"121\" />\n")
	for _, v := range values {
		fmt.Fprintf(&b, "    <string name=\"%s\">%s</string>\n", xmlEscape(v[0]), xmlEscape(v[1]))
	}
	b.WriteString("</map>\n")
	return b.Bytes()
}

func xmlEscape(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace(s)
}

func b64(b []byte) string { return base64.StdEncoding.EncodeToString(b) }
