package window

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"twofold/app/control"
	"twofold/app/locale"
	"twofold/app/session"
)

// menu is the menu over the window; nil without one.
func (r *rig) menu() *control.Menu {
	m, _ := r.win.Canvas().Overlays().Top().(*control.Menu)
	return m
}

// TestMenusGoWithTheirPage: a menu that is open does not stay over the lock,
// where its names do not belong and it would keep the keyboard, nor over
// another page.
func TestMenusGoWithTheirPage(t *testing.T) {
	for name, leave := range map[string]func(r *rig){
		"lock": func(r *rig) { must(r, r.ses.Lock()) },
		"page": func(r *rig) { r.run(cmdAdd) },
	} {
		r := newRig(t, setting{language: locale.English})
		r.accounts()
		r.choose("Google")
		r.run(cmdMenu)
		if r.menu() == nil {
			t.Fatal("no menu")
		}
		must(r, r.ses.SetPassphrase(t.Context(), nil, []byte("ab")))
		leave(r)
		r.ui.drain()
		if r.menu() != nil {
			t.Errorf("%s: the menu stays", name)
		}
		if name == "lock" {
			if f := r.win.Canvas().Focused(); f == nil || r.ses.Phase() != session.Locked {
				t.Errorf("%s: the keyboard is at %v", name, f)
			}
		}
	}
}

// TestMenuOfARowOutOfView: the key for the menu brings the chosen row back
// before it opens the menu there.
func TestMenuOfARowOutOfView(t *testing.T) {
	r := newRig(t, setting{language: locale.English, height: minHeight})
	r.accounts()
	r.choose("GitHub")
	p := r.main()
	for name, open := range map[string]func(){
		"command": func() { r.run(cmdMenu) },
		"key":     func() { p.list.TypedKey(&fyne.KeyEvent{Name: desktop.KeyMenu}) },
	} {
		test.Scroll(r.win.Canvas(), fyne.NewPos(200, 300), 0, -2000)
		if _, _, there := p.list.RowAt(p.list.Selected()); there {
			t.Fatal("the row is still in view")
		}
		open()
		if r.menu() == nil {
			t.Errorf("%s: no menu", name)
			continue
		}
		r.menu().Close()
	}
}

// TestSpacesSearchNothing: a search that has only spaces yet shows all.
func TestSpacesSearchNothing(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.accounts()
	all := len(r.main().list.Items())
	for query, want := range map[string]int{" ": all, "\u3000": all, " git": 2} {
		r.main().search(query)
		if got := len(r.main().list.Items()); got != want {
			t.Errorf("%s: %d accounts, want %d", fmt.Sprintf("%q", query), got, want)
		}
	}
}
