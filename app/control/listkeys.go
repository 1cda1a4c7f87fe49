package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"twofold/app/skin"
)

// TypedRune implements [fyne.Focusable]: typing goes to the search field.
func (l *List) TypedRune(r rune) {
	if r != ' ' && l.OnType != nil {
		l.OnType(r)
	}
}

// TypedKey implements [fyne.Focusable].
func (l *List) TypedKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeyEscape && l.drag.id != "" {
		l.CancelDrag()
		return
	}
	if to, moves := l.target(e.Name); moves {
		if len(l.items) == 0 {
			return
		}
		before := l.selected
		l.Select(l.items[to].ID) // also of the same: it may be out of view
		if l.selected != before {
			call(l.OnMoved, l.selected)
		}
		return
	}
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		call(l.OnActivate, l.selected)
	case fyne.KeySpace:
		call(l.OnSpace, l.selected)
	case desktop.KeyMenu:
		l.openMenu()
	case fyne.KeyF10:
		if shiftDown() {
			l.openMenu()
			return
		}
		l.passKey(e)
	default:
		l.passKey(e)
	}
}

func (l *List) passKey(e *fyne.KeyEvent) {
	if l.OnKey != nil {
		l.OnKey(e)
	}
}

// openMenu opens the context menu at the selected row, wherever the list was
// scrolled to.
func (l *List) openMenu() {
	l.Select(l.selected)
	at, size, there := l.RowAt(l.selected)
	if there && l.OnMenu != nil {
		l.OnMenu(l.selected, at.AddXY(skin.Px(rowLeft+avatarSide), size.Height/2))
	}
}

func shiftDown() bool {
	d, ok := fyne.CurrentApp().Driver().(desktop.Driver)
	return ok && d.CurrentKeyModifiers()&fyne.KeyModifierShift != 0
}

// target gives the row a key moves the selection to, and whether the key is
// one that moves.
func (l *List) target(key fyne.KeyName) (int, bool) {
	last := len(l.items) - 1
	now, c := l.at[l.selected], l.body.columns()
	lines := max(1, int(l.scroll.Size().Height/(l.look.RowHeight()+skin.Px(listGap))))
	to := now
	switch key {
	case fyne.KeyUp:
		to = now - c
	case fyne.KeyDown:
		to = now + c
		// From the line above a short last line, go to its end.
		if to > last && now/c < last/c {
			to = last
		}
	case fyne.KeyLeft:
		if c > 1 {
			to = now - 1
		}
	case fyne.KeyRight:
		if c > 1 {
			to = now + 1
		}
	case fyne.KeyHome:
		return 0, true
	case fyne.KeyEnd:
		return max(0, last), true
	case fyne.KeyPageUp:
		return max(now%c, now-lines*c), true
	case fyne.KeyPageDown:
		return max(0, min(now+lines*c, last)), true
	default:
		return 0, false
	}
	if to < 0 || to > last {
		to = now
	}
	return to, true
}

// TypedShortcut implements [fyne.Shortcutable]. Alt with an arrow moves the
// selected account; everything else goes to the window.
func (l *List) TypedShortcut(s fyne.Shortcut) {
	if c, ok := s.(*desktop.CustomShortcut); ok && c.Modifier == fyne.KeyModifierAlt && l.moveKey(c.KeyName) {
		return
	}
	if l.OnShortcut != nil && l.OnShortcut(s) {
		return
	}
	forward(l, s)
}

func (l *List) moveKey(key fyne.KeyName) bool {
	by := 0
	switch key {
	case fyne.KeyUp:
		by = -1
	case fyne.KeyDown:
		by = 1
	default:
		return false
	}
	if l.Reorder && l.selected != "" && l.OnMove != nil {
		l.OnMove(l.selected, by)
	}
	return true
}
