package control_test

import (
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
	pictures(t, "sidebar", fyne.NewSize(224, 400), func(texts *locale.Texts) fyne.CanvasObject {
		groups := control.NewSideList(texts.T("main.groups"))
		groups.SetChips([]control.Chip{
			{Label: texts.T("main.all"), Count: 12}, {ID: "!", Label: texts.T("row.action"), Count: 1, Kind: control.AttentionChip},
			{ID: "work", Label: "Work", Count: 3}, {ID: "long", Label: "とても長い名前のグループです", Count: 6},
			{Label: texts.T("group.new"), Count: -1, Kind: control.AddChip},
		}, "")
		card := control.NewSideCard(texts.T("bk.page.saved", "svc", ""), nil)
		card.Set(texts.T("sync.title"), control.Status{Icon: "cloud-check", Text: "OneDrive, " + texts.N("time.minutes", 2), Tone: control.Good})
		return container.NewStack(canvas.NewRectangle(skin.Color(skin.Sidebar)), control.NewColumn(2,
			groups,
			control.Gap(8), card, control.Gap(4),
			control.NewSideRow("settings", texts.T("main.settings"), nil),
			control.NewSideRow("lock", texts.T("main.lock"), nil),
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
			control.NewParagraph(texts.T("rec.num.b.any"), skin.Body, skin.Text2).Centred(),
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
	pictures(t, "approval", fyne.NewSize(372, 390), func(texts *locale.Texts) fyne.CanvasObject {
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
			control.NewEmblem("key"), control.Logo(40), control.NewSideRow("grid", "All", nil))
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
