package snapshot_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"twofold/sync/snapshot"
)

const (
	snapName  = "tf1-k7wq2m9d3f-3f9a2c11xw-000042-9c4e1b7a2dqf.age"
	deltaName = "tf1-k7wq2m9d3f-3f9a2c11xw-000042-9c4e1b7a2dqf-d.age"
	slotName  = "tf1-k7wq2m9d3f-r-s1a7c2m-5d02ce88h1mn.age"
)

func TestNames(t *testing.T) {
	want := snapshot.Name{Vault: "k7wq2m9d3f", Dev: "3f9a2c11xw", Seq: 42, Hash: "9c4e1b7a2dqf"}
	delta := want
	delta.Delta = true
	slot := snapshot.Name{Vault: "k7wq2m9d3f", Slot: "s1a7c2m", Hash: "5d02ce88h1mn"}
	for name, want := range map[string]snapshot.Name{snapName: want, deltaName: delta, slotName: slot} {
		got, ok := snapshot.ParseName(name)
		if !ok || got != want || got.String() != name || got.Recovery() != (got.Slot != "") {
			t.Errorf("ParseName(%s) = %+v, %v", name, got, ok)
		}
		if len(name) > 52 {
			t.Errorf("%s has %d letters, want at most 52", name, len(name))
		}
	}
}

func TestNamesThatAreNotOurs(t *testing.T) {
	for _, name := range []string{
		"", "tf1-", "notes.age", "tf2-k7wq2m9d3f-3f9a2c11xw-000042-9c4e1b7a2dqf.age",
		"tf1-k7wq2m9d3f-p-7h2k9q-3-3f9a2c11xw-9c4e1b7a2dqf.json",
		"tf1-k7wq2m9d3-3f9a2c11xw-000042-9c4e1b7a2dqf.age",
		"tf1-k7wq2m9d3l-3f9a2c11xw-000042-9c4e1b7a2dqf.age",
		"tf1-k7wq2m9d3f-3f9a2c11xw-00042-9c4e1b7a2dqf.age",
		"tf1-k7wq2m9d3f-3f9a2c11xw-000042-9c4e1b7a2dqfx.age",
		"tf1-k7wq2m9d3f-3f9a2c11xw-000042-9c4e1b7a2dq.age",
		"tf1-k7wq2m9d3f-3f9a2c11xw-9999999999999999999-9c4e1b7a2dqf.age",
		"~$tf1-7c1e2f.tmp", strings.Repeat("tf1-", 1<<20),
	} {
		if n, ok := snapshot.FindName(name); ok {
			t.Errorf("FindName(%.60s) = %v", name, n)
		}
	}
}

func TestCopiesAreFound(t *testing.T) {
	want, _ := snapshot.ParseName(snapName)
	stem := strings.TrimSuffix(snapName, ".age")
	for _, name := range []string{
		stem + " (1).age", stem + "(1).age", "Copy of " + snapName, stem + " - Copy.age", stem + " - コピー.age",
		stem + " (Anna's conflicted copy 2026-11-22).age", stem + ".sync-conflict-20261122-120000-ABCDEFG.age",
		stem + "-DESKTOP-7C1E.age", stem + "_conflict-20261122.age", stem + " 2.age", strings.ToUpper(snapName),
		"." + snapName + ".icloud", stem, snapName + ".txt", "tf1-tf1-" + snapName,
	} {
		got, ok := snapshot.FindName(name)
		if !ok || got != want {
			t.Errorf("FindName(%s) = %+v, %v", name, got, ok)
		}
		if _, exact := snapshot.ParseName(name); exact {
			t.Errorf("ParseName(%s) took a copy for the original", name)
		}
	}
}

func TestNamesComeBack(t *testing.T) {
	b32 := func(n int) *rapid.Generator[string] {
		return rapid.StringMatching(fmt.Sprintf("[0-9a-hjkmnp-tv-z]{%d}", n))
	}
	rapid.Check(t, func(t *rapid.T) {
		n := snapshot.Name{Vault: b32(10).Draw(t, "vault"), Hash: b32(12).Draw(t, "hash")}
		if rapid.Bool().Draw(t, "slot") {
			n.Slot = "s" + b32(6).Draw(t, "id")
		} else {
			n.Dev, n.Seq = b32(10).Draw(t, "dev"), rapid.Uint64Range(0, 1e18-1).Draw(t, "seq")
			n.Delta = rapid.Bool().Draw(t, "delta")
		}
		if got, ok := snapshot.ParseName(n.String()); !ok || got != n {
			t.Fatalf("ParseName(%s) = %+v, %v", n, got, ok)
		}
	})
}

func TestRecoveryName(t *testing.T) {
	n := snapshot.RecoveryName(vaultID, "s1a7c2m", []byte("content"))
	if got, ok := snapshot.ParseName(n.String()); !ok || got != n || n.Check([]byte("content")) != nil || n.Check(nil) == nil {
		t.Errorf("recovery name %s", n)
	}
}

func FuzzName(f *testing.F) {
	for _, s := range []string{snapName, deltaName, slotName, "Copy of " + snapName, "tf1-tf1-"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, ok := snapshot.FindName(s)
		if !ok {
			return
		}
		if back, ok := snapshot.ParseName(n.String()); !ok || back != n {
			t.Fatalf("the name %v found in %q does not come back", n, s)
		}
	})
}
