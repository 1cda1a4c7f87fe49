package importer_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/tobischo/gokeepasslib/v3"

	"twofold/internal/importer"
)

const plainKey = "JBSWY3DPEHPK3PXP"

// TestShapes are files as apps, their versions and people's editors make them,
// beside the usual form that the samples have. Each line of want is an
// account: issuer, name, then what is not the default, groups in brackets.
func TestShapes(t *testing.T) {
	tests := []struct {
		name, data string
		want       []string
	}{
		{"csv: the separator in a line of its own", "sep=;\r\nTitle;Username;OTPAuth\r\nA;b;" + plainKey + "\r\n", []string{"A|b"}},
		{"csv: line ends of old Macs", "name,username,totp\rA,b," + plainKey + "\r", []string{"A|b"}},
		{"csv: tabs", "title\tusername\ttotp\nA\tb\t" + plainKey + "\n", []string{"A|b"}},
		{"csv: Dashlane with both columns", "username,username2,username3,title,password,note,url,category,otpSecret,otpUrl\n" +
			"a,,,A,,,,,," + plainKey + "\n,b,,B,,,,Work," + plainKey + ",\n", []string{"A|a", "B|b|[Work]"}},
		{"csv: Proton Pass without a user name", "type,name,url,email,username,password,note,totp,createTime,modifyTime,vault\n" +
			"login,A,,me@x.example,,p,,otpauth://totp/?secret=" + plainKey + ",1,1,Home\n", []string{"A|me@x.example|[Home]"}},
		{"csv: 1Password with tags", "Title,Url,Username,Password,OTPAuth,Favorite,Archived,Tags,Notes\n" +
			"A,,b,p,otpauth://totp/A:b?secret=" + plainKey + ",true,false,work;bank,n\n", []string{"A|b|pinned|[work bank]|note n"}},
		{"csv: RoboForm folders", "Name,Url,MatchUrl,Login,Pwd,Note,Folder,RfFieldsV2\nA,,,b,p,,/Work,\"TOTP KEY$,,,txt," + plainKey + "\"\nB,,,c,p,,/,\"TOTP KEY$,,,txt," + plainKey + "\"\n",
			[]string{"A|b|[Work]", "B|c"}},
		{"json: Bitwarden, nothing but items", `{"items":[{"name":"A","login":{"username":"b","totp":"` + strings.ToLower(plainKey) + `"}}]}`, []string{"A|b"}},
		{"json: Proton Pass, an item with sections", `{"version":"1.2","encrypted":false,"vaults":{"v":{"name":"V","items":[{"state":1,"data":{"metadata":{"name":"A","note":""},` +
			`"type":"custom","content":{"sections":[{"sectionName":"s","sectionFields":[{"fieldName":"f","type":"totp","data":{"totpUri":"` + plainKey + `"}}]}]},"extraFields":[]}}]}}}`,
			[]string{"A||[V]"}},
		{"json: numbers as strings", `{"version":1,"header":{"slots":null,"params":null},"db":{"version":"2","entries":[{"type":"HOTP","name":"b","issuer":"A","group":"G",` +
			`"info":{"secret":"` + plainKey + `","algo":"sha256","digits":"8","counter":"5"}}]}}`, []string{"A|b|hotp SHA256 8 c5|[G]"}},
		{"json: Aegis without what may be missing", `{"header":{},"db":{"entries":[{"type":"totp","info":{"secret":"` + plainKey + `"},"name":"b"}]}}`, []string{"|b"}},
		{"json: 2FAS schema 1", `{"schemaVersion":1,"appOrigin":"ios","services":[{"name":"A","secret":"` + plainKey + `","otp":{"account":"b"},"order":{"position":0}}]}`, []string{"A|b"}},
		{"json: 2FAS from a link alone", `{"schemaVersion":4,"groups":[{"id":"ABC","name":"G"}],"services":[{"name":"A","groupId":"abc","secret":"` + plainKey + `",` +
			`"otp":{"link":"otpauth://totp/A:me%40x?secret=[hidden]","tokenType":"TOTP","algorithm":null,"digits":null}}]}`, []string{"A|me@x|[G]"}},
		{"ente: places and trash", "otpauth://totp/B:b?secret=" + plainKey + "&issuer=B&codeDisplay=%7B%22position%22%3A2%7D\n" +
			"otpauth://totp/A:a?secret=" + plainKey + "&issuer=A&codeDisplay=%7B%22position%22%3A1%2C%22trashed%22%3Atrue%2C%22tapCount%22%3A3%7D\n",
			[]string{"B|b|at 2", "A|a|archived|used 3"}},
		{"xml: FreeOTP in its order", `<?xml version='1.0' encoding='utf-8' standalone='yes' ?><map><string name="A:a">{"type":"TOTP","algo":"SHA1","digits":6,"period":30,"counter":0,"issuerExt":"A","label":"a","secret":[1,2]}</string>` +
			`<string name="tokenOrder">["B:b","A:a"]</string><string name="B:b">{"type":"TOTP","algo":"SHA1","digits":6,"period":30,"issuerExt":"B","label":"b","secret":[-1,2]}</string></map>`,
			[]string{"A|a|at 1", "B|b"}},
		{"xml: KeePass, every way at once", keePassXMLOf(
			map[string]string{"Title": "A", "UserName": "a", "otp": "key=" + plainKey + "&size=8&step=60&otpHashMode=Sha256"},
			map[string]string{"Title": "B", "UserName": "b", "otp": "key=" + plainKey + "&type=hotp&counter=7"},
			map[string]string{"Title": "C", "UserName": "c", "TOTP Seed": "jbsw y3dp ehpk 3pxp", "TOTP Settings": "30;8;https://time.example"},
			map[string]string{"Title": "D", "UserName": "d", "TOTP Seed": plainKey, "TOTP Settings": "30;S"},
			map[string]string{"Title": "E", "UserName": "e", "TimeOtp-Secret-Hex": "48656c6c6f21deadbeef", "TimeOtp-Length": "8", "TimeOtp-Period": "45", "TimeOtp-Algorithm": "HMAC-SHA-512"},
			map[string]string{"Title": "F", "UserName": "f", "HmacOtp-Secret-Base64": base64.StdEncoding.EncodeToString([]byte("Hello!\xde\xad\xbe\xef")), "HmacOtp-Counter": "9"},
			map[string]string{"Title": "G", "UserName": "g", "TimeOtp-Secret": "Hello!", "HmacOtp-Secret": "World!"},
			map[string]string{"Title": "H", "UserName": "h", "otp": "otpauth://totp/H:none?secret=" + plainKey + "&encoder=steam&digits=6", "otp_1": "otpauth://totp/H:2?secret=GEZDGNBV"},
		), []string{"A|a|totp SHA256 8 60", "B|b|hotp SHA1 6 c7", "C|c|totp SHA1 8 30", "D|d|steam", "E|e|totp SHA512 8 45", "F|f|hotp SHA1 6 c9",
			"G|g", "G|g|hotp SHA1 6 c0", "H|none|steam", "H|2"}},
		{"steam: a link to the account", `{"shared_secret":"MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=","account_name":"me","Session":null,"fully_enrolled":true}`, []string{"Steam|me|steam"}},
		{"andotp: usage", `[{"secret":"` + plainKey + `","label":"A - b","digits":6,"type":"TOTP","algorithm":"SHA1","thumbnail":"Default","last_used":1600000000000,"used_frequency":4,"period":30,"tags":["x"]}]`,
			[]string{"A|b|[x]|used 4"}},
		{"authy: a capture in the clear", `{"decrypted_authenticator_tokens":[{"account_type":"google","name":"Google: me","digits":7,"decrypted_seed":"` + strings.ToLower(plainKey) + `"}]}`,
			[]string{"Google|me|totp SHA1 7 30"}},
		{"2fauth: Steam", `{"app":"2fauth_v5.0","schema":1,"datetime":"x","data":[{"otp_type":"steamtotp","account":"me","service":"Steam","secret":"` + plainKey + `","digits":5,"algorithm":"sha1","period":30,"counter":null}]}`,
			[]string{"Steam|me|steam"}},
		{"html: a page of Stratum", `<!DOCTYPE html><html><body><code>otpauth://totp/A:a?secret=` + plainKey + `&amp;issuer=A</code><code>motp://B:b?secret=e3152afee62599c8</code></body></html>`,
			[]string{"A|a", "B|b|motp"}},
	}
	for _, tt := range tests {
		forms := map[string][]byte{"": []byte(tt.data), "with a mark": []byte("\xef\xbb\xbf" + tt.data)}
		if !strings.Contains(tt.data, "\r") {
			forms["with Windows line ends"] = []byte(strings.ReplaceAll(tt.data, "\n", "\r\n"))
		}
		forms["in UTF-16"] = utf16LE(tt.data)
		for form, data := range forms {
			t.Run(tt.name+" "+form, func(t *testing.T) {
				r, err := readAll(one("file", data), "")
				if err != nil || len(r.Rejected) > 0 {
					t.Fatalf("%v, refused %v", err, r.Rejected)
				}
				var got []string
				for i, e := range r.Entries {
					got = append(got, shape(i, e))
				}
				if strings.Join(got, "\n") != strings.Join(tt.want, "\n") {
					t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(tt.want, "\n"))
				}
			})
		}
	}
}

// shape is an entry as the table above writes it.
func shape(i int, e importer.Entry) string {
	s := e.Issuer + "|" + e.Name
	switch k := e.Key; {
	case k.Type == "hotp":
		s += fmt.Sprintf("|hotp %s %d c%d", k.Algorithm, k.Digits, e.Counter)
	case k.Type != "totp":
		s += "|" + string(k.Type)
	case k.Algorithm != "SHA1" || k.Digits != 6 || k.Period != 30:
		s += fmt.Sprintf("|totp %s %d %d", k.Algorithm, k.Digits, k.Period)
	}
	if e.Pinned {
		s += "|pinned"
	}
	if e.Archived {
		s += "|archived"
	}
	if len(e.Groups) > 0 {
		s += fmt.Sprint("|", e.Groups)
	}
	if e.Note != "" {
		s += "|note " + e.Note
	}
	if e.Usage.Count > 0 {
		s += fmt.Sprint("|used ", e.Usage.Count)
	}
	if e.Order != i && e.Order > 0 {
		s += fmt.Sprint("|at ", e.Order)
	}
	return s
}

func utf16LE(s string) []byte {
	out := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(s)) {
		out = binary.LittleEndian.AppendUint16(out, u)
	}
	return out
}

func keePassXMLOf(entries ...map[string]string) string {
	var b strings.Builder
	b.WriteString(`<KeePassFile><Root><Group><Name>Root</Name>`)
	for _, e := range entries {
		b.WriteString("<Entry>")
		for k, v := range e {
			fmt.Fprintf(&b, "<String><Key>%s</Key><Value>%s</Value></String>", k, xmlEscape(v))
		}
		b.WriteString("</Entry>")
	}
	return b.String() + "</Group></Root></KeePassFile>"
}

// TestKeyFiles: a database that wants a key file opens when the file comes
// with it, in each of the forms that KeePass writes.
func TestKeyFiles(t *testing.T) {
	raw := bytes.Repeat([]byte{7, 9}, 16)
	sum := sha256.Sum256(raw)
	files := map[string][]byte{
		"a.keyx": []byte(`<?xml version="1.0" encoding="utf-8"?><KeyFile><Meta><Version>2.0</Version></Meta><Key><Data Hash="` +
			strings.ToUpper(hex.EncodeToString(sum[:4])) + `">` + "\n\t" + hex.EncodeToString(raw[:16]) + "\n\t" + hex.EncodeToString(raw[16:]) + `</Data></Key></KeyFile>`),
		"a.key":    []byte(`<?xml version="1.0" encoding="utf-8"?><KeyFile><Meta><Version>1.00</Version></Meta><Key><Data>` + b64(raw) + `</Data></Key></KeyFile>`),
		"raw":      raw,
		"hex":      []byte(hex.EncodeToString(raw)),
		"song.key": []byte("any file at all can be a key"),
	}
	for name, data := range files {
		for _, password := range []string{"open sesame", ""} {
			t.Run(name+" "+password, func(t *testing.T) {
				db := kdbxWith(t, password, data)
				got, err := readAll([]importer.File{{Name: "d.kdbx", Data: db}, {Name: name, Data: data}}, password)
				if err != nil || len(got.Entries) != 1 || got.Entries[0].Issuer != "GitHub" || len(got.Files) > 0 {
					t.Fatalf("%+v, %v", got, err)
				}
				if password == "" {
					return
				}
				if _, err := readAll(one("d.kdbx", db), password); !errors.Is(err, importer.ErrWrongPassword) {
					t.Errorf("without its key file: %v", err)
				}
				if _, err := readAll([]importer.File{{Name: "d.kdbx", Data: db}, {Name: name, Data: data}}, "wrong"); !errors.Is(err, importer.ErrWrongPassword) {
					t.Errorf("with a wrong password: %v", err)
				}
				plain := kdbxWith(t, password, nil)
				if got, err := readAll([]importer.File{{Name: "d.kdbx", Data: plain}, {Name: name, Data: data}}, password); err != nil || len(got.Entries) != 1 {
					t.Errorf("beside a key file it does not want: %v", err)
				}
			})
		}
	}
	if got, err := readAll(one("d.kdbx", kdbxWith(t, "", nil)), ""); err != nil || len(got.Entries) != 1 {
		t.Errorf("without any key: %v", err)
	}
	var needs *importer.NeedsFileError
	if _, err := readAll(one("a.keyx", files["a.keyx"]), ""); !errors.As(err, &needs) {
		t.Errorf("a key file alone: %v", err)
	}
	damaged := bytes.Replace(files["a.keyx"], []byte("0709"), []byte("0708"), 1)
	if _, err := readAll([]importer.File{{Name: "d.kdbx", Data: kdbxWith(t, "p", raw)}, {Name: "a.keyx", Data: damaged}}, "p"); !errors.Is(err, importer.ErrWrongPassword) {
		t.Errorf("with a damaged key file: %v", err)
	}
}

// kdbxWith is a database of one account under a password, a key file, or both.
func kdbxWith(t *testing.T, password string, key []byte) []byte {
	t.Helper()
	header := gokeepasslib.NewKDBX4Header()
	header.FileHeaders.CipherID, header.FileHeaders.EncryptionIV = gokeepasslib.CipherAES, fill(16, 1)
	header.FileHeaders.KdfParameters.UUID = gokeepasslib.KdfAES4
	header.FileHeaders.KdfParameters.Rounds = 100
	db := gokeepasslib.NewDatabase(gokeepasslib.WithDatabaseKDBXVersion4())
	db.Header, db.Hashes = header, gokeepasslib.NewHashes(header)
	credentials := &gokeepasslib.DBCredentials{}
	if password != "" {
		c := gokeepasslib.NewPasswordCredentials(password)
		credentials.Passphrase = c.Passphrase
	}
	if key != nil {
		k, err := gokeepasslib.ParseKeyData(key)
		if err != nil {
			t.Fatal(err)
		}
		credentials.Key = k
	}
	db.Credentials = credentials
	root := gokeepasslib.NewGroup()
	root.Entries = append(root.Entries, kdbxEntry(vectors()[0], 0))
	db.Content.Root = &gokeepasslib.RootData{Groups: []gokeepasslib.Group{root}}
	if err := db.LockProtectedEntries(); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := gokeepasslib.NewEncoder(&b).Encode(db); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
