package window

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"twofold/app/locale"
)

// TestEveryControlHasAName looks at all that can have the keyboard on every
// screen: each needs a name and a role for the toolkit's accessibility build.
func TestEveryControlHasAName(t *testing.T) {
	for _, s := range screens {
		t.Run(s.name, func(t *testing.T) {
			set := s.set
			set.language = locale.English
			r := newRig(t, set)
			s.build(r)
			n := 0
			var walk func(o fyne.CanvasObject)
			walk = func(o fyne.CanvasObject) {
				if !o.Visible() {
					return
				}
				named, _ := o.(fyne.Accessible)
				if _, ok := o.(fyne.Focusable); ok {
					if d, ok := o.(fyne.Disableable); ok && d.Disabled() {
						return
					}
					n++
					switch {
					case named == nil:
						t.Errorf("%T has no name", o)
					case strings.Trim(named.AccessibilityLabel(), " ,") == "" || strings.HasPrefix(named.AccessibilityLabel(), ","):
						t.Errorf("%T has an empty name", o)
					case named.AccessibilityRole() == "":
						t.Errorf("%T has no role", o)
					}
				}
				switch o := o.(type) {
				case *fyne.Container:
					for _, c := range o.Objects {
						walk(c)
					}
				case fyne.Widget:
					for _, c := range test.WidgetRenderer(o).Objects() {
						walk(c)
					}
				}
			}
			walk(r.win.Canvas().Content())
			for _, o := range r.win.Canvas().Overlays().List() {
				walk(o)
			}
			if n == 0 && s.name != "list" {
				t.Log("nothing on this screen takes the keyboard")
			}
		})
	}
}
