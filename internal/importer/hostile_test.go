package importer_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"image"
	"image/png"
	"runtime"
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
		"packed, bad lines":        fillUp(packedHead, "x\n", ""),
		"packed, empty accounts":   fillUp(packedHead, `{"k":"acct","id":"a"}`+"\n", ""),
		"packed, one account":      fillUp(packedHead, `{"k":"acct","id":"a","issuer":"`+name[:200]+`","t":"01j0rgrog4i1-aaaaaaaaaa"}`+"\n", ""),
		"packed, members":          fillUp(packedHead+`{"k":"acct","id":"a","t":"01j0rgrog4i1-aaaaaaaaaa"`, `,"a":1`, "}"),
		"packed, groups":           fillUp(packedHead, `{"k":"group","id":"a","name":"b"}`+"\n", ""),
		"packed, unknown kinds":    fillUp(packedHead, `{"k":"x","id":"a"}`+"\n", ""),
		"packed, deep":             fillUp(packedHead, "[", ""),
		"zip, bomb":                zipOf(t, "data.json", bytes.Repeat([]byte("["), 100<<20)),
		"zip, bombs":               zipOfMany(t, 400, bytes.Repeat([]byte("otpauth://"), 100<<10)),
		"base64":                   fillUp("", "AAAA", ""),
		"otp auth, shared account": otpAuthFile(t, "Authenticator", archived(pair{"Version", "1.1"}, pair{"WrappedData", sealRNCryptor(t, password, archived(pair{"Folders", []any{object{{"name", "n"}, {"accounts", manyTimes(account, 30000)}}}}))}))[0].Data,
	}
}

const packedHead = `{"twofold":1,"min_reader":1,"kind":"backup"}` + "\n"

// zipOf packs one file.
func zipOf(t testing.TB, name string, data []byte) []byte {
	t.Helper()
	return zippedFiles(t, map[string][]byte{name: data})
}

// zipOfMany packs the same file under many names.
func zipOfMany(t testing.TB, n int, data []byte) []byte {
	t.Helper()
	files := map[string][]byte{}
	for i := range n {
		files[fmt.Sprint(i, ".txt")] = data
	}
	return zippedFiles(t, files)
}

func zippedFiles(t testing.TB, files map[string][]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, data := range files {
		f, err := w.Create(name)
		if err == nil {
			_, err = f.Write(data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// manyTimes is a list that names one object again and again.
func manyTimes(v any, n int) repeated { return repeated{v, n} }

// TestHostileFiles counts all that is ever allocated, which is more than is
// held at once. BenchmarkHostile shows the time.
func TestHostileFiles(t *testing.T) {
	for name, data := range hostile(t) {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			r, err := readAll(one("x", data), password)
			runtime.ReadMemStats(&after)
			if n := (after.TotalAlloc - before.TotalAlloc) >> 20; n > 256 && !racing {
				t.Errorf("%d MiB were allocated", n)
			}
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
