package vault_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"twofold/internal/account"
	"twofold/internal/vault"
)

var update = flag.Bool("update", false, "write the golden files")

// golden is a document with every kind of record and field.
func golden(t testing.TB) *vault.Document {
	by, other := author("aaaaaaaaaa"), author("bbbbbbbbbb")
	d := vault.New()
	a := acct("GitHub", "anna@example.jp", "Work", "銀行")
	a.Reading, a.Note, a.Pinned, a.Kind = "ぎっとはぶ", "two\nlines \"quoted\"", true, account.Work
	a.Icon = account.Icon{Brand: "github", PNG: []byte("\x89PNG")}
	a.RecoveryCodes = []account.RecoveryCode{{Text: "1111-2222", Used: true}, {Text: "3333-4444"}}
	id := mustAdd(t, d, by, a)
	must(t, d.Used(by, id, epoch))
	edited(t, d, other, id, func(a *account.Account) { a.Key.Secret = acct("", "new secret").Key.Secret; a.Note = "" })
	counter := mustAdd(t, d, by, hotp("counter", 7))
	if _, err := d.NextCounter(other, counter); err != nil {
		t.Fatal(err)
	}
	bank := acct("Bank", "bound")
	bank.Binding = account.ThisComputer
	mustAdd(t, d, by, bank)
	was := mustAdd(t, d, by, acct("Was shared", "x"))
	edited(t, d, by, was, func(a *account.Account) { a.Binding = account.ThisComputer; a.ActionRequired = true })
	trash, purge := mustAdd(t, d, by, acct("Trash", "t")), mustAdd(t, d, by, acct("Purge", "p"))
	must(t, d.Trash(by, trash, purge))
	must(t, d.Purge(by, purge))
	g, err := d.AddGroup(by, "Removed")
	must(t, err)
	must(t, d.RemoveGroup(by, g))
	must(t, d.Set(by, "sort", "name"))
	must(t, d.Set(by, "next", "always"))
	must(t, d.Set(by, "next", ""))
	must(t, d.PutDevice([]byte(`{"id":"aaaaaaaaaa","name":"Anna's laptop","sign":"ed25519:…","by":"aaaaaaaaaa","sig":"…"}`)))
	must(t, d.PutSlot([]byte(`{"id":"s1a7","state":"active","sig":"…"}`)))
	must(t, d.PutRemoval([]byte(`{"id":"cccccccccc","last_seq":17,"keep":["aaaaaaaaaa"],"sig":"…"}`)))
	o, _ := vault.Read(lines(
		`{"k":"acct","id":"`+id+`","t":"01j000000000-zzzzzzzzzz","colour":{"b":1.0,"a":[true,null]}}`,
		`{"k":"shelf","id":"s","t":"01j000000000-zzzzzzzzzz","books":3}`,
		`{"k":"note to self","text":"no id, no stamp"}`,
		`{"k":"acct","id":"broken"`, "\x00binary\xff",
	))
	d.Join(o)
	third := d.Clone()
	edited(t, third, author("cccccccccc"), id, func(a *account.Account) { a.Note = "third" })
	edited(t, d, by, id, func(a *account.Account) { a.Note = "mine" })
	d.Join(third)
	d.NoteMerged(epoch)
	return d
}

// TestGolden holds the format of version 1, which must be readable for ever:
// if it fails, the code is wrong, not the file.
func TestGolden(t *testing.T) {
	d := golden(t)
	for name, got := range map[string]string{
		"v1-shared.jsonl": text(d.Lines()) + "\n",
		"v1-local.jsonl":  text(d.LocalLines()) + "\n",
	} {
		path := filepath.Join("testdata", name)
		if *update {
			must(t, os.MkdirAll("testdata", 0o755))
			must(t, os.WriteFile(path, []byte(got), 0o644))
		}
		want, err := os.ReadFile(path)
		must(t, err)
		if got != string(want) {
			t.Errorf("%s differs:\n%s", name, got)
		}
		back, _ := vault.Read(lines(strings.Split(strings.TrimSuffix(string(want), "\n"), "\n")...))
		if again := text(append(back.Lines(), back.LocalLines()...)) + "\n"; again != string(want) {
			t.Errorf("%s read and written again:\n%s", name, again)
		}
	}
}

// TestTheFormatIsAsDescribed reads the example of the description.
func TestTheFormatIsAsDescribed(t *testing.T) {
	doc, err := os.ReadFile(filepath.Join("..", "..", "docs", "vault-format.md"))
	must(t, err)
	found := 0
	for l := range strings.Lines(string(doc)) {
		if l = strings.TrimSpace(l); !strings.HasPrefix(l, `{"k":"acct"`) {
			continue
		}
		found++
		d, bad := vault.Read(lines(l))
		if len(bad) > 0 || text(d.Lines()) != l {
			t.Errorf("the example is not canonical: %v\n%s\nwant\n%s", bad, l, text(d.Lines()))
		}
		if e := d.Accounts(); len(e) != 1 || e[0].Problem != vault.NoProblem || e[0].Issuer != "GitHub" {
			t.Errorf("the example is %+v", e)
		}
	}
	if found != 1 {
		t.Errorf("%d examples", found)
	}
}

func TestReadGivesBackTheDocument(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t)
		w.run(t, rapid.IntRange(0, 60).Draw(t, "steps"))
		for _, d := range w.docs {
			all := append(d.Lines(), d.LocalLines()...)
			back, _ := vault.Read(all)
			if folder, _ := vault.Read(d.Lines()); folder.Join(d).Any {
				t.Fatalf("a document has more than its shared lines:\n%s\n%s", text(folder.Lines()), text(d.Lines()))
			}
			if got, want := text(back.Lines())+text(back.LocalLines()), text(d.Lines())+text(d.LocalLines()); got != want {
				t.Fatalf("read back:\n%s\n\nwant\n%s", got, want)
			}
			shuffled := rapid.Permutation(append(all, all...)).Draw(t, "order")
			if mixed, _ := vault.Read(shuffled); mixed.Fingerprint() != back.Fingerprint() {
				t.Fatal("order or repetition of lines matters")
			}
			was, is := d.Accounts(), back.Accounts()
			if len(was) != len(is) {
				t.Fatalf("%d accounts, want %d", len(is), len(was))
			}
			for i := range was {
				if !reflect.DeepEqual(was[i].Account, is[i].Account) || was[i].Problem != is[i].Problem {
					t.Fatalf("account read back:\n%+v\nwant\n%+v", is[i], was[i])
				}
			}
		}
	})
}

func TestLinesAreJSONThatAPersonCanRead(t *testing.T) {
	d := golden(t)
	found := false
	for i, l := range d.Lines() {
		if strings.HasPrefix(string(l), `{"k":"acct"`) {
			found = found || strings.Contains(string(l), `"uri":"otpauth://totp/GitHub:anna@example.jp?secret=ONSWG4TFOQQG6ZRAMFXG4YKAMV4GC3LQ&issuer=GitHub"`)
		}
		var v map[string]any
		if err := json.Unmarshal(l, &v); err != nil && i < len(d.Lines())-2 {
			t.Errorf("line %d: %v", i+1, err)
		}
	}
	if !found {
		t.Errorf("the URI of an account cannot be found by a search for otpauth:\n%s", text(d.Lines()))
	}
}

func TestBadLinesAreKeptAndBlockNothing(t *testing.T) {
	const s = "01j000000000-aaaaaaaaaa"
	deep := `{"k":"x","v":` + strings.Repeat("[", 8) + strings.Repeat("]", 8) + `}`
	tests := map[string]string{
		"no JSON":                   `{"k":"acct"`,
		"no object":                 `["k","acct"]`,
		"no kind":                   `{"id":"a","t":"` + s + `"}`,
		"kind of wrong type":        `{"k":1}`,
		"two values":                `{"k":"x"}{"k":"y"}`,
		"field twice":               `{"k":"acct","id":"a","t":"` + s + `","note":"a","\u006eote":"b"}`,
		"too deep":                  deep,
		"too long":                  `{"k":"acct","id":"a","t":"` + s + `","note":"` + strings.Repeat("x", 16<<10+1) + `"}`,
		"long unknown":              `{"k":"x","v":"` + strings.Repeat("x", 16<<10+1) + `"}`,
		"no id":                     `{"k":"acct","t":"` + s + `","note":"a"}`,
		"id of wrong type":          `{"k":"acct","id":7,"t":"` + s + `"}`,
		"field without a stamp":     `{"k":"acct","id":"a","note":"a"}`,
		"stamp too short":           `{"k":"acct","id":"a","t":"1-aaaaaaaaaa","note":"a"}`,
		"stamp in capitals":         `{"k":"acct","id":"a","t":"01J000000000-aaaaaaaaaa"}`,
		"stamp beyond base 32":      `{"k":"acct","id":"a","t":"01w000000000-aaaaaaaaaa"}`,
		"stamp without a device":    `{"k":"acct","id":"a","t":"01j000000000-"}`,
		"stamp is a number":         `{"k":"acct","id":"a","t":1790000000}`,
		"stamps are a list":         `{"k":"acct","id":"a","ft":[]}`,
		"stamp of what has none":    `{"k":"acct","id":"a","ft":{"vers":"` + s + `"}}`,
		"versions are a list":       `{"k":"acct","id":"a","vers":[]}`,
		"version without a stamp":   `{"k":"acct","id":"a","vers":{"v":{"uri":"otpauth://x"}}}`,
		"version with a number":     `{"k":"acct","id":"a","vers":{"v":{"t":"` + s + `","uri":5}}}`,
		"negative counter":          `{"k":"acct","id":"a","vers":{"v":{"t":"` + s + `","n":-1}}}`,
		"counter too large":         `{"k":"acct","id":"a","vers":{"v":{"t":"` + s + `","n":18446744073709551616}}}`,
		"counter with a point":      `{"k":"acct","id":"a","vers":{"v":{"t":"` + s + `","n":1.0}}}`,
		"usage of three":            `{"k":"acct","id":"a","use":{"bbbbbbbbbb":[1,2,3]}}`,
		"usage of a strange device": `{"k":"acct","id":"a","use":{"B B":[1,2]}}`,
		"roster without an id":      `{"k":"dev","name":"x"}`,
		"lone surrogate":            `{"k":"x","v":"\ud800"}`,
		"control character":         "{\"k\":\"x\",\"v\":\"\x01\"}",
		"not UTF-8":                 "{\"k\":\"x\",\"v\":\"\xff\"}",
		"line break inside":         "no\njson",
		"wrapper of nothing":        `{"k":"bad"}`,
		"wrapper with bad base64":   `{"k":"bad","x":"*"}`,
		"wrapper in a wrapper":      `{"k":"bad","x":"eyJrIjoiYmFkIiwieCI6IkFBRUMifQ=="}`,
		"zero bytes":                "\x00\x00\x00",
	}
	d := golden(t)
	good := append(d.Lines(), d.LocalLines()...)
	for name, bad := range tests {
		t.Run(name, func(t *testing.T) {
			got, quarantined := vault.Read(append(lines(bad), good...))
			known := 0 // the golden document has quarantined lines of its own
			for _, q := range quarantined {
				if q.Line != 1 {
					known++
				}
			}
			if len(quarantined)-known != 1 || string(quarantined[0].Raw.Reveal()) != bad || quarantined[0].Err == nil {
				t.Fatalf("quarantined %d lines, want the first", len(quarantined)-known)
			}
			if len(got.Accounts()) != len(d.Accounts()) {
				t.Errorf("%d accounts are left of %d", len(got.Accounts()), len(d.Accounts()))
			}
			if got.Fingerprint() == d.Fingerprint() {
				t.Error("the bad line is not in the document")
			}
			again := reread(t, got)
			if again.Fingerprint() != got.Fingerprint() {
				t.Errorf("written and read again:\n%s\nwant\n%s", text(again.Lines()), text(got.Lines()))
			}
			for _, l := range got.Lines() {
				if strings.ContainsAny(string(l), "\n\r\x00") || !utf8.ValidString(string(l)) {
					t.Errorf("line %q would break the file", l)
				}
			}
			if msg := fmt.Sprint(quarantined[0]) + fmt.Sprintf("%+v %v", quarantined[0], got); strings.Contains(msg, "otpauth") {
				t.Errorf("prints %s", msg)
			}
		})
	}
}

func TestAFixedReaderTakesLinesOutOfTheirWrapper(t *testing.T) {
	// {"k":"set","id":"sort","t":"01j000000000-aaaaaaaaaa","v":"name"}
	d, bad := vault.Read(lines(`{"k":"bad","x":"eyJrIjoic2V0IiwiaWQiOiJzb3J0IiwidCI6IjAxajAwMDAwMDAwMC1hYWFhYWFhYWFhIiwidiI6Im5hbWUifQ=="}`))
	if len(bad) != 0 || d.Settings()["sort"] != "name" {
		t.Errorf("settings = %v, quarantined %d", d.Settings(), len(bad))
	}
}

func TestPaddingAndSignatureAreNoRecords(t *testing.T) {
	d, bad := vault.Read(lines(`{"k":"pad","x":"    "}`, `{"k":"sig","by":"a"}`, "", "  "))
	if len(bad) != 0 || len(d.Lines()) != 0 {
		t.Errorf("kept %q, quarantined %d", d.Lines(), len(bad))
	}
}

// TestNewerFieldsSurviveOlderPrograms is an account that a newer version of
// Twofold wrote, edited here, and given back (I19).
func TestNewerFieldsSurviveOlderPrograms(t *testing.T) {
	by := author("aaaaaaaaaa")
	d := vault.New()
	id := mustAdd(t, d, by, acct("GitHub", "anna"))
	newer, _ := vault.Read(lines(
		`{"k":"acct","id":"`+id+`","t":"01j000000000-bbbbbbbbbb","colour":"red","shape":{"z":1,"a":2}}`,
		`{"k":"gone","id":"other","t":"01j000000000-bbbbbbbbbb","why":"old"}`,
	))
	d.Join(newer)
	edited(t, d, by, id, func(a *account.Account) { a.Issuer = "Git"; a.Key.Digits = 8 })
	must(t, d.Trash(by, id))
	out := text(reread(t, d).Lines())
	for _, want := range []string{`"colour":"red"`, `"shape":{"a":2,"z":1}`, `"why":"old"`} {
		if !strings.Contains(out, want) {
			t.Errorf("%s is lost:\n%s", want, out)
		}
	}
}

func TestBrokenAccountsAreShown(t *testing.T) {
	const s = "01j000000000-aaaaaaaaaa"
	d, bad := vault.Read(lines(
		`{"k":"acct","id":"a","t":"`+s+`","issuer":"Broken","vers":{"v":{"t":"`+s+`","uri":"otpauth://totp/x?secret=1"}}}`,
		`{"k":"acct","id":"b","t":"`+s+`","issuer":"Nothing"}`,
		`{"k":"acct","id":"c","t":"`+s+`","issuer":"Elsewhere","binding":"computer"}`,
		`{"k":"acct","id":"d","t":"`+s+`","issuer":5,"label":{"x":1},"pin":"yes","trash":"soon","added":1e9,"png":"?","ord":"??","code/1":7,"otp":"gone","vers":{"v":{"t":"`+s+`","uri":"otpauth://totp/ok?secret=GEZDGNBV"}}}`,
	))
	if len(bad) > 0 {
		t.Fatal(bad)
	}
	want := map[string]vault.Problem{"Broken": vault.BrokenKey, "Nothing": vault.NoKey, "Elsewhere": vault.Elsewhere}
	for _, e := range d.Accounts() {
		if e.Problem != want[e.Issuer] || !e.ActionRequired || (e.Err != nil) != (e.Problem == vault.BrokenKey) {
			t.Errorf("%s: problem %q, error %v, action required %v", e.Issuer, e.Problem, e.Err, e.ActionRequired)
		}
		delete(want, e.Issuer)
	}
	if len(want) > 0 {
		t.Errorf("not shown: %v", want)
	}
	if tr := d.Trashed(); len(tr) != 1 || tr[0].Problem != vault.NoProblem || tr[0].Trashed.IsZero() {
		t.Errorf("account with fields of wrong types: %+v", tr)
	}
}

func TestNothingPrintsTheContent(t *testing.T) {
	d := golden(t)
	out := fmt.Sprintf("%v %+v %#v %s %v", d, d, d, d, d.LastStep())
	if strings.Contains(out, "GitHub") || strings.Contains(out, "otpauth") || strings.Contains(out, "1111") {
		t.Errorf("prints %s", out)
	}
}

func TestManyLinesOfOneRecordTakeLinearTime(t *testing.T) {
	// One line with a hundred thousand stamps of fields that it does not have.
	var b strings.Builder
	b.WriteString(`{"k":"acct","id":"a","t":"01j000000000-aaaaaaaaaa","zzz":1,"ft":{`)
	for i := range 100_000 {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `"f%06d":"01j000000000-aaaaaaaaaa"`, i)
	}
	b.WriteString(`}}`)
	done := make(chan struct{})
	go func() {
		defer close(done)
		d, _ := vault.Read(lines(b.String(), b.String()))
		d.Accounts()
		d.Lines()
	}()
	select {
	case <-done:
	case <-time.After(time.Minute): // takes 0.1 s; squared it would take hours
		t.Fatal("reading does not end")
	}
}

func FuzzRead(f *testing.F) {
	d := golden(f)
	f.Add([]byte(text(append(d.Lines(), d.LocalLines()...))))
	for _, l := range d.Lines() {
		f.Add(l)
	}
	f.Add([]byte(`{"k":"acct","id":"a","ft":{"note":"01j000000000-aaaaaaaaaa"},"vers":{"v":{"t":"01j000000000-a","drop":"01j000000000-a","uri":"x"}}}`))
	f.Fuzz(func(t *testing.T, file []byte) {
		d, bad := vault.Read(lines(strings.Split(string(file), "\n")...))
		for _, q := range bad {
			if q.Err == nil {
				t.Fatal("quarantined without a reason")
			}
		}
		back := reread(t, d)
		if got, want := text(back.Lines())+text(back.LocalLines()), text(d.Lines())+text(d.LocalLines()); got != want {
			t.Fatalf("read back:\n%s\nwant\n%s", got, want)
		}
		o := golden(t)
		o.Join(d)
		d.Join(o)
		if d.Fingerprint() != o.Fingerprint() {
			t.Fatal("join depends on the order")
		}
		var all []account.Account
		for _, e := range append(d.Accounts(), d.Trashed()...) {
			all = append(all, e.Account)
			d.Versions(e.ID)
		}
		d.Groups()
		d.Kept()
		vault.NewIndex(all).Search("らくa")
	})
}
