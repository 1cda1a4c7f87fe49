package exporter_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"pgregory.net/rapid"

	"twofold/assets"
	"twofold/crypto/sealed"
	"twofold/crypto/secret"
	"twofold/internal/account"
	"twofold/internal/exporter"
	"twofold/internal/importer"
	"twofold/internal/otpauth"
	"twofold/internal/qr"
)

var now = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

func options() exporter.Options {
	return exporter.Options{
		Password: secret.FromString("正しい horse"), Now: now, Cost: sealed.CostTest,
		Sheet: exporter.SheetOptions{
			Text: assets.Font(assets.TextRegular), Bold: assets.Font(assets.TextSemiBold), Code: assets.Font(assets.CodeMedium),
			Title: "あなたのアカウント", Date: "2026年11月22日", Warning: "w", Secret: "キー", Counter: "カウンター", PIN: "PIN",
		},
	}
}

func totp(issuer, name string) account.Account {
	a := account.Account{ID: issuer, Issuer: issuer, Name: name, Key: account.Defaults(account.TOTP)}
	a.Key.Secret = secret.FromString("12345678901234567890")
	return a
}

// text draws names with everything that means something in one of the formats.
func text(most int) *rapid.Generator[string] {
	runes := []rune(`aZ09 :/?#&=%+-_.,;"'\<>{}[]@楽天花子üé🔑`)
	return rapid.Map(rapid.SliceOfN(rapid.SampledFrom(runes), 0, most), func(r []rune) string {
		return (account.Account{Name: string(r)}).Clean().Name
	})
}

// anyAccount draws a usable account of one of the types.
func anyAccount(types ...account.Type) *rapid.Generator[account.Account] {
	return rapid.Custom(func(t *rapid.T) account.Account {
		a := account.Account{
			Issuer: text(20).Draw(t, "issuer"), Name: text(20).Draw(t, "name"), Note: text(40).Draw(t, "note"),
			Pinned: rapid.Bool().Draw(t, "pinned"),
			Key:    account.Defaults(rapid.SampledFrom(types).Draw(t, "type")),
		}
		if g := account.CleanGroup(text(10).Draw(t, "group")); g != "" {
			a.Groups = []string{g}
		}
		size := rapid.IntRange(1, 64).Draw(t, "size")
		if a.Key.Type == account.Yandex {
			size = 16
		}
		a.Key.Secret = secret.New(rapid.SliceOfN(rapid.Byte(), size, size).Draw(t, "secret"))
		switch a.Key.Type {
		case account.TOTP, account.HOTP:
			a.Key.Algorithm = rapid.SampledFrom([]account.Algorithm{account.SHA1, account.SHA256, account.SHA512}).Draw(t, "algorithm")
			a.Key.Digits = rapid.IntRange(account.MinDigits, account.MaxDigits).Draw(t, "digits")
		case account.MOTP, account.Yandex:
			a.Key.PIN = secret.FromString(rapid.StringMatching(`[0-9]{4}`).Draw(t, "pin"))
		}
		switch a.Key.Type {
		case account.TOTP:
			a.Key.Period = rapid.IntRange(1, 3600).Draw(t, "period")
		case account.HOTP:
			a.Counter = rapid.Uint64Range(0, 1<<31-1).Draw(t, "counter")
		}
		return a
	})
}

// back reads an export again.
func back(t failer, data []byte, password secret.Bytes) importer.Result {
	src, err := importer.Open(context.Background(), []importer.File{{Name: "export", Data: data}})
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	if src.Locked() {
		if err := src.Unlock(context.Background(), password, nil); err != nil {
			t.Fatalf("Unlock: %v", err)
		}
	}
	r, err := src.Read()
	if err != nil || len(r.Rejected) > 0 || len(r.Files) > 0 {
		t.Fatalf("Read: %v, refused %v, files %v", err, r.Rejected, r.Files)
	}
	return r
}

// TestExportComesBackThroughImport: what the format carries is the same after
// it, and what it does not is in the report.
func TestExportComesBackThroughImport(t *testing.T) {
	all := []account.Type{account.TOTP, account.HOTP, account.Steam, account.MOTP, account.Yandex}
	tests := []struct {
		format exporter.Format
		same   func(got importer.Entry, want account.Account) bool
	}{
		{exporter.OTPAuth, sameNames},
		{exporter.Migration, sameNames},
		{exporter.Aegis, sameAll},
		{exporter.AegisSafe, sameAll},
		{exporter.TwoFAS, sameTitle},
	}
	for _, tt := range tests {
		t.Run(string(tt.format), func(t *testing.T) {
			if tt.format == exporter.AegisSafe {
				// Each one derives two keys; a few do.
				for seed := range 4 {
					as := rapid.SliceOfN(anyAccount(all...), 1, 5).Example(seed)
					thereAndBack(t, tt.format, as, tt.same)
				}
				return
			}
			rapid.Check(t, func(t *rapid.T) {
				as := rapid.SliceOfN(anyAccount(all...), 1, 12).Draw(t, "accounts")
				thereAndBack(t, tt.format, as, tt.same)
			})
		})
	}
}

type failer interface{ Fatalf(string, ...any) }

func thereAndBack(t failer, f exporter.Format, as []account.Account, same func(importer.Entry, account.Account) bool) {
	for i := range as {
		as[i].ID = fmt.Sprint(i)
	}
	var b bytes.Buffer
	o := options()
	report, err := exporter.Write(context.Background(), &b, f, as, o)
	if errors.Is(err, exporter.ErrNothing) && len(report.Left) == len(as) {
		return
	}
	if err != nil {
		t.Fatalf("Write: %v", err)
	}
	var want []account.Account
	for _, a := range as {
		if !slices.ContainsFunc(report.Left, func(l exporter.Left) bool { return l.ID == a.ID }) {
			want = append(want, a)
		}
	}
	if report.Written != len(want) || report.Written+len(report.Left) != len(as) {
		t.Fatalf("report %+v of %d accounts", report, len(as))
	}
	r := back(t, b.Bytes(), o.Password)
	if len(r.Entries) != len(want) {
		t.Fatalf("%d accounts came back, want %d", len(r.Entries), len(want))
	}
	for i, w := range want {
		g := r.Entries[i]
		if !g.Key.Equal(w.Key) || g.Counter != w.Counter || !same(g, w) {
			t.Fatalf("%+v came back as %+v", w, g)
		}
	}
}

func sameNames(g importer.Entry, w account.Account) bool {
	return g.Issuer == w.Issuer && g.Name == w.Name
}

func sameAll(g importer.Entry, w account.Account) bool {
	return sameNames(g, w) && g.Note == w.Note && g.Pinned == w.Pinned && slices.Equal(g.Groups, w.Groups)
}

// sameTitle: 2FAS shows the issuer and has nothing but the name in its place.
func sameTitle(g importer.Entry, w account.Account) bool {
	return g.Title() == w.Title() && slices.Equal(g.Groups, w.Groups)
}

func TestBoundAccountsNeverLeave(t *testing.T) {
	bound, shared := totp("Bank", "hanako"), totp("GitHub", "octo")
	bound.Binding, bound.Key.Secret = account.ThisComputer, secret.FromString("the secret of this computer")
	elsewhere := totp("Elsewhere", "x")
	elsewhere.Key.Secret = secret.Bytes{}
	trashed := totp("Old", "x")
	trashed.Trashed = now
	for _, info := range exporter.Formats() {
		var b bytes.Buffer
		r, err := exporter.Write(context.Background(), &b, info.Format, []account.Account{bound, elsewhere, shared, trashed}, options())
		if err != nil {
			t.Fatalf("%s: %v", info.Format, err)
		}
		want := []exporter.Left{
			{ID: "Bank", Title: "Bank: hanako", Reason: exporter.Bound},
			{ID: "Elsewhere", Title: "Elsewhere: x", Reason: exporter.NoKey},
			{ID: "Old", Title: "Old: x", Reason: exporter.Trashed},
		}
		most := 1
		if info.Format == exporter.Backup { // which keeps the trash
			most, want = 2, want[:2]
		}
		if r.Written != most || !slices.Equal(r.Left, want) {
			t.Errorf("%s: report %+v", info.Format, r)
		}
		for _, leak := range []string{account.EncodeSecret(bound.Key.Secret), string(bound.Key.Secret.Reveal())} {
			if strings.Contains(b.String(), leak) {
				t.Errorf("%s holds the secret of a bound account", info.Format)
			}
		}
		if r, err := exporter.Write(context.Background(), io.Discard, info.Format, []account.Account{bound}, options()); !errors.Is(err, exporter.ErrNothing) || len(r.Left) != 1 {
			t.Errorf("%s: bound account alone: %+v, %v", info.Format, r, err)
		}
		if p, err := exporter.Plan(info.Format, []account.Account{bound, elsewhere, shared, trashed}); err != nil || !slices.Equal(p.Left, written(t, info.Format, bound, elsewhere, shared, trashed).Left) {
			t.Errorf("%s: the plan differs: %+v, %v", info.Format, p, err)
		}
	}
	if _, err := exporter.Code(bound); err == nil {
		t.Error("a QR code of a bound account was drawn")
	}
	var left *exporter.LeftError
	if _, err := exporter.Code(bound); !errors.As(err, &left) || left.Reason != exporter.Bound {
		t.Errorf("Code = %v, want bound", err)
	}
	if uris, r := exporter.Pages([]account.Account{bound}); len(uris) > 0 || len(r.Left) != 1 {
		t.Errorf("pages of a bound account: %d", len(uris))
	}
}

func written(t *testing.T, f exporter.Format, as ...account.Account) exporter.Report {
	t.Helper()
	r, err := exporter.Write(context.Background(), io.Discard, f, as, options())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestReportNamesWhatIsLost(t *testing.T) {
	a := totp("GitHub", "octo")
	a.Note, a.Groups, a.Pinned, a.Kind, a.Reading = "n", []string{"a", "b"}, true, account.Work, "ぎっとはぶ"
	a.Icon.PNG, a.RecoveryCodes = []byte("x"), []account.RecoveryCode{{Text: "1"}}
	if r, err := exporter.Plan(exporter.Backup, []account.Account{a}); err != nil || len(r.Lost) > 0 {
		t.Errorf("our own backup loses %v, %v", r.Lost, err)
	}
	always := []exporter.Part{exporter.Kind, exporter.Reading, exporter.RecoveryCodes}
	names := []exporter.Part{exporter.Note, exporter.Groups, exporter.Pinned, exporter.Icon}
	for f, want := range map[exporter.Format][]exporter.Part{
		exporter.OTPAuth: append(names, always...), exporter.Migration: append(names, always...),
		exporter.TwoFAS: append(names, always...), exporter.Sheet: append(names, always...),
		exporter.Aegis: always, exporter.AegisSafe: always,
	} {
		r, err := exporter.Plan(f, []account.Account{a, totp("x", "y")})
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Lost) != len(want) {
			t.Errorf("%s loses %v, want %v", f, r.Lost, want)
		}
		for _, p := range want {
			if r.Lost[p] != 1 {
				t.Errorf("%s loses %v, want one %s", f, r.Lost, p)
			}
		}
	}
}

func TestWhatAFormatCannotHold(t *testing.T) {
	with := func(edit func(*account.Account)) account.Account {
		a := totp("x", "y")
		edit(&a)
		return a
	}
	hotp := func(counter uint64) account.Account {
		return with(func(a *account.Account) {
			a.Key.Type, a.Key.Period, a.Counter = account.HOTP, 0, counter
		})
	}
	motp := with(func(a *account.Account) {
		k := account.Defaults(account.MOTP)
		k.Secret = a.Key.Secret
		a.Key = k
	})
	tests := []struct {
		format exporter.Format
		a      account.Account
		want   exporter.Reason
	}{
		{exporter.Migration, with(func(a *account.Account) { a.Key.Period = 60 }), exporter.Period},
		{exporter.Migration, with(func(a *account.Account) { a.Key.Digits = 7 }), exporter.Digits},
		{exporter.Migration, motp, exporter.Type},
		{exporter.Migration, hotp(1 << 63), exporter.Counter},
		{exporter.TwoFAS, motp, exporter.Type},
		{exporter.TwoFAS, hotp(1 << 31), exporter.Counter},
		{exporter.Aegis, hotp(1 << 63), exporter.Counter},
		{exporter.Sheet, with(func(a *account.Account) {
			a.Key.Secret = secret.New(bytes.Repeat([]byte{1}, account.MaxSecret))
			a.Name = strings.Repeat("長", 250)
		}), exporter.TooLong},
	}
	for _, tt := range tests {
		r, err := exporter.Plan(tt.format, []account.Account{tt.a})
		if err != nil || len(r.Left) != 1 || r.Left[0].Reason != tt.want {
			t.Errorf("%s: %+v, %v, want %s", tt.format, r, err, tt.want)
		}
	}
}

func TestErrors(t *testing.T) {
	as := []account.Account{totp("x", "y")}
	if _, err := exporter.Write(context.Background(), io.Discard, "nothing", as, options()); !errors.Is(err, exporter.ErrUnknownFormat) {
		t.Errorf("unknown format: %v", err)
	}
	if _, err := exporter.Plan("nothing", as); !errors.Is(err, exporter.ErrUnknownFormat) {
		t.Errorf("plan of an unknown format: %v", err)
	}
	for _, info := range exporter.Formats() {
		o := options()
		o.Password = secret.Bytes{}
		_, err := exporter.Write(context.Background(), io.Discard, info.Format, as, o)
		if info.Encrypted != errors.Is(err, exporter.ErrNoPassword) {
			t.Errorf("%s without a password: %v", info.Format, err)
		}
		o = options()
		o.Rand = iotest.ErrReader(errors.New("no chance"))
		o.Sheet = exporter.SheetOptions{}
		as[0].Groups = []string{"g"}
		if _, err := exporter.Write(context.Background(), io.Discard, info.Format, as, o); info.Extension == ".json" && err == nil ||
			info.Format == exporter.Sheet && !errors.Is(err, exporter.ErrNoFont) {
			t.Errorf("%s without chance and fonts: %v", info.Format, err)
		}
		// A disk that is full from the start, or after some bytes.
		for _, room := range []int{0, 5, 40} {
			if _, err := exporter.Write(context.Background(), &full{room}, info.Format, as, options()); err == nil {
				t.Errorf("%s into a full disk: no error", info.Format)
			}
		}
	}
	o := options()
	o.Sheet.Text = []byte("no font")
	if _, err := exporter.Write(context.Background(), io.Discard, exporter.Sheet, as, o); err == nil {
		t.Error("a sheet was written with a font that is none")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := exporter.Write(ctx, io.Discard, exporter.Sheet, as, options()); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// full is a disk with little room.
type full struct{ room int }

func (f *full) Write(b []byte) (int, error) {
	n := min(len(b), f.room)
	f.room -= n
	if n < len(b) {
		return n, io.ErrShortWrite
	}
	return n, nil
}

// TestPagesAndCodesAreScannable draws them and reads the pictures.
func TestPagesAndCodesAreScannable(t *testing.T) {
	var as []account.Account
	for i := range 23 {
		as = append(as, totp("楽天証券", fmt.Sprintf("hanako%d@example.jp", i)))
	}
	uris, r := exporter.Pages(as)
	if len(uris) != 3 || r.Written != 23 {
		t.Fatalf("%d pages, %+v", len(uris), r)
	}
	for i, u := range uris {
		img, err := exporter.Picture(u)
		if err != nil {
			t.Fatal(err)
		}
		found, err := qr.Read(context.Background(), img)
		if err != nil || len(found.Codes) != 1 || found.Codes[0].Text != u {
			t.Errorf("page %d: %d codes, %v", i, len(found.Codes), err)
		}
	}
	img, err := exporter.Code(as[0])
	if err != nil {
		t.Fatal(err)
	}
	found, err := qr.Read(context.Background(), img)
	if err != nil || len(found.Codes) != 1 {
		t.Fatalf("%d codes, %v", len(found.Codes), err)
	}
	if a, err := otpauth.Parse(found.Codes[0].Text); err != nil || !a.Key.Equal(as[0].Key) || a.Name != as[0].Name {
		t.Errorf("scanned %v, %v", a.Name, err)
	}
	as[0].Key.Secret = secret.New(bytes.Repeat([]byte{1}, account.MaxSecret))
	as[0].Name = strings.Repeat("長", 250)
	var left *exporter.LeftError
	if _, err := exporter.Code(as[0]); !errors.As(err, &left) || left.Reason != exporter.TooLong {
		t.Errorf("Code of a long account = %v", err)
	}
}

// TestSheet: the same accounts give the same file, five to a page, and no
// secret is in it as text.
func TestSheet(t *testing.T) {
	var as []account.Account
	for i := range 6 {
		as = append(as, totp("楽天証券", fmt.Sprintf("hanako%d@example.jp", i)))
	}
	as[1].Key = account.Defaults(account.HOTP)
	as[1].Key.Secret, as[1].Counter = as[0].Key.Secret, 7
	as[2].Key = account.Defaults(account.Yandex)
	as[2].Key.Secret, as[2].Key.PIN = secret.New(bytes.Repeat([]byte{7}, 16)), secret.FromString("1234")
	as[3].Key.Secret = secret.New(bytes.Repeat([]byte{9}, 150)) // its code alone is printed
	var first, second bytes.Buffer
	for _, b := range []*bytes.Buffer{&first, &second} {
		if _, err := exporter.Write(context.Background(), b, exporter.Sheet, as, options()); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("the same accounts gave different files")
	}
	if !bytes.HasPrefix(first.Bytes(), []byte("%PDF-")) {
		t.Error("not a PDF")
	}
	if n := bytes.Count(first.Bytes(), []byte("/Type /Page\n")); n != 2 {
		t.Errorf("%d pages, want 2", n)
	}
	if bytes.Contains(first.Bytes(), []byte(account.EncodeSecret(as[0].Key.Secret))) {
		t.Error("a secret is in the file as text")
	}
}

// TestAegisFileHasTheShapeOfTheVault: the keys that Aegis asks for.
func TestAegisFileHasTheShapeOfTheVault(t *testing.T) {
	var b bytes.Buffer
	if _, err := exporter.Write(context.Background(), &b, exporter.AegisSafe, []account.Account{totp("x", "y")}, options()); err != nil {
		t.Fatal(err)
	}
	var file struct {
		Version int
		Header  struct {
			Slots  []map[string]any
			Params map[string]string
		}
		DB string
	}
	if err := json.Unmarshal(b.Bytes(), &file); err != nil {
		t.Fatal(err)
	}
	slot := file.Header.Slots[0]
	if file.Version != 1 || slot["type"] != 1.0 || slot["n"] != 32768.0 || slot["r"] != 8.0 || slot["p"] != 1.0 || slot["repaired"] != true ||
		len(slot["salt"].(string)) != 64 || len(slot["key"].(string)) != 64 || len(file.Header.Params["nonce"]) != 24 || len(file.Header.Params["tag"]) != 32 {
		t.Errorf("%s", b.String())
	}
}

func BenchmarkWrite1000(b *testing.B) {
	var as []account.Account
	for i := range 1000 {
		as = append(as, totp("楽天証券", fmt.Sprintf("hanako%d@example.jp", i)))
	}
	for _, info := range exporter.Formats() {
		b.Run(string(info.Format), func(b *testing.B) {
			for b.Loop() {
				if _, err := exporter.Write(context.Background(), io.Discard, info.Format, as, options()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
