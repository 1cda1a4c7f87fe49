package window

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"twofold/app/config"
	"twofold/app/control"
	"twofold/app/locale"
	"twofold/app/platform"
	"twofold/crypto/sealed"
	"twofold/crypto/secret"
	"twofold/internal/account"
	"twofold/internal/exporter"
	"twofold/internal/importer"
	"twofold/internal/otpauth"
	"twofold/internal/qr"
)

// SaveFile gives the place the test chose.
func (d *fakeDesk) SaveFile(context.Context, platform.Dialog) (string, error) {
	if d.save == "" && d.err != nil {
		return "", d.err
	}
	if d.save == "" {
		return "", fmt.Errorf("stand-in: %w", platform.ErrCancelled)
	}
	return d.save, nil
}

// MoveToBin removes the file, as a bin does for everybody who looks.
func (d *fakeDesk) MoveToBin(_ context.Context, path string) error { return os.Remove(path) }

// export is a file of another program with n accounts in it.
func (r *rig) export(f exporter.Format, password string, n int) string {
	r.t.Helper()
	var as []account.Account
	for i := range n {
		a, err := otpauth.Parse(fmt.Sprintf("otpauth://totp/Service%%20%d:hanako?secret=JBSWY3DPEHPK3P%c%c&issuer=Service%%20%d", i, 'A'+i/26%26, 'A'+i%26, i))
		must(r, err)
		a.Groups = []string{[]string{"Work", "Personal"}[i%2]}
		as = append(as, a)
	}
	var b bytes.Buffer
	_, err := exporter.Write(context.Background(), &b, f, as, exporter.Options{Password: secret.FromString(password), Now: noon, Cost: sealed.CostTest})
	must(r, err)
	path := filepath.Join(r.t.TempDir(), "export.json")
	must(r, os.WriteFile(path, b.Bytes(), 0o600))
	return path
}

// readExport drops such a file on the window, and a text file with more lines
// if there are any.
func (r *rig) readExport(f exporter.Format, password string, n int, lines ...string) []string {
	r.t.Helper()
	paths := []string{r.export(f, password, n)}
	if len(lines) > 0 {
		paths = append(paths, filepath.Join(r.t.TempDir(), "list.txt"))
		must(r, os.WriteFile(paths[1], []byte(strings.Join(lines, "\n")), 0o600))
	}
	r.dropped(paths)
	return paths
}

// unlockFile types the password of a file and presses Enter.
func (r *rig) unlockFile(password string) {
	r.t.Helper()
	p, ok := r.front().(*importLock)
	if !ok {
		r.t.Fatalf("in front is %T, want the page that asks for a file's password", r.front())
	}
	p.pass.SetText(password)
	p.onOpen()
}

func newImportRig(t *testing.T) *rig {
	return newRig(t, setting{language: locale.English, theme: config.ThemeLight})
}

// texts are all words on the sheet in front.
func (r *rig) sheetSays(want string) bool {
	r.t.Helper()
	if len(r.sheets) == 0 {
		return false
	}
	for _, o := range r.sheets[len(r.sheets)-1].Content().Objects() {
		if p, ok := o.(interface{ AccessibilityLabel() string }); ok && strings.Contains(p.AccessibilityLabel(), want) {
			return true
		}
	}
	return false
}

func TestImportOfALockedFile(t *testing.T) {
	r := newImportRig(t)
	paths := r.readExport(exporter.AegisSafe, "open sesame", 3)
	r.unlockFile("open says me")
	p := r.front().(*importLock)
	if p.pass.Text() != "" || p.stop != nil {
		t.Error("the wrong password stays in the field, or the page is still at work")
	}
	r.unlockFile("open sesame")
	c, ok := r.front().(*confirmPage)
	if !ok {
		t.Fatalf("in front is %T, want the page that confirms", r.front())
	}
	c.onAdd()
	if n := len(r.ses.View().Rows); n != 3 {
		t.Fatalf("%d accounts, want 3", n)
	}
	if !r.sheetSays("3 accounts imported") {
		t.Error("no sums are told")
	}
	if _, err := os.Stat(paths[0]); err != nil {
		t.Errorf("an encrypted file was touched: %v", err)
	}
}

func TestImportEndsWithTheOfferToThrowAway(t *testing.T) {
	r := newImportRig(t)
	paths := r.readExport(exporter.Aegis, "", 2, "otpauth://totp/Bad?secret=JBSW0")
	r.front().(*confirmPage).onAdd()
	if !r.sheetSays("2 accounts imported") || !r.sheetSays("1 could not be imported") || !r.sheetSays("Bad") {
		t.Error("not every entry is accounted for")
	}
	if !r.sheetSays("export.json") {
		t.Error("the file in the clear is not named")
	}
	r.bin(paths[:1])
	if _, err := os.Stat(paths[0]); err == nil {
		t.Error("the file is still there")
	}
}

func TestImportWithoutGroups(t *testing.T) {
	r := newImportRig(t)
	r.readExport(exporter.Aegis, "", 4)
	p := r.front().(*confirmPage)
	if got := strings.Join(p.groupNames(), ","); got != "Work,Personal" {
		t.Errorf("groups = %s", got)
	}
	p.groups = false
	p.onAdd()
	if v := r.ses.View(); len(v.Rows) != 4 || len(v.Groups) != 0 {
		t.Errorf("%d accounts, %d groups; want 4 and none", len(v.Rows), len(v.Groups))
	}
}

func TestManyCandidatesComeInPages(t *testing.T) {
	r := newImportRig(t)
	r.readExport(exporter.Aegis, "", 95)
	p := r.front().(*confirmPage)
	if n := len(p.root.Body().Objects()); n > 10 {
		t.Errorf("%d objects are on the page, want a few cards", n)
	}
	p.from = 80
	p.fill(p.root.SetBody)
	p.onAll(false)
	if !p.add.Disabled() {
		t.Error("nothing is chosen, and the button can be pressed")
	}
	p.onAll(true)
	p.onAdd()
	if n := len(r.ses.View().Rows); n != 95 {
		t.Errorf("%d accounts, want 95", n)
	}
}

func TestExportFromTheWindow(t *testing.T) {
	r := newImportRig(t)
	r.accounts()
	r.desk.save = filepath.Join(t.TempDir(), "out.json")
	r.push(func() page { return newExport(r.App, &exporter.Formats()[0]) })
	p := r.front().(*exportPage)
	if p.onSave(); len(r.sheets) > 0 {
		t.Fatal("an encrypted export without a password was begun")
	}
	p.pass.SetText("four unrelated words")
	p.again.SetText("four unrelated word")
	if !p.save.Disabled() {
		t.Error("two different passwords are good enough")
	}
	p.again.SetText("four unrelated words")
	p.onSave()
	data, err := os.ReadFile(r.desk.save)
	must(r, err)
	src, err := importer.Open(context.Background(), []importer.File{{Data: data}})
	must(r, err)
	must(r, src.Unlock(context.Background(), secret.FromString("four unrelated words"), nil))
	if got, err := src.Read(); err != nil || len(got.Entries) != 12 {
		t.Errorf("the file has %d accounts, %v; want 12", len(got.Entries), err)
	}
	if _, ok := r.front().(*mainPage); !ok || !r.sheetSays("12 accounts exported") {
		t.Errorf("in front is %T, and what was exported is not told", r.front())
	}
}

func TestExportAsksAgain(t *testing.T) {
	r := newImportRig(t)
	r.accounts()
	must(r, r.ses.SetPassphrase(context.Background(), nil, []byte("four unrelated words")))
	r.openExport()
	if _, ok := r.front().(*mainPage); !ok || len(r.sheets) != 1 {
		t.Fatal("the page opened without a question")
	}
}

func TestQRCodeOfAnAccountHidesItself(t *testing.T) {
	r := newImportRig(t)
	r.accounts()
	r.choose("GitHub")
	p := r.main()
	img, err := r.ses.QRCode(p.list.Selected())
	must(r, err)
	p.openQR("GitHub", img)
	r.clock.Advance(29 * time.Second)
	p.tick(r.clock.Now())
	if p.qr == nil {
		t.Fatal("the code was hidden too early")
	}
	res, err := qr.Read(context.Background(), r.win.Canvas().Capture())
	must(r, err)
	if len(res.Codes) != 1 || !strings.HasPrefix(res.Codes[0].Text, "otpauth://totp/GitHub") {
		t.Errorf("the screen shows %d codes", len(res.Codes))
	}
	r.clock.Advance(time.Second)
	p.tick(r.clock.Now())
	if p.qr != nil || len(r.sheets) > 0 {
		t.Error("the code is still on the screen after 30 seconds")
	}
}

func TestQRPagesTurn(t *testing.T) {
	r := newImportRig(t)
	r.accounts()
	r.push(func() page { return newQRPages(r.App) })
	p := r.front().(*qrPages)
	for want := range 2 {
		res, err := qr.Read(context.Background(), r.win.Canvas().Capture())
		must(r, err)
		if len(res.Codes) != 1 || !otpauth.IsMigration(res.Codes[0].Text) {
			t.Fatalf("page %d shows %d codes", want+1, len(res.Codes))
		}
		p.turn(1)
	}
	if _, ok := r.front().(*mainPage); !ok {
		t.Errorf("after the last page %T is in front", r.front())
	}
}

func TestExportThatComesToNothing(t *testing.T) {
	r := newImportRig(t)
	r.accounts()
	r.push(func() page { return newExport(r.App, &exporter.Formats()[0]) })
	p := r.front().(*exportPage)
	p.onFormat(string(exporter.OTPAuth))
	p.onSave() // the dialog is closed without an answer
	if r.front() != page(p) || len(r.sheets) > 0 || p.save.Disabled() {
		t.Fatal("a cancelled dialog left the page, or left it unusable")
	}
	r.desk.save = filepath.Join(t.TempDir(), "gone", "out.txt")
	p.onSave()
	if r.front() != page(p) || !r.sheetSays("out.txt") {
		t.Error("a file that cannot be written is not told by its name")
	}
}

func TestImportPageTellsEveryWayOut(t *testing.T) {
	r := newImportRig(t)
	r.push(func() page { return newImport(r.App) })
	p := r.front().(*importPage)
	for _, s := range sources {
		p.onSource(s)
		if !r.sheetSays(r.txt.T("import.from." + s.guide)) {
			t.Errorf("%s has no guide", s.guide)
		}
		r.closeSheets()
	}
	r.desk.picks = []string{r.export(exporter.TwoFAS, "", 2)}
	r.chooseExport()
	if _, ok := r.front().(*confirmPage); !ok {
		t.Errorf("after choosing a file %T is in front", r.front())
	}
}

// button finds a button by its words in everything that is drawn.
func (r *rig) button(words string) *control.Button {
	r.t.Helper()
	var found *control.Button
	r.each(func(o fyne.CanvasObject) bool {
		if b, ok := o.(*control.Button); ok && b.Text() == words {
			found = b
		}
		return true
	})
	if found == nil {
		r.t.Fatalf("no button says %q", words)
	}
	return found
}

// A backup file is opened from the page that begins a recovery.
func TestRecoveryOpensABackupFile(t *testing.T) {
	r := newImportRig(t)
	r.desk.picks = []string{r.export(exporter.Backup, "open sesame", 3)}
	r.beginRecovery()
	r.button(r.txt.T("rec.file")).Tapped(&fyne.PointEvent{})
	r.unlockFile("open says me")
	if !strings.Contains(r.texts(), r.txt.T("err.import.password")) {
		t.Error("nothing is said about the wrong password")
	}
	r.unlockFile("open sesame")
	c, ok := r.front().(*confirmPage)
	if !ok {
		t.Fatalf("in front is %T, want the page that confirms", r.front())
	}
	c.onAdd()
	if n := len(r.ses.View().Rows); n != 3 {
		t.Errorf("%d accounts, want 3", n)
	}
	if _, ok := r.front().(*mainPage); !ok {
		t.Errorf("in front is %T, want the list", r.front())
	}
}

// Where the system has no file dialog, the toolkit's own comes up.
func TestDialogsOfTheToolkit(t *testing.T) {
	r := newImportRig(t)
	r.accounts()
	r.desk.err = platform.ErrNoPicker
	for name, ask := range map[string]func(){
		"open": r.chooseExport,
		"save": func() {
			r.saveAs(saving{"Export", "twofold.txt", func(context.Context, string) error { return nil }, func(string, error) {}})
		},
	} {
		ask()
		over := r.win.Canvas().Overlays()
		if over.Top() == nil {
			t.Errorf("%s: no dialog came", name)
			continue
		}
		over.Remove(over.Top())
	}
}

// TestKeysInTheToolkitsPicker: keys are for what is in front, and Esc closes
// it; the page behind it stays where it is.
func TestKeysInTheToolkitsPicker(t *testing.T) {
	r := newImportRig(t)
	r.accounts()
	r.desk.err = platform.ErrNoPicker
	r.push(func() page { return newImport(r.App) })
	page := r.front()
	r.chooseExport()
	over := r.win.Canvas().Overlays()
	if over.Top() == nil {
		t.Fatal("no dialog came")
	}
	r.typedRune('x')
	r.run(cmdSettings)
	if r.front() != page || over.Top() == nil {
		t.Fatalf("a key reached the page behind: in front is %T", r.front())
	}
	r.typedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if over.Top() != nil || r.front() != page {
		t.Fatalf("after Esc: dialog %v, in front is %T", over.Top(), r.front())
	}
	r.typedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if r.front() == page {
		t.Error("Esc does nothing after the dialog")
	}
	r.chooseExport()
	r.run(cmdLock)
	if over.Top() != nil || r.picking != nil {
		t.Error("the dialog outlives the lock")
	}
}
