package importer_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"errors"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"twofold/internal/importer"
)

// TestVariants are shapes that recognise themselves less easily than those of
// TestShapes: what a version, a script or a spreadsheet made of them.
func TestVariants(t *testing.T) {
	tests := []struct {
		name, data string
		app        importer.App
		want       []string
	}{
		{"an organisation's table of Bitwarden", "collections,type,name,notes,fields,reprompt,login_uri,login_username,login_password,login_totp\nWork,login,A,,,0,,b,p," + plainKey + "\n",
			importer.Bitwarden, []string{"A|b|[Work]"}},
		{"Steam as WinAuth writes it", "otpauth://totp/Steam:me?secret=" + plainKey + "&digits=5&data=%7b%22steamid%22%3a1%7d\n" +
			"otpauth://totp/WinAuth:me2?secret=" + plainKey + "&digits=5&deviceid=android%3a1&issuer=steam\n",
			importer.TextList, []string{"Steam|me|steam", "Steam|me2|steam"}},
		{"five digits of anybody else", "otpauth://totp/Steam:me?secret=" + plainKey + "&digits=5\n", importer.TextList, []string{"Steam|me|totp SHA1 5 30"}},
		{"the database of Aegis by itself", `{"version":2,"entries":[{"type":"totp","uuid":"1","name":"b","issuer":"A","group":"G","info":{"secret":"` + plainKey + `","algo":"SHA1","digits":6,"period":30}}]}`,
			importer.Aegis, []string{"A|b|[G]"}},
		{"LastPass without folders", `{"deviceId":"x","version":3,"accounts":[{"issuerName":"A","userName":"b","secret":"` + plainKey + `","timeStep":"60","digits":"8","algorithm":"SHA256"}]}`,
			importer.LastPassAuthenticator, []string{"A|b|totp SHA256 8 60"}},
		{"Enpass beginning with a note", `{"folders":[{"title":"F","uuid":"u"}],"items":[{"title":"note","template_type":"note.default","trashed":0},` +
			`{"archived":0,"folders":["u"],"title":"A","template_type":"login.default","fields":[{"type":"totp","value":"jbsw y3dp ehpk 3pxp"}]}]}`,
			importer.Enpass, []string{"A||[F]"}},
		{"Keeper beginning with a note", `{"records":[{"title":"N","notes":"n"},{"title":"A","login":"b","custom_fields":{"$oneTimeCode::1":"otpauth://totp/?secret=` + plainKey + `"}}]}`,
			importer.Keeper, []string{"A|b"}},
		{"Bitwarden beginning with a card", `{"items":[{"type":3,"card":{}},{"type":1,"name":"A","login":{"username":"b","totp":"` + plainKey + `"}}]}`,
			importer.BitwardenAuthenticator, []string{"A|b"}},
		{"a table from Excel in Japan", "name,username,totp\r\n\x8ay\x93V,\x89\xd4\x8eq," + plainKey + "\r\n", importer.Table, []string{"楽天|花子"}},
		{"a table from Excel in France", "name,username,totp\r\nCaf\xe9,Andr\xe9," + plainKey + "\r\n", importer.Table, []string{"Café|André"}},
		{"a key from a web page", `{"schemaVersion":4,"services":[{"name":"A","secret":"JBSW\u00a0Y3DP\u200bEHPK\u30003PXP"}]}`, importer.TwoFAS, []string{"A|"}},
		{"a key from a Japanese keyboard", `{"schemaVersion":4,"services":[{"name":"A","secret":"ｊｂｓｗＹ３ＤＰ"}]}`, importer.TwoFAS, []string{"A|"}},
		{"the archive of a password manager", string(zipOfAll("credentials.csv", "username,username2,username3,title,password,note,url,category,otpUrl\na,,,A,p,,,,otpauth://totp/A:a?secret="+plainKey+"\n",
			"ids.csv", "type,number,name\n", "securenotes.csv", "title,note\nx,y\n")), importer.Dashlane, []string{"A|a"}},
		{"an archive that a Mac made", string(zipOfAll("x/export.data", `{"accounts":[{},{"vaults":[{"attrs":{"name":"V"},"items":[{"overview":{"title":"A"},"details":{"sections":[{"fields":[{"value":{"totp":"`+plainKey+`"}}]}]}}]}]}]}`,
			"__MACOSX/x/._export.data", "\x00\x05\x16\x07")), importer.OnePassword, []string{"A||[V]"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, err := readAll(one("file", []byte(tt.data)), "")
			if err != nil || len(r.Rejected) > 0 || r.App != tt.app {
				t.Fatalf("of %q, %v, refused %v", r.App, err, r.Rejected)
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

// zipOfAll is an archive of names and contents, in turn.
func zipOfAll(files ...string) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		f, err := w.Create(files[i])
		if err == nil {
			_, err = f.Write([]byte(files[i+1]))
		}
		if err != nil {
			panic(err) // a buffer takes everything
		}
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// A damaged file of an archive is named, and keeps the others no secret.
func TestOneDamagedFileOfAnArchive(t *testing.T) {
	data := zipOfAll("a.txt", "otpauth://totp/A:a?secret="+plainKey, "b.bin", strings.Repeat("hello world ", 50))
	at := bytes.Index(data, []byte("b.bin")) + len("b.bin")
	for i := range 4 {
		data[at+i] ^= 0xff
	}
	r, err := readAll(one("all.zip", data), "")
	var damage *importer.DamagedError
	if err != nil || len(r.Entries) != 1 || len(r.Files) != 1 || r.Files[0].File != "b.bin" || !errors.As(r.Files[0].Err, &damage) {
		t.Errorf("%d entries, files %v, %v", len(r.Entries), r.Files, err)
	}
	if _, err := readAll(one("all.zip", bytes.Replace(data, []byte("a.txt"), []byte("a.tyt"), 1)), ""); err != nil {
		t.Errorf("with another name: %v", err)
	}
}

// The same letters can be different bytes on the telephone and here.
func TestPasswordsInEitherUnicodeForm(t *testing.T) {
	const typed = "café パスワード"
	vs := of(vectors(), "totp")
	for _, made := range []norm.Form{norm.NFC, norm.NFD} {
		key, nonce := sha256.Sum256(made.Bytes([]byte(typed))), fill(12, 0x91)
		file := one("otp.aes", append(nonce, sealGCM(t, key[:], nonce, mustJSON(t, andOTPJSON(vs)), nil)...))
		for _, with := range []norm.Form{norm.NFC, norm.NFD} {
			r, err := readAll(file, with.String(typed))
			if err != nil || len(r.Entries) != len(vs) {
				t.Errorf("made in form %d, typed in %d: %d entries, %v", made, with, len(r.Entries), err)
			}
		}
		if _, err := readAll(file, "cafe パスワード"); !errors.Is(err, importer.ErrWrongPassword) {
			t.Errorf("another password: %v", err)
		}
	}
}
