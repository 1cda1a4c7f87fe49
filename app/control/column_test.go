package control_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"twofold/app/control"
)

// No button of a sheet is ever cut off, whatever its words are.
func TestEqualKeepsWordsWhole(t *testing.T) {
	themed(t)
	for name, c := range map[string]struct {
		words   []string
		width   float32
		stacked bool
	}{
		"short":           {[]string{"Cancel", "Delete"}, 320, false},
		"one long":        {[]string{"Cancel", "Quit and lose changes"}, 320, false},
		"both long":       {[]string{"Keep the changes here", "Quit and lose changes"}, 320, true},
		"one is too long": {[]string{"Cancel", "Quit and lose all the changes"}, 240, true},
	} {
		var buttons []fyne.CanvasObject
		for _, w := range c.words {
			buttons = append(buttons, control.NewButton(w, "", control.Neutral, nil))
		}
		column := control.NewColumn(0, control.Equal(10, buttons...))
		if m := column.MinSize().Width; m > c.width {
			t.Errorf("%s: asks for a width of %v, and so is laid out wider than the sheet", name, m)
		}
		w := test.NewTempWindow(t, column)
		w.SetPadded(false)
		w.Resize(fyne.NewSize(c.width, column.HeightFor(c.width)))
		column.Resize(fyne.NewSize(c.width, column.HeightFor(c.width)))
		for i, b := range buttons {
			if b.Size().Width < b.MinSize().Width && !c.stacked {
				t.Errorf("%s: %q is %v wide and needs %v", name, c.words[i], b.Size().Width, b.MinSize().Width)
			}
			if end := b.Position().X + b.Size().Width; end > c.width+0.5 {
				t.Errorf("%s: %q ends at %v of %v", name, c.words[i], end, c.width)
			}
		}
		if got := buttons[1].Position().Y > 0; got != c.stacked {
			t.Errorf("%s: under each other %v, want %v", name, got, c.stacked)
		}
	}
}

// The button with the long words gets what they need, and no more: the others
// share the rest.
func TestEqualGivesNoMoreThanNeeded(t *testing.T) {
	themed(t)
	long := control.NewButton("This was not me, refuse it", "", control.Refuse, nil)
	short := control.NewButton("Approve", "", control.Primary, nil)
	need := long.MinSize().Width
	width := need + 100
	if short.MinSize().Width > 90 {
		width = need + 10 + short.MinSize().Width + 20
	}
	column := control.NewColumn(0, control.Equal(10, long, short))
	w := test.NewTempWindow(t, column)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(width, column.HeightFor(width)))
	column.Resize(fyne.NewSize(width, column.HeightFor(width)))
	if got := long.Size().Width; got > need+0.5 {
		t.Errorf("the long one needs %v and is %v wide", need, got)
	}
	if got, want := short.Size().Width, width-10-need; got < want-0.5 || got > want+0.5 {
		t.Errorf("the short one is %v wide, want %v", got, want)
	}
}
