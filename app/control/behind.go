package control

import "unicode"

// behind is where the caret belongs that the toolkit cannot put there: behind a
// space that ends a line and has no room on it. The toolkit puts it before that
// space, so that what is typed next would join the word and the space would be
// lost; of a recovery key that is typed in words, no word may be.
type behind struct {
	at       int // offset of the caret in the text; 0 for none
	of       int // bytes of the text then
	row, col int // where the toolkit has put it
}

// edited runs what types or deletes a character, with the caret where it
// belongs before and after: step characters on.
func (e *entry) edited(step int, do func()) {
	e.goBehind()
	want, selected := e.CursorTextOffset()+step, e.SelectedText() != ""
	do()
	if !e.MultiLine || selected || e.CursorTextOffset() != want-1 {
		return
	}
	if text := []rune(e.Text); want <= len(text) && unicode.IsSpace(text[want-1]) {
		e.caret = behind{at: want, of: len(e.Text), row: e.CursorRow, col: e.CursorColumn}
	}
}

// goBehind puts the caret where it belongs, unless it has been moved since. A
// row that does not exist counts from the start of the text.
func (e *entry) goBehind() {
	c := e.caret
	e.caret = behind{}
	if c.at > 0 && c.of == len(e.Text) && c.row == e.CursorRow && c.col == e.CursorColumn {
		e.CursorRow, e.CursorColumn = len(e.Text)+1, c.at
	}
}
