package importer_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"strings"
	"testing"

	"twofold/internal/importer"
)

// hostile are files of about one mebibyte that cost as much as their authors
// could think of. None may take two seconds, or 256 MiB beside themselves.
func hostile(t testing.TB) map[string][]byte {
	const size = 1 << 20
	fillUp := func(head, unit, tail string) []byte {
		return []byte(head + strings.Repeat(unit, (size-len(head)-len(tail))/len(unit)) + tail)
	}
	aegis := func(entries, groups string) []byte {
		return []byte(`{"version":1,"header":{"slots":null},"db":{"version":3,"entries":[` + entries + `],"groups":[` + groups + `]}}`)
	}
	name := strings.Repeat("é", size/4)
	shared := strings.TrimSuffix(strings.Repeat(`{"type":"totp","name":"a","groups":["g"],"info":{"secret":"JBSWY3DP"}},`, size/140), ",")
	var black bytes.Buffer
	if err := png.Encode(&black, image.NewGray(image.Rect(0, 0, 8000, 8000))); err != nil {
		t.Fatal(err)
	}
	picture := `<img src="data:image/png;base64,` + b64(black.Bytes()) + `">`
	account := object{{"issuer", strings.Repeat("i", 60000)}, {"label", strings.Repeat("l", 60000)}, {"secret", []byte("x")}, {"type", 2}}
	return map[string][]byte{
		"json, deep":               fillUp("", "[", ""),
		"json, objects":            fillUp(`[{"secret":"a","label":"b","type":"c"}`, `,{}`, "]"),
		"json, members":            fillUp(`{"version":1,"header":1,"db":1`, `,"a":1`, "}"),
		"json, numbers":            fillUp(`{"tokenOrder":[],"tokens":[{"secret":[1`, ",1", `]}]}`),
		"json, escapes":            fillUp(`{"version":1,"header":{},"db":{"version":3,"entries":[{"name":"`, `\u0301`, `"}]}}`),
		"aegis, one long group":    aegis(shared, `{"uuid":"g","name":"`+name+`"}`),
		"aegis, empty entries":     aegis(strings.Repeat("{},", size/3)+"{}", ""),
		"stratum, bindings":        fillUp(`{"Authenticators":[{"Type":2,"Secret":"JBSWY3DP"}],"Categories":[{"Id":"c","Name":"n"}],"AuthenticatorCategories":[{"CategoryId":"c"}`, `,{"CategoryId":"c","AuthenticatorSecret":"JBSWY3DP"}`, "]}"),
		"1password, fields":        fillUp(`{"accounts":[{"vaults":[{"items":[{"details":{"notesPlain":"`+name[:1000]+`","sections":[{"fields":[1`, `,{"value":{"totp":"JBSWY3DP"}}`, `]}]}}]}]}]}`),
		"proton pass, fields":      fillUp(`{"userId":"","vaults":{"v":{"items":[{"data":{"extraFields":[1`, `,{"type":"totp","data":{"totpUri":"JBSWY3DP"}}`, `]}}]}}}`),
		"text, colons":             fillUp("otpauth://\n", ":", ""),
		"text, lines":              fillUp("otpauth://totp/a?secret=JBSWY3DP\n", "x\n", ""),
		"text, migration":          fillUp("", "otpauth-migration://offline?data=\n", ""),
		"html, steam":              fillUp("<html>", "steam://", ""),
		"html, pictures":           fillUp("<html>", picture, ""),
		"csv, columns":             fillUp("title,totp\n", ",", ""),
		"csv, quotes":              fillUp("title,totp\n", `"`, ""),
		"csv, rows":                fillUp("title,totp\n", "a,b\n", ""),
		"xml, deep":                fillUp("<map>", "<a>", ""),
		"xml, attributes":          fillUp("<map><a ", `b="" `, "></a></map>"),
		"xml, comments":            fillUp("<map>", "<!---->", "</map>"),
		"xml, keepass groups":      fillUp("<KeePassFile><Root>", "<Group><Name>"+name[:1000]+"</Name></Group>", "</Root></KeePassFile>"),
		"zip, directory":           fillUp("PK\x03\x04", "PK\x01\x02"+strings.Repeat("\x00", 42), "PK\x05\x06"+strings.Repeat("\x00", 18)),
		"base64":                   fillUp("", "AAAA", ""),
		"otp auth, shared account": otpAuthFile(t, "Authenticator", archived(pair{"Version", "1.1"}, pair{"WrappedData", sealRNCryptor(t, password, archived(pair{"Folders", []any{object{{"name", "n"}, {"accounts", manyTimes(account, 30000)}}}}))}))[0].Data,
	}
}

// manyTimes is a list that names one object again and again.
func manyTimes(v any, n int) repeated { return repeated{v, n} }

func TestHostileFiles(t *testing.T) {
	for name, data := range hostile(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, err := readAll(one("x", data), password)
			if err != nil && !known(err) {
				t.Errorf("%T %v", err, err)
			}
			if n := len(r.Entries) + len(r.Rejected); n > importer.MaxEntries {
				t.Errorf("%d entries", n)
			}
		})
	}
}

func BenchmarkHostile(b *testing.B) {
	for name, data := range hostile(b) {
		b.Run(fmt.Sprint(name), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = readAll(one("x", data), password)
			}
		})
	}
}
