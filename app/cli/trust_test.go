package cli_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"twofold/app/cli"
	"twofold/app/locale"
	"twofold/app/platform"
)

// two are computers of one vault: the second has joined with the words.
func two(t *testing.T) (a, b *rig, words string) {
	t.Helper()
	a, b = newRig(t), newRig(t)
	a.name, b.name = "desktop", "laptop"
	a.must("add", github)
	words = a.key()
	a.must("folder", t.TempDir(), "--yes")
	b.pass = words
	b.must("recover", a.folder, "--yes")
	b.pass = ""
	return a, b, words
}

type listed struct {
	ID, Name           string
	This, Removed      bool
	AddedByRecoveryKey bool `json:"added_by_recovery_key"`
	KnowsRecoveryKey   bool `json:"knows_recovery_key"`
	LastSeen, Added    string
	RemovedAt          *string `json:"removed_at"`
	RemovedBy          string  `json:"removed_by"`
}

func (r *rig) computers() map[string]listed {
	r.t.Helper()
	var all []listed
	if err := json.Unmarshal([]byte(r.must("computers", "--json")), &all); err != nil {
		r.t.Fatal(err)
	}
	out := map[string]listed{}
	for _, l := range all {
		out[l.Name] = l
	}
	return out
}

func TestComputers(t *testing.T) {
	a, _, _ := two(t)
	all := a.computers()
	if len(all) != 2 || !all["desktop"].This || all["laptop"].This || !all["laptop"].AddedByRecoveryKey || all["laptop"].Added == "" {
		t.Errorf("computers = %+v", all)
	}
	for _, lang := range []locale.Language{locale.English, locale.Japanese} {
		a.lang = lang
		texts := locale.New(lang, nil)
		out := a.must("computers")
		for _, want := range []string{"desktop", "laptop", texts.T("set.computers.this"), all["laptop"].ID} {
			if !strings.Contains(out, locale.Plain(want)) {
				t.Errorf("computers lacks %q: %s", want, out)
			}
		}
	}
}

// TestRemoveAComputer says first what it means, asks again who sits here, and
// names the accounts to set up anew.
func TestRemoveAComputer(t *testing.T) {
	a, b, _ := two(t)
	for _, lang := range []locale.Language{locale.Japanese, locale.English} {
		a.lang = lang
		texts := locale.New(lang, nil)
		code, out, errs := a.run("computers", "remove", "Laptop")
		for _, key := range []string{"remove.does.1", "remove.cannot.1", "remove.cannot.key", "remove.final"} {
			if want := locale.Plain(texts.T(key, "device", "laptop")); !strings.Contains(out, want) {
				t.Errorf("does not say %q: %s", want, out)
			}
		}
		if code != cli.Refused || !strings.Contains(errs, locale.Plain(texts.T("cli.remove.yes"))) || a.computers()["laptop"].Removed {
			t.Errorf("ended with %d, said %q, computers %+v", code, errs, a.computers())
		}
	}

	a.pass = "four unrelated words"
	a.must("passphrase", "--password-fd", a.password("four unrelated words"))
	a.pass = "five unrelated words"
	if code, _, errs := a.run("computers", "remove", "laptop", "--yes"); code != cli.Refused || !strings.Contains(errs, "Wrong passphrase") {
		t.Errorf("ended with %d, said %q", code, errs)
	}
	if a.computers()["laptop"].Removed {
		t.Fatal("removed although the passphrase was wrong")
	}
	a.pass = "four unrelated words"
	out := a.must("computers", "remove", "laptop", "--yes")
	for _, want := range []string{"laptop", "GitHub  hanako", "recovery-key replace"} {
		if !strings.Contains(out, want) {
			t.Errorf("says %q, lacks %q", out, want)
		}
	}
	if l := a.computers()["laptop"]; !l.Removed || l.RemovedBy != "desktop" || l.RemovedAt == nil {
		t.Errorf("laptop = %+v", l)
	}
	if out := b.must("code", "GitHub"); out != "287082\n" { // it keeps what it had
		t.Errorf("the removed computer has %q", out)
	}
	a.must("add", bank)
	if out := b.must("status"); strings.Contains(out, "2 ") || strings.Contains(b.must("list"), "Bank") {
		t.Errorf("the removed computer reads on: %q", out)
	}
}

func TestRemoveAComputerJSON(t *testing.T) {
	a, _, _ := two(t)
	var got struct {
		Removed, Name    string
		Published        bool
		KnowsRecoveryKey bool `json:"knows_recovery_key"`
		Accounts         []struct{ Issuer, Name string }
	}
	id := a.computers()["laptop"].ID
	if err := json.Unmarshal([]byte(a.must("computers", "remove", id, "--yes", "--json")), &got); err != nil {
		t.Fatal(err)
	}
	if got.Removed != id || !got.Published || !got.KnowsRecoveryKey || len(got.Accounts) != 1 || got.Accounts[0].Issuer != "GitHub" {
		t.Errorf("removed = %+v", got)
	}
}

func TestRefusalsOfComputers(t *testing.T) {
	a, b, _ := two(t)
	alone := newRig(t)
	alone.must("add", github)
	for _, tt := range []struct {
		r    *rig
		args []string
		code int
		key  string
	}{
		{a, []string{"computers", "remove"}, cli.Misused, ""},
		{a, []string{"computers", "delete", "laptop"}, cli.Misused, ""},
		{a, []string{"computers", "remove", "tablet", "--yes"}, cli.Refused, "cli.computers.none"},
		{a, []string{"computers", "remove", "desktop"}, cli.Refused, "err.computer.self"},
		{a, []string{"computers", "remove", "desktop", "--yes"}, cli.Refused, "err.computer.self"},
		{alone, []string{"computers", "remove", "computer", "--yes"}, cli.Refused, "err.computer.last"},
	} {
		for _, lang := range []locale.Language{locale.English, locale.Japanese} {
			tt.r.lang = lang
			code, _, errs := tt.r.run(tt.args...)
			want := locale.Plain(locale.New(lang, nil).T(tt.key, "q", "tablet"))
			if code != tt.code || tt.key != "" && !strings.Contains(errs, want) {
				t.Errorf("%v: ended with %d, said %q, want %q", tt.args, code, errs, want)
			}
		}
	}
	a.lang = locale.English
	third := newRig(t)
	third.name, third.pass = "laptop", a.key()
	a.must("status")
	third.must("recover", a.folder, "--yes")
	code, _, errs := a.run("computers", "remove", "laptop", "--yes")
	if code != cli.Refused || !strings.Contains(errs, b.computers()["laptop"].ID) {
		t.Errorf("of two with one name: ended with %d, said %q", code, errs)
	}
}

// reader types back the words it has read, as somebody does who wrote them
// down, or others.
type reader struct {
	out, errs bytes.Buffer
	wrong     bool
}

var asked = regexp.MustCompile(`Type word (\d+): $`)

func (p *reader) Read(b []byte) (int, error) {
	m := asked.FindStringSubmatch(p.errs.String())
	if m == nil {
		return 0, io.EOF
	}
	var n int
	fmt.Sscan(m[1], &n)
	word := strings.Split(strings.TrimSpace(p.out.String()), "-")[n-1]
	if p.wrong {
		word = "wrong"
	}
	return copy(b, word+"\n"), nil
}

func (r *rig) replace(p *reader, args ...string) (code int, words string) {
	r.t.Helper()
	code = r.runWith(p, &p.out, &p.errs, append([]string{"recovery-key", "replace"}, args...)...)
	return code, strings.ReplaceAll(strings.TrimSpace(p.out.String()), "-", " ")
}

// opens reports whether a new computer gets the accounts with a key.
func (r *rig) opens(folder, key string) bool {
	r.t.Helper()
	n := newRig(r.t)
	n.pass = key
	code, _, _ := n.run("recover", folder)
	return code == cli.Done
}

func TestReplaceTheRecoveryKey(t *testing.T) {
	a, _, old := two(t)
	if out := strings.TrimSpace(a.must("recovery-key", "show")); strings.ReplaceAll(out, "-", " ") != old {
		t.Errorf("shown are %q", out)
	}
	code, unsure := a.replace(&reader{wrong: true})
	if code != cli.Refused || !a.opens(a.folder, old) || !a.opens(a.folder, unsure) {
		t.Errorf("unconfirmed: ended with %d; the old key must open, and the new one", code)
	}
	code, words := a.replace(&reader{})
	if code != cli.Done || len(strings.Fields(words)) != 10 {
		t.Fatalf("ended with %d, words %q", code, words)
	}
	if !a.opens(a.folder, words) || a.opens(a.folder, old) || a.opens(a.folder, unsure) {
		t.Errorf("opens with the new key %v, the old %v, the unconfirmed %v", a.opens(a.folder, words), a.opens(a.folder, old), a.opens(a.folder, unsure))
	}
	var keys []struct {
		ID, Kind   string
		CanBeShown bool `json:"can_be_shown"`
		Saved      bool
	}
	if err := json.Unmarshal([]byte(a.must("recovery-key", "--json")), &keys); err != nil || len(keys) != 1 || keys[0].Kind != "words" || !keys[0].Saved || !keys[0].CanBeShown {
		t.Errorf("keys = %+v, %v", keys, err)
	}
	var made struct{ Words []string }
	if err := json.Unmarshal([]byte(a.must("recovery-key", "replace", "--yes", "--json")), &made); err != nil || !a.opens(a.folder, strings.Join(made.Words, " ")) {
		t.Errorf("made = %+v, %v", made, err)
	}
}

// TestRecoveryKeyAsksWhoSitsHere before it shows, makes or removes one.
func TestRecoveryKeyAsksWhoSitsHere(t *testing.T) {
	nobody(t)
	a, _, words := two(t)
	a.must("passphrase", "--password-fd", a.password("four unrelated words"))
	for _, args := range [][]string{{"show"}, {"replace", "--yes"}, {"passphrase"}, {"remove", "s1a7", "--yes"}} {
		for _, pass := range []string{"", "five unrelated words"} {
			a.pass = pass
			code, out, _ := a.run(append([]string{"recovery-key"}, args...)...)
			if code != cli.Refused || out != "" {
				t.Errorf("%v with passphrase %q: ended with %d, printed %q", args, pass, code, out)
			}
		}
	}
	a.pass = ""
	if out := a.must("recovery-key"); strings.Count(out, "Ten words") != 1 || !a.opens(a.folder, words) {
		t.Errorf("keys = %q", out)
	}
	if code, _, _ := a.run("recovery-key", "passphrase", "secret in an argument"); code != cli.Misused {
		t.Errorf("a secret as an argument: %d", code)
	}
}

func TestRecoveryPassphrase(t *testing.T) {
	a, _, _ := two(t)
	code, _, errs := a.run("recovery-key", "passphrase", "--password-fd", a.password("too short"))
	if code != cli.Refused || !strings.Contains(errs, "too easy to guess") {
		t.Errorf("ended with %d, said %q", code, errs)
	}
	a.must("recovery-key", "passphrase", "--password-fd", a.password("correct horse battery staple"))
	out := a.must("recovery-key")
	if !strings.Contains(out, "Your own passphrase") {
		t.Fatalf("keys = %q", out)
	}
	var keys []struct{ ID, Kind string }
	if err := json.Unmarshal([]byte(a.must("recovery-key", "--json")), &keys); err != nil {
		t.Fatal(err)
	}
	for _, k := range keys {
		if k.Kind != "passphrase" {
			continue
		}
		if code, _, _ := a.run("recovery-key", "remove", k.ID); code != cli.Refused || !strings.Contains(a.must("recovery-key"), "Your own") {
			t.Error("removed without --yes")
		}
		a.must("recovery-key", "remove", k.ID, "--yes")
	}
	code, _, errs = a.run("recovery-key", "remove", "nothing", "--yes")
	if code != cli.Refused || !strings.Contains(errs, "no such recovery key") {
		t.Errorf("a key that is not there: ended with %d, said %q", code, errs)
	}
	out = a.must("recovery-key")
	if strings.Contains(out, "Your own") {
		t.Errorf("keys = %q", out)
	}
	code, _, errs = a.run("recovery-key", "remove", keys[len(keys)-1].ID, "--yes")
	if code != cli.Refused || strings.Contains(errs, "Something went wrong") {
		t.Errorf("the last key: ended with %d, said %q", code, errs)
	}
}

// TestPassphraseOfThisComputer is set, changed, and opens without the keyring.
func TestPassphraseOfThisComputer(t *testing.T) {
	nobody(t)
	r := newRig(t)
	r.must("add", github)
	r.must("passphrase", "--password-fd", r.password("four unrelated words"))
	r.pass = "wrong"
	if code, _, errs := r.run("passphrase", "--password-fd", "99"); code != cli.Refused || !strings.Contains(errs, "Wrong passphrase") {
		t.Errorf("ended with %d, said %q", code, errs)
	}
	r.pass = "four unrelated words"
	r.must("passphrase", "--password-fd", r.password("five unrelated words"))
	r.ring.Err = platform.ErrNoKeyring
	if code, _, _ := r.run("list"); code != cli.Refused {
		t.Error("the old passphrase opens")
	}
	r.pass = "five unrelated words" // asked for once, to open and to be changed
	r.must("passphrase", "--password-fd", r.password("six unrelated words"))
	r.pass = "six unrelated words"
	if out := r.must("list"); !strings.Contains(out, "GitHub") {
		t.Errorf("list = %q", out)
	}
	if code, _, errs := r.run("passphrase"); code != cli.Refused || !strings.Contains(errs, "--password-fd") {
		t.Errorf("without a descriptor: ended with %d, said %q", code, errs)
	}
}
