package control_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"twofold/app/control"
)

// typeInto types into a field that has the keyboard.
func typeInto(w fyne.Window, text string) {
	for _, r := range text {
		w.Canvas().Focused().TypedRune(r)
	}
}

// TestTypedWordsStayApart types words into fields of all widths: a space that
// ends a line, and has no room on it, stays where it was typed.
func TestTypedWordsStayApart(t *testing.T) {
	themed(t)
	const words = "hobby lawsuit parent  stairs system grocery regular"
	backspace := &fyne.KeyEvent{Name: fyne.KeyBackspace}
	for width := float32(90); width < 420; width += 3 {
		f := control.NewField("Words", "").Multiline(3).Mono()
		w := test.NewTempWindow(t, f)
		w.Resize(fyne.NewSize(width, 200))
		f.Focus()
		typeInto(w, words)
		if got := f.Text(); got != words {
			t.Fatalf("%v wide: typed %q, got %q", width, words, got)
		}
		f.SetText("")
		for _, r := range words {
			typeInto(w, string(r))
			w.Canvas().Focused().TypedKey(backspace)
			typeInto(w, string(r))
		}
		if got := f.Text(); got != words {
			t.Fatalf("%v wide: typed and corrected %q, got %q", width, words, got)
		}
		clipboard := fyne.CurrentApp().Clipboard()
		f.SetText("")
		for _, r := range words {
			clipboard.SetContent("x")
			typeInto(w, string(r))
			w.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutPaste{Clipboard: clipboard})
			w.Canvas().Focused().TypedKey(backspace)
		}
		if got := f.Text(); got != words {
			t.Fatalf("%v wide: typed and pasted %q, got %q", width, words, got)
		}
	}
}

// TestEnterAfterTheWords: Enter ends a line until all words are there.
func TestEnterAfterTheWords(t *testing.T) {
	themed(t)
	f := control.NewField("Words", "").Multiline(3).Mono().EnterAfter(3)
	n := 0
	f.OnSubmit = func() { n++ }
	w := test.NewTempWindow(t, f)
	f.Focus()
	typeInto(w, "one two")
	w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	typeInto(w, "three")
	if n != 0 || f.Text() != "one two\nthree" {
		t.Fatalf("submitted %d times, text %q", n, f.Text())
	}
	w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnter})
	if n != 1 || f.Text() != "one two\nthree" {
		t.Errorf("submitted %d times, text %q", n, f.Text())
	}
}
