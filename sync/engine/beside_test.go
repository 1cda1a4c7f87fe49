package engine_test

import (
	"testing"
	"time"

	"twofold/sync/engine"
	"twofold/sync/folder/hostile"
)

// TestAVaultIsNotBegunBesideAnother: it was chosen while the folder was empty,
// and another computer's vault arrives before the first file is written. The
// two are for the user to bring together. A vault that was begun before goes
// on, whatever comes into its folder: it must not lose its backup.
func TestAVaultIsNotBegunBesideAnother(t *testing.T) {
	cloud := hostile.New(1, hostile.Faults{})
	one, two := cloud.Join(hostile.OneDrive, engine.Names()), cloud.Join(hostile.OneDrive, engine.Names())
	a := newMachine(t, "a", one).create()
	a.add("There")
	a.run(30*time.Second, 5*time.Second)
	cloud.Settle()
	b := newMachine(t, "b", two).create()
	b.add("Here")
	b.run(time.Hour, time.Minute)
	if _, err := b.engine.PublishNow(t.Context(), b.clock.now); err != nil {
		t.Fatal(err)
	}
	if st := b.engine.State(); b.writes != 0 || !st.Saved.IsZero() || len(st.Vaults) != 1 {
		t.Errorf("%d files, saved %v, other vaults %q", b.writes, st.Saved, st.Vaults)
	}

	empty := hostile.New(2, hostile.Faults{})
	own := empty.Join(hostile.Dropbox, engine.Names())
	b.folder = own
	b.start()
	b.run(time.Minute, 5*time.Second)
	if b.writes == 0 {
		t.Fatal("nothing was written into an empty folder")
	}
	b.folder, b.writes = two, 0 // a folder that holds another vault takes its place
	b.start()
	b.add("Later")
	b.run(5*time.Minute, 5*time.Second)
	if b.writes == 0 || b.engine.State().Saved.IsZero() {
		t.Errorf("%d files of a vault that was begun before", b.writes)
	}
	if len(a.doc().Accounts()) != 1 {
		t.Error("the other vault changed")
	}
}
