package control_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"twofold/app/control"
	"twofold/app/locale"
	"twofold/app/skin"
)

// TestTabSelectsTheLine brings the keyboard to a line with text in it in all
// the ways there are, and types a letter: only Tab has it replace the text.
func TestTabSelectsTheLine(t *testing.T) {
	ways := []struct {
		name, want string
		come       func(w fyne.Window, at *control.Field)
	}{
		{"Tab", "x", func(w fyne.Window, _ *control.Field) {
			w.Canvas().FocusNext()
			w.Canvas().FocusNext()
		}},
		{"Shift and Tab", "x", func(w fyne.Window, _ *control.Field) {
			w.Canvas().FocusPrevious()
			w.Canvas().FocusPrevious()
		}},
		{"Tab after it was left by a click", "x", func(w fyne.Window, at *control.Field) {
			at.Focus()
			w.Canvas().Unfocus()
			w.Canvas().FocusNext()
			w.Canvas().FocusNext()
		}},
		{"the page", "onex", func(_ fyne.Window, at *control.Field) { at.Focus() }},
		{"a click", "xone", func(w fyne.Window, at *control.Field) {
			at.Focus() // finds the entry
			e := w.Canvas().Focused()
			e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
			w.Canvas().Unfocus()
			e.(desktop.Mouseable).MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary})
			e.(desktop.Mouseable).MouseUp(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary})
		}},
		{"the window that comes back", "onex", func(w fyne.Window, at *control.Field) {
			at.Focus()
			e := w.Canvas().Focused()
			e.FocusLost()
			w.Content().Refresh() // while another window is in front
			e.FocusGained()
		}},
		{"a menu that is closed", "onex", func(w fyne.Window, at *control.Field) {
			at.Focus()
			e := w.Canvas().Focused()
			control.OpenMenu(w.Canvas(), fyne.NewPos(5, 5), []control.MenuItem{{Label: "one"}})
			w.Content().Refresh()
			w.Canvas().Overlays().Top().(fyne.Focusable).TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
			w.Canvas().Focus(e)
		}},
	}
	for _, way := range ways {
		t.Run(way.name, func(t *testing.T) {
			plainApp(t)
			first, at, last := control.NewField("First", ""), control.NewField("Second", ""), control.NewField("Third", "")
			at.SetText("one")
			w := test.NewTempWindow(t, control.NewColumn(8, first, at, last))
			w.Resize(fyne.NewSize(300, 300))
			way.come(w, at)
			w.Canvas().Focused().TypedRune('x')
			if at.Text() != way.want {
				t.Errorf("the line has %q, and should have %q", at.Text(), way.want)
			}
		})
	}
}

func plainApp(t *testing.T) {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(skin.New(skin.LightMode, 100))
}

// TestTabLeavesTextsAlone: what stands on several lines is not replaced by the
// next letter.
func TestTabLeavesTextsAlone(t *testing.T) {
	plainApp(t)
	note := control.NewField("Note", "").Multiline(3)
	note.SetText("one\ntwo")
	w := test.NewTempWindow(t, control.NewColumn(8, control.NewField("First", ""), note))
	w.Resize(fyne.NewSize(300, 300))
	w.Canvas().FocusNext()
	w.Canvas().FocusNext()
	w.Canvas().Focused().TypedRune('x')
	if note.Text() != "xone\ntwo" {
		t.Errorf("the note has %q", note.Text())
	}
}

// TestTabSelectsAPassphrase, which cannot be read to be corrected.
func TestTabSelectsAPassphrase(t *testing.T) {
	plainApp(t)
	pass := control.NewPasswordField(locale.New(locale.English, nil), "Passphrase", "")
	pass.SetText("wrong")
	w := test.NewTempWindow(t, control.NewColumn(8, control.NewField("First", ""), pass))
	w.Resize(fyne.NewSize(300, 300))
	w.Canvas().FocusNext()
	w.Canvas().FocusNext()
	w.Canvas().Focused().TypedRune('x')
	if pass.Text() != "x" {
		t.Errorf("the field has %d characters", len(pass.Text()))
	}
}
