package vault_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"twofold/crypto/secret"
	"twofold/internal/account"
	"twofold/internal/vault"
)

// epoch is "now" for tests: late enough for real dates, and always the same.
var epoch = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// author gives a computer with a clock that goes one second an edit, and
// randomness that is the same in every run.
func author(device string) vault.Author {
	at := epoch
	var seed [32]byte
	copy(seed[:], device)
	return vault.Author{
		Device: device,
		Now:    func() time.Time { at = at.Add(time.Second); return at },
		Rand:   rand.NewChaCha8(seed),
	}
}

// acct is a valid account; the name decides its secret.
func acct(issuer, name string, groups ...string) account.Account {
	a := account.Account{Issuer: issuer, Name: name, Groups: groups, Key: account.Defaults(account.TOTP)}
	a.Key.Secret = secret.FromString(fmt.Sprintf("%-20.20s", "secret of "+name))
	return a
}

func hotp(name string, counter uint64) account.Account {
	a := acct("Counter", name)
	a.Key.Type, a.Key.Period, a.Counter = account.HOTP, 0, counter
	return a
}

func mustAdd(t testing.TB, d *vault.Document, by vault.Author, a account.Account) string {
	t.Helper()
	id, err := d.Add(by, a)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func get(t testing.TB, d *vault.Document, id string) vault.Entry {
	t.Helper()
	e, ok := d.Account(id)
	if !ok {
		t.Fatalf("account %s is gone", id)
	}
	return e
}

// edited changes one account through f.
func edited(t testing.TB, d *vault.Document, by vault.Author, id string, f func(*account.Account)) {
	t.Helper()
	a := get(t, d, id).Account
	f(&a)
	must(t, d.Update(by, id, a))
}

func text(lines [][]byte) string { return string(bytes.Join(lines, []byte("\n"))) }

func lines(ss ...string) [][]byte {
	var out [][]byte
	for _, s := range ss {
		out = append(out, []byte(s))
	}
	return out
}

// reread sends a document through its own file.
func reread(t testing.TB, d *vault.Document) *vault.Document {
	t.Helper()
	back, _ := vault.Read(append(d.Lines(), d.LocalLines()...))
	return back
}

func joined(docs ...*vault.Document) *vault.Document {
	d := vault.New()
	for _, o := range docs {
		d.Join(o)
	}
	return d
}

// world is a few computers that edit at random and now and then hear of each
// other. Some clocks are years off, some stand still, and two computers are
// clones with the same id and the same randomness.
type world struct {
	docs []*vault.Document
	by   []vault.Author
}

func newWorld(t *rapid.T) *world {
	w := &world{}
	for i, device := range []string{"aaaaaaaaaa", "bbbbbbbbbb", "cccccccccc", "cccccccccc"} {
		offset := time.Duration(rapid.Int64Range(-10, 10).Draw(t, "years")) * 365 * 24 * time.Hour
		step := time.Duration(rapid.Int64Range(-1, 2).Draw(t, "step")) * time.Millisecond
		at := epoch.Add(offset)
		if i > 1 { // the clones
			at, step = epoch, 0
		}
		by := author(device)
		by.Now = func() time.Time { at = at.Add(step); return at }
		w.by, w.docs = append(w.by, by), append(w.docs, vault.New())
	}
	return w
}

func (w *world) run(t *rapid.T, steps int) {
	for range steps {
		w.step(t)
	}
}

// step does one random thing on one computer.
func (w *world) step(t *rapid.T) {
	i := rapid.IntRange(0, len(w.docs)-1).Draw(t, "computer")
	d, by := w.docs[i], w.by[i]
	id := w.someID(t, d)
	var err error
	switch op := rapid.IntRange(0, 15).Draw(t, "op"); op {
	case 0, 1:
		_, err = d.Add(by, anyAccount(t))
	case 2, 3, 4:
		w.change(t, d, by, id)
	case 5:
		err = d.Trash(by, id)
	case 6:
		err = d.Restore(by, id)
	case 7:
		err = d.Purge(by, id)
	case 8:
		err = d.Move(by, id, w.someID(t, d))
	case 9:
		_, err = d.NextCounter(by, id)
		_ = d.Used(by, id, by.Now())
	case 10:
		w.group(t, d, by)
	case 11:
		err = d.Set(by, rapid.SampledFrom([]string{"sort", "next"}).Draw(t, "key"), rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "value"))
	case 12:
		err = d.Undo(by, d.LastStep())
	case 13:
		o, _ := vault.Read(lines(strangeLine(t, id)))
		d.Join(o)
	default:
		from := w.docs[rapid.IntRange(0, len(w.docs)-1).Draw(t, "from")]
		o, _ := vault.Read(from.Lines())
		d.Join(o)
	}
	_ = err // refusals are part of the game; what they must not do is checked by the caller
}

func (w *world) someID(t *rapid.T, d *vault.Document) string {
	var ids []string
	for _, e := range append(d.Accounts(), d.Trashed()...) {
		ids = append(ids, e.ID)
	}
	if len(ids) == 0 {
		return "none"
	}
	return rapid.SampledFrom(ids).Draw(t, "id")
}

func (w *world) change(t *rapid.T, d *vault.Document, by vault.Author, id string) {
	e, ok := d.Account(id)
	if !ok {
		return
	}
	a := e.Account
	switch rapid.IntRange(0, 7).Draw(t, "field") {
	case 0:
		a.Issuer = word(t)
	case 1:
		a.Note = word(t)
	case 2:
		a.Groups = rapid.SliceOfDistinct(rapid.SampledFrom([]string{"Work", "Home", "銀行"}), func(s string) string { return s }).Draw(t, "groups")
	case 3:
		a.Pinned = !a.Pinned
	case 4:
		a.Key = anyAccount(t).Key
	case 5:
		a.Binding = rapid.SampledFrom([]account.Binding{account.Shared, account.ThisComputer}).Draw(t, "binding")
	case 6:
		a.RecoveryCodes = append(a.RecoveryCodes, account.RecoveryCode{Text: word(t), Used: rapid.Bool().Draw(t, "used")})
	case 7:
		if vs := d.Versions(id); len(vs) > 0 {
			_ = d.UseVersion(by, id, rapid.SampledFrom(vs).Draw(t, "version").ID)
			return
		}
	}
	_ = d.Update(by, id, a)
}

func (w *world) group(t *rapid.T, d *vault.Document, by vault.Author) {
	gs := d.Groups()
	if len(gs) == 0 {
		_, _ = d.AddGroup(by, word(t))
		return
	}
	g := rapid.SampledFrom(gs).Draw(t, "group").ID
	switch rapid.IntRange(0, 3).Draw(t, "group op") {
	case 0:
		_, _ = d.AddGroup(by, word(t))
	case 1:
		_ = d.RenameGroup(by, g, word(t))
	case 2:
		_ = d.RemoveGroup(by, g)
	case 3:
		_ = d.MoveGroup(by, g, "")
	}
}

func word(t *rapid.T) string {
	return rapid.SampledFrom([]string{"", "a", "B", "ç", "楽天", `"\`, "line\nbreak"}).Draw(t, "word")
}

func anyAccount(t *rapid.T) account.Account {
	a := acct(word(t), rapid.SampledFrom([]string{"anna", "ben", "x:y", "花子"}).Draw(t, "name"))
	if rapid.Bool().Draw(t, "hotp") {
		a.Key.Type, a.Key.Period = account.HOTP, 0
	}
	if rapid.IntRange(0, 4).Draw(t, "bound") == 0 {
		a.Binding = account.ThisComputer
	}
	return a
}

// strangeLine is a record as a newer version of Twofold, a bug or an attacker
// could write it; some of it is about a known account.
func strangeLine(t *rapid.T, id string) string {
	stamp := string(vault.NewStamp(rapid.Uint64Range(0, 3).Draw(t, "t")<<58, "dddddddddd"))
	value := rapid.SampledFrom([]string{`0`, `1`, `1.0`, `"x"`, `{"b":[1,{"c":null}],"a":2}`, `false`, `""`}).Draw(t, "v")
	shape := rapid.SampledFrom([]string{
		`{"k":"acct","id":"ID","t":"T","colour":V}`,
		`{"k":"acct","id":"ID","ft":{"colour":"T","issuer":"T"},"colour":V}`,
		`{"k":"acct","id":"ID","t":"T","issuer":V,"ord":V}`,
		`{"k":"acct","id":"ID","vers":{"vx":{"t":"T","uri":"otpauth://totp/x?secret=AAAAAAAA","new":V}}}`,
		`{"k":"acct","id":"ID","vers":{"vx":{"t":"T","uri":"not a uri","n":7,"drop":"T"}}}`,
		`{"k":"acct","id":"ID","use":{"eeeeeeeeee":[1,2]}}`,
		`{"k":"acct","id":"ID","binding":V}`,
		`{"k":"gone","id":"ID","t":"T","more":V}`,
		`{"k":"gone","id":"zz","t":"T"}`,
		`{"k":"group","id":"g1","t":"T","name":V,"x":V}`,
		`{"k":"future","id":"f","t":"T","x":V}`,
		`{"k":"future","id":"f","ft":{"x":"T"}}`,
		`{"k":"future","x":V}`,
		`{"k":"dev","id":"q","name":V}`,
		`{"k":"slot","id":"s1","t":"T","state":V}`,
		`{"k":"acct","id":"ID","t":V}`,
		`{"k":"bad","x":"AAEC"}`,
		`{"k":"bad","x":V}`,
		"not a record V", "bytes \xff\x00 V",
	}).Draw(t, "shape")
	return strings.NewReplacer("ID", id, "T", stamp, "V", value).Replace(shape)
}
