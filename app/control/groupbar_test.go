package control_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"twofold/app/control"
)

// groupsUnderTest are the two places groups are shown in, with what drags
// along their lines.
type groupsUnderTest struct {
	name string
	bar  interface {
		fyne.Widget
		fyne.Focusable
		fyne.Shortcutable
		fyne.Draggable
		SetChips([]control.Chip, string)
		At(fyne.Position) string
		Selected() string
	}
	size     fyne.Size
	back, on fyne.KeyName
	along    func(at float32) fyne.Position
}

func groupBars(moved func(id, before string), chosen func(string), added func()) []groupsUnderTest {
	strip, side := control.NewChipStrip(), control.NewSideList("GROUPS")
	strip.OnMove, strip.OnSelect, strip.OnAdd = moved, chosen, added
	side.OnMove, side.OnSelect, side.OnAdd = moved, chosen, added
	return []groupsUnderTest{
		{"chips", strip, fyne.NewSize(700, 40), fyne.KeyLeft, fyne.KeyRight, func(at float32) fyne.Position { return fyne.NewPos(at, 20) }},
		{"sidebar", side, fyne.NewSize(200, 400), fyne.KeyUp, fyne.KeyDown, func(at float32) fyne.Position { return fyne.NewPos(60, at) }},
	}
}

var groupChips = []control.Chip{{Label: "All", Count: 9}, {ID: "!", Label: "Action", Count: 1, Kind: control.AttentionChip},
	{ID: "a", Label: "Apples", Count: 3}, {ID: "b", Label: "Berries", Count: 2}, {ID: "c", Label: "Cherries", Count: 1},
	{Label: "New", Count: -1, Kind: control.AddChip}}

// middles finds the middle of every group by looking along the lines.
func (g *groupsUnderTest) middles() map[string]float32 {
	first, last := map[string]float32{}, map[string]float32{}
	for at := float32(0); at < 700; at++ {
		if id := g.bar.At(g.along(at)); id != "" {
			if _, ok := first[id]; !ok {
				first[id] = at
			}
			last[id] = at
		}
	}
	out := map[string]float32{}
	for id := range first {
		out[id] = (first[id] + last[id]) / 2
	}
	return out
}

// drag moves the pointer with the button down, in steps as a hand does.
func (g *groupsUnderTest) drag(from, to float32) {
	const steps = 10
	for i := 1; i <= steps; i++ {
		was, is := g.along(from+(to-from)*float32(i-1)/steps), g.along(from+(to-from)*float32(i)/steps)
		g.bar.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: is, AbsolutePosition: is},
			Dragged: fyne.NewDelta(is.X-was.X, is.Y-was.Y)})
	}
}

func TestGroupsAreDragged(t *testing.T) {
	themed(t)
	var moved []string
	for _, g := range groupBars(func(id, before string) { moved = append(moved, id+">"+before) }, nil, nil) {
		t.Run(g.name, func(t *testing.T) {
			w := test.NewTempWindow(t, g.bar)
			w.SetPadded(false)
			w.Resize(g.size)
			g.bar.SetChips(groupChips, "")
			mid := g.middles()
			if len(mid) != 3 {
				t.Fatalf("groups at %v", mid)
			}
			quiet := w.Canvas().Capture()
			for _, tt := range []struct {
				name     string
				from, to float32
				want     string
			}{
				{"behind the next", mid["a"], mid["b"] + 4, "a>c"},
				{"to the end", mid["a"], mid["c"] + 4, "a>"},
				{"to the front", mid["c"], mid["a"] - 4, "c>a"},
				{"over all accounts", mid["c"], 20, "c>a"},
				{"back to where it was", mid["b"], mid["b"] + 8, ""},
				{"a shaking hand", mid["b"], mid["b"] - 3, ""},
				{"all accounts", 24, mid["c"], ""},
			} {
				moved = nil
				g.drag(tt.from, tt.to)
				if lifted := !same(quiet, w.Canvas().Capture()); lifted != (tt.want != "" || tt.name == "back to where it was") {
					t.Errorf("%s: the drag shows: %v", tt.name, lifted)
				}
				g.bar.DragEnd()
				if got := strings.Join(moved, " "); got != tt.want {
					t.Errorf("%s: moved %q, want %q", tt.name, got, tt.want)
				}
				if !same(quiet, w.Canvas().Capture()) {
					t.Errorf("%s: something of the drag stays", tt.name)
				}
			}
			moved = nil
			g.drag(mid["a"], mid["c"]+4)
			g.bar.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
			g.drag(mid["c"], mid["c"]+8)
			g.bar.DragEnd()
			if len(moved) > 0 {
				t.Errorf("Esc did not put it back: %v", moved)
			}
		})
	}
}

func TestGroupsByKeyboard(t *testing.T) {
	themed(t)
	var moved, chosen []string
	added := 0
	for _, g := range groupBars(func(id, before string) { moved = append(moved, id+">"+before) },
		func(id string) { chosen = append(chosen, id) }, func() { added++ }) {
		t.Run(g.name, func(t *testing.T) {
			w := test.NewTempWindow(t, g.bar)
			w.Resize(g.size)
			g.bar.SetChips(groupChips, "")
			moved, chosen, added = nil, nil, 0
			w.Canvas().FocusNext()
			if w.Canvas().Focused() != fyne.Focusable(g.bar) {
				t.Fatalf("Tab goes to %T", w.Canvas().Focused())
			}
			w.Canvas().FocusNext()
			if w.Canvas().Focused() != fyne.Focusable(g.bar) {
				t.Errorf("the groups are more than one stop: %T", w.Canvas().Focused())
			}
			key := func(name fyne.KeyName) { g.bar.TypedKey(&fyne.KeyEvent{Name: name}) }
			alt := func(name fyne.KeyName) {
				g.bar.TypedShortcut(&desktop.CustomShortcut{KeyName: name, Modifier: fyne.KeyModifierAlt})
			}
			alt(g.on) // all accounts have one place
			key(fyne.KeyReturn)
			for range 3 {
				key(g.on)
			}
			alt(g.on)
			alt(g.back)
			key(g.on)
			alt(g.on) // the last one stays
			key(g.on) // to the plus, which is not chosen
			alt(g.back)
			key(fyne.KeyReturn)
			key(g.back)
			key(fyne.KeyReturn)
			key(fyne.KeyHome)
			if got, want := strings.Join(chosen, " "), "! a b c "; got != want {
				t.Errorf("chosen %q, want %q", got, want)
			}
			if got, want := strings.Join(moved, " "), "b> b>a"; got != want {
				t.Errorf("moved %q, want %q", got, want)
			}
			if added != 1 {
				t.Errorf("the plus was pressed %d times", added)
			}
		})
	}
}
