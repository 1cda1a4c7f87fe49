package control_test

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"twofold/app/control"
	"twofold/app/locale"
	"twofold/app/skin"
)

func chips(texts *locale.Texts) []control.Chip {
	return []control.Chip{
		{ID: "all", Label: texts.T("main.all"), Count: 12},
		{ID: "act", Label: texts.T("row.action"), Count: 1, Kind: control.AttentionChip},
		{ID: "work", Label: "Work", Count: 3},
		{ID: "home", Label: "個人", Count: 6},
		{ID: "dev", Label: "Development", Count: 3},
		{ID: "add", Label: texts.T("group.new"), Count: -1, Kind: control.AddChip},
	}
}

// frame is a border layout: top and bottom at their heights, the rest between.
func frame(top, bottom, middle fyne.CanvasObject) fyne.CanvasObject {
	return container.NewBorder(top, bottom, nil, nil, middle)
}

func TestCompactPictures(t *testing.T) {
	pictures(t, "compact", fyne.NewSize(420, 400), func(texts *locale.Texts) fyne.CanvasObject {
		search := control.NewSearchField(texts.T("main.search"), texts.T("main.clear"))
		head := control.NewColumn(2,
			control.NewColumn(0, control.Filled(8, 0, search,
				control.NewIconButton("plus", texts.T("main.add"), control.Primary, nil),
				control.NewIconButton("more", texts.T("main.more"), control.Quiet, nil))).Inset(control.Inset{Left: 12, Top: 12, Right: 12, Bottom: 4}))
		strip := control.NewChipStrip()
		strip.SetChips(chips(texts), "all")
		head.SetObjects(append(head.Objects(), strip)...)
		l := control.NewList(texts)
		l.Source = func(string) control.Codes { return codes("482913", "065578", 18) }
		l.SetItems(accounts(9))
		bar := control.NewStatusBar(texts.T("main.lock"), nil)
		bar.Set(control.Status{Icon: "cloud-check", Text: texts.T("bk.ok", "ago", texts.N("time.minutes", 2)), Tone: control.Good, Right: "OneDrive"})
		return frame(head, bar, l)
	})
}

func TestSidebarPictures(t *testing.T) {
	pictures(t, "sidebar", fyne.NewSize(224, 360), func(texts *locale.Texts) fyne.CanvasObject {
		all := control.NewSideRow("grid", texts.T("main.all"), 12, nil)
		all.SetSelected(true)
		card := control.NewSideCard(texts.T("bk.page.saved", "svc", ""), nil)
		card.Set(texts.T("sync.title"), control.Status{Icon: "cloud-check", Text: "OneDrive, " + texts.N("time.minutes", 2), Tone: control.Good})
		return container.NewStack(canvas.NewRectangle(skin.Color(skin.Sidebar)), control.NewColumn(2,
			all,
			control.NewSideRow("alert", texts.T("row.action"), 1, nil).Attention(),
			control.NewSideRow("folder", "Work", 3, nil),
			control.NewSideRow("folder", "とても長い名前のグループです", 6, nil),
			control.Gap(8), card, control.Gap(4),
			control.NewSideRow("settings", texts.T("main.settings"), -1, nil),
			control.NewSideRow("lock", texts.T("main.lock"), -1, nil),
		).Inset(control.Sides(12, 12)))
	})
}

func TestFolderPagePictures(t *testing.T) {
	pictures(t, "folderpage", fyne.NewSize(420, 560), func(texts *locale.Texts) fyne.CanvasObject {
		w := control.NewWizard(texts.T("sync.title"), texts.T("common.back"), nil, func() {})
		one, two := control.Monogram("OneDrive"), control.Monogram("Dropbox")
		w.SetBody(
			control.NewParagraph(texts.T("sync.h"), skin.Title, skin.Text),
			control.NewParagraph(texts.T("sync.b"), skin.Small, skin.Text2),
			control.NewParagraph(texts.T("sync.found"), skin.CapBold, skin.Text2),
			control.NewChoices([]control.Choice{
				{ID: "1", Title: "OneDrive", Detail: `C:\Users\hanako\OneDrive\Twofold`, Avatar: &one, Badge: texts.T("common.recommended")},
				{ID: "2", Title: "Dropbox", Detail: `C:\Users\hanako\Dropbox\Twofold`, Avatar: &two},
				{ID: "3", Title: texts.T("rec.unlock.pass"), Detail: texts.T("rec.unlock.pass.d"), Icon: "key", Disabled: true},
			}, "1", nil),
			control.Middle(control.NewButton(texts.T("sync.other"), "folder", control.Link, nil)),
			control.NewNotice(control.Warn, texts.T("sync.notcloud.warn")),
		)
		w.SetFooter(control.NewButton(texts.T("common.cancel"), "", control.Neutral, nil), control.NewButton(texts.T("common.next"), "", control.Primary, nil))
		return w
	})
}

func TestNumberPagePictures(t *testing.T) {
	pictures(t, "numberpage", fyne.NewSize(420, 680), func(texts *locale.Texts) fyne.CanvasObject {
		steps := control.NewSteps(texts, texts.T("rec.step.folder"), texts.T("rec.step.backup"), texts.T("rec.step.unlock"), texts.T("rec.step.finish"))
		steps.Set(2)
		w := control.NewWizard(texts.T("rec.title"), texts.T("common.back"), steps, func() {})
		w.SetBody(
			control.NewEmblem("computer"),
			control.NewParagraph(texts.T("rec.num.h"), skin.Title, skin.Text).Centred(),
			control.NewParagraph(texts.T("rec.num.b", "device", "Hanako's desktop"), skin.Body, skin.Text2).Centred(),
			control.NewCard(control.NewColumn(8, control.NewBigNumber("4721"),
				control.NewParagraph(texts.T("rec.num.wait", "time", "4:32"), skin.Body, skin.Text2).Centred())).Inset(control.Sides(16, 24)),
			control.NewParagraph(texts.T("rec.num.note", "svc", "OneDrive"), skin.Caption, skin.Text3).Centred(),
			control.NewTasks(
				control.Task{Label: texts.T("rec.prog.read"), State: control.Done},
				control.Task{Label: texts.T("rec.prog.check"), State: control.Failed, Reason: texts.T("err.file.damaged", "file", "a")},
				control.Task{Label: texts.T("rec.prog.restore"), State: control.Running},
				control.Task{Label: texts.T("rec.prog.register")}),
		)
		w.SetFooter(control.NewButton(texts.T("common.cancel"), "", control.Neutral, nil))
		return w
	})
}

func TestApprovalPictures(t *testing.T) {
	pictures(t, "approval", fyne.NewSize(372, 450), func(texts *locale.Texts) fyne.CanvasObject {
		number := control.NewNumberField(4)
		number.FocusGained()
		for _, r := range "47２" {
			number.TypedRune(r)
		}
		return control.NewColumn(10,
			control.NewEmblem("computer"),
			control.NewParagraph(texts.T("ap.h"), skin.Title, skin.Text).Centred(),
			control.NewParagraph(texts.T("ap.b"), skin.Small, skin.Text2).Centred(),
			control.NewCard(control.Facts(control.Fact{Name: texts.T("ap.device"), Value: "HANAKO-LAPTOP"}, control.Fact{Name: texts.T("ap.os"), Value: "Windows 11"})),
			control.NewParagraph(texts.T("ap.number"), skin.CapBold, skin.Text2),
			number,
			control.NewDropHint(texts.T("drop.hint")),
		).Inset(control.Sides(20, 16))
	})
}

func TestSettingsPictures(t *testing.T) {
	pictures(t, "settings", fyne.NewSize(420, 330), func(texts *locale.Texts) fyne.CanvasObject {
		density := []control.Option{{ID: "c", Label: texts.T("set.density.compact")}, {ID: "n", Label: texts.T("set.density.normal")}, {ID: "l", Label: texts.T("set.density.large")}}
		return control.NewColumn(14,
			control.NewToggle(texts, texts.T("set.hide"), "", true, nil),
			control.NewToggle(texts, texts.T("form.device"), texts.T("form.device.d"), false, nil),
			control.NewSegment(density, "n", nil),
			control.Line(0, control.NewSelect([]control.Option{{ID: "", Label: texts.T("set.language.system")}}, "", nil)),
			control.Line(12, control.Logo(54), control.NewResult("check", control.Good), control.NewAvatarView(control.Monogram("Slack"), 40), control.NewRing(32)),
		).Inset(control.Sides(16, 16))
	})
}

func TestMenuPictures(t *testing.T) {
	for _, look := range looks {
		t.Run(look.name, func(t *testing.T) {
			app := test.NewTempApp(t)
			app.Settings().SetTheme(skin.New(look.mode, 100))
			texts := locale.New(look.language, nil)
			w := test.NewTempWindow(t, canvas.NewRectangle(skin.Color(skin.Bg)))
			w.SetPadded(false)
			w.Resize(fyne.NewSize(300, 300))
			m := control.OpenMenu(w.Canvas(), fyne.NewPos(20, 16), []control.MenuItem{
				{Label: texts.T("menu.copy"), Icon: "copy", Keys: "Ctrl+C"},
				{Label: texts.T("menu.edit"), Icon: "edit", Disabled: true},
				{Label: texts.T("menu.groups"), Icon: "folder", Sub: []control.MenuItem{{Label: "A"}}},
				{},
				{Label: texts.T("sort.name"), Checked: true},
				{Label: texts.T("menu.delete"), Icon: "trash", Danger: true},
			})
			m.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
			compare(t, "menu-"+look.name, w.Canvas().Capture())
		})
	}
}

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

// TestEverythingFollowsTheme changes the theme under a page of controls and
// expects what a page made in that theme shows.
func TestEverythingFollowsTheme(t *testing.T) {
	app := test.NewTempApp(t)
	texts := locale.New(locale.English, nil)
	build := func() fyne.CanvasObject {
		field := control.NewField("Label", "hint").WithIcon("search")
		field.SetText("typed")
		one := control.Monogram("OneDrive")
		steps := control.NewSteps(texts, "One", "Two", "Three")
		steps.Set(1)
		bar := control.NewStatusBar("Lock", nil)
		bar.Set(control.Status{Icon: "alert", Text: "Not backed up", Tone: control.Warn, Button: "Set up"})
		strip := control.NewChipStrip()
		strip.SetChips(chips(texts), "all")
		return control.NewColumn(8, field, steps, bar, strip,
			control.NewButton("Go", "plus", control.Primary, nil),
			control.NewChoices([]control.Choice{{ID: "1", Title: "T", Detail: "D", Avatar: &one, Badge: "B"}}, "1", nil),
			control.NewToggle(texts, "Switch", "more", true, nil),
			control.NewNotice(control.Bad, "Wrong"),
			control.NewTasks(control.Task{Label: "x", State: control.Done}),
			control.NewCard(control.Facts(control.Fact{Name: "a", Value: "b"})),
			control.NewEmblem("key"), control.Logo(40), control.NewSideRow("grid", "All", 3, nil))
	}
	shoot := func(content fyne.CanvasObject) fyne.Window {
		w := test.NewTempWindow(t, container.NewStack(canvas.NewRectangle(skin.Color(skin.Bg)), content))
		w.SetPadded(false)
		w.Resize(fyne.NewSize(400, 860))
		return w
	}
	app.Settings().SetTheme(skin.New(skin.DarkMode, 100))
	want := shoot(build()).Canvas().Capture()
	app.Settings().SetTheme(skin.New(skin.LightMode, 100))
	content := build()
	w := shoot(content)
	app.Settings().SetTheme(skin.New(skin.DarkMode, 100))
	content.Refresh()
	w.SetContent(container.NewStack(canvas.NewRectangle(skin.Color(skin.Bg)), content))
	if got := w.Canvas().Capture(); !same(got, want) {
		write(t, "testdata/failed/theme-got.png", got)
		write(t, "testdata/failed/theme-want.png", want)
		t.Error("a page keeps something of the old theme, see testdata/failed")
	}
}

// TestFirstScreenNamesItsFonts walks the compact window with Japanese names:
// a text without a face of its own would have the toolkit read the index of
// the system's fonts.
func TestFirstScreenNamesItsFonts(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(skin.New(skin.DarkMode, 100))
	texts := locale.New(locale.Japanese, nil)
	strip := control.NewChipStrip()
	strip.SetChips(chips(texts), "all")
	l := control.NewList(texts)
	l.Source = func(string) control.Codes { return codes("482913", "065578", 4) }
	l.SetItems([]control.Item{item("a", "楽天証券", "佐藤 花子"), item("b", "GitHub", "hanako")})
	bar := control.NewStatusBar(texts.T("main.lock"), nil)
	bar.Set(control.Status{Icon: "cloud-check", Text: texts.T("bk.ok", "ago", texts.T("time.now")), Button: texts.T("bk.off.cta")})
	content := control.NewColumn(0, control.NewSearchField(texts.T("main.search"), ""), strip, l, bar)
	w := test.NewTempWindow(t, content)
	w.Resize(fyne.NewSize(420, 680))
	seen := 0
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *canvas.Text:
			if o.Visible() && o.Text != "" {
				if seen++; o.FontSource == nil {
					t.Errorf("text %q has no face of its own", o.Text)
				}
			}
		case *fyne.Container:
			for _, child := range o.Objects {
				walk(child)
			}
		case fyne.Widget:
			for _, child := range test.WidgetRenderer(o).Objects() {
				walk(child)
			}
		}
	}
	walk(content)
	if seen < 20 {
		t.Errorf("found only %d texts", seen)
	}
}
