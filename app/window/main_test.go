package window

import (
	"context"
	"errors"
	"image"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"twofold/app/config"
	"twofold/app/locale"
	"twofold/app/session"
	"twofold/internal/qr"
)

const github = "otpauth://totp/GitHub:hanako?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=GitHub"

// press sends a key to whatever has the keyboard, as the real window does.
func (r *rig) press(key fyne.KeyName) {
	c := r.win.Canvas()
	if f := c.Focused(); f != nil {
		f.TypedKey(&fyne.KeyEvent{Name: key})
		return
	}
	c.OnTypedKey()(&fyne.KeyEvent{Name: key})
}

// texts is everything that can be read on the window.
func (r *rig) texts() string {
	r.ui.drain()
	var b strings.Builder
	r.each(func(o fyne.CanvasObject) bool {
		if o, ok := o.(*canvas.Text); ok {
			b.WriteString(o.Text + "\n")
		}
		return true
	})
	return b.String()
}

func TestEnterCopiesTheSelectedCode(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.accounts()
	r.choose("GitHub")
	r.win.Canvas().Focus(r.main().list)
	r.press(fyne.KeyReturn)
	want, _ := r.ses.View().Code(r.main().list.Selected(), noon)
	if got := r.desk.Text(); got != want.Now || len(got) != 6 {
		t.Errorf("clipboard holds %q, want %q", got, want.Now)
	}
	if !strings.Contains(r.texts(), "Copied") {
		t.Error("the row does not say so")
	}
	r.clock.Advance(2 * time.Second)
	if strings.Contains(r.texts(), "Copied") {
		t.Error("the row says so for ever")
	}
	r.clock.Advance(30 * time.Second)
	if got := r.desk.Text(); got != "" {
		t.Errorf("clipboard still holds %q", got)
	}
}

func TestCodesMoveOnWithTheSecond(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.accounts()
	id := r.ses.View().Rows[0].ID
	before, _ := r.ses.View().Code(id, r.clock.Now())
	if !strings.Contains(r.texts(), before.Now[:3]) {
		t.Fatalf("the list does not show %s", before.Now)
	}
	r.clock.Advance(20 * time.Second)
	after, _ := r.ses.View().Code(id, r.clock.Now())
	if before.Next != after.Now || !strings.Contains(r.texts(), after.Now[:3]) {
		t.Errorf("after the period: %s, announced was %s", after.Now, before.Next)
	}
}

func TestTypingSearches(t *testing.T) {
	r := newRig(t, setting{language: locale.Japanese})
	r.accounts()
	r.win.Canvas().Focus(r.main().list)
	for _, c := range "sla" {
		if f := r.win.Canvas().Focused(); f != nil {
			f.TypedRune(c)
		}
	}
	if items := r.main().list.Items(); len(items) != 1 || items[0].Title != "Slack" {
		t.Fatalf("%d rows after typing", len(items))
	}
	r.press(fyne.KeyEscape)
	if n := len(r.main().list.Items()); n != 12 {
		t.Errorf("%d rows after Esc, want 12", n)
	}
}

func TestDroppedPictureIsAddedAfterConfirming(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	img, err := qr.Draw(github, qr.Options{})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "Screenshot.png")
	if err := os.WriteFile(path, encode(t, img), 0o600); err != nil {
		t.Fatal(err)
	}
	r.dropped([]string{path})
	p, ok := r.front().(*confirmPage)
	if !ok {
		t.Fatalf("in front is %T", r.front())
	}
	if len(r.ses.View().Rows) != 0 {
		t.Error("added without asking")
	}
	test.Tap(p.add)
	if rows := r.ses.View().Rows; len(rows) != 1 || rows[0].Issuer != "GitHub" {
		t.Fatalf("rows = %+v", rows)
	}
	if r.main().list.Selected() != r.ses.View().Rows[0].ID {
		t.Error("the new row is not selected")
	}
}

func TestPagesOfAnExportInAnyOrder(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.accounts()
	// Pages made by the program's own writer are read back in reverse.
	pages := migrationPages(t, 23)
	r.desk.text = pages[2]
	r.paste()
	p, ok := r.front().(*confirmPage)
	if !ok || p.all.Pages == nil || p.all.Pages.Total != 3 {
		t.Fatalf("in front is %T %+v", r.front(), p)
	}
	for _, uri := range []string{pages[0], pages[0], pages[1]} {
		r.desk.text = uri
		r.paste()
	}
	if p.all.Pages != nil || len(p.all.Candidates) != 23 {
		t.Fatalf("%d accounts, pages %+v", len(p.all.Candidates), p.all.Pages)
	}
	test.Tap(p.add)
	if n := len(r.ses.View().Rows); n != 12+23 {
		t.Errorf("%d rows, want 35", n)
	}
}

func TestRefusalsHaveTheirOwnSentences(t *testing.T) {
	damaged := encode(t, image.NewGray(image.Rect(0, 0, 40, 40)))[:60]
	tests := []struct {
		name, text, says string
		file             []byte
	}{
		{name: "web address", text: "https://login.example.com/a", says: "This link opens a web page (login.example.com)"},
		{name: "microsoft push", text: "phonefactor://activate_account?code=1&url=x", says: "Microsoft Authenticator"},
		{name: "nothing", text: "hello", says: "no QR code, link or key"},
		{name: "wrong character", text: "otpauth://totp/A?secret=JBSW1", says: `"1"`},
		{name: "no secret", text: "otpauth://totp/A", says: "key is missing"},
		{name: "eleven digits", text: github + "&digits=11", says: "not 11"},
		{name: "period 0", text: github + "&period=0", says: "not 0"},
		{name: "unknown algorithm", text: github + "&algorithm=SHA3", says: "SHA3"},
		{name: "no code", file: encode(t, image.NewGray(image.Rect(0, 0, 300, 300))), says: "Screenshot.png"},
		{name: "damaged picture", file: damaged, says: "damaged"},
		{name: "unknown file", file: []byte{0, 1, 2}, says: "doesn't know"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t, setting{language: locale.English})
			r.accounts()
			if tt.file != nil {
				path := filepath.Join(t.TempDir(), "Screenshot.png")
				if err := os.WriteFile(path, tt.file, 0o600); err != nil {
					t.Fatal(err)
				}
				r.dropped([]string{path})
			} else {
				r.desk.text = tt.text
				r.paste()
			}
			said := strings.ReplaceAll(r.texts(), "\n", " ")
			if len(r.sheets) != 1 || tt.name != "no code" && !strings.Contains(said, tt.says) {
				t.Errorf("%d sheets; the window says %q, want %q", len(r.sheets), said, tt.says)
			}
			r.press(fyne.KeyEscape)
			if len(r.sheets) != 0 || len(r.ses.View().Rows) != 12 {
				t.Errorf("after Esc: %d sheets, %d rows", len(r.sheets), len(r.ses.View().Rows))
			}
		})
	}
}

func TestDeleteAndUndo(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.accounts()
	r.choose("GitHub")
	deleted := r.main().list.Selected()
	r.run(cmdDelete)
	if len(r.sheets) != 1 {
		t.Fatal("nothing was asked")
	}
	r.press(fyne.KeyReturn) // the button has the keyboard
	if len(r.ses.View().Trash) != 1 {
		t.Fatal("not deleted")
	}
	if !strings.Contains(r.texts(), "Undo") {
		t.Error("no undo is offered")
	}
	r.press(fyne.KeyEnd) // its place is out of sight
	r.run(cmdUndo)
	if _, _, shown := r.main().list.RowAt(deleted); r.main().list.Selected() != deleted || !shown {
		t.Error("what undo brought back is not selected and in view")
	}
	if len(r.ses.View().Trash) != 0 || len(r.ses.View().Rows) != 12 {
		t.Error("undo did not bring it back")
	}
	// Without anything left to take back there is nothing to decide either.
	id := r.row("GitHub").ID
	if err := errors.Join(r.ses.Delete(id), r.ses.Purge(id)); err != nil {
		t.Fatal(err)
	}
	r.run(cmdUndo)
	if !r.says(r.txt.T("err.undo.none")) || len(r.sheets) > 0 {
		t.Errorf("nothing to undo: %d sheets over %q", len(r.sheets), r.texts())
	}
}

// TestOffersInTheSidebar says on the card of the wide window what a click on it
// does, and says nothing under the heading of the backup that is not about it.
func TestOffersInTheSidebar(t *testing.T) {
	r := newRig(t, setting{language: locale.English, width: 960, height: 680})
	r.accounts()
	backup, undo := r.txt.T("sync.title"), r.txt.T("common.undo")
	if !r.says(backup) || r.says(undo) {
		t.Fatalf("at first: %q", r.texts())
	}
	before := r.main().side.card.Size().Height
	r.choose("GitHub")
	r.run(cmdDelete)
	r.press(fyne.KeyReturn)
	if !r.says(undo) || r.says(backup) {
		t.Errorf("after a deletion: %q", r.texts())
	}
	if now := r.main().side.card.Size().Height; now <= before {
		t.Errorf("the card stays %v high", now)
	}
	r.win.Canvas().Focus(r.main().side.card)
	r.press(fyne.KeyReturn)
	if len(r.ses.View().Trash) != 0 {
		t.Error("the card did not take it back")
	}
	r.clock.Advance(newsFor + time.Second)
	if !r.says(backup) || r.main().side.card.Size().Height != before {
		t.Errorf("later: %q", r.texts())
	}
}

func TestLockShowsNoNames(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.accounts()
	r.run(cmdLock)
	for _, name := range []string{"GitHub", "hanako", "12", "Work"} {
		if strings.Contains(r.texts(), name) {
			t.Errorf("the lock page shows %q", name)
		}
	}
	if r.clock.Timers() > 0 {
		t.Errorf("%d timers run while locked", r.clock.Timers())
	}
	must(r, r.ses.UnlockKeyring(context.Background()))
	if r.main().empty() {
		t.Error("nothing after unlocking")
	}
}

func TestWrongPassphraseIsSaidBesideTheField(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	must(r, r.ses.SetPassphrase(context.Background(), nil, []byte("four unrelated words")))
	r.run(cmdLock)
	p := r.front().(*lockPage)
	p.pass.SetText("wrong")
	p.onPassphrase()
	if !strings.Contains(r.texts(), "Wrong passphrase") || p.pass.Text() != "" {
		t.Error("not said, or the field keeps the wrong one")
	}
	p.pass.SetText("four unrelated words")
	p.onPassphrase()
	if r.ses.Phase() != session.Open {
		t.Error("the right one does not open")
	}
}

func TestLanguageAndThemeSwitchWhileRunning(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.accounts()
	r.choose("Google")
	r.setConfig(func(s *config.Settings) { s.Language = "ja" })
	if !strings.Contains(r.texts(), "すべて") {
		t.Error("still not Japanese")
	}
	r.setConfig(func(s *config.Settings) { s.TextScale, s.Theme = 200, config.ThemeDark })
	if len(r.main().list.Items()) != 12 {
		t.Error("the list is gone")
	}
}

func TestEveryShortcutHasACommand(t *testing.T) {
	for _, b := range bindings() {
		got, ok := commandOf(&desktop.CustomShortcut{KeyName: b.key, Modifier: b.mod})
		if !ok || got != b.cmd {
			t.Errorf("%v with %v is %q, want %q", b.key, b.mod, got, b.cmd)
		}
	}
}

func TestSaveThatFailsIsSaidAndStays(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.accounts()
	dir := r.dir
	if err := os.Rename(dir, dir+"-aside"); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(dir, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	r.choose("GitHub")
	r.main().pin(r.main().list.Selected(), true)
	if !strings.Contains(r.texts(), "Not saved yet") || !r.ses.View().Row(r.main().list.Selected()).Pinned {
		t.Errorf("the window says %q", r.texts())
	}
	r.run(cmdQuit)
	if len(r.sheets) != 1 || !strings.Contains(r.texts(), "Quit without saving?") {
		t.Error("quit asks nothing")
	}
	if err := errors.Join(os.Remove(dir), os.Rename(dir+"-aside", dir)); err != nil {
		t.Fatal(err)
	}
	r.clock.Advance(6 * time.Second)
	if r.ses.Status().Health == session.HealthSaveFailed {
		t.Error("not tried again")
	}
}

// TestSearchFieldRests: no field has the keyboard while nobody types.
func TestSearchFieldRests(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.accounts()
	m := r.main()
	m.header.begin('a')
	from := r.clock.Now()
	m.tick(from.Add(searchRests - time.Second))
	if !m.header.search.Focused() {
		t.Error("the field gave up the keyboard too early")
	}
	m.search("ab") // another key
	m.tick(from.Add(searchRests - time.Second))
	if !m.header.search.Focused() {
		t.Error("a key did not begin the time anew")
	}
	m.tick(from.Add(searchRests))
	if m.header.search.Focused() || m.query != "ab" {
		t.Errorf("after the time: focused %v, query %q", m.header.search.Focused(), m.query)
	}
}

func TestEscLeavesTheRecoveryKey(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.withKey()
	r.run(cmdLock)
	findButton(t, r, r.txt.T("lock.recovery")).Tapped(nil)
	r.press(fyne.KeyEscape) // gives up the field
	if p := r.front().(*lockPage); p.words == nil || p.words.Focused() {
		t.Fatal("Esc does not leave the field first")
	}
	r.press(fyne.KeyEscape)
	if p := r.front().(*lockPage); p.words != nil || r.win.Canvas().Focused() != fyne.Focusable(p.unlock) {
		t.Error("Esc does not go back to the button that unlocks")
	}
}
