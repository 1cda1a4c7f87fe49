package exporter_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"twofold/crypto/sealed"
	"twofold/crypto/secret"
	"twofold/internal/account"
	"twofold/internal/exporter"
	"twofold/internal/importer"
)

var update = flag.Bool("update", false, "write the files of this version")

// picture is an icon of one colour.
func picture(t failer, c uint8) []byte {
	img := image.NewGray(image.Rect(0, 0, 24, 24))
	for i := range img.Pix {
		img.Pix[i] = c
	}
	img.SetGray(1, 1, color.Gray{Y: ^c})
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatalf("%v", err)
	}
	return b.Bytes()
}

// fullAccount draws an account with all that one can have.
func fullAccount() *rapid.Generator[account.Account] {
	any := anyAccount(account.TOTP, account.HOTP, account.Steam, account.MOTP, account.Yandex)
	return rapid.Custom(func(t *rapid.T) account.Account {
		a := any.Draw(t, "account")
		a.Reading = text(10).Draw(t, "reading")
		a.Kind = rapid.SampledFrom([]account.Kind{account.Personal, account.Work, account.Other}).Draw(t, "kind")
		a.Added = time.Unix(rapid.Int64Range(1, 4e9).Draw(t, "added"), 0).UTC()
		a.Groups = nil
		for _, g := range rapid.SliceOfN(text(8), 0, 4).Draw(t, "groups") {
			if g = account.CleanGroup(g); g != "" && !slices.Contains(a.Groups, g) {
				a.Groups = append(a.Groups, g)
			}
		}
		slices.Sort(a.Groups)
		if rapid.Bool().Draw(t, "used") {
			a.Usage.Count = rapid.Uint64Range(0, 1e6).Draw(t, "count")
			a.Usage.Last = time.Unix(rapid.Int64Range(1, 4e9).Draw(t, "last"), 0).UTC()
		}
		switch rapid.IntRange(0, 2).Draw(t, "icon") {
		case 1:
			a.Icon.Brand = rapid.SampledFrom([]string{"github", "rakuten"}).Draw(t, "brand")
		case 2:
			a.Icon.PNG = picture(t, rapid.Uint8().Draw(t, "colour"))
		}
		for _, c := range rapid.SliceOfNDistinct(rapid.StringMatching(`[0-9a-f]{8}`), 0, 5, rapid.ID).Draw(t, "codes") {
			a.RecoveryCodes = append(a.RecoveryCodes, account.RecoveryCode{Text: c, Used: rapid.Bool().Draw(t, "code used")})
		}
		return a
	})
}

// same compares all that one can have.
func same(g, w account.Account) bool {
	return g.Key.Equal(w.Key) && g.Counter == w.Counter && g.Issuer == w.Issuer && g.Name == w.Name &&
		g.Reading == w.Reading && g.Note == w.Note && slices.Equal(g.Groups, w.Groups) && g.Pinned == w.Pinned &&
		g.Icon.Brand == w.Icon.Brand && bytes.Equal(g.Icon.PNG, w.Icon.PNG) && g.Kind == w.Kind &&
		slices.Equal(g.RecoveryCodes, w.RecoveryCodes) &&
		g.Usage.Count == w.Usage.Count && g.Usage.Last.Equal(w.Usage.Last) && g.Added.Equal(w.Added)
}

// TestBackupCarriesEverything: order and all.
func TestBackupCarriesEverything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		as := rapid.SliceOfN(fullAccount(), 1, 10).Draw(t, "accounts")
		var b bytes.Buffer
		o := options()
		r, err := exporter.Write(context.Background(), &b, exporter.Backup, as, o)
		if err != nil || r.Written != len(as) || len(r.Lost) > 0 {
			t.Fatalf("Write: %+v, %v", r, err)
		}
		got := back(t, b.Bytes(), o.Password)
		if len(got.Entries) != len(as) || got.App != importer.Twofold || !got.Encrypted {
			t.Fatalf("%d of %d came back, from %q, encrypted %t", len(got.Entries), len(as), got.App, got.Encrypted)
		}
		for i, e := range got.Entries {
			if !same(e.Account, as[i]) || e.Order != i || e.ID != "" {
				t.Fatalf("%+v came back as %+v", as[i], e.Account)
			}
		}
	})
}

// TestBackupCarriesTheTrash: behind the list, and as what it is. No other
// format has a place for it, and says so.
func TestBackupCarriesTheTrash(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		as := rapid.SliceOfN(fullAccount(), 1, 10).Draw(t, "accounts")
		kept := 0
		for i := range as {
			if rapid.Bool().Draw(t, "deleted") {
				as[i].Trashed = now.Add(-time.Hour)
			} else {
				kept++
			}
		}
		var b bytes.Buffer
		o := options()
		r, err := exporter.Write(context.Background(), &b, exporter.Backup, as, o)
		if err != nil || r.Written != len(as) || r.Trash != len(as)-kept || len(r.Left) > 0 {
			t.Fatalf("Write: %+v, %v", r, err)
		}
		got := back(t, b.Bytes(), o.Password)
		if len(got.Entries) != len(as) {
			t.Fatalf("%d of %d came back", len(got.Entries), len(as))
		}
		trash := got.Entries[kept:]
		for _, a := range as {
			if a.Trashed.IsZero() {
				if !same(got.Entries[0].Account, a) || got.Entries[0].Trashed {
					t.Fatalf("%+v came back as %+v", a, got.Entries[0])
				}
				got.Entries = got.Entries[1:]
				continue
			}
			if !slices.ContainsFunc(trash, func(e importer.Entry) bool { return e.Trashed && same(e.Account, a) }) {
				t.Fatalf("%+v is not in the trash that came back", a)
			}
		}
		for _, f := range []exporter.Format{exporter.OTPAuth, exporter.Aegis, exporter.TwoFAS} {
			plan, err := exporter.Plan(f, as)
			if err != nil || plan.Trash != 0 || plan.Written > kept || plan.Written+len(plan.Left) != len(as) {
				t.Fatalf("%s: %+v, %v", f, plan, err)
			}
		}
	})
}

// ours are the accounts in the golden files.
func ours(t failer) []account.Account {
	as := []account.Account{totp("楽天", "花子"), totp("GitHub", "octo@example.com"), totp("Mail", "anna")}
	as[0].Key.Algorithm, as[0].Key.Digits, as[0].Key.Period = account.SHA256, 8, 60
	as[0].Reading, as[0].Note, as[0].Groups, as[0].Pinned = "らくてん", "一行目\n二行目", []string{"仕事", "買い物"}, true
	as[0].Icon.PNG, as[0].Kind = picture(t, 200), account.Work
	as[1].RecoveryCodes = []account.RecoveryCode{{Text: "1111-2222", Used: true}, {Text: "3333-4444"}}
	as[1].Icon.Brand, as[1].Usage = "github", account.Usage{Count: 7, Last: now}
	as[2].Key = account.Defaults(account.HOTP)
	as[2].Key.Secret, as[2].Counter = as[0].Key.Secret, 42
	for i := range as {
		as[i].Added = now
		if as[i].Kind == "" {
			as[i].Kind = account.Personal
		}
	}
	return as
}

// TestBackupsOfEveryVersionOpen: what was ever written opens for ever. A file
// cannot be written the same twice, so it is not compared.
func TestBackupsOfEveryVersionOpen(t *testing.T) {
	const current = "testdata/backup-v1.twofold"
	if *update {
		var b bytes.Buffer
		if _, err := exporter.Write(context.Background(), &b, exporter.Backup, ours(t), options()); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(current, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	files, err := filepath.Glob("testdata/backup-v*.twofold")
	if err != nil || !slices.Contains(files, filepath.FromSlash(current)) {
		t.Fatalf("golden files %v, %v", files, err)
	}
	want := ours(t)
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		got := back(t, data, options().Password)
		if len(got.Entries) != len(want) {
			t.Fatalf("%s: %d accounts, want %d", f, len(got.Entries), len(want))
		}
		for i, e := range got.Entries {
			if !same(e.Account, want[i]) {
				t.Errorf("%s: %+v came out, want %+v", f, e.Account, want[i])
			}
		}
	}
}

// TestBackupCostsAsMuchAsARecoveryFile: the file is kept by whoever gets it.
func TestBackupCostsAsMuchAsARecoveryFile(t *testing.T) {
	var b bytes.Buffer
	o := options()
	o.Cost = 0
	if _, err := exporter.Write(context.Background(), &b, exporter.Backup, ours(t)[:1], o); err != nil {
		t.Fatal(err)
	}
	if head := b.Bytes()[:120]; !bytes.Contains(head, []byte(" 18\n")) {
		t.Errorf("the header is %q, want the scrypt cost of a recovery file", head)
	}
}

// TestBackupsThatDoNotOpen: four errors and no more guesses.
func TestBackupsThatDoNotOpen(t *testing.T) {
	var b bytes.Buffer
	o := options()
	if _, err := exporter.Write(context.Background(), &b, exporter.Backup, ours(t), o); err != nil {
		t.Fatal(err)
	}
	whole := b.Bytes()
	changed := func(at int) []byte {
		c := bytes.Clone(whole)
		c[at] ^= 1
		return c
	}
	seal := func(plain string) []byte {
		file, err := sealed.SealPassphrase([]byte(plain), o.Password, sealed.CostTest)
		if err != nil {
			t.Fatal(err)
		}
		return file
	}
	identity, err := sealed.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	snapshot, err := sealed.Seal([]byte("x"), identity.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	costly := bytes.Replace(bytes.Clone(whole), []byte(" 10\n"), []byte(" 30\n"), 1)
	tests := map[string]struct {
		data     []byte
		password secret.Bytes
		ok       func(error) bool
	}{
		"wrong password":  {whole, secret.FromString("no"), is(importer.ErrWrongPassword)},
		"payload changed": {changed(len(whole) - 3), o.Password, isDamaged},
		"cut off":         {whole[:len(whole)-40], o.Password, isDamaged},
		"half a header":   {whole[:60], o.Password, isDamaged},
		"a later age":     {bytes.Replace(bytes.Clone(whole), []byte("/v1"), []byte("/v2"), 1), o.Password, isNewer},
		"a later Twofold": {seal(`{"twofold":3,"min_reader":2,"later":[]}` + "\n"), o.Password, isNewer},
		"something else":  {seal("a letter"), o.Password, is(importer.ErrUnknownFile)},
		"a recovery file": {seal("# twofold vault\nAGE-SECRET-KEY-PQ-1X\n"), o.Password, is(importer.ErrFolderFile)},
		"a snapshot":      {snapshot, o.Password, is(importer.ErrFolderFile)},
		"too costly": {costly, o.Password, func(err error) bool {
			var c *importer.CostError
			return errors.As(err, &c)
		}},
		"no accounts": {seal(`{"twofold":1,"min_reader":1,"kind":"backup"}` + "\n"), o.Password, is(importer.ErrNoAccounts)},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			src, err := importer.Open(context.Background(), []importer.File{{Name: "x", Data: tt.data}})
			if err == nil && src.Locked() {
				err = src.Unlock(context.Background(), tt.password, nil)
			}
			if err == nil {
				_, err = src.Read()
			}
			if !tt.ok(err) {
				t.Errorf("error %v (%T)", err, err)
			}
		})
	}
}

func is(want error) func(error) bool { return func(err error) bool { return errors.Is(err, want) } }

func isDamaged(err error) bool {
	var d *importer.DamagedError
	return errors.As(err, &d)
}

func isNewer(err error) bool {
	var n *importer.NewerError
	return errors.As(err, &n)
}

// TestOtherFilesInsideAge: an export of another app that somebody sealed.
func TestOtherFilesInsideAge(t *testing.T) {
	pass := secret.FromString("pw")
	file, err := sealed.SealPassphrase([]byte("otpauth://totp/A:b?secret=JBSWY3DPEHPK3PXP&issuer=A\n"), pass, sealed.CostTest)
	if err != nil {
		t.Fatal(err)
	}
	if r := back(t, file, pass); len(r.Entries) != 1 || r.Entries[0].Issuer != "A" || !r.Encrypted {
		t.Errorf("%+v", r)
	}
}

// TestOneBadRecordInABackup is refused, and keeps nobody else out.
func TestOneBadRecordInABackup(t *testing.T) {
	text := `{"twofold":1,"min_reader":1,"kind":"full","vault":"x"}
{"k":"acct","id":"a","t":"01j0rgrog4i1-aaaaaaaaaa","issuer":"Good","otp":"v","vers":{"v":{"t":"01j0rgrog4i1-aaaaaaaaaa","uri":"otpauth://totp/Good:x?secret=JBSWY3DPEHPK3PXP"}}}
{"k":"acct","id":"b","t":"01j0rgrog4i1-aaaaaaaaaa","issuer":"Bad","otp":"v","vers":{"v":{"t":"01j0rgrog4i1-aaaaaaaaaa","uri":"otpauth://totp/Bad:x?secret=1"}}}
{"k":"acct","id":"c","t":"01j0rgrog4i1-aaaaaaaaaa","issuer":"Bound","binding":"computer"}
what is this
{"k":"pad","x":"   "}
`
	src, err := importer.Open(context.Background(), []importer.File{{Name: "vault.txt", Data: []byte(text)}})
	if err != nil {
		t.Fatal(err)
	}
	r, err := src.Read()
	if err != nil || len(r.Entries) != 1 || r.Entries[0].Issuer != "Good" || r.Encrypted {
		t.Fatalf("%+v, %v", r, err)
	}
	var names []string
	for _, p := range r.Rejected {
		names = append(names, p.Title)
	}
	if len(names) != 3 || !slices.Contains(names, "Bad") || !slices.Contains(names, "Bound") || r.Rejected[2].Line != 5 {
		t.Errorf("refused %v, %+v", names, r.Rejected)
	}
}
