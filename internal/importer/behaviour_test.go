package importer_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"twofold/internal/account"
	"twofold/internal/importer"
)

const seed = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

// readText reads one file without a password.
func readText(t *testing.T, text string) importer.Result {
	t.Helper()
	r, err := readAll(one("file", []byte(text)), "")
	if err != nil {
		t.Fatalf("Read: %v", err)
	}
	return r
}

func lines(r importer.Result) []string {
	var out []string
	for _, e := range r.Entries {
		out = append(out, summary(e))
	}
	return out
}

func keePassEntry(fields ...string) string {
	var b strings.Builder
	for i := 0; i < len(fields); i += 2 {
		fmt.Fprintf(&b, "<String><Key>%s</Key><Value>%s</Value></String>", fields[i], xmlEscape(fields[i+1]))
	}
	return "<KeePassFile><Root><Group><Name>r</Name><Entry>" + b.String() + "</Entry></Group></Root></KeePassFile>"
}

// TestSpellings: the same account in the ways that apps have of writing it.
func TestSpellings(t *testing.T) {
	const want = "totp Site|user SHA256 8 60 0 20 []"
	hexSeed, base64Seed := "3132333435363738393031323334353637383930", "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA="
	uri := "otpauth://totp/Site:user?secret=" + seed + "&amp;algorithm=SHA256&digits=8&period=60&issuer=Site"
	uri = strings.ReplaceAll(uri, "&amp;", "&")
	time := []string{"TimeOtp-Length", "8", "TimeOtp-Period", "60", "TimeOtp-Algorithm", "HMAC-SHA-256", "Title", "Site", "UserName", "user"}
	for name, text := range map[string]string{
		"keepass otp":           keePassEntry("otp", uri),
		"keepass further code":  keePassEntry("otp_12", uri),
		"keepass twice the key": keePassEntry(append([]string{"otp", uri, "TimeOtp-Secret-Base32", seed}, time...)...),
		"keepass base32":        keePassEntry(append([]string{"TimeOtp-Secret-Base32", strings.ToLower(seed)}, time...)...),
		"keepass hex":           keePassEntry(append([]string{"TimeOtp-Secret-Hex", hexSeed}, time...)...),
		"keepass base64":        keePassEntry(append([]string{"TimeOtp-Secret-Base64", base64Seed}, time...)...),
		"keepass text":          keePassEntry(append([]string{"TimeOtp-Secret", "12345678901234567890"}, time...)...),
		"keeotp":                keePassEntry("otp", "key="+seed+"&size=8&step=60&otpHashMode=Sha256", "Title", "Site", "UserName", "user"),
		"aegis, numbers as text": `{"version":1,"header":{},"db":{"version":2,"entries":[{"type":"totp","issuer":"Site","name":"user","note":null,` +
			`"info":{"secret":"` + seed + `","algo":"sha256","digits":"8","period":60.0}}]}}`,
		"2fas, name in the label": `{"schemaVersion":3,"services":[{"name":"Site","secret":"` + seed + `","otp":{"label":"Site:user","algorithm":"SHA256","digits":8,"period":60}}],"groups":[]}`,
		"2fas, name in the link":  `{"schemaVersion":1,"services":[{"name":"Site","secret":"` + seed + `","otp":{"link":"otpauth://totp/Site%3Auser?secret=[hidden]","algorithm":"SHA256","digits":8,"period":60}}],"groups":[]}`,
		"andotp without issuer":   `[{"secret":"` + seed + `==","label":"Site - user","digits":8,"type":"TOTP","algorithm":"SHA256","period":60}]`,
		"stratum":                 `{"Authenticators":[{"Type":2,"Issuer":"Site","Username":"user","Secret":"` + seed + `","Algorithm":1,"Digits":8,"Period":60}]}`,
		"extension, numbers":      `{"a":{"hash":"a","secret":"` + hexSeed + `","type":5,"issuer":"Site","account":"user","digits":8,"period":60,"algorithm":"SHA256"}}`,
		"proton, colon":           `{"version":1,"entries":[{"id":"1","content":{"uri":"otpauth://totp/%3Auser?secret=` + seed + `&algorithm=SHA256&digits=8&period=60&issuer=Site","entry_type":"Totp","name":"user"}}]}`,
		"bitwarden, gaps filled":  `{"encrypted":false,"folders":[],"items":[{"name":"Site","login":{"username":"user","totp":"otpauth://totp/?secret=` + seed + `&algorithm=SHA256&digits=8&period=60"}}]}`,
		"apple, site and user":    "Title,URL,Username,Password,Notes,OTPAuth\nSite (user),,user,x,,otpauth://totp/?secret=" + seed + "&algorithm=SHA256&digits=8&period=60\n",
		"semicolons":              "Issuer;Account;OTP\nSite;user;" + uri + "\n",
		"in json of anyone":       `{"x":[{"y":"` + strings.ReplaceAll(uri, "/", `\/`) + `"}]}`,
		"old mac line ends":       "# x\r" + uri + "\r",
		"html attribute":          "<html><body><a href='" + uri + "'>x</a></body></html>",
	} {
		t.Run(name, func(t *testing.T) {
			r := readText(t, text)
			if got := lines(r); len(got) != 1 || got[0] != want || len(r.Rejected) > 0 {
				t.Errorf("read %q, refused %v, want %q", got, r.Rejected, want)
			}
		})
	}
}

func TestOtherKindsInKeePass(t *testing.T) {
	for name, tt := range map[string]struct{ text, want string }{
		"hotp":          {keePassEntry("HmacOtp-Secret-Base32", seed, "HmacOtp-Counter", "7", "Title", "Site"), "hotp Site| SHA1 6 0 7 20 []"},
		"keeotp hotp":   {keePassEntry("otp", "key="+seed+"&type=hotp&counter=9", "Title", "Site"), "hotp Site| SHA1 6 0 9 20 []"},
		"tray steam":    {keePassEntry("TOTP Seed", seed, "TOTP Settings", "30;S", "Title", "Site"), "steam Site| SHA1 5 30 0 20 []"},
		"tray plain":    {keePassEntry("TOTP Seed", seed, "Title", "Site"), "totp Site| SHA1 6 30 0 20 []"},
		"tray 8 digits": {keePassEntry("TOTP Seed", seed, "TOTP Settings", "60;8;https://x", "Title", "Site"), "totp Site| SHA1 8 60 0 20 []"},
		"steam uri":     {keePassEntry("otp", "otpauth://totp/Steam:none?secret="+seed+"&period=30&digits=6&issuer=Steam&encoder=steam", "Title", "Site"), "steam Steam| SHA1 5 30 0 20 []"},
	} {
		if got := lines(readText(t, tt.text)); len(got) != 1 || got[0] != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

// TestBitwardenForIPhone: a table in which nothing is quoted, with an empty
// line behind every row and commas in the texts.
func TestBitwardenForIPhone(t *testing.T) {
	r := readText(t, "folder,favorite,type,name,notes,fields,reprompt,login_uri,login_username,login_password,login_totp\n\n"+
		`,,1,GitHub,a note, with commas and a " mark,,0,,octo,,otpauth://totp/?secret=`+seed+"&issuer=GitHub\n\n"+
		`,,1,"open,,,0,,,,otpauth://totp/Next:user?secret=`+seed+"\n\n")
	want := []string{"totp GitHub| SHA1 6 30 0 20 []", "totp Next|user SHA1 6 30 0 20 []"}
	if got := lines(r); len(got) != 2 || got[1] != want[1] || !strings.HasPrefix(got[0], "totp GitHub|") {
		t.Errorf("read %q, refused %v, want %q", got, r.Rejected, want)
	}
}

func TestArchivedTrashedAndLeftOut(t *testing.T) {
	r := readText(t, `otpauth://totp/a:b?secret=`+seed+`&codeDisplay=%7B%22trashed%22%3Atrue%7D`+"\n"+`otpauth://totp/c:d?secret=`+seed)
	if !r.Entries[0].Archived || r.Entries[1].Archived {
		t.Errorf("Ente: archived %t, %t", r.Entries[0].Archived, r.Entries[1].Archived)
	}
	bitwarden := readText(t, `{"encrypted":false,"folders":[],"items":[{"name":"gone","deletedDate":"2024-01-01","login":{"totp":"`+seed+`"}},`+
		`{"name":"put away","archivedDate":"2024-01-01","login":{"totp":"`+seed+`","password":"x"}},{"name":"none","login":{"totp":null}}]}`)
	if len(bitwarden.Entries) != 1 || !bitwarden.Entries[0].Archived {
		t.Errorf("Bitwarden: %q", lines(bitwarden))
	}
	for _, want := range []importer.Note{{Kind: importer.NoteTrash, Count: 1}, {Kind: importer.NotePasswordsInside, Count: 1}} {
		if !slices.ContainsFunc(bitwarden.Notes, func(n importer.Note) bool { return n.Kind == want.Kind && n.Count == want.Count }) {
			t.Errorf("notes %v, want %v", bitwarden.Notes, want)
		}
	}
	enpass := readText(t, `{"folders":[],"items":[{"title":"a","template_type":"x","trashed":1,"fields":[{"type":"totp","value":"`+seed+`"}]},`+
		`{"title":"b","template_type":"x","archived":1,"fields":[{"type":"totp","value":"`+seed+`","deleted":1},{"type":"totp","value":"`+seed+`"}]}]}`)
	if len(enpass.Entries) != 1 || !enpass.Entries[0].Archived {
		t.Errorf("Enpass: %q", lines(enpass))
	}
}

func TestUnknownValuesAreRefusedNotGuessed(t *testing.T) {
	service := func(otp string) string {
		return `{"schemaVersion":4,"services":[{"name":"x","secret":"` + seed + `","otp":` + otp + `}],"groups":[]}`
	}
	for text, want := range map[string]account.Field{
		service(`{"algorithm":"SHA224"}`):                          account.FieldAlgorithm,
		service(`{"algorithm":"SHA384"}`):                          account.FieldAlgorithm,
		service(`{"tokenType":"PUSH"}`):                            account.FieldType,
		service(`{"digits":0}`):                                    account.FieldDigits,
		service(`{"digits":"six"}`):                                account.FieldDigits,
		service(`{"digits":99999999999}`):                          account.FieldDigits,
		service(`{"period":0}`):                                    account.FieldPeriod,
		service(`{"period":-30}`):                                  account.FieldPeriod,
		service(`{"tokenType":"HOTP","counter":-1}`):               account.FieldCounter,
		service(`{"tokenType":"HOTP","counter":"x"}`):              account.FieldCounter,
		`{"Authenticators":[{"Type":9,"Secret":"` + seed + `"}]}`:  account.FieldType,
		`{"Authenticators":[{"Type":5,"Secret":"JBSWY3DPEHPK3"}]}`: account.FieldSecret,
		`{"Authenticators":[{"Type":3,"Secret":"xyz"}]}`:           account.FieldSecret,
		`[{"secret":"","label":"x","type":"TOTP"}]`:                account.FieldSecret,
		"otpauth://totp/x?secret=JBSW0Y3D":                         account.FieldSecret,
		"otpauth://totp/x?secret=" + seed + "&algorithm=MD5":       account.FieldAlgorithm,
	} {
		r := readText(t, text)
		var fe *account.FieldError
		if len(r.Entries) != 0 || len(r.Rejected) != 1 || !errors.As(r.Rejected[0].Err, &fe) || fe.Field != want {
			t.Errorf("%s: %q, refused %v, want a problem of %s", text, lines(r), r.Rejected, want)
		}
	}
}

func TestLinesAreNumbered(t *testing.T) {
	r := readText(t, "# list\r\n\r\notpauth://totp/a?secret="+seed+"\r\notpauth://totp/bad?secret=1\r\n\r\nnonsense\r\n")
	if len(r.Entries) != 1 || len(r.Rejected) != 2 || r.Rejected[0].Line != 4 || r.Rejected[0].Title != "bad" || r.Rejected[1].Line != 6 {
		t.Errorf("refused %+v", r.Rejected)
	}
	table := readText(t, "title,totp,note\na,"+seed+",\"two\nlines\"\nb,1,x\n")
	if len(table.Entries) != 1 || len(table.Rejected) != 1 || table.Rejected[0].Line != 4 || table.Rejected[0].Title != "b" {
		t.Errorf("table: refused %+v", table.Rejected)
	}
}

// TestIcons: small PNGs stay as they are, larger pictures are made small, and
// what is no picture is counted.
func TestIcons(t *testing.T) {
	entry := func(icon []byte) string {
		return `{"type":"totp","name":"x","icon":"` + b64(icon) + `","info":{"secret":"` + seed + `"}}`
	}
	small, large := qrPNG(t, "x"), qrPNG(t, strings.Repeat("a long text ", 100))
	r := readText(t, `{"version":1,"header":{},"db":{"version":3,"entries":[`+entry(small)+","+entry(large)+","+entry(large)+","+entry([]byte("<svg/>"))+`]}}`)
	for i, e := range r.Entries {
		if has := len(e.Icon.PNG) > 0; has != (i < 3) || len(e.Icon.PNG) > account.MaxIcon {
			t.Errorf("icon %d has %d bytes", i, len(e.Icon.PNG))
		}
	}
	if !slices.ContainsFunc(r.Notes, func(n importer.Note) bool { return n.Kind == importer.NoteIcons && n.Count == 1 }) {
		t.Errorf("notes %v", r.Notes)
	}
}

func TestWinAuthExtras(t *testing.T) {
	r := readText(t, "otpauth://totp/Steam:gamer?secret="+seed+"&digits=5&deviceid=android%3A1&data=%7B%7D\n"+
		"otpauth://totp/BattleNet:EU?secret="+seed+"&digits=8&serial=EU-1\n"+"otpauth://totp/Authenticator?secret="+seed)
	want := []string{"steam Steam|gamer SHA1 5 30 0 20 []", "totp Battle.net|EU SHA1 8 30 0 20 []", "totp |Authenticator SHA1 6 30 0 20 []"}
	if got := lines(r); !slices.Equal(got, want) {
		t.Errorf("read %q, want %q", got, want)
	}
}

func TestAuthyNames(t *testing.T) {
	r := readText(t, `{"authenticator_tokens":[`+
		`{"name":"Work - jo","account_type":"authenticator","digits":6,"decrypted_seed":"`+seed+`"},`+
		`{"name":"mail","original_name":"jo@x","account_type":"google","digits":7,"decrypted_seed":"`+seed+`"}],`+
		`"apps":[{"name":"Cloud","secret_seed":"00112233445566778899aabbccddeeff","digits":7}]}`)
	want := []string{"totp Work|jo SHA1 6 30 0 20 []", "totp Google|jo@x SHA1 7 30 0 20 []", "totp |Cloud SHA1 7 10 0 16 []"}
	if got := lines(r); !slices.Equal(got, want) {
		t.Errorf("read %q, want %q", got, want)
	}
}
