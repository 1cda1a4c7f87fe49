package control_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"twofold/app/control"
	"twofold/app/locale"
	"twofold/app/skin"
)

func TestButtonPictures(t *testing.T) {
	pictures(t, "buttons", fyne.NewSize(420, 420), func(texts *locale.Texts) fyne.CanvasObject {
		focused := control.NewButton(texts.T("common.next"), "", control.Primary, nil)
		focused.FocusGained()
		off := control.NewButton(texts.T("common.next"), "", control.Primary, nil)
		off.Disable()
		return stack(12,
			control.NewButton(texts.T("first.add"), "plus", control.Primary, nil).Tall(),
			control.NewButton(texts.T("first.import"), "download", control.Neutral, nil).Tall(),
			control.NewButton(texts.T("act.scan"), "qr", control.Attention, nil),
			control.Equal(10,
				control.NewButton(texts.T("ap.deny"), "", control.Refuse, nil),
				control.NewButton(texts.T("common.delete"), "", control.Destructive, nil)),
			control.Line(10, control.NewButton(texts.T("rec.num.alt"), "key", control.Link, nil)),
			control.Line(10, nil, off, control.NewButton(texts.T("common.cancel"), "", control.Neutral, nil), focused),
			control.Line(8, control.NewIconButton("plus", "add", control.Primary, nil), control.NewIconButton("more", "more", control.Quiet, nil)),
		)
	})
}

func TestFieldPictures(t *testing.T) {
	pictures(t, "fields", fyne.NewSize(380, 400), func(texts *locale.Texts) fyne.CanvasObject {
		wrong := control.NewField(texts.T("form.secret"), "").Mono()
		wrong.SetText("JBSW Y3DP 0")
		wrong.SetError(texts.T("err.secret.char", "n", 9, "c", "0"))
		hint := control.NewField(texts.T("form.reading"), "")
		hint.SetHint(texts.T("form.reading.hint"))
		pass := control.NewPasswordField(texts, texts.T("lock.pass"), texts.T("lock.pass"))
		pass.SetText("hanako")
		note := control.NewField(texts.T("form.note"), "").Multiline(2)
		note.SetText("one\ntwo")
		return stack(14, control.NewField("", texts.T("main.search")).WithIcon("search"), wrong, hint, pass, note)
	})
}

func TestSheetPictures(t *testing.T) {
	for _, look := range looks {
		t.Run(look.name, func(t *testing.T) {
			app := test.NewTempApp(t)
			app.Settings().SetTheme(skin.New(look.mode, 100))
			texts := locale.New(look.language, nil)
			l := control.NewList(texts)
			l.SetItems(accounts(4))
			w := test.NewTempWindow(t, l)
			w.SetPadded(false)
			w.Resize(fyne.NewSize(420, 320))
			s := control.NewSheet(
				control.NewParagraph(texts.T("delete.h", "name", "GitHub"), skin.Title, skin.Text).Centred(),
				control.NewParagraph(texts.T("delete.b", "issuer", "GitHub"), skin.Small, skin.Text2).Centred(),
				control.Gap(4),
				control.Equal(10,
					control.NewButton(texts.T("common.cancel"), "", control.Neutral, nil),
					control.NewButton(texts.T("common.delete"), "", control.Destructive, nil)))
			s.OpenOn(w.Canvas())
			compare(t, "sheet-"+look.name, w.Canvas().Capture())
		})
	}
}

func TestButtonKeysAndState(t *testing.T) {
	themed(t)
	n := 0
	b := control.NewButton("Go", "", control.Primary, func() { n++ })
	test.NewTempWindow(t, b)
	b.Tapped(nil)
	b.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if n != 3 {
		t.Errorf("pressed %d times, want 3", n)
	}
	b.Disable()
	b.Tapped(nil)
	b.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	if n != 3 {
		t.Error("a disabled button can be pressed")
	}
}

func TestFocusedFieldPictures(t *testing.T) {
	for _, look := range looks {
		t.Run(look.name, func(t *testing.T) {
			app := test.NewTempApp(t)
			app.Settings().SetTheme(skin.New(look.mode, 100))
			f := control.NewField("", "")
			f.SetText("hanako")
			w := test.NewTempWindow(t, stack(0, f))
			w.SetPadded(false)
			w.Resize(fyne.NewSize(200, 62))
			f.Focus()
			compare(t, "field-focused-"+look.name, w.Canvas().Capture())
		})
	}
}

func TestFieldKeys(t *testing.T) {
	themed(t)
	var heard []string
	f := control.NewField("Name", "")
	f.OnSubmit = func() { heard = append(heard, "enter") }
	f.OnEscape = func() { heard = append(heard, "esc") }
	f.OnDown = func() { heard = append(heard, "down") }
	f.OnUp = func() { heard = append(heard, "up") }
	f.OnChanged = func(s string) { heard = append(heard, s) }
	w := test.NewTempWindow(t, f)
	f.Focus()
	if !f.Focused() {
		t.Fatal("the field does not get the keyboard")
	}
	test.Type(w.Canvas().Focused(), "a")
	for _, k := range []fyne.KeyName{fyne.KeyDown, fyne.KeyUp, fyne.KeyReturn, fyne.KeyEscape} {
		w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: k})
	}
	if got, want := strings.Join(heard, " "), "a down up enter esc"; got != want {
		t.Errorf("heard %s, want %s", got, want)
	}
	f.OnEscape = nil
	w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if f.Focused() {
		t.Error("Esc keeps the keyboard in the field")
	}
	f.OnPaste = func() bool { heard = append(heard, "paste"); return true }
	f.Focus()
	w.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutPaste{Clipboard: test.NewClipboard()})
	if heard[len(heard)-1] != "paste" || f.Text() != "a" {
		t.Errorf("after a paste the field holds %q", f.Text())
	}
}

func TestFieldErrorTakesRoom(t *testing.T) {
	themed(t)
	f := control.NewField("", "")
	test.NewTempWindow(t, f)
	f.Resize(fyne.NewSize(200, 38))
	before := f.HeightFor(200)
	f.SetError("A long error that needs more than one line to be told in full")
	if after := f.HeightFor(200); after < before+2*skin.Caption.Line() {
		t.Errorf("height %v with an error, %v without", after, before)
	}
	f.SetError("")
	if f.HeightFor(200) != before {
		t.Error("the error leaves room behind")
	}
}

func TestPasswordField(t *testing.T) {
	texts := themed(t)
	f := control.NewPasswordField(texts, "Passphrase", "")
	w := test.NewTempWindow(t, f)
	w.Resize(fyne.NewSize(300, 120))
	f.Focus()
	e := w.Canvas().Focused()
	plain := f.HeightFor(300)
	e.TypedRune('A') // Shift is up
	if f.HeightFor(300) == plain {
		t.Error("a capital without Shift tells nothing of Caps Lock")
	}
	e.TypedRune('a')
	if f.HeightFor(300) != plain {
		t.Error("the hint stays when Caps Lock is off")
	}
	e.(desktop.Keyable).KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	e.TypedRune('A')
	if f.HeightFor(300) != plain {
		t.Error("a capital with Shift counts as Caps Lock")
	}
	if f.Text() != "AaA" {
		t.Errorf("text %q", f.Text())
	}
	hidden := w.Canvas().Capture()
	f.Reveal(true)
	if same(hidden, w.Canvas().Capture()) {
		t.Error("showing the passphrase shows nothing")
	}
	f.Clear()
	if f.Text() != "" || f.Revealed() {
		t.Error("Clear leaves text or shows what comes next")
	}
}

func TestSheetKeysAndFocus(t *testing.T) {
	themed(t)
	behind := control.NewButton("behind", "", control.Neutral, nil)
	w := test.NewTempWindow(t, behind)
	w.Resize(fyne.NewSize(420, 400))
	closed := 0
	inside := control.NewButton("inside", "", control.Neutral, nil)
	s := control.NewSheet(inside)
	s.OnClosed = func() { closed++ }
	s.OpenOn(w.Canvas())
	for range 4 {
		w.Canvas().FocusNext()
		if w.Canvas().Focused() == fyne.Focusable(behind) {
			t.Fatal("the keyboard leaves the sheet")
		}
	}
	w.Canvas().Focus(inside)
	inside.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if s.IsOpen() || closed != 1 {
		t.Errorf("after Esc in a button the sheet is open %v, closed %d times", s.IsOpen(), closed)
	}
	s.Close()
	if closed != 1 {
		t.Error("closing twice tells twice")
	}
	s.Required = true
	s.OpenOn(w.Canvas())
	entered := false
	s.OnEnter = func() { entered = true }
	s.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	s.Tapped(&fyne.PointEvent{Position: fyne.NewPos(1, 1)})
	s.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if !s.IsOpen() || !entered {
		t.Errorf("a sheet that needs an answer: open %v, entered %v", s.IsOpen(), entered)
	}
	s.Required = false
	s.Tapped(&fyne.PointEvent{Position: fyne.NewPos(210, 200)})
	if !s.IsOpen() {
		t.Error("a click on the card closes the sheet")
	}
	s.Tapped(&fyne.PointEvent{Position: fyne.NewPos(1, 1)})
	if s.IsOpen() {
		t.Error("a click beside the card leaves the sheet open")
	}
}

// TestSheetGrows: a sentence that comes below a field does not push the
// buttons out of sight, and one that goes leaves no hole.
func TestSheetGrows(t *testing.T) {
	themed(t)
	w := test.NewTempWindow(t, control.NewColumn(0))
	w.Resize(fyne.NewSize(420, 400))
	said := control.NewParagraph("", skin.Caption, skin.Warn)
	said.Hide()
	button := control.NewButton("Approve", "", control.Primary, nil)
	s := control.NewSheet(said, button)
	s.OpenOn(w.Canvas())
	low := func() float32 {
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(button)
		return at.Y + button.Size().Height
	}
	before := control.SheetBottom(s) - low()
	said.SetText("That number doesn't match. 2 tries left.")
	said.Show()
	s.Content().Refresh()
	if got := control.SheetBottom(s) - low(); got != before {
		t.Errorf("below the button are %v, were %v", got, before)
	}
	said.Hide()
	s.Content().Refresh()
	if got := control.SheetBottom(s) - low(); got != before {
		t.Errorf("below the button are %v after the sentence is gone, were %v", got, before)
	}
}

// TestChangedPageKeepsTheKeyboard: a page that is made anew while somebody uses
// it leaves the keyboard on what has the same name, or else at its place.
func TestChangedPageKeepsTheKeyboard(t *testing.T) {
	texts := themed(t)
	w := control.NewWizard("Page", "Back", nil, func() {})
	button := func(name string) *control.Button { return control.NewButton(name, "", control.Neutral, nil) }
	page := func(names ...string) (objects []fyne.CanvasObject, buttons []*control.Button) {
		for _, n := range names {
			b := button(n)
			buttons = append(buttons, b)
			objects = append(objects, control.NewCard(control.NewColumn(2, control.NewToggle(texts, "on", "", false, nil), control.Line(2, b))))
		}
		return objects, buttons
	}
	objects, buttons := page("one", "same", "same", "last")
	w.SetBody(objects...)
	win := test.NewTempWindow(t, w)
	win.Resize(fyne.NewSize(420, 600))
	for _, tt := range []struct {
		from  int
		names []string
		to    int
	}{
		{1, []string{"new", "one", "same", "same", "last"}, 2},
		{3, []string{"one", "same", "same"}, 2}, // the second of the same name
		{2, []string{"one", "same"}, 1},
		{0, []string{"other", "same"}, 0},
	} {
		win.Canvas().Focus(buttons[tt.from])
		objects, buttons = page(tt.names...)
		w.ChangeBody(objects...)
		if got := win.Canvas().Focused(); got != fyne.Focusable(buttons[tt.to]) {
			t.Errorf("%v: the keyboard is on %v, want number %d", tt.names, got, tt.to)
		}
	}
	w.ChangeBody()
	if got := win.Canvas().Focused(); got != nil && got != fyne.Focusable(buttons[0]) {
		t.Errorf("the keyboard is on %v of an empty page", got)
	}
}

// TestWidePageScrollsEverywhere: in a wide window the body stands in the
// middle, and the wheel turns it beside that as well.
func TestWidePageScrollsEverywhere(t *testing.T) {
	themed(t)
	w := control.NewWizard("Page", "Back", nil, func() {})
	first := control.NewButton("first", "", control.Neutral, nil)
	w.SetBody(first, control.Gap(2000))
	win := test.NewTempWindow(t, w)
	win.Resize(fyne.NewSize(1200, 600))
	where := func() fyne.Position { return fyne.CurrentApp().Driver().AbsolutePositionForObject(first) }
	at := where()
	if left, right := at.X, 1200-at.X-first.Size().Width; left < 300 || left-right > 16 || right-left > 16 {
		t.Errorf("%v free at the left, %v at the right", left, right)
	}
	test.Scroll(win.Canvas(), fyne.NewPos(60, 400), 0, -50)
	if now := where(); now.Y >= at.Y {
		t.Errorf("the wheel beside the body leaves it at %v", now)
	}
}
