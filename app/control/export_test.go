package control

// VisibleRows gives the rows that are placed, from first to last.
func (l *List) VisibleRows() []*Row {
	var out []*Row
	for _, o := range l.body.objects {
		if r, ok := o.(*Row); ok {
			out = append(out, r)
		}
	}
	return out
}

// RowsMade counts the rows of the list, used and spare.
func (l *List) RowsMade() int { return len(l.rows) + len(l.spare) }

// Wrap is the line breaker of [Paragraph].
var Wrap = wrap

// SheetBottom is where the card of a sheet ends in the window.
func SheetBottom(s *Sheet) float32 { return s.card.Position().Y + s.card.Size().Height }

// Folded says which bars of a page scroll with its body, and gives the height
// of what can be seen of the body.
func Folded(w *Wizard) (steps, foot bool, room float32) {
	return w.fold.steps, w.fold.foot, w.scroll.Size().Height
}
