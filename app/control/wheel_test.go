package control_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"twofold/app/control"
)

// TestWheelOverFields: the page scrolls with the pointer over a field, too,
// unless the field has more lines than it shows.
func TestWheelOverFields(t *testing.T) {
	texts := themed(t)
	line, note := control.NewField("Line", ""), control.NewField("Note", "").Multiline(3)
	secret := control.NewPasswordField(texts, "Secret", "")
	line.SetText(strings.Repeat("longer than the line ", 9))
	page := control.NewWizard("Page", "back", nil, func() {})
	page.SetBody(line, note, secret, control.Gap(900))
	w := test.NewTempWindow(t, page)
	w.Resize(fyne.NewSize(420, 400))
	moves := func(o fyne.CanvasObject) bool {
		d := fyne.CurrentApp().Driver()
		before := d.AbsolutePositionForObject(o)
		test.Scroll(w.Canvas(), before.AddXY(60, o.Size().Height-14), 0, -12)
		after := d.AbsolutePositionForObject(o)
		test.Scroll(w.Canvas(), fyne.NewPos(60, 390), 0, 12)
		return after.Y < before.Y
	}
	for name, f := range map[string]fyne.CanvasObject{"line": line, "note": note, "secret": secret} {
		if !moves(f) {
			t.Errorf("the page stands still with the pointer over the %s", name)
		}
	}
	note.SetText(strings.Repeat("one\n", 9))
	if moves(note) {
		t.Error("the text of the note cannot be scrolled")
	}
	note.SetText("one")
	if !moves(note) {
		t.Error("the page stands still over the shorter note")
	}
}
