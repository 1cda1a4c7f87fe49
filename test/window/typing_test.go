//go:build window

package window_test

import "testing"

// typed waits until the field that has the keyboard holds a text, and leaves
// the text selected. The eye does not read beside a caret.
func (d *desk) typed(want string) {
	d.t.Helper()
	d.putText("nothing")
	got := ""
	d.wait("the text "+want+" in the field", func() bool {
		d.key("ctrl+a", "ctrl+c")
		got = clipboard()
		return got == want
	})
}

// TestTypingWhileTheLookChanges types a name, with the caret within it, and
// makes the text larger and smaller and changes the language meanwhile: text,
// caret and keyboard stay, and the typing goes on.
func TestTypingWhileTheLookChanges(t *testing.T) {
	home := t.TempDir()
	settings(t, home, map[string]any{"theme": "light"})
	command(t, home, "add", link("Alpha", "one", secretA))
	d := open(t, home, english)
	d.see("Alpha")
	d.key("ctrl+n")
	d.tap("add.manual")
	d.says("form.issuer")
	d.text("Exale")
	d.key("Left", "Left")
	d.key("ctrl+plus")
	d.savedSetting("text_scale", 115)
	looker.expect(115)
	defer looker.expect(100)
	d.says("form.issuer")
	d.text("m")
	d.key("ctrl+minus")
	d.savedSetting("text_scale", 100)
	looker.expect(100)
	d.says("form.issuer")
	d.text("p")

	d.key("ctrl+comma")
	d.says("set.title")
	language := d.says("set.language")
	d.click(language.Min.X+260, language.Min.Y+6)
	d.tap2("日本語")
	d.txt = words(japanese)
	d.says("set.title")
	d.key("Escape")
	d.says("form.issuer")
	d.text("X")
	d.shot("1-japanese")
	d.typed("ExampXle")
	d.quit()
}

// TestTabSelects goes through the fields of an account: Tab selects what is in
// one, so that typing replaces it, and a click does not.
func TestTabSelects(t *testing.T) {
	home := t.TempDir()
	settings(t, home, map[string]any{"theme": "light"})
	command(t, home, "add", link("Alpha", "someone", secretA))
	d := open(t, home, english)
	d.click(d.see("Alpha").middle())
	d.key("F2")
	d.says("edit.title")
	d.text("bet") // the page opens with the caret behind the name
	d.typed("Alphabet")
	d.key("Tab")
	d.text("hanako")
	d.typed("hanako")
	service := d.says("form.issuer")
	d.click(service.Min.X+200, service.Max.Y+25) // behind the name
	d.text("s")
	d.typed("Alphabets")
	d.key("Tab", "Tab", "shift+Tab")
	d.text("taro")
	d.typed("taro")
	d.shot("1-edited")
	d.tap("common.save")
	d.gone(beginning(d.txt.T("edit.title")))
	d.see("Alphabets")
	d.see("taro")
	d.quit()
}
