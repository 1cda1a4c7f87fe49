package window

import (
	"context"
	"image/color"
	"os"
	"path/filepath"
	"testing"

	"twofold/app/locale"
	"twofold/app/platform"
	"twofold/app/session"
	"twofold/internal/exporter"
)

// slowDesk has dialogs during which something happens before they are answered.
type slowDesk struct {
	*fakeDesk
	during func()
}

func (d *slowDesk) PickFiles(ctx context.Context, of platform.Dialog) ([]string, error) {
	d.during()
	return d.fakeDesk.PickFiles(ctx, of)
}

func (d *slowDesk) PickFolder(ctx context.Context, of platform.Dialog) (string, error) {
	d.during()
	return d.fakeDesk.PickFolder(ctx, of)
}

func (d *slowDesk) SaveFile(ctx context.Context, of platform.Dialog) (string, error) {
	d.during()
	return d.fakeDesk.SaveFile(ctx, of)
}

func (d *slowDesk) Screens(ctx context.Context) ([]platform.Screen, error) {
	d.during()
	return d.fakeDesk.Screens(ctx)
}

// dialogs of the system, each opened by what a user does, with what would have
// been done with the answer.
var dialogs = map[string]func(r *rig) (acted func() bool){
	"export": func(r *rig) func() bool {
		r.push(func() page { return newExport(r.App, &exporter.Formats()[0]) })
		p := r.front().(*exportPage)
		p.onFormat(string(exporter.OTPAuth))
		p.onSave()
		return r.wrote
	},
	"encrypted export": func(r *rig) func() bool {
		r.push(func() page { return newExport(r.App, &exporter.Formats()[0]) })
		p := r.front().(*exportPage)
		p.pass.SetText("four unrelated words")
		p.again.SetText("four unrelated words")
		p.onSave()
		return r.wrote
	},
	"QR code": func(r *rig) func() bool {
		r.push(func() page { return newQRPages(r.App) })
		r.front().(*qrPages).onSave()
		return r.wrote
	},
	"kit": func(r *rig) func() bool {
		r.withKey()
		r.push(func() page { return newKit(r.App) })
		r.front().(*kitPage).onSave(false)
		return r.wrote
	},
	"accounts": func(r *rig) func() bool {
		r.openFiles()
		return func() bool { _, ok := r.front().(*confirmPage); return ok }
	},
	"picture of an account": func(r *rig) func() bool {
		r.run(cmdEdit)
		p := r.front().(*editPage)
		r.desk.picks = []string{filepath.Join(r.t.TempDir(), "me.png")}
		must(r, os.WriteFile(r.desk.picks[0], encode(r.t, plain(40, 40, color.Black)), 0o600))
		p.icon.onChoose()
		return p.icon.edited
	},
	"icon pack": func(r *rig) func() bool {
		r.push(func() page { return newSettings(r.App) })
		r.desk.picks = []string{filepath.Join(r.t.TempDir(), "icons.zip")}
		r.packFile(r.desk.picks[0])
		r.front().(*settingsPage).loadIcons()
		return func() bool { return r.ses.IconPack().Len() > 0 }
	},
	"folder": func(r *rig) func() bool {
		r.openBackup()
		p := r.front().(*backupSetup)
		p.pick.other()
		return func() bool { return len(p.pick.own) > 0 }
	},
	"screen": func(r *rig) func() bool {
		r.scanPart()
		return func() bool { return len(r.stack) > 1 }
	},
}

// wrote reports whether the file is there that the dialogs said.
func (r *rig) wrote() bool {
	_, err := os.Stat(r.desk.save)
	return err == nil
}

// answering is a rig with an answer to every dialog, and something that happens
// while each of them is open.
func answering(t *testing.T) (r *rig, slow *slowDesk) {
	slow = &slowDesk{during: func() {}}
	r = newRigOn(t, setting{language: locale.English}, func(d *fakeDesk) Desktop { slow.fakeDesk = d; return slow })
	r.accounts()
	r.choose("GitHub")
	picture := r.qrFile("otpauth://totp/Late:me?secret=JBSWY3DPEHPK3PXP&issuer=Late")
	r.desk.save = filepath.Join(t.TempDir(), "written")
	r.desk.picks, r.desk.folder = []string{picture}, t.TempDir()
	r.desk.screens = r.screensOf(picture)
	r.desk.screens[0].Chosen = true
	return r, slow
}

// TestAnswersAfterALock: a dialog of the system was opened before the vault was
// locked and is answered afterwards, over the lock page or after unlocking. The
// answer is void: nothing is written, read or shown, and that is said.
func TestAnswersAfterALock(t *testing.T) {
	for name, begin := range dialogs {
		t.Run(name, func(t *testing.T) {
			r, _ := answering(t)
			if acted := begin(r); !acted() {
				t.Fatal("without a lock the answer does nothing")
			}
		})
		for _, unlocked := range []bool{false, true} {
			when := map[bool]string{false: ", locked", true: ", unlocked again"}[unlocked]
			t.Run(name+when, func(t *testing.T) {
				r, slow := answering(t)
				slow.during = func() {
					must(r, r.ses.Lock())
					if unlocked {
						r.press("Return")
						r.main()
					}
				}
				acted := begin(r)
				if !unlocked {
					r.bare()
					r.press("Return")
				}
				if acted() {
					t.Error("the answer was acted on")
				}
				r.main()
				if len(r.stack) != 1 || len(r.sheets) != 1 || !r.told("lock.void") {
					t.Errorf("%d pages, %d sheets; says %q", len(r.stack), len(r.sheets), r.texts())
				}
				r.closeSheets()
				must(r, r.ses.Lock())
				r.press("Return")
				if r.main(); len(r.sheets) > 0 {
					t.Error("it is said again after the next unlocking")
				}
			})
		}
	}
}

// TestNoAnswerAfterALock: the dialog was closed without an answer, or could not
// be shown. There is nothing to tell.
func TestNoAnswerAfterALock(t *testing.T) {
	for _, err := range []error{platform.ErrCancelled, platform.ErrNoPicker, context.DeadlineExceeded} {
		for name, begin := range dialogs {
			r, slow := answering(t)
			r.desk.save, r.desk.err = "", err
			slow.during = func() { must(r, r.ses.Lock()) }
			begin(r)
			r.bare()
			r.desk.err = nil
			r.press("Return")
			if r.main(); len(r.sheets) > 0 || r.picking != nil {
				t.Errorf("%s, %v: says %q", name, err, r.texts())
			}
		}
	}
}

// TestAnswerBeforeTheWindowKnows: the vault is locked on the goroutine that
// hears the system, and the answer comes before the window has heard of it.
func TestAnswerBeforeTheWindowKnows(t *testing.T) {
	r, slow := answering(t)
	slow.during = func() {
		done := make(chan bool)
		go func() { r.systemEvent(platform.Event{Kind: platform.SessionLocked}); close(done) }()
		<-done
		if _, ok := r.front().(*qrPages); !ok || r.ses.Phase() != session.Locked {
			t.Fatalf("phase %v, in front is %T", r.ses.Phase(), r.front())
		}
	}
	if dialogs["QR code"](r)() {
		t.Error("keys were written after the lock")
	}
	r.bare()
}

// TestTheToolkitsSaveDialogEndsWithTheLock: the dialog goes, and with it what
// it was asked for, the password of the file among it.
func TestTheToolkitsSaveDialogEndsWithTheLock(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.accounts()
	r.desk.err = platform.ErrNoPicker
	dialogs["encrypted export"](r)
	p := r.front().(*exportPage)
	if r.picking == nil || !p.busy {
		t.Fatal("no dialog")
	}
	must(r, r.ses.Lock())
	r.bare()
	if r.picking != nil || p.busy {
		t.Error("an answer is still waited for")
	}
}
