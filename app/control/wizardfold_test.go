package control_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"twofold/app/control"
	"twofold/app/locale"
	"twofold/app/skin"
)

// TestWizardFolds makes the same page in windows of several heights: bars that
// would leave its body no room scroll with it, first the buttons, then the
// steps; and the buttons can be come to by the keyboard.
func TestWizardFolds(t *testing.T) {
	for _, c := range []struct {
		name         string
		height, body float32
		steps, foot  bool
	}{
		{"roomy", 480, 900, false, false},
		{"the buttons", 320, 900, false, true},
		{"the buttons and the steps", 250, 900, true, true},
		{"all of a short body fits", 320, 201, false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			test.NewTempApp(t).Settings().SetTheme(skin.New(skin.DarkMode, 100))
			next := control.NewButton("Next", "", control.Primary, func() {})
			door := control.NewButton("Door", "", control.Neutral, func() {})
			w := control.NewWizard("Title", "Back", control.NewSteps(locale.New(locale.English, nil), "One", "Two"), func() {})
			win := test.NewTempWindow(t, w)
			win.SetPadded(false)
			win.Resize(fyne.NewSize(360, c.height))
			w.SetBody(door, control.Gap(c.body-200))
			w.SetFooter(next)

			steps, foot, room := control.Folded(w)
			if steps != c.steps || foot != c.foot {
				t.Errorf("the steps fold: %v, want %v; the buttons fold: %v, want %v", steps, c.steps, foot, c.foot)
			}
			if need := min(float32(140), w.Body().HeightFor(360)); room < need {
				t.Errorf("the body has %v, want %v", room, need)
			}
			win.Canvas().Focus(next)
			if y := absolute(next).Y; c.foot && y < c.height {
				t.Errorf("the page begins at its end: the button is at %v", y)
			}
			win.Canvas().Focus(door)
			win.Canvas().Focus(next)
			if y := absolute(next).Y; y < 0 || y+next.Size().Height > c.height {
				t.Errorf("the button with the keyboard is at %v of %v", y, c.height)
			}
		})
	}
}

// TestWizardOpensAtItsField: a field that has the keyboard from the start is in
// view, also if it lies far below; it gets it before anybody knows where it is.
// A button does not: the page is read first.
func TestWizardOpensAtItsField(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(skin.New(skin.DarkMode, 100))
	for _, folded := range []bool{false, true} {
		w := control.NewWizard("Title", "Back", nil, func() {})
		field := control.NewField("Words", "")
		next := control.NewButton("Next", "", control.Primary, func() {})
		box := &fyne.Container{}
		win := test.NewTempWindow(t, box)
		win.SetPadded(false)
		height := float32(480)
		if folded {
			height = 280
		}
		w.SetBody(control.Gap(700), field)
		w.SetFooter(next)
		box.Objects = []fyne.CanvasObject{w} // without a size still
		field.Focus()
		w.Resize(fyne.NewSize(360, height))
		w.MinSize()
		if y := absolute(field).Y; y < 0 || y+field.Size().Height > height {
			t.Errorf("the field with the keyboard is at %v of %v", y, height)
		}
		w.SetBody(control.NewButton("Above", "", control.Neutral, func() {}), control.Gap(700))
		win.Canvas().Focus(next)
		w.MinSize()
		if y := absolute(w.Body()).Y; y < 0 {
			t.Errorf("the page begins at its end: %v", y)
		}
	}
}

func absolute(o fyne.CanvasObject) fyne.Position {
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
}
