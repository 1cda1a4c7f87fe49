package pair_test

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"twofold/crypto/identity"
	"twofold/sync/pair"
)

var start = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

const vaultID = "k7wq2m9d3f"

// old is a computer that belongs to a vault.
type old struct {
	keys   *identity.Keys
	roster *identity.Roster
	lines  []byte
}

func newOld(t testing.TB) *old {
	t.Helper()
	keys, err := identity.Generate(rand.Reader, vaultID, nil)
	if err != nil {
		t.Fatal(err)
	}
	entry, err := identity.Vouch(keys, vaultID, keys.Entry("Desk", "linux", start))
	if err != nil {
		t.Fatal(err)
	}
	line, err := json.Marshal(entry)
	if err != nil {
		t.Fatal(err)
	}
	o := &old{keys: keys}
	o.lines = append(line, "\n{\"k\":\"acct\",\"id\":\"a\",\"otp\":\"otpauth://totp/x?secret=GEZDGNBV\"}\n"...)
	o.roster = identity.NewRoster(vaultID, keys.Root, identity.Records{Devices: []identity.Device{entry}})
	return o
}

func (o *old) gift() pair.Gift {
	return pair.Gift{
		Keys: o.keys, Roster: o.roster, Lines: bytes.Clone(o.lines),
		Slots: []pair.SlotFile{{Name: "tf1-k7wq2m9d3f-r-s1a7c2m-5d02ce88h1mn.age", Data: []byte("slot")}},
	}
}

// talk is one exchange, step by step.
type talk struct {
	t      testing.TB
	o      *old
	joiner *pair.Joiner
	appr   *pair.Approver
	m      [5]pair.Message // by step
}

func newTalk(t testing.TB, o *old) *talk {
	t.Helper()
	x := &talk{t: t, o: o}
	var err error
	if x.joiner, x.m[1], err = pair.Ask(rand.Reader, vaultID, pair.Computer{Name: "Laptop", System: "darwin"}, start); err != nil {
		t.Fatal(err)
	}
	return x
}

func (x *talk) answer() {
	x.t.Helper()
	var err error
	if x.appr, x.m[2], err = pair.Answer(rand.Reader, vaultID, x.m[1], start, start); err != nil {
		x.t.Fatal(err)
	}
}

func (x *talk) reveal() {
	x.t.Helper()
	out, err := x.joiner.Take(x.m[2], start)
	if err != nil || len(out) != 1 {
		x.t.Fatalf("reveal: %d messages, %v", len(out), err)
	}
	x.m[3] = out[0]
	if err := x.appr.Take(x.m[3], start); err != nil {
		x.t.Fatal(err)
	}
}

func (x *talk) grant() {
	x.t.Helper()
	if err := x.appr.Try(x.joiner.Number(), start); err != nil {
		x.t.Fatal(err)
	}
	m, err := x.appr.Grant(x.o.gift())
	if err != nil {
		x.t.Fatal(err)
	}
	x.m[4] = m
	if _, err := x.joiner.Take(m, start); err != nil {
		x.t.Fatal(err)
	}
}

func TestApproval(t *testing.T) {
	x := newTalk(t, newOld(t))
	if bytes.Contains(x.m[1].Data, []byte("Laptop")) {
		t.Error("the request names the computer")
	}
	x.answer()
	if _, ok := x.appr.Computer(); ok {
		t.Error("knows the computer before it revealed itself")
	}
	x.reveal()
	if c, ok := x.appr.Computer(); !ok || c.Name != "Laptop" || c.System != "darwin" {
		t.Errorf("computer %+v, %v", c, ok)
	}
	n := x.joiner.Number()
	if len(n) != pair.Digits || strings.Trim(n, "0123456789") != "" {
		t.Errorf("number %q", n)
	}
	if err := x.appr.Try(" "+n[:2]+" "+n[2:4]+" "+n[4:]+" ", start); err != nil {
		t.Errorf("the number in pairs: %v", err)
	}
	x.grant()
	if x.joiner.Words() != x.appr.Words() || x.joiner.Words()[0] == "" {
		t.Errorf("words %v and %v", x.joiner.Words(), x.appr.Words())
	}
	g, ok := x.joiner.Grant()
	if !ok || !bytes.Equal(g.Lines, x.o.lines) || len(g.Slots) != 1 || string(g.Slots[0].Data) != "slot" {
		t.Fatalf("grant %v %+v", ok, g)
	}
	keys, err := x.joiner.Confirm()
	if err != nil {
		t.Fatal(err)
	}
	if !keys.Root.Equal(x.o.keys.Root) || keys.ID() != g.Entry.ID || keys.ID() != x.appr.Device() {
		t.Errorf("keys of %s under another root", keys.ID())
	}
	roster := identity.NewRoster(vaultID, x.o.keys.Root, identity.Records{Devices: []identity.Device{own(t, x.o), g.Entry}})
	if m, ok := roster.Member(keys.ID()); !ok || m.State != identity.Enrolled || m.Name != "Laptop" || m.By != x.o.keys.ID() {
		t.Errorf("in the roster: %+v, %v", m, ok)
	}
	if _, err := x.joiner.Confirm(); !errors.Is(err, pair.ErrOver) {
		t.Errorf("confirmed twice: %v", err)
	}
}

func own(t testing.TB, o *old) identity.Device {
	t.Helper()
	d, ok := o.roster.Device(o.keys.ID())
	if !ok {
		t.Fatal("no entry of its own")
	}
	return d
}

// TestNothingInClear: the files say nothing about either computer or the vault
// beyond ids, and hold no secret key in any form.
func TestNothingInClear(t *testing.T) {
	x := newTalk(t, newOld(t))
	x.answer()
	x.reveal()
	x.grant()
	keys, err := x.joiner.Confirm()
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range x.m[1:] {
		for _, bad := range []string{"Laptop", "Desk", "darwin", "linux", "otpauth", "GEZDGNBV", "age1pq", "AGE-SECRET"} {
			if bytes.Contains(m.Data, []byte(bad)) || strings.Contains(m.Name(), bad) {
				t.Errorf("step %d shows %q", m.Step, bad)
			}
		}
		for _, k := range []*identity.Keys{keys, x.o.keys} {
			for _, public := range []string{identity.EncodePublic(k.Public()), k.Recipient().String()} {
				if bytes.Contains(m.Data, []byte(public)) {
					t.Errorf("step %d shows a public key", m.Step)
				}
			}
		}
	}
}

func TestNames(t *testing.T) {
	x := newTalk(t, newOld(t))
	x.answer()
	x.reveal()
	x.grant()
	for _, m := range x.m[1:] {
		n, ok := pair.ParseName(m.Name())
		if !ok || n.Step != m.Step || n.Request != m.Request || n.Session != m.Session || n.Vault != m.Vault {
			t.Errorf("%s: %+v, %v", m.Name(), n, ok)
		}
		if got, err := pair.Parse(n, m.Data); err != nil || !bytes.Equal(got.Data, m.Data) {
			t.Errorf("%s: %v", m.Name(), err)
		}
		if _, err := pair.Parse(n, m.Data[:len(m.Data)-1]); !errors.Is(err, pair.ErrIncomplete) {
			t.Errorf("half of %s: %v", m.Name(), err)
		}
		for _, other := range []string{
			"Copy of " + m.Name(), strings.ToUpper(m.Name()), m.Name() + ".tmp",
			strings.Replace(m.Name(), ".json", " (1).json", 1), strings.Replace(m.Name(), ".json", ".age", 1),
		} {
			if _, ok := pair.ParseName(other); ok {
				t.Errorf("%s is taken for a message", other)
			}
		}
	}
}

// TestEnds is every way in which an approval ends without a new computer.
func TestEnds(t *testing.T) {
	type side = func(*testing.T, *talk)
	late := start.Add(pair.Lifetime)
	cases := []struct {
		name string
		do   side
	}{
		{"declined before an answer", func(t *testing.T, x *talk) {
			m, err := pair.Refuse(x.m[1])
			wantErr(t, err, nil)
			_, err = x.joiner.Take(m, start)
			wantErr(t, err, pair.ErrDeclined)
		}},
		{"declined before the answer was seen", func(t *testing.T, x *talk) {
			x.answer()
			m, err := x.appr.Decline()
			wantErr(t, err, nil)
			_, err = x.joiner.Take(m, start)
			wantErr(t, err, pair.ErrDeclined)
		}},
		{"declined at the number", func(t *testing.T, x *talk) {
			x.answer()
			x.reveal()
			m, err := x.appr.Decline()
			wantErr(t, err, nil)
			wantErr(t, x.appr.Err(), pair.ErrDeclined)
			_, err = x.joiner.Take(m, start)
			wantErr(t, err, pair.ErrDeclined)
		}},
		{"cancelled on the new computer", func(t *testing.T, x *talk) {
			x.answer()
			x.reveal()
			m, err := x.joiner.Cancel()
			wantErr(t, err, nil)
			wantErr(t, x.appr.Take(m, start), pair.ErrCancelled)
			wantErr(t, x.appr.Try(x.joiner.Number(), start), pair.ErrCancelled)
			_, err = x.joiner.Confirm()
			wantErr(t, err, pair.ErrCancelled)
		}},
		{"cancelled when the words differ", func(t *testing.T, x *talk) {
			x.answer()
			x.reveal()
			x.grant()
			m, err := x.joiner.Cancel()
			wantErr(t, err, nil)
			wantErr(t, x.appr.Take(m, start), pair.ErrCancelled)
		}},
		{"expired before an answer", func(t *testing.T, x *talk) {
			_, err := x.joiner.Take(x.m[1], late)
			wantErr(t, err, pair.ErrExpired)
			_, _, err = pair.Answer(rand.Reader, vaultID, x.m[1], start, late)
			wantErr(t, err, pair.ErrExpired)
		}},
		{"expired at the number", func(t *testing.T, x *talk) {
			x.answer()
			x.reveal()
			wantErr(t, x.appr.Try(x.joiner.Number(), late), pair.ErrExpired)
			wantErr(t, x.appr.Try(x.joiner.Number(), start), pair.ErrExpired)
			_, err := x.appr.Grant(x.o.gift())
			wantErr(t, err, pair.ErrExpired)
		}},
		{"three wrong numbers", func(t *testing.T, x *talk) {
			x.answer()
			x.reveal()
			wrong := "000000"
			if x.joiner.Number() == wrong {
				wrong = "000001"
			}
			wantErr(t, x.appr.Try("", start), pair.ErrWrongNumber)
			wantErr(t, x.appr.Try(wrong, start), pair.ErrWrongNumber)
			if x.appr.TriesLeft() != 1 {
				t.Errorf("%d tries left", x.appr.TriesLeft())
			}
			wantErr(t, x.appr.Try(wrong, start), pair.ErrTries)
			wantErr(t, x.appr.Try(x.joiner.Number(), start), pair.ErrTries)
			_, err := x.appr.Grant(x.o.gift())
			wantErr(t, err, pair.ErrTries)
		}},
		{"granted without a number", func(t *testing.T, x *talk) {
			x.answer()
			x.reveal()
			_, err := x.appr.Grant(x.o.gift())
			wantErr(t, err, pair.ErrWrongNumber)
		}},
		{"another vault", func(t *testing.T, x *talk) {
			_, _, err := pair.Answer(rand.Reader, "aaaaaaaaaa", x.m[1], start, start)
			wantErr(t, err, pair.ErrOtherVault)
		}},
		{"keys of a computer that was removed", func(t *testing.T, x *talk) {
			x.answer()
			x.reveal()
			wantErr(t, x.appr.Try(x.joiner.Number(), start), nil)
			g := x.o.gift()
			x2 := entryOf(t, x)
			removal := identity.Remove(x.o.keys, vaultID, x2.ID, 0, nil, start)
			g.Roster = identity.NewRoster(vaultID, x.o.keys.Root, identity.Records{
				Devices: []identity.Device{own(t, x.o), x2}, Removals: []identity.Removal{removal},
			})
			_, err := x.appr.Grant(g)
			wantErr(t, err, pair.ErrKnown)
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { c.do(t, newTalk(t, newOld(t))) })
	}
}

// entryOf gets the new computer's entry signed, by the way it would be.
func entryOf(t *testing.T, x *talk) identity.Device {
	t.Helper()
	m, err := x.appr.Grant(x.o.gift())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := x.joiner.Take(m, start); err != nil {
		t.Fatal(err)
	}
	g, _ := x.joiner.Grant()
	// The approval below starts again on the same keys.
	again := *x.appr
	x.appr = again.Forgetful()
	return g.Entry
}

// TestTwoAnswer: the new computer reveals itself to the first that answers,
// and the second one is told.
func TestTwoAnswer(t *testing.T) {
	o := newOld(t)
	x := newTalk(t, o)
	x.answer()
	second, m2, err := pair.Answer(rand.Reader, vaultID, x.m[1], start, start)
	wantErr(t, err, nil)
	x.reveal()
	out, err := x.joiner.Take(m2, start)
	if len(out) != 0 || err != nil {
		t.Errorf("reveals itself twice: %d, %v", len(out), err)
	}
	wantErr(t, second.Take(x.m[3], start), pair.ErrElsewhere)
	x.grant()
	if _, err := second.Grant(o.gift()); !errors.Is(err, pair.ErrElsewhere) {
		t.Errorf("the second one grants: %v", err)
	}
}

// TestTwoAsk: two requests at once do not touch each other.
func TestTwoAsk(t *testing.T) {
	o := newOld(t)
	a, b := newTalk(t, o), newTalk(t, o)
	a.answer()
	b.answer()
	for _, m := range []pair.Message{b.m[1], b.m[2]} {
		if out, err := a.joiner.Take(m, start); len(out) != 0 || err != nil {
			t.Errorf("takes step %d of another request: %v", m.Step, err)
		}
	}
	a.reveal()
	b.reveal()
	if err := a.appr.Take(b.m[3], start); err != nil {
		t.Error(err)
	}
	a.grant()
	b.grant()
	if a.joiner.Words() == b.joiner.Words() {
		t.Error("two exchanges have the same words")
	}
}

// TestReplays: a message that comes again, in its own exchange or in another
// one, changes nothing.
func TestReplays(t *testing.T) {
	o := newOld(t)
	x := newTalk(t, o)
	x.answer()
	x.reveal()
	x.grant()
	words := x.joiner.Words()
	for _, m := range x.m[1:] {
		if out, err := x.joiner.Take(m, start); len(out) != 0 || err != nil {
			t.Errorf("step %d again: %d, %v", m.Step, len(out), err)
		}
		if err := x.appr.Take(m, start); err != nil {
			t.Errorf("step %d again: %v", m.Step, err)
		}
	}
	if x.joiner.Words() != words {
		t.Error("the words changed")
	}
	// The request again, to a computer that answers anew: what was revealed to
	// the first session is of no use to the second.
	again, _, err := pair.Answer(rand.Reader, vaultID, x.m[1], start, start)
	wantErr(t, err, nil)
	wantErr(t, again.Take(x.m[3], start), pair.ErrElsewhere)
	if again.Try(x.joiner.Number(), start) == nil {
		t.Error("a replayed exchange is approved")
	}
}

func TestClaims(t *testing.T) {
	_, _, err := pair.Ask(rand.Reader, "not a vault", pair.Computer{}, start)
	if err == nil {
		t.Error("asks for a vault that cannot be")
	}
	x := newTalk(t, newOld(t))
	j, m, err := pair.Ask(rand.Reader, vaultID, pair.Computer{Name: "evil\u202e\n" + strings.Repeat("x", 5000), System: "\x00"}, start)
	wantErr(t, err, nil)
	x.joiner, x.m[1] = j, m
	x.answer()
	x.reveal()
	c, _ := x.appr.Computer()
	if strings.ContainsAny(c.Name, "\u202e\n") || len([]rune(c.Name)) > 200 || c.System != "" {
		t.Errorf("claims %q on %q", c.Name, c.System)
	}
}

func wantErr(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) || (want == nil) != (err == nil) {
		t.Fatalf("error %v, want %v", err, want)
	}
}
