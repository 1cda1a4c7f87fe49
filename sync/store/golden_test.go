package store_test

import (
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"twofold/crypto/phrase"
	"twofold/crypto/secret"
	"twofold/sync/store"
)

var update = flag.Bool("update", false, "make the data directory of the present format again")

// golden is a data directory of a format version, with what opens it beside
// it. Directories of older versions stay for ever and are never made again.
const golden = "testdata/v1"

const goldenPass = "correct horse battery staple"

// TestGoldenDirectory opens a directory that this format version once wrote,
// by every way in. With -update it is written anew, which is only right as
// long as no release has used the format.
func TestGoldenDirectory(t *testing.T) {
	if *update {
		makeGolden(t)
	}
	line, err := os.ReadFile(filepath.Join(golden, "keyring.txt"))
	must(t, err)
	words, err := os.ReadFile(filepath.Join(golden, "words.txt"))
	must(t, err)
	ways := map[string]func(*bench, *store.Store) error{
		"keyring": func(b *bench, s *store.Store) error {
			b.keyring.lines[s.Computer()] = strings.TrimSpace(string(line))
			return s.UnlockKeyring(t.Context())
		},
		"passphrase": func(_ *bench, s *store.Store) error {
			return s.UnlockPassphrase(secret.FromString(goldenPass))
		},
		"recovery key": func(_ *bench, s *store.Store) error {
			p, err := phrase.Parse(string(words))
			must(t, err)
			return s.UnlockRecovery(t.Context(), p.Secret())
		},
	}
	for name, unlock := range ways {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			must(t, os.CopyFS(b.path, os.DirFS(filepath.Join(golden, "twofold"))))
			s := b.open()
			if got, want := s.Ways(), (store.Ways{Keyring: true, Passphrase: true, Recovery: true}); got != want {
				t.Errorf("ways = %+v, want %+v", got, want)
			}
			must(t, unlock(b, s))
			if got := issuers(t, s); !slices.Equal(got, []string{"GitHub", "例"}) {
				t.Errorf("accounts = %v", got)
			}
			f, err := s.Frontier()
			must(t, err)
			if f.Own.Seq != 2 || f.Seen["3f9a2c11xw"].Seq != 17 || string(f.Notes) != `{"kept":true}` {
				t.Errorf("frontier = %+v", f)
			}
			if state, err := s.Recovery(); err != nil || state != store.RecoveryConfirmed {
				t.Errorf("recovery = %v, %v, want confirmed", state, err)
			}
			waiting, err := s.Outbox()
			must(t, err)
			if len(waiting) != 1 || waiting[0].Seq != 2 {
				t.Errorf("outbox = %v, want file 2", waiting)
			}
			if n := s.Notices(); len(n) != 0 {
				t.Errorf("notices = %v, want none", n)
			}
			must(t, add(s, "new"))
		})
	}
}

func makeGolden(t *testing.T) {
	b := newBench(t)
	s := b.create(goldenPass)
	must(t, add(s, "GitHub"))
	must(t, publish(s))
	key, err := s.MakeRecoveryKey()
	must(t, err)
	must(t, s.ConfirmRecoveryKey(key.Slot))
	computer := s.Computer()
	s = b.open()
	must(t, s.UnlockKeyring(t.Context()))
	must(t, add(s, "例"))
	must(t, s.SetFrontier(store.Frontier{
		Seen: map[string]store.Mark{"3f9a2c11xw": {Seq: 17, Hash: "9c4e1b7a2dqf"}}, Notes: []byte(`{"kept":true}`),
	}))
	_, err = s.Prepare(func(uint64, string) (string, []byte, error) {
		return "tf1-k7wq2m9d3f-3f9a2c11xw-000002-9c4e1b7a2dqf.age", []byte("a snapshot"), nil
	})
	must(t, err)
	must(t, s.Close())
	must(t, os.Remove(filepath.Join(b.path, "lock")))
	must(t, os.RemoveAll(golden))
	must(t, os.CopyFS(filepath.Join(golden, "twofold"), os.DirFS(b.path)))
	write := func(name, text string) {
		must(t, os.WriteFile(filepath.Join(golden, name), []byte(text+"\n"), 0o644))
	}
	write("keyring.txt", b.keyring.lines[computer])
	write("words.txt", strings.Join(key.Phrase.Words(), " "))
	must(t, filepath.WalkDir(golden, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		return os.Chmod(path, 0o644)
	}))
}
