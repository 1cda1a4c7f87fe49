package window

import (
	"testing"

	"fyne.io/fyne/v2"

	"twofold/app/locale"
	"twofold/app/skin"
)

// What is being typed is still there after a look at another page, whichever
// key opened that one.
func TestDraftsOutliveAnotherPage(t *testing.T) {
	for name, key := range map[string]command{"keys": cmdKeys, "settings": cmdSettings, "add": cmdAdd} {
		r := newRig(t, setting{language: locale.English})
		r.accounts()
		id := r.ses.View().Rows[0].ID
		r.push(func() page { return newEdit(r.App, id) })
		edit := r.front().(*editPage)
		edit.note.SetText("half a thought")
		r.run(key)
		r.back()
		if got, ok := r.front().(*editPage); !ok || got.note.Text() != "half a thought" {
			t.Errorf("%s: what was typed into the edit page is gone", name)
		}
		r.home()
		r.push(func() page { return newEdit(r.App, id) })
		if got := r.front().(*editPage).note.Text(); got == "half a thought" {
			t.Errorf("%s: a draft that was left comes back", name)
		}
		r.home()

		r.push(func() page { return newManual(r.App) })
		manual := r.front().(*manualPage)
		manual.key.secret.SetText("JBSWY3DP")
		r.run(key)
		r.back()
		if got, ok := r.front().(*manualPage); !ok || got.key.secret.Text() != "JBSWY3DP" {
			t.Errorf("%s: the key that was typed is gone", name)
		}
		r.home()
		if got := manual.key.secret.Text(); got != "" {
			t.Errorf("%s: the page is left and still holds %q", name, got)
		}
	}
}

// F1 shows the keys also while something is being typed or a button has the
// keyboard, and one Esc goes back, however often it was pressed.
func TestF1FromEverywhere(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.accounts()
	r.push(func() page { return newEdit(r.App, r.ses.View().Rows[0].ID) })
	edit := r.front().(*editPage)
	for name, from := range map[string]func(){
		"a field":  edit.issuer.Focus,
		"a button": func() { r.win.Canvas().Focus(edit.save) },
		"a choice": func() { r.win.Canvas().Focus(edit.kind) },
	} {
		from()
		r.press(fyne.KeyF1)
		if _, ok := r.front().(*shortcutsPage); !ok {
			t.Fatalf("F1 in %s does not show the keys", name)
		}
		r.press(fyne.KeyF1)
		r.run(cmdKeys)
		r.back()
		if _, ok := r.front().(*editPage); !ok {
			t.Fatalf("after F1 twice in %s one step back leads to %T", name, r.front())
		}
		edit = r.front().(*editPage)
	}
}

// The focus ring of a group in the sidebar is not cut off by what scrolls.
func TestSidebarShowsTheWholeRing(t *testing.T) {
	r := newRig(t, setting{language: locale.English, width: 960, height: 680})
	r.accounts()
	groups := r.main().side.groups
	at, ok := r.controls()[groups]
	if !ok {
		t.Fatal("the groups are not among the controls")
	}
	if out := skin.Px(5); at.clip.x > at.box.x-out || at.clip.x2 < at.box.x2+out {
		t.Errorf("the groups are at %v, and %v shows: no room for the ring", at.box, at.clip)
	}
}
