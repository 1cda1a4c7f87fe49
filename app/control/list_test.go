package control_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"twofold/app/control"
	"twofold/app/locale"
	"twofold/app/skin"
)

// accounts makes n items with the ids 0 to n-1.
func accounts(n int) []control.Item {
	out := make([]control.Item, n)
	for i := range out {
		out[i] = item(fmt.Sprint(i), fmt.Sprintf("Service %d", i), "hanako")
	}
	return out
}

// shownList puts a list of n accounts into a window.
func shownList(t *testing.T, n int, size fyne.Size) (*control.List, fyne.Window) {
	t.Helper()
	l := control.NewList(themed(t))
	l.Source = func(string) control.Codes { return codes("482913", "065578", 18) }
	l.SetItems(accounts(n))
	w := test.NewTempWindow(t, l)
	w.SetPadded(false)
	w.Resize(size)
	return l, w
}

var compactSize = fyne.NewSize(420, 540)

// inView gives the ids of the rows that exist, in order.
func inView(l *control.List) []string {
	var out []string
	for _, r := range l.VisibleRows() {
		out = append(out, r.Item().ID)
	}
	return out
}

func key(l *control.List, names ...fyne.KeyName) {
	for _, name := range names {
		l.TypedKey(&fyne.KeyEvent{Name: name})
	}
}

// A page that is made anew selects before its window has a size, and a small
// window leaves a list less than nothing.
func TestListSelectsWithoutRoom(t *testing.T) {
	for _, height := range []float32{-300, -101, -1, 0, 3} {
		l, _ := shownList(t, 9, compactSize)
		l.Resize(fyne.NewSize(420, height))
		for i := range 9 {
			l.Select(fmt.Sprint(i))
		}
		l.Resize(fyne.NewSize(420, 200))
		if got := inView(l); len(got) == 0 || got[len(got)-1] != "8" {
			t.Errorf("height %v: in view %v, want the selected 8 at the end", height, got)
		}
	}
}

func TestListPictures(t *testing.T) {
	pictures(t, "list", fyne.NewSize(736, 240), func(texts *locale.Texts) fyne.CanvasObject {
		l := control.NewList(texts)
		l.Source = func(string) control.Codes { return codes("482913", "065578", 18) }
		l.SetItems(accounts(9))
		l.Select("1")
		l.FocusGained()
		return l
	})
}

func TestListMakesOnlyRowsInView(t *testing.T) {
	for _, n := range []int{0, 1, 5, 5000} {
		l, _ := shownList(t, n, compactSize)
		got := inView(l)
		if want := min(n, 8); len(got) != want {
			t.Errorf("%d accounts make %d rows, want %d: %v", n, len(got), want, got)
		}
		key(l, fyne.KeyEnd)
		if n > 0 && l.Selected() != fmt.Sprint(n-1) {
			t.Errorf("End selects %q of %d", l.Selected(), n)
		}
		if got := inView(l); n > 8 && (len(got) > 9 || !slices.Contains(got, fmt.Sprint(n-1))) {
			t.Errorf("at the end of %d there are the rows %v", n, got)
		}
		if made := l.RowsMade(); made > 18 {
			t.Errorf("%d accounts made %d rows in all", n, made)
		}
	}
}

func TestListKeys(t *testing.T) {
	tests := []struct {
		name  string
		width float32
		from  string
		keys  []fyne.KeyName
		want  string
	}{
		{"down", 420, "0", []fyne.KeyName{fyne.KeyDown}, "1"},
		{"up at the top", 420, "0", []fyne.KeyName{fyne.KeyUp}, "0"},
		{"down at the end", 420, "16", []fyne.KeyName{fyne.KeyDown}, "16"},
		{"left means nothing in one column", 420, "3", []fyne.KeyName{fyne.KeyLeft}, "3"},
		{"home", 420, "9", []fyne.KeyName{fyne.KeyHome}, "0"},
		{"end", 420, "9", []fyne.KeyName{fyne.KeyEnd}, "16"},
		{"page down", 420, "0", []fyne.KeyName{fyne.KeyPageDown}, "7"},
		{"page up", 420, "9", []fyne.KeyName{fyne.KeyPageUp}, "2"},
		{"page up to the top", 420, "2", []fyne.KeyName{fyne.KeyPageUp}, "0"},
		{"page down to the end", 420, "15", []fyne.KeyName{fyne.KeyPageDown}, "16"},
		{"down in two columns", 736, "1", []fyne.KeyName{fyne.KeyDown}, "3"},
		{"right", 736, "1", []fyne.KeyName{fyne.KeyRight}, "2"},
		{"left", 736, "2", []fyne.KeyName{fyne.KeyLeft}, "1"},
		{"down to a short last line", 736, "15", []fyne.KeyName{fyne.KeyDown}, "16"},
		{"down in the last line", 736, "16", []fyne.KeyName{fyne.KeyDown}, "16"},
		{"up in the first line", 736, "1", []fyne.KeyName{fyne.KeyUp}, "1"},
		{"page up keeps the column", 736, "5", []fyne.KeyName{fyne.KeyPageUp}, "1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l, _ := shownList(t, 17, fyne.NewSize(tt.width, 540))
			l.Select(tt.from)
			key(l, tt.keys...)
			if l.Selected() != tt.want {
				t.Errorf("selected %s, want %s", l.Selected(), tt.want)
			}
			if _, _, there := l.RowAt(l.Selected()); !there {
				t.Error("the selected row is out of view")
			}
		})
	}
}

func TestListKeyCallbacks(t *testing.T) {
	l, _ := shownList(t, 3, compactSize)
	var heard []string
	l.OnActivate = func(id string) { heard = append(heard, "enter "+id) }
	l.OnSpace = func(id string) { heard = append(heard, "space "+id) }
	l.OnType = func(r rune) { heard = append(heard, "type "+string(r)) }
	l.OnKey = func(e *fyne.KeyEvent) { heard = append(heard, "key "+string(e.Name)) }
	l.OnMenu = func(id string, at fyne.Position) { heard = append(heard, "menu "+id) }
	l.OnMove = func(id string, by int) { heard = append(heard, fmt.Sprint("move ", id, " ", by)) }
	l.OnShortcut = func(s fyne.Shortcut) bool { heard = append(heard, s.ShortcutName()); return true }
	key(l, fyne.KeyReturn, fyne.KeySpace, fyne.KeyDelete, desktop.KeyMenu, fyne.KeyEscape)
	l.TypedRune('g')
	l.TypedRune(' ')
	alt := func(k fyne.KeyName) {
		l.TypedShortcut(&desktop.CustomShortcut{KeyName: k, Modifier: fyne.KeyModifierAlt})
	}
	alt(fyne.KeyDown) // not while reordering is off
	l.Reorder = true
	alt(fyne.KeyDown)
	alt(fyne.KeyUp)
	alt(fyne.KeyL)
	want := "enter 0, space 0, key Delete, menu 0, key Escape, type g, move 0 1, move 0 -1, CustomDesktop:Alt+L"
	if got := strings.Join(heard, ", "); got != want {
		t.Errorf("heard %s\nwant  %s", got, want)
	}
}

func TestListKeepsSelectionAndPlace(t *testing.T) {
	l, _ := shownList(t, 100, compactSize)
	l.Select("50")
	before, _, _ := l.RowAt("50")
	var selections []string
	l.OnSelect = func(id string) { selections = append(selections, id) }

	// Accounts come and go above: the row stays where it is.
	l.SetItems(append(accounts(3), accounts(100)[10:]...))
	if after, _, there := l.RowAt("50"); !there || after != before {
		t.Errorf("row 50 went from %v to %v (%v)", before, after, there)
	}
	if len(selections) != 0 || l.Selected() != "50" {
		t.Errorf("selection %s, changes %v", l.Selected(), selections)
	}
	// The selected account goes: its neighbour takes its place.
	without := slices.DeleteFunc(slices.Clone(l.Items()), func(i control.Item) bool { return i.ID == "50" })
	l.SetItems(without)
	if l.Selected() != "51" {
		t.Errorf("after deletion %s is selected, want 51", l.Selected())
	}
	// A short list has no place to keep, an empty one no selection.
	l.SetItems(accounts(2))
	if l.Selected() != "1" || len(inView(l)) != 2 {
		t.Errorf("in a short list %s is selected, rows %v", l.Selected(), inView(l))
	}
	l.SetItems(nil)
	if l.Selected() != "" {
		t.Errorf("an empty list has the selection %q", l.Selected())
	}
	l.SetItems(accounts(2))
	if l.Selected() != "0" {
		t.Errorf("a list that fills selects %q", l.Selected())
	}
	// At the top, what is added at the top is seen.
	l.SetItems(append([]control.Item{item("new", "New", "")}, accounts(50)...))
	if got := inView(l); got[0] != "new" {
		t.Errorf("the first row in view is %s, want the new one", got[0])
	}
}

func TestListTicksRowsInView(t *testing.T) {
	l, _ := shownList(t, 1000, compactSize)
	asked := 0
	l.Source = func(string) control.Codes { asked++; return codes("111222", "333444", 4) }
	l.Tick()
	if want := len(inView(l)); asked != want {
		t.Errorf("a tick asked for %d codes, want %d", asked, want)
	}
	if got := strings.Join(shown(l.VisibleRows()[0]), " "); !strings.Contains(got, "111 222") {
		t.Errorf("after the tick the row shows %s", got)
	}
	if !l.Timed() {
		t.Error("no row counts down")
	}
	one := item("c", "Counter", "")
	one.Kind = control.Counter
	l.SetItems([]control.Item{one})
	if l.Timed() {
		t.Error("a counter row counts down")
	}
}

func TestListMouse(t *testing.T) {
	l, w := shownList(t, 5, compactSize)
	var heard []string
	l.OnClick = func(id string) { heard = append(heard, "click "+id) }
	l.OnActivate = func(id string) { heard = append(heard, "double "+id) }
	l.OnMenu = func(id string, _ fyne.Position) { heard = append(heard, "menu "+id) }
	press := func(i int) {
		r := l.VisibleRows()[i]
		e := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary}
		e.Position = fyne.NewPos(100, 30)
		r.MouseDown(e)
		if l.Selected() != fmt.Sprint(i) {
			t.Errorf("pressing row %d leaves %s selected", i, l.Selected())
		}
		r.MouseUp(e)
	}
	press(3)
	if w.Canvas().Focused() != fyne.Focusable(l) {
		t.Error("a click gives the list no keyboard")
	}
	press(1)
	l.VisibleRows()[1].DoubleTapped(&fyne.PointEvent{Position: fyne.NewPos(100, 30)})
	l.VisibleRows()[2].TappedSecondary(&fyne.PointEvent{})
	if got, want := strings.Join(heard, ", "), "click 3, click 1, double 1, menu 2"; got != want {
		t.Errorf("heard %s, want %s", got, want)
	}
}

func TestListCopied(t *testing.T) {
	l, _ := shownList(t, 30, compactSize)
	l.SetCopied("0", "Copied")
	first := func() string { return strings.Join(shown(l.VisibleRows()[0]), " ") }
	if !strings.Contains(first(), "Copied") {
		t.Errorf("row shows %s", first())
	}
	key(l, fyne.KeyEnd, fyne.KeyHome)
	if !strings.Contains(first(), "Copied") {
		t.Errorf("after scrolling away and back the row shows %s", first())
	}
	for _, r := range l.VisibleRows()[1:] {
		if strings.Contains(strings.Join(shown(r), " "), "Copied") {
			t.Errorf("row %s says it was copied", r.Item().ID)
		}
	}
	l.SetCopied("0", "")
	if strings.Contains(first(), "Copied") {
		t.Errorf("row still shows %s", first())
	}
}

// pull drags row i by a number of steps to a point of the window, and lets go
// unless told not to.
func pull(l *control.List, i int, to fyne.Position, release bool) *control.Row {
	r := l.VisibleRows()[i]
	from := fyne.CurrentApp().Driver().AbsolutePositionForObject(r).AddXY(100, 30)
	for step := float32(0); step <= 4; step++ {
		at := from.AddXY((to.X-from.X)*step/4, (to.Y-from.Y)*step/4)
		e := &fyne.DragEvent{}
		e.AbsolutePosition = at
		r.Dragged(e)
	}
	if release {
		r.DragEnd()
	}
	return r
}

func TestListReorder(t *testing.T) {
	tests := []struct {
		name  string
		width float32
		from  int
		to    fyne.Position
		want  string
	}{
		{"down, lower half", 420, 0, fyne.NewPos(200, 2+74*3+50), "0 before 4"},
		{"down, upper half", 420, 0, fyne.NewPos(200, 2+74*3+20), "0 before 3"},
		{"up", 420, 4, fyne.NewPos(200, 70), "4 before 1"},
		{"to the end", 420, 1, fyne.NewPos(200, 2+74*5+50), "1 before "},
		{"below the end", 420, 1, fyne.NewPos(200, 2+74*6+50), "1 before "},
		{"onto itself", 420, 2, fyne.NewPos(300, 2+74*2+50), ""},
		{"before its follower", 420, 2, fyne.NewPos(200, 2+74*3+10), ""},
		{"two columns, right half", 736, 0, fyne.NewPos(670, 30), "0 before 2"},
		{"two columns, left half", 736, 5, fyne.NewPos(400, 30), "5 before 1"},
		{"outside", 420, 0, fyne.NewPos(-50, 30), "0 at -50"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l, _ := shownList(t, 6, fyne.NewSize(tt.width, 540))
			l.Reorder = true
			got := ""
			l.OnReorder = func(id, before string) { got = id + " before " + before }
			l.OnDropped = func(id string, at fyne.Position) { got = fmt.Sprintf("%s at %.0f", id, at.X) }
			pull(l, tt.from, tt.to, true)
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestListDragShowsAndCancels(t *testing.T) {
	l, w := shownList(t, 6, compactSize)
	l.Reorder = true
	called := false
	l.OnReorder = func(string, string) { called = true }
	before := w.Canvas().Capture()
	r := pull(l, 0, fyne.NewPos(200, 200), false)
	if same(before, w.Canvas().Capture()) {
		t.Error("a drag shows nothing")
	}
	key(l, fyne.KeyEscape)
	r.Dragged(&fyne.DragEvent{})
	r.DragEnd()
	if called {
		t.Error("a cancelled drag moved the row")
	}
	if !same(before, w.Canvas().Capture()) {
		t.Error("a cancelled drag leaves traces")
	}
	pull(l, 0, fyne.NewPos(200, 200), true)
	if !called {
		t.Error("after a cancelled drag the next one does nothing")
	}
}

func TestListDragScrollsAtTheEdge(t *testing.T) {
	l, _ := shownList(t, 60, compactSize)
	l.Reorder = true
	var step func()
	stopped := 0
	l.Repeat = func(_ time.Duration, f func()) func() {
		step = f
		return func() { stopped++ }
	}
	moved := ""
	l.OnReorder = func(id, before string) { moved = id + " before " + before }
	r := pull(l, 0, fyne.NewPos(200, 535), false)
	if step == nil {
		t.Fatal("resting at the edge asks for no repetition")
	}
	for range 100 {
		step()
	}
	if got := inView(l); !slices.Contains(got, "20") {
		t.Errorf("after scrolling the rows %v are in view", got)
	}
	if !slices.Contains(inView(l), "0") {
		t.Error("the dragged row is gone")
	}
	r.DragEnd()
	if stopped != 1 || !strings.HasPrefix(moved, "0 before 2") {
		t.Errorf("moved %q, stopped %d times", moved, stopped)
	}
	if slices.Contains(inView(l), "0") {
		t.Error("the dragged row stays for ever")
	}
}

func TestListFollowsTextSize(t *testing.T) {
	l, _ := shownList(t, 100, compactSize)
	key(l, fyne.KeyEnd)
	fyne.CurrentApp().Settings().SetTheme(skin.New(skin.DarkMode, 200))
	l.Refresh()
	if got := len(inView(l)); got == 0 || got > 4 {
		t.Errorf("at 200 %% there are %d rows in view", got)
	}
	l.SetLook(control.Look{Density: control.CompactRows})
	if got := len(inView(l)); got == 0 {
		t.Error("no rows in another look")
	}
}

func BenchmarkListTick(b *testing.B) {
	app := test.NewTempApp(b)
	app.Settings().SetTheme(skin.New(skin.LightMode, 100))
	l := control.NewList(locale.New(locale.English, nil))
	left := 30
	l.Source = func(string) control.Codes { return codes("482913", "065578", left) }
	l.SetItems(accounts(5000))
	w := test.NewTempWindow(b, l)
	w.Resize(compactSize)
	for b.Loop() {
		left = left%30 + 1
		l.Tick()
	}
}

func BenchmarkListScroll(b *testing.B) {
	app := test.NewTempApp(b)
	app.Settings().SetTheme(skin.New(skin.LightMode, 100))
	l := control.NewList(locale.New(locale.English, nil))
	l.Source = func(string) control.Codes { return codes("482913", "065578", 18) }
	l.SetItems(accounts(5000))
	w := test.NewTempWindow(b, l)
	w.Resize(compactSize)
	for b.Loop() {
		key(l, fyne.KeyPageDown)
		if l.Selected() == "4999" {
			key(l, fyne.KeyHome)
		}
	}
}

// TestListInAnotherOrder: the selected account is still seen, though the first
// one in view is elsewhere now; a list at its top shows its beginning.
func TestListInAnotherOrder(t *testing.T) {
	for _, from := range []string{"50", "1"} {
		l, _ := shownList(t, 100, compactSize)
		l.Select(from)
		other := slices.Clone(l.Items())
		slices.Reverse(other[1:])
		for i := 2; i < len(other); i += 2 { // no two stay side by side
			j := (i * 37) % len(other)
			other[i], other[j] = other[j], other[i]
		}
		l.SetItems(other)
		if got, top := inView(l), from == "1"; slices.Contains(got, from) == top || (got[0] == other[0].ID) != top {
			t.Errorf("with %s selected, in view are %v", from, got)
		}
	}
}
