package window

import (
	"context"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"twofold/app/locale"
	"twofold/app/session"
)

// withLaptop is a computer with twelve accounts whose vault another one has
// joined with the recovery key.
func (r *rig) withLaptop() *peer {
	r.t.Helper()
	r.accounts()
	ctx := context.Background()
	words, _, err := r.ses.MakeRecoveryKey(ctx)
	must(r, err)
	must(r, r.ses.ConfirmRecoveryKey())
	folder, err := r.ses.SetFolder(ctx, r.t.TempDir())
	must(r, err)
	p := r.newPeer("Hanako's laptop")
	first := &peer{Session: r.ses, r: r, folder: folder, words: strings.Join(words, " ")}
	first.joinBy(p.Session, "Hanako's laptop")
	p.folder, p.words = first.folder, first.words
	note := "for the laptop"
	must(r, r.ses.Edit(r.ses.View().Rows[0].ID, session.Changes{Note: &note}))
	first.settle(p.Session)
	r.clock.Advance(20 * time.Second) // what was news is none any more
	return p
}

// other is the other computer of the vault.
func (r *rig) other() session.Computer {
	r.t.Helper()
	all, err := r.ses.Computers()
	must(r, err)
	if len(all) < 2 {
		r.t.Fatalf("computers: %+v", all)
	}
	return all[1]
}

// removeOther removes the other computer through the pages.
func (r *rig) removeOther() {
	r.t.Helper()
	r.push(func() page { return newRemoveComputer(r.App, r.other().ID) })
	p := r.front().(*removeComputerPage)
	test.Tap(p.on)
	r.press(fyne.KeyReturn) // the keyring answers
	if _, ok := r.front().(*renewalsPage); !ok {
		r.t.Fatalf("in front is %T: %q", r.front(), r.texts())
	}
}

func (r *rig) says(want string) bool {
	return strings.Contains(strings.ReplaceAll(r.texts(), "\n", " "), want)
}

// TestAComputerThatJoinedByTheWordsIsAskedAbout in the list and on the page,
// until the user answers, also after a restart of the program.
func TestAComputerThatJoinedByTheWordsIsAskedAbout(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.withLaptop()
	r.home()
	if !r.says("New computer: Hanako's laptop") {
		t.Fatalf("the list says %q", r.texts())
	}
	r.main().foot.act()
	if _, ok := r.front().(*computersPage); !ok || !r.says("Was it you?") {
		t.Fatalf("in front is %T: %q", r.front(), r.texts())
	}
	test.Tap(findButton(t, r, "It was me"))
	if r.says("Was it you?") || r.other().Unsure {
		t.Errorf("it is still asked: %q", r.texts())
	}
	r.home()
	if r.says("New computer") {
		t.Errorf("the list still says %q", r.texts())
	}
}

func TestRenamingAComputer(t *testing.T) {
	r := newRig(t, setting{language: locale.Japanese})
	laptop := r.withLaptop()
	r.push(func() page { return newComputer(r.App, r.other().ID) })
	p := r.front().(*computerPage)
	if !p.save.Disabled() {
		t.Error("there is nothing to save")
	}
	p.name.SetText("  ")
	if !p.save.Disabled() {
		t.Error("an empty name can be saved")
	}
	p.name.SetText("花子のノートPC")
	p.onSave()
	if got := r.other().Name; got != "花子のノートPC" {
		t.Errorf("its name is %q", got)
	}
	laptop.settle(r.ses)
	all, err := laptop.Computers()
	if err != nil || all[0].Name != "花子のノートPC" {
		t.Errorf("it calls itself %+v, %v", all[0].Name, err)
	}
}

// TestRemovingAComputerThroughThePages: the account of what it does, the list
// of accounts with ticks, and what the removed one is told.
func TestRemovingAComputerThroughThePages(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	laptop := r.withLaptop()
	r.push(func() page { return newRemoveComputer(r.App, r.other().ID) })
	for _, want := range []string{"can open nothing that your other computers write", "It keeps the accounts it already has", "The recovery key was shown or typed on it"} {
		if !r.says(want) {
			t.Errorf("the page does not say %q: %q", want, r.texts())
		}
	}
	r.press(fyne.KeyReturn) // Enter is the way back
	if r.other().Gone {
		t.Fatal("Enter removed it")
	}
	r.removeOther()
	if !r.other().Gone || !r.says("0 of 12 taken care of") || !r.says("knows the recovery key") {
		t.Fatalf("afterwards: %q", r.texts())
	}
	must(r, r.ses.SetRenewed(r.ses.View().Rows[0].ID, true))
	r.front().(*renewalsPage).load()
	if !r.says("1 of 12 taken care of") {
		t.Errorf("after a tick: %q", r.texts())
	}
	rows := len(laptop.View().Rows)
	must(r, laptop.LookAtFolder(context.Background()))
	if laptop.Status().Health != session.HealthExcluded || len(laptop.View().Rows) != rows || rows != 12 {
		t.Errorf("the removed one: %v, %d rows", laptop.Status().Health, len(laptop.View().Rows))
	}
}

// TestTheLastComputerIsNotOfferedToBeRemoved and says why.
func TestTheLastComputerIsNotOfferedToBeRemoved(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.accounts()
	all, err := r.ses.Computers()
	must(r, err)
	r.push(func() page { return newComputer(r.App, all[0].ID) })
	if !r.says("This is the only computer of the vault") {
		t.Errorf("the page says %q", r.texts())
	}
	r.home()
	r.withLaptop()
	r.push(func() page { return newComputer(r.App, all[0].ID) })
	if !r.says("A computer can't remove itself") {
		t.Errorf("with another one the page says %q", r.texts())
	}
}
