package control_test

import (
	"image"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"twofold/app/control"
)

func bitmap(t *testing.T, img image.Image) *image.NRGBA {
	t.Helper()
	out, ok := img.(*image.NRGBA)
	if !ok {
		t.Fatalf("a picture of type %T", img)
	}
	return out
}

// A list that is told of every second looks like one that is told of the last
// one only, whatever of it is painted by way of Repaint.
func TestListStepsLikeAnother(t *testing.T) {
	now := control.Codes{}
	list := func() (*control.List, fyne.Window) {
		l, w := shownList(t, 9, compactSize)
		l.Source = func(id string) control.Codes {
			c := now
			if id == "2" {
				c.Period, c.Left = 60, c.Left+30
			}
			return c
		}
		l.Refresh()
		return l, w
	}
	stepped, shown := list()
	parts, offered := 0, 0
	stepped.Repaint = func(objects []fyne.CanvasObject) bool {
		offered++
		for _, o := range objects {
			switch o.(type) {
			case *canvas.Arc, *canvas.Text:
			default:
				t.Errorf("a %T was painted apart", o)
			}
		}
		parts = len(objects)
		return true
	}
	other, reference := list()
	for left := 30; left >= 0; left-- {
		now = codes("482913", "065578", left)
		if left == 0 {
			now = codes("065578", "733021", 30)
		}
		offered = 0
		stepped.Tick()
		other.Refresh()
		if want := bitmap(t, reference.Canvas().Capture()); !slices.Equal(bitmap(t, shown.Canvas().Capture()).Pix, want.Pix) {
			t.Fatalf("with %d seconds left the list that was stepped looks different", left)
		}
		// With the first seconds of a code, and where colours change, there is more
		// to paint than rings.
		if whole := left == 30 || left == control.Urgent || left == 0; whole != (offered == 0) {
			t.Errorf("with %d seconds left, %d times rings were painted apart", left, offered)
		}
		rows := len(stepped.VisibleRows())
		if want := 2*rows - 1; left < control.Urgent && left > 0 && parts != want {
			t.Errorf("with %d seconds left, %d parts were painted, want the arcs and numbers, %d", left, parts, want)
		}
	}
}

// What cannot be painted apart is refreshed, and so is everything as soon as one
// row shows something else.
func TestListRefreshesWhatIsNotPaintedApart(t *testing.T) {
	l, _ := shownList(t, 3, compactSize)
	left, other := 20, "482913"
	l.Source = func(id string) control.Codes {
		if id == "1" {
			return codes(other, "065578", left)
		}
		return codes("482913", "065578", left)
	}
	l.Refresh()
	asked := 0
	l.Repaint = func([]fyne.CanvasObject) bool { asked++; return false }
	left--
	l.Tick()
	if asked != 1 {
		t.Errorf("rings alone moved: asked %d times", asked)
	}
	left, other = left-1, "111111"
	l.Tick()
	if asked != 1 {
		t.Error("a code changed with the rings, and the rings were to be painted apart")
	}
	l.Tick()
	if asked != 1 {
		t.Error("nothing changed, and was to be painted")
	}
	still, _ := shownList(t, 3, compactSize)
	still.Source = func(string) control.Codes { return codes("482913", "065578", left) }
	still.SetLook(control.Look{Still: true})
	still.Repaint = l.Repaint
	left--
	still.Tick()
	if asked != 1 {
		t.Error("a list without rings had some painted")
	}
}
