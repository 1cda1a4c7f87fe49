package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"twofold/app/skin"
)

// wheel lies over what is typed in a field and hands the mouse wheel on to the
// page. The toolkit's entry takes it even where it has nothing to scroll: a page
// would stand still with every field that passes under the pointer. It hears
// nothing else, so clicks go through it.
type wheel struct {
	base
	of *Field
}

var _ fyne.Scrollable = (*wheel)(nil)

func newWheel(of *Field) *wheel {
	w := &wheel{of: of}
	w.ExtendBaseWidget(w)
	return w
}

// Scrolled implements [fyne.Scrollable].
func (w *wheel) Scrolled(e *fyne.ScrollEvent) {
	if s := scrollerAround(w.of.self); s != nil {
		s.Scrolled(e)
	}
}

// CreateRenderer implements [fyne.Widget].
func (w *wheel) CreateRenderer() fyne.WidgetRenderer {
	return newParts(w, nil, func(fyne.Size) {}, func() fyne.Size { return fyne.NewSize(1, 1) }, func() {})
}

// overflows reports whether a field for several lines has more of them than it
// shows: then the wheel is for the text.
func (f *Field) overflows() bool {
	if f.lines == 1 {
		return false
	}
	style := skin.Body
	if f.entry.TextStyle.Monospace {
		style = skin.CodeMono
	}
	width := f.frame.Size().Width - 2*bare{}.Size(theme.SizeNameInnerPadding)
	return len(wrap(f.entry.Text, width, func(s string) float32 { return style.Measure(s).Width })) > f.lines
}
