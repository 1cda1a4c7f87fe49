package window

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"twofold/app/control"
	"twofold/app/locale"
)

// twoWindows are a window with a vault in a folder, and one of a new computer
// that has come to the choice of how to unlock it.
func twoWindows(t *testing.T, lang locale.Language) (old, fresh *rig, w *recoverWizard) {
	t.Helper()
	old = newRig(t, setting{language: lang})
	old.accounts()
	if _, _, err := old.ses.MakeRecoveryKey(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := old.ses.ConfirmRecoveryKey(); err != nil {
		t.Fatal(err)
	}
	folder, err := old.ses.SetFolder(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	fresh = newRig(t, setting{language: lang})
	fresh.push(func() page { return newRecoverWizard(fresh.App, folder) })
	w = fresh.front().(*recoverWizard)
	w.onFolder()
	w.unlock()
	return old, fresh, w
}

// see looks into the folder, as the goroutine of the backup would.
func (r *rig) see() {
	r.t.Helper()
	if err := r.ses.LookAtFolder(r.t.Context()); err != nil {
		r.t.Fatal(err)
	}
}

// answer opens the request on the old computer as a user does, by the status
// line, and brings both to the number.
func answer(t *testing.T, old *rig, w *recoverWizard) *approveSheet {
	t.Helper()
	w.askApproval()
	old.see()
	if !old.saysKey("ap.badge") {
		t.Fatalf("says %q", old.texts())
	}
	if len(old.sheets) != 0 {
		t.Fatal("a sheet that nobody opened")
	}
	old.main().foot.act()
	s := old.approving
	if s == nil || len(old.sheets) != 1 {
		t.Fatalf("no sheet: %v, %d sheets, %+v", s, len(old.sheets), old.ses.Backup().Requests)
	}
	w.poll()
	s.poll()
	return s
}

func (s *approveSheet) typed(number string) {
	for _, r := range number {
		s.number.TypedRune(r)
	}
}

func TestApproveInTheWindow(t *testing.T) {
	old, fresh, w := twoWindows(t, locale.English)
	s := answer(t, old, w)
	number := w.rec.ApprovalNumber()
	if len(number) != 6 || w.wait.shown != number {
		t.Fatalf("number %q, shown %q", number, w.wait.shown)
	}
	if s.approve.Disabled() != true {
		t.Error("can approve before a number is typed")
	}
	wrong := "111111"
	if number == wrong {
		wrong = "111112"
	}
	s.typed(wrong)
	s.onApprove()
	if s.number.Text() != "" || !s.problem.Visible() || !strings.Contains(s.problem.Text(), "2") {
		t.Errorf("after a wrong number: %q, says %q", s.number.Text(), s.problem.Text())
	}
	s.typed(number)
	s.onApprove()
	if !s.granted {
		t.Fatal("not granted")
	}
	cancel := fresh.button(fresh.txt.T("common.cancel")).Position()
	w.poll()
	if now := fresh.button(fresh.txt.T("common.cancel")).Position(); now != cancel || w.next.Position() == cancel {
		t.Errorf("cancel was at %v and is at %v when the words come by themselves; what takes the accounts is at %v", cancel, now, w.next.Position())
	}
	if f := fresh.win.Canvas().Focused(); f != nil {
		t.Errorf("%T has the keyboard on a page that came by itself: a key that is pressed just then must not take the accounts", f)
	}
	if w.rec.ApprovalWords() != s.ap.Words() {
		t.Errorf("words %v and %v", w.rec.ApprovalWords(), s.ap.Words())
	}
	if len(fresh.ses.View().Rows) != 0 {
		t.Error("accounts are taken before the words are confirmed")
	}
	w.finish()
	if n := len(fresh.ses.View().Rows); n != 12 {
		t.Errorf("%d accounts, want 12", n)
	}
	s.poll()
	if len(old.sheets) != 0 || old.approving != nil {
		t.Error("the sheet stays after the new computer has joined")
	}
	entries, err := os.ReadDir(w.rec.Folder().Folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".json") {
			t.Errorf("left in the folder: %s", e.Name())
		}
	}
}

// TestNumberBeforeTheName: the number can be on the new computer's screen, and
// typed, before its name has come through the folder. It waits for that.
func TestNumberBeforeTheName(t *testing.T) {
	old, _, w := twoWindows(t, locale.English)
	w.askApproval()
	old.see()
	old.openRequest()
	s := old.approving
	w.poll()
	s.typed(w.rec.ApprovalNumber())
	if s.approve.Disabled() {
		t.Error("a whole number cannot be sent off")
	}
	s.onApprove()
	if s.granted || !s.approve.Disabled() || !old.says(old.txt.T("common.working")) {
		t.Errorf("sent off: granted %v, says %q", s.granted, old.texts())
	}
	s.poll()
	if !s.granted {
		t.Error("what was sent off is forgotten")
	}
}

// TestFolderInTheWay: both sides say that the folder is gone, as long as it is.
func TestFolderInTheWay(t *testing.T) {
	for _, lang := range []locale.Language{locale.English, locale.Japanese} {
		old, fresh, w := twoWindows(t, lang)
		s := answer(t, old, w)
		folder := w.rec.Folder().Folder
		must(old, os.Rename(folder, folder+" away"))
		for side, r := range map[string]*rig{"old": old, "new": fresh} {
			w.poll()
			s.poll()
			if !r.saysKey("err.folder.missing") {
				t.Errorf("%s, %s: says %q", lang, side, r.texts())
			}
			for _, p := range []*control.Paragraph{w.wait.odd, s.problem} {
				if size := p.Size(); size.Height < p.HeightFor(size.Width) {
					t.Errorf("%s, %s: %v is too small for %q", lang, side, size, p.Text())
				}
			}
		}
		must(old, os.Rename(folder+" away", folder))
		for side, r := range map[string]*rig{"old": old, "new": fresh} {
			w.poll()
			s.poll()
			if r.saysKey("err.folder.missing") {
				t.Errorf("%s, %s: still says %q", lang, side, r.texts())
			}
		}
		s.typed(w.rec.ApprovalNumber())
		s.onApprove()
		if !s.granted {
			t.Errorf("%s: not approved after the folder came back: %q", lang, old.texts())
		}
	}
}

// TestInTurn: what is asked for during a piece of work comes after it, and
// after what follows from it, in its order.
func TestInTurn(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	q := inTurn{a: r.App}
	var did []string
	work := func(name string) func(context.Context) {
		return func(context.Context) { did = append(did, name) }
	}
	q.do(func(context.Context) {
		did = append(did, "look")
		q.do(work("click"), nil)
		q.do(work("another"), func() { did = append(did, "answered") })
	}, func() {
		did = append(did, "looked")
		q.do(work("follows"), nil)
	})
	if got, want := strings.Join(did, " "), "look looked follows click another answered"; got != want {
		t.Errorf("did %q, want %q", got, want)
	}
}

func TestApprovalEndsInTheWindow(t *testing.T) {
	for name, c := range map[string]struct {
		do   func(*rig, *approveSheet, *recoverWizard)
		says string // on the new computer
	}{
		"not me":                     {func(_ *rig, s *approveSheet, _ *recoverWizard) { s.onDeny() }, "err.pair.declined"},
		"the sheet is closed":        {func(_ *rig, s *approveSheet, _ *recoverWizard) { s.sheet.Close() }, "err.pair.cancelled"},
		"the new computer goes away": {nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			old, fresh, w := twoWindows(t, locale.English)
			s := answer(t, old, w)
			if c.says == "" {
				s.typed("000000")
				w.leave()
				s.poll()
				if old.approving != nil {
					t.Error("the sheet stays after the new computer has gone")
				}
				return
			}
			c.do(old, s, w)
			w.poll()
			if !fresh.says(fresh.txt.T(c.says)) {
				t.Errorf("does not say %q but %q", fresh.txt.T(c.says), fresh.texts())
			}
		})
	}
}

// askedApproval is the page of a new computer that waits to be approved, on a
// folder that another one has filled.
func (r *rig) askedApproval() *recoverWizard {
	r.t.Helper()
	other := r.newPeer("Hanako's desktop")
	other.add(okta, nil)
	ctx := context.Background()
	_, _, err := other.MakeRecoveryKey(ctx)
	must(r, err)
	must(r, other.ConfirmRecoveryKey())
	cloud := filepath.Join(r.t.TempDir(), "OneDrive")
	must(r, os.Mkdir(cloud, 0o700))
	folder, err := other.SetFolder(ctx, cloud)
	must(r, err)
	r.push(func() page { return newRecoverWizard(r.App, folder) })
	w := r.front().(*recoverWizard)
	w.onFolder()
	w.askApproval()
	w.poll()
	return w
}

// beingAsked is the sheet of a computer that another one asks, with some of
// the digits typed.
func (r *rig) beingAsked() {
	r.t.Helper()
	ctx := context.Background()
	_, _, err := r.ses.MakeRecoveryKey(ctx)
	must(r, err)
	must(r, r.ses.ConfirmRecoveryKey())
	folder, err := r.ses.SetFolder(ctx, r.t.TempDir())
	must(r, err)
	rec, err := r.newPeer("HANAKO-LAPTOP").BeginRecovery(ctx, folder)
	must(r, err)
	must(r, rec.AskApproval(ctx, ""))
	r.see()
	r.main().foot.news = ""
	r.openRequest()
	_, err = rec.PollApproval(ctx)
	must(r, err)
	r.approving.poll()
	r.approving.typed("472")
}

// TestQuitDuringAnApproval: whichever of the two programs is ended half-way,
// the other one is told, and nothing is left in the folder.
func TestQuitDuringAnApproval(t *testing.T) {
	for name, quit := range map[string]func(old, fresh *rig){
		"old": func(old, _ *rig) { old.quit() },
		"new": func(_, fresh *rig) { fresh.quit() },
	} {
		t.Run(name, func(t *testing.T) {
			old, fresh, w := twoWindows(t, locale.English)
			s := answer(t, old, w)
			folder := w.rec.Folder().Folder
			quit(old, fresh)
			if name == "old" {
				w.poll()
				if !fresh.saysKey("err.pair.cancelled") {
					t.Errorf("the new computer says %q", fresh.texts())
				}
				fresh.quit()
			} else {
				s.poll()
				if !old.saysKey("err.pair.cancelled") {
					t.Errorf("the old computer says %q", old.texts())
				}
			}
			if left, err := filepath.Glob(filepath.Join(folder, "*.json")); err != nil || len(left) > 0 {
				t.Errorf("left in the folder: %q, %v", left, err)
			}
		})
	}
}
