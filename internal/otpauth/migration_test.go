package otpauth_test

import (
	"encoding/base64"
	"errors"
	"math"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"
	"pgregory.net/rapid"

	"twofold/internal/account"
	"twofold/internal/otpauth"
)

// number and bytes append one protobuf field; they are the test's own writer,
// so that the reader is not only held against our writer.
func number(raw []byte, num protowire.Number, v int64) []byte {
	return protowire.AppendVarint(protowire.AppendTag(raw, num, protowire.VarintType), uint64(v))
}

func bytes(raw []byte, num protowire.Number, b string) []byte {
	return protowire.AppendString(protowire.AppendTag(raw, num, protowire.BytesType), b)
}

// entry is an account of a page: algorithm, digits and type by their numbers.
func entry(name, issuer string, algorithm, digits, typ, counter int64) string {
	raw := bytes(nil, 1, "Hello!\xde\xad\xbe\xef")
	raw = bytes(bytes(raw, 2, name), 3, issuer)
	raw = number(number(number(raw, 4, algorithm), 5, digits), 6, typ)
	if counter != 0 {
		raw = number(raw, 7, counter)
	}
	return string(raw)
}

// page is a migration URI of entries.
func page(version, size, index, batch int64, entries ...string) string {
	var raw []byte
	for _, e := range entries {
		raw = bytes(raw, 1, e)
	}
	raw = number(number(number(raw, 2, version), 3, size), 4, index)
	if batch != 0 {
		raw = number(raw, 5, batch)
	}
	return uriOf(raw)
}

func uriOf(raw []byte) string {
	return "otpauth-migration://offline?data=" + url.QueryEscape(base64.StdEncoding.EncodeToString(raw))
}

func TestParseMigration(t *testing.T) {
	uri := page(1, 3, 1, -1234567,
		entry("alice", "Site", 1, 1, 2, 0),
		entry("Site:bob", "Site", 2, 2, 2, 0),
		entry("Label:carol", "", 3, 0, 0, 0),
		entry("dan", "", 0, 1, 1, 42),
		entry("a:b", "Other", 1, 1, 2, 0),
	)
	got, err := otpauth.ParseMigration(uri)
	if err != nil {
		t.Fatal(err)
	}
	if got.Version != 1 || got.Size != 3 || got.Index != 1 || got.Batch != -1234567 || len(got.Rejected) != 0 {
		t.Errorf("page = %+v", got)
	}
	want := []account.Account{
		made(account.TOTP, "Site", "alice"),
		made(account.TOTP, "Site", "bob", func(a *account.Account) { a.Key.Algorithm, a.Key.Digits = account.SHA256, 8 }),
		made(account.TOTP, "Label", "carol", func(a *account.Account) { a.Key.Algorithm = account.SHA512 }),
		made(account.HOTP, "", "dan", func(a *account.Account) { a.Counter = 42 }),
		made(account.TOTP, "Other", "a:b"),
	}
	if len(got.Accounts) != len(want) {
		t.Fatalf("read %d accounts, want %d", len(got.Accounts), len(want))
	}
	for i := range want {
		wantAccount(t, got.Accounts[i], want[i])
	}
}

// The same page in the spellings that other programs and people make of it.
func TestParseMigrationSpellings(t *testing.T) {
	// Two entries whose base64 has +, / and padding in it.
	raw := bytes(nil, 1, entry("\u07ff\u07ffo\u07ff?", "~~>>??", 1, 1, 2, 0))
	text := base64.StdEncoding.EncodeToString(number(raw, 2, 1))
	if !strings.Contains(text, "+") || !strings.Contains(text, "/") || !strings.HasSuffix(text, "=") {
		t.Fatalf("the test's data does not test anything: %s", text)
	}
	for name, uri := range map[string]string{
		"escaped":         "otpauth-migration://offline?data=" + url.QueryEscape(text),
		"bare":            "otpauth-migration://offline?data=" + text,
		"without padding": "otpauth-migration://offline?data=" + strings.TrimRight(text, "="),
		"plus decoded":    "otpauth-migration://offline?data=" + strings.ReplaceAll(text, "+", " "),
		"web alphabet":    "otpauth-migration://offline?data=" + strings.NewReplacer("+", "-", "/", "_").Replace(text),
		"any case":        " OTPAUTH-Migration://offline?x=1&DATA=" + text + "&y=2\n",
	} {
		got, err := otpauth.ParseMigration(uri)
		if err != nil || len(got.Accounts) != 1 || got.Accounts[0].Issuer != "~~>>??" {
			t.Errorf("%s: %d accounts, %v", name, len(got.Accounts), err)
		}
	}
}

func TestParseMigrationKeepsTheNeighbours(t *testing.T) {
	noSecret := string(bytes(nil, 2, "empty"))
	cut := entry("cut", "", 1, 1, 2, 0) + "\x0a\x7f"
	got, err := otpauth.ParseMigration(page(2, 1, 0, 0,
		entry("first", "", 1, 1, 2, 0),
		entry("md5", "Site", 4, 1, 2, 0), entry("digits", "", 1, 7, 2, 0), entry("type", "", 1, 1, 9, 0),
		entry("algorithm", "", -1, 1, 2, 0), entry("counter", "", 1, 1, 1, -1), noSecret, cut,
		entry("last", "", 1, 1, 2, 0),
	))
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Accounts) != 2 || got.Accounts[0].Name != "first" || got.Accounts[1].Name != "last" {
		t.Errorf("accounts = %v", got.Accounts)
	}
	want := []struct {
		title string
		field account.Field
	}{
		{"Site", account.FieldAlgorithm}, {"digits", account.FieldDigits}, {"type", account.FieldType},
		{"algorithm", account.FieldAlgorithm}, {"counter", account.FieldCounter}, {"empty", account.FieldSecret}, {"cut", ""},
	}
	if len(got.Rejected) != len(want) {
		t.Fatalf("rejected = %v", got.Rejected)
	}
	for i, r := range got.Rejected {
		var fe *account.FieldError
		if isField := errors.As(r.Err, &fe); r.Title != want[i].title || isField != (want[i].field != "") || isField && fe.Field != want[i].field {
			t.Errorf("rejected[%d] = %q %v, want %q %s", i, r.Title, r.Err, want[i].title, want[i].field)
		}
		if want[i].field == "" && !errors.Is(r.Err, otpauth.ErrDamagedMigration) {
			t.Errorf("rejected[%d] = %v, want %v", i, r.Err, otpauth.ErrDamagedMigration)
		}
	}
}

func TestParseMigrationRefuses(t *testing.T) {
	good := bytes(nil, 1, entry("a", "", 1, 1, 2, 0))
	for name, uri := range map[string]string{
		"no data":    "otpauth-migration://offline",
		"empty data": "otpauth-migration://offline?data=",
		"not base64": "otpauth-migration://offline?data=%00%00",
		"cut off":    uriOf(good[:len(good)-1]),
		"no account": uriOf(number(nil, 2, 1)),
		"group":      uriOf([]byte{0x0b}),
	} {
		got, err := otpauth.ParseMigration(uri)
		if !errors.Is(err, otpauth.ErrDamagedMigration) || got.Accounts != nil || got.Size != 0 {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	var na *otpauth.NotAccountError
	if _, err := otpauth.ParseMigration("https://example.com"); !errors.As(err, &na) || na.Kind != otpauth.WebAddress {
		t.Errorf("a web address gave %v", err)
	}
}

func TestParseMigrationDoesNotBelievePageNumbers(t *testing.T) {
	for _, at := range [][2]int64{{0, 0}, {-1, 0}, {3, 3}, {3, -1}, {math.MaxInt32, 5}, {1 << 40, 0}} {
		got, err := otpauth.ParseMigration(page(1, at[0], at[1], 7, entry("a", "", 1, 1, 2, 0)))
		if err != nil || len(got.Accounts) != 1 || got.Size != 1 || got.Index != 0 {
			t.Errorf("size %d, index %d: %+v, %v", at[0], at[1], got, err)
		}
	}
}

func mustPage(t *testing.T, uri string) otpauth.Page {
	t.Helper()
	p, err := otpauth.ParseMigration(uri)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func namesOf(as []account.Account) (out []string) {
	for _, a := range as {
		out = append(out, a.Name)
	}
	return out
}

func TestPages(t *testing.T) {
	one := func(version, size, index, batch int64, name string) otpauth.Page {
		return mustPage(t, page(version, size, index, batch, entry(name, "", 1, 1, 2, 0)))
	}
	for _, version := range []int64{1, 2} {
		var p otpauth.Pages
		if p.Total() != 0 || p.Missing() != nil || p.Accounts() != nil {
			t.Error("an empty collection is not empty")
		}
		batch := -5 * (2 - version) // version 2 has none
		steps := []struct {
			page    otpauth.Page
			added   bool
			total   int
			missing []int
		}{
			{one(version, 3, 2, batch, "c"), true, 3, []int{1, 2}},
			{one(version, 3, 0, batch, "a"), true, 3, []int{2}},
			{one(version, 3, 2, batch, "c"), false, 3, []int{2}},
			{one(version, 1, 0, batch, "other export"), true, 1, nil},
			{one(version, 3, 1, batch, "b"), true, 3, nil},
			{one(version, 3, 1, batch, "b of a second phone"), true, 3, []int{1, 3}},
			{one(version, 3, 0, batch, "a"), false, 3, nil},
		}
		for i, s := range steps {
			added := p.Add(s.page)
			if added != s.added || p.Total() != s.total || !slices.Equal(p.Missing(), s.missing) {
				t.Errorf("version %d, step %d: added %t, %d pages, missing %v", version, i, added, p.Total(), p.Missing())
			}
		}
		want := []string{"a", "b", "c", "other export", "b of a second phone"}
		if got := namesOf(p.Accounts()); !slices.Equal(got, want) {
			t.Errorf("version %d: accounts %q, want %q", version, got, want)
		}
	}
}

func TestFormatMigration(t *testing.T) {
	var as []account.Account
	for _, name := range strings.Split("a b c d e f g h i j k l", " ") {
		as = append(as, made(account.TOTP, "Site", name))
	}
	odd := []account.Account{
		made(account.Steam, "Steam", "s"), made(account.MOTP, "M", "m"), made(account.Yandex, "Y", "y"),
		made(account.TOTP, "P", "p", func(a *account.Account) { a.Key.Period = 60 }),
		made(account.TOTP, "D", "d", func(a *account.Account) { a.Key.Digits = 7 }),
		made(account.HOTP, "C", "c", func(a *account.Account) { a.Counter = math.MaxUint64 }),
	}
	uris, left := otpauth.FormatMigration(append(slices.Clone(as), odd...))
	if len(uris) != 2 || !slices.Equal(namesOf(left), namesOf(odd)) {
		t.Fatalf("%d pages, left %q", len(uris), namesOf(left))
	}
	var p otpauth.Pages
	for _, i := range []int{1, 0} {
		if !p.Add(mustPage(t, uris[i])) {
			t.Errorf("page %d was taken for a known one", i)
		}
	}
	if p.Missing() != nil || p.Total() != 2 || !slices.Equal(namesOf(p.Accounts()), namesOf(as)) {
		t.Errorf("read %q of %d pages, missing %v", namesOf(p.Accounts()), p.Total(), p.Missing())
	}
	if uris, left := otpauth.FormatMigration(nil); uris != nil || left != nil {
		t.Errorf("nothing gave %q, %v", uris, left)
	}
}

// testdata/migration-v1.txt was written by FormatMigration and stays as it is,
// so that neither side of the format can drift unnoticed.
func TestMigrationGolden(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join("testdata", "migration-v1.txt"))
	if err != nil {
		t.Fatal(err)
	}
	as := []account.Account{
		made(account.TOTP, "Example", "alice@example.com"),
		made(account.HOTP, "例", "花子", func(a *account.Account) { a.Counter, a.Key.Digits, a.Key.Algorithm = 7, 8, account.SHA256 }),
	}
	uris, _ := otpauth.FormatMigration(as)
	if got, want := strings.Join(uris, "\n"), strings.TrimSpace(string(raw)); got != want {
		t.Errorf("FormatMigration() = %s, want %s", got, want)
	}
}

func TestMigrationRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.SliceOfN(anyAccount(), 0, 25).Draw(t, "accounts")
		uris, left := otpauth.FormatMigration(in)
		var p otpauth.Pages
		for _, i := range rapid.Permutation(seq(len(uris))).Draw(t, "order") {
			page, err := otpauth.ParseMigration(uris[i])
			if err != nil {
				t.Fatal(err)
			}
			p.Add(page)
		}
		out := p.Accounts()
		if len(p.Missing())+len(p.Rejected()) != 0 || len(out)+len(left) != len(in) {
			t.Fatalf("%d in, %d out, %d left, %v rejected", len(in), len(out), len(left), p.Rejected())
		}
		for _, want := range in {
			switch {
			case len(left) > 0 && otpauth.Format(left[0]) == otpauth.Format(want):
				left = left[1:]
			case len(out) > 0:
				wantAccount(t, out[0], want)
				out = out[1:]
			default:
				t.Fatalf("%s is neither in the pages nor left", want.Title())
			}
		}
	})
}

func seq(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

func FuzzParseMigration(f *testing.F) {
	f.Add([]byte(entry("a", "b", 1, 1, 2, 0)))
	f.Add(bytes(bytes(nil, 1, entry("a", "", 1, 1, 1, 5)), 1, entry("x:y", "z", 3, 2, 2, 0)))
	f.Add(number(number(bytes(nil, 1, entry("a", "", 1, 1, 2, 0)), 3, 3), 5, -1))
	f.Fuzz(func(t *testing.T, raw []byte) {
		p, err := otpauth.ParseMigration(uriOf(raw))
		if err != nil {
			if p.Accounts != nil || p.Rejected != nil || p.Size != 0 {
				t.Fatalf("page beside an error: %+v", p)
			}
			return
		}
		if p.Size < 1 || p.Index < 0 || p.Index >= p.Size {
			t.Fatalf("page %d of %d", p.Index, p.Size)
		}
		uris, left := otpauth.FormatMigration(p.Accounts)
		if len(left) != 0 {
			t.Fatalf("read accounts that cannot be written: %v", left)
		}
		var all otpauth.Pages
		for _, uri := range uris {
			again, err := otpauth.ParseMigration(uri)
			if err != nil {
				t.Fatal(err)
			}
			all.Add(again)
		}
		if len(all.Accounts()) != len(p.Accounts) {
			t.Fatalf("wrote %d accounts, read %d", len(p.Accounts), len(all.Accounts()))
		}
		for i, a := range all.Accounts() {
			wantAccount(t, a, p.Accounts[i])
		}
	})
}
