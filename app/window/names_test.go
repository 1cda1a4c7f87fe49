package window

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

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
			r.each(func(o fyne.CanvasObject) bool {
				named, _ := o.(fyne.Accessible)
				if _, ok := o.(fyne.Focusable); ok {
					if d, ok := o.(fyne.Disableable); ok && d.Disabled() {
						return false
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
				return true
			})
			if n == 0 && s.name != "list" {
				t.Log("nothing on this screen takes the keyboard")
			}
		})
	}
}
