package window

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"twofold/app/locale"
	"twofold/app/session"
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
	if want := old.txt.T("ap.badge"); !old.says(want) {
		t.Fatalf("the window does not say %q but %q", want, old.texts())
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
	w.poll()
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

func TestApprovalEndsInTheWindow(t *testing.T) {
	for name, c := range map[string]struct {
		do   func(*rig, *approveSheet, *recoverWizard)
		says string // on the new computer
	}{
		"not me":              {func(_ *rig, s *approveSheet, _ *recoverWizard) { s.onDeny() }, "err.pair.declined"},
		"the sheet is closed": {func(_ *rig, s *approveSheet, _ *recoverWizard) { s.sheet.Close() }, "err.pair.cancelled"},
		"the new computer goes away": {func(_ *rig, _ *approveSheet, w *recoverWizard) {

			_ = session.PairPace
		}, ""},
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
