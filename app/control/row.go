package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"twofold/app/skin"
)

// Row is one account: who it is, its code and how long that is good. It
// selects on mouse down, because a widget that listens for double clicks gets
// its single clicks only after the time of a double click.
type Row struct {
	base
	texts Texts
	view  *rowView

	item  Item
	codes Codes
	look  Look

	selected, focused, hovered, lifted bool
	copied                             string
	pressed                            bool // the primary button is down and has not dragged

	// The callbacks may be nil. Positions are the row's own.
	OnPress    func(modifier fyne.KeyModifier) // primary or secondary button down
	OnClick    func()                          // primary button released over the row
	OnDouble   func()
	OnMenu     func(at fyne.Position) // absolute position on the canvas
	OnAction   func()                 // the action chip, or the refresh button of a counter row
	OnDrag     func(at fyne.Position) // absolute position on the canvas
	OnDragDone func()
}

var (
	_ fyne.Widget            = (*Row)(nil)
	_ fyne.DoubleTappable    = (*Row)(nil)
	_ fyne.SecondaryTappable = (*Row)(nil)
	_ fyne.Draggable         = (*Row)(nil)
	_ fyne.Accessible        = (*Row)(nil)
	_ desktop.Mouseable      = (*Row)(nil)
	_ desktop.Hoverable      = (*Row)(nil)
)

// NewRow makes an empty row.
func NewRow(texts Texts) *Row {
	r := &Row{texts: texts}
	r.ExtendBaseWidget(r)
	return r
}

// Set gives the row another account or look, and repaints all of it.
func (r *Row) Set(item Item, codes Codes, look Look) {
	if r.item.ID != item.ID {
		r.hovered, r.pressed, r.lifted, r.copied = false, false, false, ""
	}
	r.item, r.codes, r.look = item, codes, look
	r.Refresh()
}

// Tick brings new codes. Only what changed is painted, and the row is laid
// out again only if texts changed their widths.
func (r *Row) Tick(codes Codes) {
	if r.view != nil {
		r.view.settle()
	}
	if r.codes == codes {
		return
	}
	r.codes = codes
	if r.view == nil {
		return
	}
	if r.view.paintCodes() {
		r.view.layout(r.Size())
	}
}

// step is Tick where only the ring moves on, which is most of the time; nil
// where there is more to it. The parts of the ring are returned, to be refreshed.
func (r *Row) step(codes Codes) []fyne.CanvasObject {
	before := r.codes
	before.Left = codes.Left
	if before != codes || r.codes == codes || r.item.Kind != Timed || !r.settled() {
		return nil
	}
	parts := r.view.ring.step(codes.Left, codes.Period)
	if parts != nil {
		r.codes = codes
	}
	return parts
}

// settled reports whether the row is painted the cheap way, if there is one.
func (r *Row) settled() bool {
	return r.view != nil && (r.view.ground.shade == nil || r.view.ground.settled())
}

// SetState says how the row stands in its list.
func (r *Row) SetState(selected, focused bool) {
	if r.selected == selected && r.focused == focused {
		return
	}
	r.selected, r.focused = selected, focused
	r.repaint()
}

// SetCopied shows a text of feedback in place of the next code and a green
// outline; an empty text takes them away.
func (r *Row) SetCopied(text string) {
	if r.copied == text {
		return
	}
	r.copied = text
	r.Refresh()
}

// SetLifted shows that the row is being moved.
func (r *Row) SetLifted(lifted bool) {
	if r.lifted == lifted {
		return
	}
	r.lifted = lifted
	r.repaint()
}

// Item gives the account the row shows.
func (r *Row) Item() Item { return r.item }

func (r *Row) repaint() {
	if r.view == nil {
		return
	}
	r.view.paintGround()
	r.view.paintCodes()
	canvas.Refresh(r)
}

// CreateRenderer implements [fyne.Widget].
func (r *Row) CreateRenderer() fyne.WidgetRenderer {
	r.view = newRowView(r)
	return newParts(r, r.view.objects(), r.view.layout, func() fyne.Size {
		return fyne.NewSize(skin.Px(240), r.look.RowHeight())
	}, r.view.paint)
}

// MouseDown implements [desktop.Mouseable].
func (r *Row) MouseDown(e *desktop.MouseEvent) {
	r.pressed = e.Button == desktop.MouseButtonPrimary
	if r.OnPress != nil {
		r.OnPress(e.Modifier)
	}
}

// MouseUp implements [desktop.Mouseable].
func (r *Row) MouseUp(e *desktop.MouseEvent) {
	if !r.pressed || e.Button != desktop.MouseButtonPrimary {
		return
	}
	r.pressed = false
	inside := e.Position.X >= 0 && e.Position.Y >= 0 && e.Position.X < r.Size().Width && e.Position.Y < r.Size().Height
	switch {
	case !inside:
	case r.overAction(e.Position) && r.OnAction != nil:
		r.OnAction()
	case r.OnClick != nil:
		r.OnClick()
	}
}

// overAction reports whether a point lies on the action chip or the refresh
// button of a counter row, with at least 36 units to hit.
func (r *Row) overAction(at fyne.Position) bool {
	if r.item.Kind == Timed || r.view == nil {
		return false
	}
	return at.X >= r.view.actionFrom
}

// DoubleTapped implements [fyne.DoubleTappable]. A double click on the action
// chip has done its work with the first click.
func (r *Row) DoubleTapped(e *fyne.PointEvent) {
	if r.OnDouble != nil && !r.overAction(e.Position) {
		r.OnDouble()
	}
}

// TappedSecondary implements [fyne.SecondaryTappable].
func (r *Row) TappedSecondary(e *fyne.PointEvent) {
	if r.OnMenu != nil {
		r.OnMenu(e.AbsolutePosition)
	}
}

// Dragged implements [fyne.Draggable].
func (r *Row) Dragged(e *fyne.DragEvent) {
	r.pressed = false
	if r.OnDrag != nil {
		r.OnDrag(e.AbsolutePosition)
	}
}

// DragEnd implements [fyne.Draggable].
func (r *Row) DragEnd() {
	if r.OnDragDone != nil {
		r.OnDragDone()
	}
}

// MouseIn implements [desktop.Hoverable].
func (r *Row) MouseIn(*desktop.MouseEvent) {
	r.hovered = true
	r.repaint()
}

// MouseMoved implements [desktop.Hoverable].
func (r *Row) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements [desktop.Hoverable].
func (r *Row) MouseOut() {
	r.hovered = false
	r.repaint()
}

// AccessibilityLabel implements [fyne.Accessible].
func (r *Row) AccessibilityLabel() string {
	if r.item.Pinned { // in the window a dot says it
		return r.says() + ", " + r.texts.T("row.pinned")
	}
	return r.says()
}

func (r *Row) says() string {
	who := []any{"issuer", r.item.Title, "account", r.item.Subtitle}
	switch {
	case r.item.Kind == Action:
		return r.texts.T("a11y.row.action", who...)
	case r.codes.Hidden || r.codes.Code == "":
		return r.texts.T("a11y.row.hidden", who...)
	case r.item.Kind == Counter:
		return r.texts.T("a11y.row.hotp", append(who, "code", spaced(r.codes.Code))...)
	}
	return r.texts.T("a11y.row", append(who, "code", spaced(r.codes.Code), "n", r.codes.Left)...)
}

// AccessibilityRole implements [fyne.Accessible].
func (r *Row) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }
