package window

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"twofold/app/locale"
	"twofold/app/session"
)

// TestNothingDroppedIsLost: over a sheet that asks something a drop is refused
// with words, over one that only tells it is taken, and the sheet goes.
func TestNothingDroppedIsLost(t *testing.T) {
	for _, lang := range languages {
		r := newRig(t, setting{language: lang})
		r.accounts()
		picture := r.qrFile(github)
		r.choose("GitHub")
		r.run(cmdDelete)
		r.dropped([]string{picture})
		if !r.told("drop.busy") || len(r.sheets) != 2 {
			t.Errorf("%s: over a question: %d sheets, %q", lang, len(r.sheets), r.texts())
		}
		r.dropped([]string{picture}) // over the words of the refusal
		if !r.told("drop.busy") || len(r.sheets) != 2 {
			t.Errorf("%s: once more: %d sheets", lang, len(r.sheets))
		}
		r.press(fyne.KeyReturn)
		if len(r.sheets) != 1 || len(r.ses.View().Trash) != 0 {
			t.Errorf("%s: the question is not as it was: %d sheets, %d deleted", lang, len(r.sheets), len(r.ses.View().Trash))
		}
		r.press(fyne.KeyEscape)

		text := filepath.Join(t.TempDir(), "note.txt")
		if err := os.WriteFile(text, []byte("hello"), 0o600); err != nil {
			t.Fatal(err)
		}
		for name, show := range map[string]func(){
			"a refused file": func() { r.dropped([]string{text}) },
			"the big code":   func() { r.main().showBig(r.row("GitHub").ID) },
		} {
			show()
			if len(r.sheets) != 1 {
				t.Fatalf("%s, %s: %d sheets", lang, name, len(r.sheets))
			}
			r.dropped([]string{picture})
			if _, ok := r.front().(*confirmPage); !ok || len(r.sheets) != 0 {
				t.Errorf("%s, %s: in front is %T, under %d sheets", lang, name, r.front(), len(r.sheets))
			}
			r.home()
		}
	}
}

// TestDroppedBehindALock: files that are dropped on the lock page are not
// touched before it is unlocked, all of them are then, and that is said.
func TestDroppedBehindALock(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.accounts()
	must(r, r.ses.Lock())
	r.ui.drain()
	gone, picture := filepath.Join(t.TempDir(), "moved.png"), r.qrFile(okta)
	r.dropped([]string{gone})
	if !r.told("drop.later") || len(r.sheets) != 1 {
		t.Errorf("it is not said: %d sheets, %q", len(r.sheets), r.texts())
	}
	r.press(fyne.KeyReturn)
	r.dropped([]string{picture})
	if _, ok := r.front().(*lockPage); !ok {
		t.Fatalf("in front is %T", r.front())
	}
	if err := os.Rename(picture, gone); err != nil { // read only now
		t.Fatal(err)
	}
	must(r, r.ses.UnlockKeyring(t.Context()))
	r.ui.drain()
	p, ok := r.front().(*confirmPage)
	if !ok || len(p.all.Candidates) != 1 || len(p.all.Problems) != 1 {
		t.Fatalf("in front is %T: %q", r.front(), r.texts())
	}
	must(r, r.ses.Lock())
	r.ui.drain()
	must(r, r.ses.UnlockKeyring(t.Context()))
	r.ui.drain()
	if _, ok := r.front().(*mainPage); !ok || r.ses.Phase() != session.Open {
		t.Errorf("they are read again: in front is %T", r.front())
	}
}

// TestDroppedOnAWizard: where a folder is chosen a folder that is dropped is
// chosen, and a picture is read; at a step that takes neither that is said.
func TestDroppedOnAWizard(t *testing.T) {
	for name, begin := range map[string]func(r *rig) (pick func() *folderPick){
		"recovery": func(r *rig) func() *folderPick {
			r.push(func() page { return newRecoverWizard(r.App, "") })
			return func() *folderPick { return r.front().(*recoverWizard).pick }
		},
		"backup": func(r *rig) func() *folderPick {
			r.push(func() page { return newBackupSetup(r.App) })
			return func() *folderPick { return r.front().(*backupSetup).pick }
		},
	} {
		r := newRig(t, setting{language: locale.English})
		pick, dir := begin(r), t.TempDir()
		r.dropped([]string{dir})
		shown := strings.ReplaceAll(r.texts(), "\n", "") // where a path is broken depends on its letters
		if got := pick().path(); got != dir || !strings.Contains(shown, dir) {
			t.Errorf("%s: %s is not chosen, but %q", name, dir, got)
		}
		r.dropped([]string{r.qrFile(github)})
		if _, ok := r.front().(*confirmPage); !ok {
			t.Errorf("%s: in front is %T", name, r.front())
		}
		r.back()
		if got := pick().path(); got != dir {
			t.Errorf("%s: then %q is chosen", name, got)
		}
		if p, ok := r.front().(*recoverWizard); ok {
			p.busy = true
			if r.dropped([]string{dir}); !r.told("drop.busy") {
				t.Errorf("at work: %q", r.texts())
			}
		}
	}
}

// TestDroppedOneAfterTheOther: a second picture comes to the page of the first,
// also beside the parts of an export, and all of them are added.
func TestDroppedOneAfterTheOther(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.desk.text = migrationPages(t, 23)[1]
	r.paste()
	first := r.front().(*confirmPage)
	n := len(first.all.Candidates)
	r.dropped([]string{r.qrFile(github)})
	r.dropped([]string{r.qrFile(okta)})
	p, ok := r.front().(*confirmPage)
	if !ok || p != first || len(p.all.Candidates) != n+2 || p.all.Pages == nil {
		t.Fatalf("in front is %T with %d of %d, pages %v", r.front(), len(first.all.Candidates), n+2, first.all.Pages)
	}
	r.press(fyne.KeyReturn) // the button has the keyboard
	if got := len(r.ses.View().Rows); got != n+2 {
		t.Errorf("%d rows, want %d", got, n+2)
	}
}

// TestAddedOverOtherWork: who adds an account in the middle of something else
// comes back to it, is told, and finds it as it was.
func TestAddedOverOtherWork(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.accounts()
	rows := len(r.ses.View().Rows)
	r.push(func() page { return newManual(r.App) })
	m := r.front().(*manualPage)
	m.issuer.SetText("half a name")
	r.dropped([]string{r.qrFile("otpauth://totp/Late:me?secret=KRSXG5CTMVRXEZLU&issuer=Late")})
	r.press(fyne.KeyReturn)
	if n := len(r.ses.View().Rows); n != rows+1 {
		t.Fatalf("%d rows, want %d", n, rows+1)
	}
	if r.front() != page(m) || m.issuer.Text() != "half a name" {
		t.Errorf("in front is %T", r.front())
	}
	if len(r.sheets) != 1 || !r.told("import.sum.h") {
		t.Errorf("%d sheets, and it is not said: %q", len(r.sheets), r.texts())
	}
	r.press(fyne.KeyEscape)

	// Its own account, which has to be confirmed, closes the form as well.
	m.key.secret.SetText("KRSXG5CTMVRXEZLU")
	m.onAdd()
	c, ok := r.front().(*confirmPage)
	if !ok {
		t.Fatalf("a key that is known is not asked about: in front is %T", r.front())
	}
	c.all.Candidates[0].Choice = session.ChoiceAdd
	c.count()
	r.press(fyne.KeyReturn)
	if n := len(r.ses.View().Rows); n != rows+2 || r.front() != page(r.main()) {
		t.Errorf("%d rows, in front is %T", n, r.front())
	}
}

// TestDroppedLink: a link that is dragged out of a browser arrives as if it were
// a file. It is read as what it is, and its key is nowhere in an error.
func TestDroppedLink(t *testing.T) {
	const decoded = "otpauth://totp/GitHub:hana ko?secret=JBSWY3DPEHPK3PXP&issuer=GitHub"
	file := filepath.Join(t.TempDir(), "a: b.png")
	uris := []fyne.URI{storage.NewFileURI(decoded), storage.NewFileURI(file), storage.NewFileURI("/x:/y.png")} // as the toolkit gives them
	if got := pathsOf(uris); !slices.Equal(got, []string{decoded, file, "/x:/y.png"}) {
		t.Fatalf("the drop has %q", got)
	}
	r := newRig(t, setting{language: locale.English})
	r.dropped([]string{decoded})
	p, ok := r.front().(*confirmPage)
	if !ok || p.all.Candidates[0].Account.Name != "hana ko" {
		t.Fatalf("in front is %T: %q", r.front(), r.texts())
	}
	r.press(fyne.KeyReturn)
	id := r.ses.View().Rows[0].ID
	for _, bad := range []string{decoded, strings.Replace(decoded, "JBSWY3DP", "JBSWY3D0", 1), "https://example.com/JBSWY3DPEHPK3PXP"} {
		r.push(func() page { return newEdit(r.App, id) })
		r.dropped([]string{bad})
		if strings.Contains(r.texts(), "EHPK3PXP") || len(r.sheets) != 1 {
			t.Errorf("%s on the page of an account: %d sheets, %q", bad, len(r.sheets), r.texts())
		}
		r.home()
		r.dropped([]string{bad})
		if strings.Contains(r.texts(), "EHPK3PXP") {
			t.Errorf("%s: %q", bad, r.texts())
		}
		r.home()
	}
}
