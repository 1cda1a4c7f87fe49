package control_test

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"twofold/app/control"
	"twofold/app/skin"
)

func TestMenuKeys(t *testing.T) {
	themed(t)
	w := test.NewTempWindow(t, canvas.NewRectangle(skin.Color(skin.Bg)))
	w.Resize(fyne.NewSize(300, 300))
	down, up, enter, esc := fyne.KeyDown, fyne.KeyUp, fyne.KeyReturn, fyne.KeyEscape
	tests := []struct {
		keys []fyne.KeyName
		want string
	}{
		{[]fyne.KeyName{down, enter}, "copy open:false"},
		{[]fyne.KeyName{up, enter}, "delete open:false"},
		{[]fyne.KeyName{down, down, enter, enter}, "sub open:false"}, // over the disabled line
		{[]fyne.KeyName{down, down, fyne.KeyRight, esc, up, enter}, "delete open:false"},
		{[]fyne.KeyName{esc}, " open:false"},
		{[]fyne.KeyName{enter}, " open:true"}, // nothing is marked yet
	}
	for _, tt := range tests {
		did := ""
		set := func(s string) func() { return func() { did = s } }
		m := control.OpenMenu(w.Canvas(), fyne.NewPos(290, 290), []control.MenuItem{
			{Label: "Copy", Do: set("copy")},
			{Label: "Off", Disabled: true, Do: set("off")},
			{},
			{Label: "More", Sub: []control.MenuItem{{Label: "Sub", Do: set("sub")}}},
			{Label: "Delete", Do: set("delete")},
		})
		for _, k := range tt.keys {
			m.TypedKey(&fyne.KeyEvent{Name: k})
		}
		open := w.Canvas().Overlays().Top() != nil
		if got := fmt.Sprintf("%s open:%v", did, open); got != tt.want {
			t.Errorf("keys %v did %q, want %q", tt.keys, got, tt.want)
		}
		m.Close()
	}
}

func TestChipStrip(t *testing.T) {
	texts := themed(t)
	s := control.NewChipStrip()
	var chosen []string
	added := 0
	s.OnSelect = func(id string) { chosen = append(chosen, id) }
	s.OnAdd = func() { added++ }
	w := test.NewTempWindow(t, s)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(260, 40))
	s.SetChips(chips(texts), "all")
	before := w.Canvas().Capture()
	s.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -80)})
	if same(before, w.Canvas().Capture()) {
		t.Error("the wheel does not move the strip")
	}
	s.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, 1000)})
	if !same(before, w.Canvas().Capture()) {
		t.Error("the strip does not come back to its start")
	}
	for range 9 {
		s.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	}
	if got, want := strings.Join(chosen, " "), "act work home dev"; got != want || added != 0 {
		t.Errorf("the arrow chose %s, want %s; added %d", got, want, added)
	}
	test.TapCanvas(w.Canvas(), fyne.NewPos(240, 20)) // the plus, scrolled into view beside the last group
	if s.Selected() != "dev" {
		t.Errorf("selected %s", s.Selected())
	}
	s.SetChips(chips(texts), "all")
	if got := s.At(fyne.NewPos(30, 20)); got != "all" {
		t.Errorf("At finds %q", got)
	}
	if got := s.At(fyne.NewPos(30, 200)); got != "" {
		t.Errorf("At finds %q outside", got)
	}
}

func TestSearchFieldWakes(t *testing.T) {
	themed(t)
	var heard []string
	s := control.NewSearchField("Search", "Clear")
	s.OnChanged = func(text string) { heard = append(heard, text) }
	w := test.NewTempWindow(t, s)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(200, 38))
	asleep := w.Canvas().Capture()
	s.Type('g')
	if !s.Focused() || s.Text() != "g" || strings.Join(heard, " ") != "g" {
		t.Errorf("typing: focused %v, text %q, heard %v", s.Focused(), s.Text(), heard)
	}
	esc := &fyne.KeyEvent{Name: fyne.KeyEscape}
	w.Canvas().Focused().TypedKey(esc)
	if s.Text() != "" || !s.Focused() {
		t.Errorf("first Esc: text %q, focused %v", s.Text(), s.Focused())
	}
	w.Canvas().Focused().TypedKey(esc)
	if s.Focused() {
		t.Error("the second Esc keeps the keyboard")
	}
	_ = asleep
	w.Canvas().FocusNext()
	if !s.Focused() {
		t.Errorf("Tab does not come to the field but to %T", w.Canvas().Focused())
	}
}

func TestSearchFieldByTab(t *testing.T) {
	themed(t)
	s := control.NewSearchField("Search", "Clear")
	w := test.NewTempWindow(t, s)
	w.Canvas().FocusNext()
	if !s.Focused() {
		t.Errorf("Tab does not wake the field; the keyboard is at %T", w.Canvas().Focused())
	}
}

func TestNumberField(t *testing.T) {
	themed(t)
	n := control.NewNumberField(4)
	test.NewTempWindow(t, n)
	submitted := 0
	complete := false
	n.OnSubmit = func() { submitted++ }
	n.OnChanged = func(_ string, c bool) { complete = c }
	for _, r := range "4x7２" {
		n.TypedRune(r)
	}
	n.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if n.Text() != "472" || submitted != 0 || complete {
		t.Errorf("text %q, submitted %d, complete %v", n.Text(), submitted, complete)
	}
	n.TypedRune('1')
	n.TypedRune('9')
	n.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if n.Text() != "4721" || submitted != 1 || !complete {
		t.Errorf("text %q, submitted %d, complete %v", n.Text(), submitted, complete)
	}
	n.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	if n.Text() != "472" {
		t.Errorf("after backspace %q", n.Text())
	}
	clip := test.NewClipboard()
	clip.SetContent("88 21\n99")
	n.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clip})
	if n.Text() != "8821" {
		t.Errorf("pasted %q", n.Text())
	}
}

func TestChoicesAndSwitches(t *testing.T) {
	texts := themed(t)
	var heard []string
	hear := func(id string) { heard = append(heard, id) }
	c := control.NewChoices([]control.Choice{{ID: "a", Title: "A"}, {ID: "b", Title: "B", Disabled: true}, {ID: "c", Title: "C"}}, "a", hear)
	for _, o := range c.Objects() {
		o.(fyne.Tappable).Tapped(nil)
	}
	seg := control.NewSegment([]control.Option{{ID: "x", Label: "X"}, {ID: "y", Label: "Y"}}, "x", hear)
	seg.Resize(fyne.NewSize(100, 36))
	seg.Tapped(&fyne.PointEvent{Position: fyne.NewPos(80, 10)})
	seg.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	seg.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
	sel := control.NewSelect([]control.Option{{ID: "1", Label: "One"}, {ID: "2", Label: "Two"}}, "1", hear)
	sel.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	sel.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	tog := control.NewToggle(texts, "T", "", false, func(on bool) { heard = append(heard, fmt.Sprint(on)) })
	tog.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	tog.Set(false)
	if got, want := strings.Join(heard, " "), "c y x 2 true"; got != want {
		t.Errorf("heard %s, want %s", got, want)
	}
	if tog.On() || c.Chosen() != "c" {
		t.Errorf("toggle %v, choice %s", tog.On(), c.Chosen())
	}
	if got := tog.AccessibilityLabel(); got != "T, off" {
		t.Errorf("the switch says %q", got)
	}
}

func TestSelectDrops(t *testing.T) {
	themed(t)
	got := ""
	sel := control.NewSelect([]control.Option{{ID: "1", Label: "One"}, {ID: "2", Label: "Two"}}, "1", func(id string) { got = id })
	w := test.NewTempWindow(t, sel)
	w.Resize(fyne.NewSize(300, 200))
	sel.Tapped(nil)
	m, ok := w.Canvas().Overlays().Top().(*control.Menu)
	if !ok {
		t.Fatal("no menu drops")
	}
	m.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	m.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if got != "2" || sel.Chosen() != "2" {
		t.Errorf("chosen %q", got)
	}
}

func TestColumnFollowsWidth(t *testing.T) {
	themed(t)
	p := control.NewParagraph(strings.Repeat("word ", 30), skin.Body, skin.Text)
	c := control.NewColumn(8, p, control.NewButton("Go", "", control.Primary, nil)).Inset(control.Sides(10, 10))
	wide, narrow := c.HeightFor(600), c.HeightFor(200)
	if narrow <= wide {
		t.Errorf("height %v at 200, %v at 600", narrow, wide)
	}
	p.Hide()
	if got := c.HeightFor(200); got != 20+40 {
		t.Errorf("with a hidden paragraph the height is %v, want 60", got)
	}
}
