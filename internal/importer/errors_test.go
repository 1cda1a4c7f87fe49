package importer_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"twofold/crypto/secret"
	"twofold/internal/importer"
)

func openText(text string) (*importer.Source, error) {
	return importer.Open(context.Background(), one("file", []byte(text)))
}

func TestUnknownFiles(t *testing.T) {
	for name, text := range map[string]string{
		"empty":       "",
		"prose":       "Dear diary, today I lost my telephone.\n",
		"bare secret": "JBSWY3DPEHPK3PXP",
		"json":        `{"name":"x","numbers":[1,2,3]}`,
		"json list":   `[{"a":1},{"b":2}]`,
		"xml":         `<?xml version="1.0"?><svg><g/></svg>`,
		"pdf":         "%PDF-1.7\n" + string(fill(5000, 3)),
		"program":     "\x7fELF" + string(fill(5000, 4)),
		"gzip":        "\x1f\x8b\x08" + string(fill(5000, 5)),
		"zeros":       string(make([]byte, 4096)),
		"steam game":  "steam://run/440",
		"spreadsheet": "Day,Rain,Sun\nMonday,3,4\n",
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := openText(text); !errors.Is(err, importer.ErrUnknownFile) {
				t.Errorf("Open = %v, want ErrUnknownFile", err)
			}
		})
	}
	if _, err := importer.Open(context.Background(), nil); !errors.Is(err, importer.ErrUnknownFile) {
		t.Errorf("Open of nothing = %v", err)
	}
}

func TestNewerVersions(t *testing.T) {
	kdbx := []byte("\x03\xd9\xa2\x9a\x67\xfb\x4b\xb5\x00\x00\x05\x00")
	for app, text := range map[importer.App]string{
		importer.Aegis:                  `{"version":2,"header":{"slots":null,"params":null},"db":{}}`,
		importer.TwoFAS:                 `{"schemaVersion":5,"services":[]}`,
		importer.Ente:                   `{"version":2,"kdfParams":{},"encryptedData":""}`,
		importer.Proton:                 `{"version":2,"entries":[{"content":{}}]}`,
		importer.LastPassAuthenticator:  `{"version":4,"deviceName":"x","accounts":[],"folders":[]}`,
		importer.TwoFAuth:               `{"app":"2fauth_v9","schema":2,"data":[]}`,
		importer.AuthenticatorExtension: `{"k":{"dataType":"Key","id":"k","salt":"x","version":4},"a":{"dataType":"EncOTPStorage","data":""}}`,
		importer.Bitwarden:              `{"encrypted":true,"passwordProtected":true,"salt":"x","kdfType":7,"data":"2.a|b|c"}`,
		importer.KeePass:                string(kdbx),
	} {
		t.Run(string(app), func(t *testing.T) {
			_, err := openText(text)
			var newer *importer.NewerError
			if !errors.As(err, &newer) || newer.App != app || newer.Version == "" {
				t.Errorf("Open = %v, want a newer version of %s", err, app)
			}
		})
	}
	t.Run("aegis database", func(t *testing.T) {
		_, err := readAll(one("x", []byte(`{"version":1,"header":{},"db":{"version":4,"entries":[]}}`)), "")
		var newer *importer.NewerError
		if !errors.As(err, &newer) {
			t.Errorf("Read = %v, want a newer version", err)
		}
	})
}

func TestRestrictedExport(t *testing.T) {
	_, err := openText(`{"encrypted":true,"encKeyValidation_DO_NOT_EDIT":"2.a|b|c","items":[{"name":"2.a|b|c"}]}`)
	if !errors.Is(err, importer.ErrRestricted) {
		t.Errorf("Open = %v, want ErrRestricted", err)
	}
}

// TestCosts: what a file may ask for, and what it may not. Refusing must not
// cost anything.
func TestCosts(t *testing.T) {
	aegis := func(n int) string {
		hexes := strings.Repeat("00", 16)
		return fmt.Sprintf(`{"version":1,"header":{"slots":[{"type":1,"key":"%s","key_params":{"nonce":"%s","tag":"%s"},"n":%d,"r":8,"p":1,"salt":"00"}],`+
			`"params":{"nonce":"%s","tag":"%s"}},"db":"AAAA"}`, hexes, hexes[:24], hexes, n, hexes[:24], hexes)
	}
	ente := func(memory, passes int) string {
		return fmt.Sprintf(`{"version":1,"kdfParams":{"memLimit":%d,"opsLimit":%d,"salt":"%s"},"encryptedData":"%s","encryptionNonce":"%s"}`,
			memory, passes, b64(fill(16, 1)), b64(fill(40, 1)), b64(fill(24, 1)))
	}
	bitwarden := func(kdf string) string {
		return `{"encrypted":true,"passwordProtected":true,"salt":"x",` + kdf + `,"data":"2.AAAA|AAAA|AAAA"}`
	}
	freeotp := string(javaMap("masterKey", `{"mAlgorithm":"PBKDF2withHmacSHA1","mIterations":2000000000,"mSalt":[1],"mEncryptedKey":{}}`))
	authy := `{"authenticator_tokens":[{"encrypted_seed":"AAAA","salt":"x","key_derivation_iterations":400000000}]}`
	for name, text := range map[string]string{
		"scrypt":           aegis(1 << 24),
		"scrypt, overflow": aegis(1 << 60),
		"argon2 memory":    ente(8<<30, 1),
		"argon2 passes":    ente(1<<30, 1000),
		"pbkdf2":           bitwarden(`"kdfType":0,"kdfIterations":1000000000`),
		"argon2 of 64 GiB": bitwarden(`"kdfType":1,"kdfIterations":1,"kdfMemory":65536,"kdfParallelism":1`),
		"argon2 overflow":  bitwarden(`"kdfType":1,"kdfIterations":1,"kdfMemory":18014398509481985,"kdfParallelism":1`),
		"freeotp":          freeotp,
		"authy":            authy,
	} {
		t.Run(name, func(t *testing.T) {
			// A context that has ended: nothing may be derived before the refusal.
			ctx, cancel := context.WithCancel(context.Background())
			src, err := importer.Open(ctx, one("x", []byte(text)))
			if err == nil {
				cancel()
				err = src.Unlock(ctx, secret.FromString("password"), nil)
			}
			cancel()
			var cost *importer.CostError
			if !errors.As(err, &cost) || cost.Value <= cost.Limit || cost.App == "" {
				t.Errorf("Unlock = %v, want a cost beyond the limit", err)
			}
		})
	}
	t.Run("kdbx 3", func(t *testing.T) {
		var s sample
		for _, s = range samples() {
			if s.name == "kdbx 3.1" {
				break
			}
		}
		data := s.build(t, s.supports(vectors()))[0].Data
		at := bytes.Index(data, binary.LittleEndian.AppendUint64([]byte{6, 8, 0}, 100)) + 3
		binary.LittleEndian.PutUint64(data[at:], 1<<40)
		_, err := openText(string(data))
		var cost *importer.CostError
		if !errors.As(err, &cost) {
			t.Errorf("Open = %v, want a cost beyond the limit", err)
		}
	})
}

func TestCancelEndsUnlocking(t *testing.T) {
	slow := map[string]string{
		// Argon2id, which nothing can interrupt.
		"memory": fmt.Sprintf(`{"version":1,"kdfParams":{"memLimit":%d,"opsLimit":4,"salt":"%s"},"encryptedData":"%s","encryptionNonce":"%s"}`,
			64<<20, b64(fill(16, 1)), b64(fill(40, 1)), b64(fill(24, 1))),
		"rounds": `{"encrypted":true,"passwordProtected":true,"salt":"x","kdfType":0,"kdfIterations":10000000,"data":"2.AAAA|AAAA|AAAA"}`,
	}
	for name, text := range slow {
		t.Run(name, func(t *testing.T) {
			before := runtime.NumGoroutine()
			src, err := openText(text)
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithCancel(context.Background())
			heard := 0
			err = src.Unlock(ctx, secret.FromString("x"), func(float64) { heard++; cancel() })
			if !errors.Is(err, context.Canceled) {
				t.Errorf("Unlock = %v, want context.Canceled", err)
			}
			if heard == 0 {
				t.Error("nothing was heard of the progress")
			}
			if !src.Locked() {
				t.Error("not locked after it was cancelled")
			}
			// The derivation that cannot be interrupted ends by itself.
			for deadline := time.Now().Add(60 * time.Second); runtime.NumGoroutine() > before; {
				if time.Now().After(deadline) {
					t.Fatalf("%d goroutines, %d before", runtime.NumGoroutine(), before)
				}
				runtime.Gosched()
			}
		})
	}
}

func TestSizes(t *testing.T) {
	var large *importer.TooLargeError
	if _, err := importer.Open(context.Background(), one("x", make([]byte, importer.MaxFile+1))); !errors.As(err, &large) || large.Packed {
		t.Errorf("large file: %v", err)
	}
	bomb := zipped(t, "data.json", bytes.Repeat([]byte{' '}, importer.MaxFile+1))
	if len(bomb) > 1<<20 {
		t.Fatalf("the bomb has %d bytes", len(bomb))
	}
	if _, err := importer.Open(context.Background(), one("x.zip", bomb)); !errors.As(err, &large) || !large.Packed {
		t.Errorf("zip bomb: %v", err)
	}
	sealedBomb := sealedZip(t, "x", 0, true, "a.txt", bytes.Repeat([]byte{'\n'}, importer.MaxFile+1))
	if _, err := readAll(one("x.zip", sealedBomb), "x"); !errors.As(err, &large) || !large.Packed {
		t.Errorf("sealed zip bomb: %v", err)
	}
	many := zipped(t, slices.Repeat([]any{"x.txt", []byte("otpauth://totp/a?secret=JBSWY3DP\n")}, 3)...)
	if r, err := readAll(one("x.zip", many), ""); err != nil || len(r.Entries) != 3 {
		t.Errorf("three lists in an archive: %d accounts, %v", len(r.Entries), err)
	}
	var many2 *importer.TooManyError
	if _, err := importer.Open(context.Background(), make([]importer.File, importer.MaxFiles+1)); !errors.As(err, &many2) {
		t.Errorf("too many files: %v", err)
	}
}

func TestTooManyEntries(t *testing.T) {
	line := "otpauth://totp/a?secret=JBSWY3DPEHPK3PXP\n"
	r, err := readAll(one("list.txt", []byte(strings.Repeat(line, importer.MaxEntries))), "")
	if err != nil || len(r.Entries) != importer.MaxEntries || len(r.Files) > 0 {
		t.Fatalf("%d entries: %d accounts, %v, %v", importer.MaxEntries, len(r.Entries), err, r.Files)
	}
	r, err = readAll(one("list.txt", []byte(strings.Repeat(line, importer.MaxEntries+1))), "")
	var many *importer.TooManyError
	if err != nil || len(r.Entries) != importer.MaxEntries || len(r.Files) != 1 || !errors.As(r.Files[0].Err, &many) {
		t.Fatalf("one more: %d accounts, %v, %v", len(r.Entries), err, r.Files)
	}
}

func TestTableWithoutCodes(t *testing.T) {
	for app, header := range map[importer.App]string{
		importer.NordPass: "name,url,additional_urls,username,password,note,cardholdername,cardnumber",
		importer.Table:    "name,url,username,password",
		importer.Dashlane: "username,username2,username3,title,password,note,url,category",
	} {
		_, err := openText(header + "\na,b,c,d,e,f,g,h\n")
		var codes *importer.NoCodesError
		if !errors.As(err, &codes) || codes.App != app || len(codes.Columns) == 0 {
			t.Errorf("Open = %v, want no codes in a table of %s", err, app)
		}
	}
}

func TestCompanions(t *testing.T) {
	var needs *importer.NeedsFileError
	if _, err := importer.Open(context.Background(), one("1.maFile", []byte(b64(fill(64, 1))))); !errors.As(err, &needs) {
		t.Errorf("sealed maFile alone: %v", err)
	}
	manifest := `{"encrypted":true,"entries":[{"filename":"1.maFile","encryption_iv":"AAAA","encryption_salt":"AAAA"}]}`
	if _, err := importer.Open(context.Background(), one("manifest.json", []byte(manifest))); !errors.As(err, &needs) {
		t.Errorf("manifest alone: %v", err)
	}
	log := append([]byte{0x37, 0x7f, 0x06, 0x82}, make([]byte, 100)...)
	if _, err := importer.Open(context.Background(), one("PhoneFactor-wal", log)); !errors.As(err, &needs) || needs.Name != "PhoneFactor" {
		t.Errorf("log alone: %v", err)
	}
}

func TestUnsupported(t *testing.T) {
	for what, text := range map[string]string{
		"OpenPGP":            "-----BEGIN PGP MESSAGE-----\n\nwcFM\n",
		"KeePass 1 database": "\x03\xd9\xa2\x9a\x65\xfb\x4b\xb5" + string(make([]byte, 200)),
		"winauth.xml":        `<?xml version="1.0"?><WinAuth version="3.5"><WinAuthAuthenticator/></WinAuth>`,
		"OTPClient database": "OTPClient" + string(make([]byte, 100)),
		"2fast file":         `{"IV":"","Version":2,"Collection":[]}`,
	} {
		_, err := openText(text)
		var u *importer.UnsupportedError
		if !errors.As(err, &u) || u.What != what {
			t.Errorf("Open = %v, want %q as not supported", err, what)
		}
	}
	pgpInZip := zipped(t, "Proton Pass/data.pgp", []byte("-----BEGIN PGP MESSAGE-----\n\nwcFM\n"))
	var u *importer.UnsupportedError
	if _, err := importer.Open(context.Background(), one("x.zip", pgpInZip)); !errors.As(err, &u) {
		t.Errorf("OpenPGP in an archive: %v", err)
	}
}

func TestPictures(t *testing.T) {
	text := qrPNG(t, "This is an example")
	if _, err := importer.Open(context.Background(), one("x.png", text)); !errors.Is(err, importer.ErrOtherCode) {
		t.Errorf("code with another text: %v", err)
	}
	blank, _ := hex.DecodeString("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c626001000000ffff030000060005575bfb0000000049454e44ae426082")
	if _, err := importer.Open(context.Background(), one("x.png", blank)); err == nil || !known(err) {
		t.Errorf("one pixel: %v", err)
	}
	var damaged *importer.DamagedError
	if _, err := importer.Open(context.Background(), one("x.png", text[:len(text)/2])); !errors.As(err, &damaged) {
		t.Errorf("half a picture: %v", err)
	}
}

// TestSomeFilesFail: one bad file of several keeps the others.
func TestSomeFilesFail(t *testing.T) {
	good := one("good.txt", []byte("otpauth://totp/a:b?secret=JBSWY3DPEHPK3PXP"))
	files := append(good, importer.File{Name: "holiday.txt", Data: []byte("nothing here")})
	r, err := readAll(files, "")
	if err != nil || len(r.Entries) != 1 || len(r.Files) != 1 || r.Files[0].File != "holiday.txt" ||
		!errors.Is(r.Files[0].Err, importer.ErrUnknownFile) {
		t.Errorf("Read = %d accounts, %v, %v", len(r.Entries), r.Files, err)
	}
}

// TestTwoPasswords: files with different passwords are unlocked one after the
// other.
func TestTwoPasswords(t *testing.T) {
	files := []importer.File{
		{Name: "1.zip", Data: sealedZip(t, "first", 3, true, "a.txt", []byte("otpauth://totp/a:b?secret=JBSWY3DPEHPK3PXP"))},
		{Name: "2.zip", Data: sealedZip(t, "second", 0, true, "b.txt", []byte("otpauth://totp/c:d?secret=JBSWY3DPEHPK3PXP"))},
	}
	src, err := importer.Open(context.Background(), files)
	if err != nil {
		t.Fatal(err)
	}
	for left, password := range []string{"second", "first"} {
		if n := len(src.Locks()); n != 2-left {
			t.Errorf("%d locks, want %d", n, 2-left)
		}
		if err := src.Unlock(context.Background(), secret.FromString(password), nil); err != nil {
			t.Fatalf("Unlock(%q): %v", password, err)
		}
	}
	if r, err := src.Read(); err != nil || len(r.Entries) != 2 || src.Locked() {
		t.Errorf("%d accounts, %v", len(r.Entries), err)
	}
}

func TestPagesOfSeveralFiles(t *testing.T) {
	var as []vector
	for i := range 25 {
		as = append(as, vector{issuer: "i", name: fmt.Sprint("n", i), kind: "totp", secret: "JBSWY3DPEHPK3PXP", algorithm: "SHA1", digits: 6, period: 30})
	}
	uris := migration(t, as)
	files := []importer.File{{Name: "3", Data: qrPNG(t, uris[2])}, {Name: "1", Data: []byte(uris[0])}, {Name: "1 again", Data: qrPNG(t, uris[0])}}
	r, err := readAll(files, "")
	if err != nil || len(r.Entries) != 15 {
		t.Fatalf("%d accounts, %v", len(r.Entries), err)
	}
	want := importer.Note{Kind: importer.NotePagesMissing, Count: 3, Pages: []int{2}}
	if !slices.ContainsFunc(r.Notes, func(n importer.Note) bool {
		return n.Kind == want.Kind && n.Count == want.Count && slices.Equal(n.Pages, want.Pages)
	}) {
		t.Errorf("notes %v, want %v", r.Notes, want)
	}
	r, _ = readAll(append(files, importer.File{Name: "2", Data: []byte(uris[1])}), "")
	if len(r.Entries) != 25 || len(r.Notes) > 0 {
		t.Errorf("all pages: %d accounts, notes %v", len(r.Entries), r.Notes)
	}
}

// TestErrorsQuoteNoSecret: errors may go into a log.
func TestErrorsQuoteNoSecret(t *testing.T) {
	const leak = "JBSWY3DPEHPK3PXP"
	for _, text := range []string{
		"otpauth://totp/a?secret=" + leak + "&digits=99&algorithm=" + leak[:3],
		`{"version":1,"header":{},"db":{"version":3,"entries":[{"type":"totp","info":{"secret":"` + leak + `0","digits":"x"}}]}}`,
		`[{"secret":"` + leak + `","label":"x","type":"TOTP","period":-1}]`,
	} {
		r, err := readAll(one("x", []byte(text)), "")
		said := fmt.Sprint(err)
		for _, e := range r.Rejected {
			said += e.Title + fmt.Sprint(e.Err)
		}
		if len(r.Rejected) != 1 || strings.Contains(said, leak) {
			t.Errorf("%s: %s", text, said)
		}
	}
}
