package window

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"twofold/app/locale"
	"twofold/app/session"
)

// relock locks and opens again; it says false where the keyring does not open.
func (r *rig) relock() bool {
	must(r, r.ses.Lock())
	r.bare()
	return r.ses.UnlockKeyring(r.ctx) == nil
}

// TestWhatTheLockClearedIsSaid: on every screen, something half typed in any
// field is cleared by the lock, and after unlocking that is said, once. Where
// nothing was typed nothing is said, whatever stands in the fields, and neither
// where only a search was.
func TestWhatTheLockClearedIsSaid(t *testing.T) {
	fields := 0
	for _, s := range screens {
		t.Run(s.name, func(t *testing.T) {
			build := func() (*rig, []fyne.Focusable) {
				set := s.set
				set.language = locale.English
				r := newRig(t, set)
				s.build(r)
				r.win.Resize(set.size())
				return r, r.entries()
			}
			r, all := build()
			if r.ses.Phase() != session.Open || len(all) == 0 || !r.relock() {
				return
			}
			if r.told("lock.lost") {
				t.Error("nothing was typed, and something is said to be lost")
			}
			for _, i := range slices.Compact([]int{0, len(all) - 1}) { // each costs a window
				r, now := build()
				search := reflect.ValueOf(now[i]).Elem().FieldByName("PlaceHolder").String() == r.txt.T("main.search")
				r.typeIn(now[i : i+1])
				r.relock()
				if r.told("lock.lost") == search {
					t.Errorf("field %d of %d: told %v; the window says %q", i, len(all), !search, r.texts())
				}
				fields++
				if r.relock(); r.told("lock.lost") {
					t.Errorf("field %d: said again after the next lock", i)
				}
			}
		})
	}
	if fields < 15 {
		t.Errorf("only %d fields were found", fields)
	}
}

// TestTheLockClearsAKeptPage: the form is below another page, or in another
// language than it was begun in.
func TestTheLockClearsAKeptPage(t *testing.T) {
	for name, meanwhile := range map[string]func(r *rig){
		"below":    func(r *rig) { r.run(cmdSettings) },
		"language": func(r *rig) { r.speak(locale.Japanese) },
		"given up": func(r *rig) { r.home() },
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, setting{language: locale.English})
			r.accounts()
			r.push(func() page { return newManual(r.App) })
			r.typeIn(r.entries()[:1])
			meanwhile(r)
			r.relock()
			if r.told("lock.lost") != (name != "given up") {
				t.Errorf("the window says %q", r.texts())
			}
		})
	}
}

// TestTheLockClearsTheKey: a key that was half typed stands nowhere afterwards.
func TestTheLockClearsTheKey(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.accounts()
	r.push(func() page { return newManual(r.App) })
	p := r.front().(*manualPage)
	r.typeIn(r.entries()[2:3])
	if !strings.Contains(p.key.secret.Text(), "27") {
		t.Fatal("the third field is not the key's")
	}
	r.relock()
	if p.key.secret.Text() != "" || !r.told("lock.lost") {
		t.Errorf("the key is %q; the window says %q", p.key.secret.Text(), r.texts())
	}
}
