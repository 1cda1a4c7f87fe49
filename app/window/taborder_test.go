package window

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"twofold/app/locale"
)

// TestTabOrder goes round every screen by the Tab key. The order is that of a
// list somebody has read (testdata/taborder.txt, anew with -update); beside it,
// nothing may be passed twice on the way round, everything has a name, a sheet
// keeps the keyboard, and the way goes down the page and not up again.
func TestTabOrder(t *testing.T) {
	var said strings.Builder
	for _, s := range screens {
		set := s.set
		set.language = locale.English
		r := newRig(t, set)
		s.build(r)
		r.win.Resize(set.size())
		r.ui.drain()
		fmt.Fprintf(&said, "%s:\n", s.name)
		for _, stop := range r.round(s.name) {
			fmt.Fprintf(&said, "\t%s\n", stop)
		}
	}
	path := filepath.Join("testdata", "taborder.txt")
	if *update {
		if err := os.WriteFile(path, []byte(said.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := said.String(); got != string(want) {
		t.Errorf("the way of the Tab key is another one than %s says; -update writes it anew:\n%s", path, firstDifference(got, string(want)))
	}
}

// firstDifference shows where two texts part.
func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	screen := ""
	for i := range g {
		if !strings.HasPrefix(g[i], "\t") {
			screen = g[i]
		}
		if i >= len(w) || g[i] != w[i] {
			return fmt.Sprintf("in %s line %d is now %q", screen, i+1, g[i])
		}
	}
	return fmt.Sprintf("%d lines, there were %d", len(g), len(w))
}

// round presses Tab until the keyboard is back where it began, and gives the
// stops on the way.
func (r *rig) round(screen string) []string {
	c := r.win.Canvas()
	c.Unfocus()
	var stops []string
	var way []fyne.Focusable
	for range 400 {
		c.FocusNext()
		f := c.Focused()
		if f == nil {
			break
		}
		if len(way) > 0 && f == way[0] {
			break
		}
		for _, before := range way {
			if before == f {
				r.t.Fatalf("%s: Tab comes back to %s before the round is done", screen, named(f))
			}
		}
		way = append(way, f)
		if keeps, ok := f.(fyne.Tabbable); ok && keeps.AcceptsTab() {
			r.t.Errorf("%s: %s keeps the Tab key, and the keyboard does not get past it", screen, named(f))
		}
		name := named(f)
		if strings.HasSuffix(name, " ") || !strings.Contains(name, " ") {
			r.t.Errorf("%s: %T has no name", screen, f)
		}
		stops = append(stops, name)
		r.seesFocus(screen, f)
	}
	r.goesDown(screen, way, stops)
	// Back the same way.
	for i := len(way) - 1; i >= 0; i-- {
		if c.FocusPrevious(); c.Focused() != way[(i+len(way))%len(way)] && len(way) > 1 && i < len(way)-1 {
			r.t.Errorf("%s: Shift+Tab goes to %s, not %s", screen, named(c.Focused()), stops[i])
			break
		}
	}
	return stops
}

// seesFocus wants what has the keyboard within the part of the page that shows.
func (r *rig) seesFocus(screen string, f fyne.Focusable) {
	at, ok := r.controls()[f.(fyne.CanvasObject)]
	if !ok {
		return // a sheet as a whole
	}
	const slack = 1
	room := at.box.and(at.clip)
	tall := min(at.box.y2-at.box.y, at.clip.y2-at.clip.y)
	if room.y2-room.y < tall-slack {
		r.t.Errorf("%s: %s has the keyboard at %v, and only %v shows", screen, named(f), at.box, at.clip)
	}
}

// controls are those of the window, and where they are.
func (r *rig) controls() map[fyne.CanvasObject]seen {
	size := r.win.Canvas().Size()
	window := box{0, 0, size.Width, size.Height}
	var l laid
	for _, o := range append([]fyne.CanvasObject{r.win.Canvas().Content()}, r.win.Canvas().Overlays().List()...) {
		l.walk(o, fyne.Position{}, window, window, nil)
	}
	at := map[fyne.CanvasObject]seen{}
	for _, c := range l.controls {
		at[c.path[len(c.path)-1]] = c
	}
	return at
}

// goesDown wants every stop beside or below the one before it, as they are
// seen: what lies below the edge of a scroller is at that edge.
func (r *rig) goesDown(screen string, way []fyne.Focusable, stops []string) {
	at := r.controls()
	for i := 1; i < len(way); i++ {
		a, b := at[way[i-1].(fyne.CanvasObject)], at[way[i].(fyne.CanvasObject)]
		from, to := a.box, b.box
		if a.clip != b.clip {
			from, to = a.atEdge(), b.atEdge()
		}
		if b.path != nil && to.y2 <= from.y && to.x < from.x2 {
			r.t.Errorf("%s: from %s the way goes up, to %s", screen, stops[i-1], stops[i])
		}
	}
}

// atEdge is the box, moved into what can be seen.
func (s seen) atEdge() box {
	b := s.box
	b.y, b.y2 = max(min(b.y, s.clip.y2), s.clip.y), min(max(b.y2, s.clip.y), s.clip.y2)
	return b
}

// named is the kind of a stop and its name.
func named(f fyne.Focusable) string {
	kind := strings.TrimPrefix(fmt.Sprintf("%T", f), "*control.")
	if a, ok := f.(fyne.Accessible); ok {
		return kind + " " + a.AccessibilityLabel()
	}
	return kind
}
