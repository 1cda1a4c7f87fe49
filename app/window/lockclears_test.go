package window

import (
	"context"
	"errors"
	"image"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/locale"
	"twofold/app/platform"
	"twofold/app/session"
)

// bare fails unless nothing but the lock page is in the window, with the keyboard.
func (r *rig) bare() {
	r.t.Helper()
	r.ui.drain()
	p, ok := r.front().(*lockPage)
	if !ok || len(r.stack) != 1 {
		r.t.Errorf("in front is %T, the uppermost of %d pages", r.front(), len(r.stack))
		return
	}
	at := r.win.Canvas().Focused()
	if at == nil || at != fyne.Focusable(p.unlock) && (p.pass == nil || !p.pass.Focused()) && (p.words == nil || !p.words.Focused()) {
		r.t.Errorf("the keyboard is on %T", at)
	}
	if over := r.win.Canvas().Overlays().List(); len(over)+len(r.sheets) > 0 {
		r.t.Errorf("over the lock page lie %T", over)
	}
	said := r.texts()
	for _, secret := range []string{"GitHub", "hanako", "Development", "JBSW", "Undo"} {
		if strings.Contains(said, secret) {
			r.t.Errorf("the lock page says %q", secret)
		}
	}
}

// TestLockClearsTheWindow locks by the system's signals in the middle of
// everything: the lock page stands alone, and what was half typed is gone.
func TestLockClearsTheWindow(t *testing.T) {
	for name, begin := range map[string]func(r *rig){
		"form": func(r *rig) {
			r.push(func() page { return newManual(r.App) })
			for _, c := range "JBSWY3DP" {
				r.win.Canvas().Focused().TypedRune(c)
			}
		},
		"context menu": func(r *rig) { r.run(cmdMenu) },
		"groups of the context menu": func(r *rig) {
			r.run(cmdMenu)
			for range 12 { // as far as "Groups"
				if strings.Contains(r.texts(), "New group") {
					break
				}
				r.press(fyne.KeyDown)
				r.press(fyne.KeyRight)
			}
		},
		"the toolkit's picker": func(r *rig) { r.desk.err = platform.ErrNoPicker; r.openFiles() },
		"QR code": func(r *rig) {
			img, err := r.ses.QRCode(r.main().list.Selected())
			must(r, err)
			r.main().openQR("GitHub", img)
		},
		"undo":     func(r *rig) { r.run(cmdDelete); r.press(fyne.KeyReturn) },
		"sheet":    func(r *rig) { r.run(cmdDelete) },
		"reunlock": func(r *rig) { r.main().showQR(r.main().list.Selected()) },
	} {
		for _, kind := range []platform.EventKind{platform.Suspending, platform.SessionLocked} {
			t.Run(name, func(t *testing.T) {
				r := newRig(t, setting{language: locale.English})
				r.accounts()
				r.choose("GitHub")
				begin(r)
				if r.desk.err == nil && name != "undo" && name != "form" && r.win.Canvas().Overlays().Top() == nil {
					t.Fatal("nothing lies over the page")
				}
				r.desk.err = nil
				r.systemEvent(platform.Event{Kind: kind})
				r.bare()
				r.press(fyne.KeyReturn)
				r.main()
				if over := r.win.Canvas().Overlays().List(); len(over) > 0 {
					t.Errorf("after unlocking %T lie over the list", over)
				}
			})
		}
	}
}

// TestLockDuringWork locks while something slow goes on, whose end would show
// accounts: over the lock page nothing of it appears.
func TestLockDuringWork(t *testing.T) {
	for name, work := range map[string]func(r *rig){
		"reading": func(r *rig) {
			r.read(func(context.Context) session.Found {
				found := r.ses.ReadText("otpauth://totp/GitHub:hanako?secret=JBSWY3DPEHPK3PXP&issuer=GitHub")
				must(r, r.ses.Lock())
				return found
			})
		},
		"QR code": func(r *rig) {
			var img image.Image
			p, id := r.main(), r.main().list.Selected()
			r.work(func(context.Context) { img, _ = r.ses.QRCode(id); must(r, r.ses.Lock()) }, func() { p.openQR("GitHub", img) })
		},
		"an error that names an account": func(r *rig) {
			r.work(func(context.Context) { must(r, r.ses.Lock()) }, func() {
				r.work(func(context.Context) {}, func() { r.sayError(errors.New("no"), "GitHub") })
			})
		},
		"a question": func(r *rig) {
			r.work(func(context.Context) { must(r, r.ses.Lock()) }, func() { r.ask("Delete GitHub?", "", "Yes", 0, func() {}) })
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, setting{language: locale.English})
			r.accounts()
			r.choose("GitHub")
			work(r)
			r.bare()
			r.press(fyne.KeyReturn)
			r.main()
			r.ask("This one stays", "", "Yes", 0, func() {})
			if len(r.sheets) != 1 {
				t.Error("no sheet opens after unlocking")
			}
		})
	}
}

// TestLockDuringADrag: the pointer lets go of a row, or of a group, after the
// lock. Nothing is moved and nothing said, whether the vault is open again.
func TestLockDuringADrag(t *testing.T) {
	pull := func(o fyne.Draggable, at fyne.Position, dx, dy float32) {
		for range 20 {
			at = at.AddXY(dx, dy)
			o.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: at, AbsolutePosition: at.AddXY(0, 120)}, Dragged: fyne.NewDelta(dx, dy)})
		}
	}
	for name, unlocked := range map[string]bool{"locked": false, "unlocked again": true} {
		t.Run(name, func(t *testing.T) {
			for _, what := range []string{"row", "group"} {
				r := newRig(t, setting{language: locale.English})
				r.accounts()
				o, at, dx, dy := r.draggable(what)
				rows, groups := r.shownTitles(), r.groupNames()
				pull(o, at, dx, dy)
				must(r, r.ses.Lock())
				if r.ui.drain(); unlocked {
					r.press(fyne.KeyReturn)
				}
				pull(o, at, dx, dy)
				o.DragEnd()
				if !unlocked {
					r.bare()
					r.press(fyne.KeyReturn)
				}
				r.main()
				if now := r.shownTitles(); now != rows || r.groupNames() != groups || len(r.sheets) > 0 {
					t.Errorf("%s: %d sheets; rows %s, were %s; groups %s, were %s", what, len(r.sheets), now, rows, r.groupNames(), groups)
				}
			}
		})
	}
}

// draggable is the first row, or what holds the groups, with where a drag
// begins and which way it goes.
func (r *rig) draggable(what string) (o fyne.Draggable, at fyne.Position, dx, dy float32) {
	if what == "row" {
		r.each(func(c fyne.CanvasObject) bool {
			if row, ok := c.(*control.Row); ok && o == nil {
				o = row
			}
			return true
		})
		return o, fyne.NewPos(24, 20), 0, 12
	}
	strip := r.main().chips.strip
	at = fyne.NewPos(8, 12)
	origin, first := r.fy.Driver().AbsolutePositionForObject(strip), r.ses.View().Groups[0].ID
	for strip.At(origin.Add(at)) != first && at.X < 420 {
		at.X += 4
	}
	return strip, at.AddXY(8, 0), 8, 0
}
