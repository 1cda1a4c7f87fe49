package store_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"twofold/crypto/secret"
	"twofold/sync/snapshot"
	"twofold/sync/store"
)

func TestSequenceNumbersAreNeverUsedTwice(t *testing.T) {
	b := newBench(t)
	s := b.create("")
	prepare := func(want uint64) store.Outgoing {
		t.Helper()
		o, err := s.Prepare(func(seq uint64, prev string) (string, []byte, error) {
			return fmt.Sprintf("tf1-%06d.age", seq), fmt.Appendf(nil, "%d after %q", seq, prev), nil
		})
		must(t, err)
		if o.Seq != want {
			t.Fatalf("sequence number = %d, want %d", o.Seq, want)
		}
		return o
	}
	reopen := func() {
		t.Helper()
		s = b.open()
		must(t, s.UnlockKeyring(t.Context()))
	}
	first := prepare(1)
	reopen()
	second := prepare(2)
	data, err := s.Outgoing(second)
	must(t, err)
	firstData, err := s.Outgoing(first)
	must(t, err)
	if want := fmt.Sprintf("2 after %q", snapshot.Hash(firstData)); string(data) != want {
		t.Errorf("second file = %s, want %s", data, want)
	}
	waiting, err := s.Outbox()
	must(t, err)
	if diff := cmp.Diff([]store.Outgoing{first, second}, waiting); diff != "" {
		t.Errorf("outbox (-want +got):\n%s", diff)
	}
	must(t, s.Sent(first))
	must(t, s.Sent(second))
	reopen()
	third := prepare(3)
	must(t, s.Sent(third))
	must(t, add(s, "one")) // the vault's header repeats the number

	// Without the frontier the vault remembers; without both the folder does.
	must(t, s.Close())
	must(t, os.Remove(b.path+"/frontier.age"))
	reopen()
	prepare(4)
	must(t, s.SetFrontier(store.Frontier{Own: store.Mark{Seq: 40, Hash: "h"}}))
	prepare(41)

	if _, err := s.Prepare(func(uint64, string) (string, []byte, error) {
		return "", nil, errors.New("no")
	}); err == nil {
		t.Error("a build that fails succeeded")
	}
	for _, name := range []string{"../x", "a/b", "", ".x", `a\b`} {
		if _, err := s.Prepare(func(uint64, string) (string, []byte, error) { return name, []byte("x"), nil }); err == nil {
			t.Errorf("name %q was accepted", name)
		}
	}
	prepare(42)
}

func TestFrontierNeverGoesBack(t *testing.T) {
	b := newBench(t)
	s := b.create("")
	ids := []string{"3f9a2c11xw", "k7wq2m9d3f", "0000000000"}
	want := map[string]uint64{}
	rapid.Check(t, func(t *rapid.T) {
		f := store.Frontier{Seen: map[string]store.Mark{}, Notes: json.RawMessage(`{"n":1}`)}
		for _, id := range ids {
			seq := rapid.Uint64Range(0, 50).Draw(t, id)
			f.Seen[id] = store.Mark{Seq: seq, Hash: fmt.Sprint(seq)}
			want[id] = max(want[id], seq)
		}
		if err := s.SetFrontier(f); err != nil {
			t.Fatal(err)
		}
		got, err := s.Frontier()
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range ids {
			if got.Seen[id].Seq != want[id] || got.Seen[id].Hash != fmt.Sprint(want[id]) {
				t.Fatalf("mark of %s = %+v, want %d", id, got.Seen[id], want[id])
			}
		}
	})
	before, err := s.Frontier()
	must(t, err)
	s = b.open()
	must(t, s.UnlockKeyring(t.Context()))
	after, err := s.Frontier()
	must(t, err)
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("frontier after a restart (-want +got):\n%s", diff)
	}
	if err := s.SetFrontier(store.Frontier{Seen: map[string]store.Mark{"../../etc": {Seq: 1}}}); err == nil {
		t.Error("an id that is none was accepted")
	}
	if err := s.SetFrontier(store.Frontier{Notes: json.RawMessage(`{`)}); err == nil {
		t.Error("notes that are no JSON were accepted")
	}
}

func TestRekey(t *testing.T) {
	for _, pass := range []string{"", "pass"} {
		b := newBench(t)
		s := b.create(pass)
		must(t, add(s, "one"))
		must(t, publish(s))
		key, err := s.MakeRecoveryKey()
		must(t, err)
		old, vault := s.Computer(), s.Vault()
		must(t, s.Rekey(t.Context(), store.NewComputer{Name: "Hanako's laptop (2)", System: "linux"}))
		if s.Computer() == old || s.Vault() != vault {
			t.Fatalf("computer %s -> %s, vault %s -> %s", old, s.Computer(), vault, s.Vault())
		}
		f, err := s.Frontier()
		must(t, err)
		if f.Own.Seq != 0 || f.Seen[old].Seq != 1 {
			t.Errorf("frontier = %+v, want the old id at 1 and nothing of our own", f)
		}
		id := s.Computer()
		s = b.open()
		must(t, s.UnlockKeyring(t.Context()))
		if s.Computer() != id || len(s.Notices()) != 0 {
			t.Errorf("after a restart: computer %s, notices %v", s.Computer(), s.Notices())
		}
		must(t, add(s, "two"))
		if pass != "" {
			s = b.open()
			must(t, s.UnlockPassphrase(secret.FromString(pass)))
		}
		s = b.open()
		must(t, s.UnlockRecovery(t.Context(), key.Phrase.Secret()))
		if got := issuers(t, s); len(got) != 2 {
			t.Errorf("accounts = %v, want two", got)
		}
	}
}
