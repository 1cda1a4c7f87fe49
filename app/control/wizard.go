package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"twofold/app/skin"
)

// Wizard is the frame of a page: a header with the way back, the steps if
// there are any, a body that scrolls, and buttons below. In a wide window the
// body stands in the middle, at most 560 wide.
type Wizard struct {
	base
	title  string
	back   *IconButton
	head   *Paragraph
	ground *canvas.Rectangle
	over   *canvas.Rectangle // line under the header
	under  *canvas.Rectangle // line over the footer
	steps  *Steps
	body   *Column
	page   *fyne.Container // what scrolls: the body, and the bars that fold into it
	scroll *container.Scroll
	foot   []fyne.CanvasObject
	// stacked: the buttons stand under each other
	stacked bool
	fold    fold
	opening bool              // nothing has had the keyboard since the body was set
	settles bool              // the body was set, and is not on the canvas yet
	shows   fyne.CanvasObject // what the page is scrolled to then, and not to the keyboard; nil for nothing

	// OnBack is the way back; the arrow is hidden while it is nil.
	OnBack func()
}

// Page widths in units of the normal text size.
const (
	wizardWidth  = 560
	wizardHead   = 56
	wizardStrip  = 68 // of the steps
	wizardFoot   = 64
	wizardBeside = 20
)

// NewWizard makes a frame. backName names the arrow; steps may be nil.
func NewWizard(title, backName string, steps *Steps, onBack func()) *Wizard {
	w := &Wizard{title: title, steps: steps, OnBack: onBack, head: NewParagraph(title, skin.Subtitle, skin.Text),
		ground: &canvas.Rectangle{}, over: &canvas.Rectangle{}, under: &canvas.Rectangle{}}
	w.back = NewIconButton("back", backName, Quiet, func() {
		if w.OnBack != nil {
			w.OnBack()
		}
	})
	w.body = NewColumn(12).Inset(Inset{wizardBeside, 18, wizardBeside, 24})
	w.body.most = wizardWidth
	w.body.placed = w.refold
	w.page = &fyne.Container{Layout: wizardPage{w}, Objects: []fyne.CanvasObject{w.body}}
	w.scroll = container.NewVScroll(w.page)
	w.ExtendBaseWidget(w)
	return w
}

// SetWords changes the words of the header, the name of the arrow and those of
// the steps, for another language.
func (w *Wizard) SetWords(title, backName string, steps ...string) {
	w.back.SetIcon("back", backName)
	if w.steps != nil {
		w.steps.setLabels(steps)
	}
	w.title = title
	w.Refresh()
}

// SetBody gives the page its objects, and scrolls to its top.
func (w *Wizard) SetBody(objects ...fyne.CanvasObject) {
	w.scroll.Offset = fyne.Position{}
	w.opening, w.settles, w.shows = true, true, nil
	w.body.SetObjects(objects...)
	w.Refresh()
}

// ShowNext scrolls to an object of the body that was just set, once it has its
// place: what is new on the page, wherever the keyboard is.
func (w *Wizard) ShowNext(o fyne.CanvasObject) {
	w.shows = o
	w.Refresh()
}

// ChangeBody gives the page other objects and stays where it is scrolled to,
// with the keyboard where it was.
func (w *Wizard) ChangeBody(objects ...fyne.CanvasObject) {
	w.body.keepingFocus(func() {
		w.body.SetObjects(objects...)
		w.Refresh()
	})
}

// Body is the column of the page.
func (w *Wizard) Body() *Column { return w.body }

// SetFooter gives the page its buttons, the most important last: it stands at
// the right. Without any there is no footer.
func (w *Wizard) SetFooter(buttons ...fyne.CanvasObject) {
	w.foot = buttons
	w.Refresh()
}

// ScrollTo brings an object of the body into view.
func (w *Wizard) ScrollTo(o fyne.CanvasObject) {
	y := w.body.Position().Y + o.Position().Y
	top, bottom := y-skin.Px(24), y+o.Size().Height+skin.Px(24)
	switch view := w.scroll.Size().Height; {
	case top < w.scroll.Offset.Y:
		w.scroll.ScrollToOffset(fyne.NewPos(0, max(0, top)))
	case bottom > w.scroll.Offset.Y+view:
		w.scroll.ScrollToOffset(fyne.NewPos(0, bottom-view))
	}
}

// CreateRenderer implements [fyne.Widget].
func (w *Wizard) CreateRenderer() fyne.WidgetRenderer {
	r := &wizardRenderer{w}
	r.paint()
	return r
}

// wizardRenderer has other buttons after [Wizard.SetFooter].
type wizardRenderer struct{ w *Wizard }

func (r *wizardRenderer) Destroy() {}

// MinSize is small: what is in it scrolls and folds, at any text size.
func (r *wizardRenderer) MinSize() fyne.Size {
	r.w.settle()
	return fyne.NewSize(320, 320)
}

func (r *wizardRenderer) Objects() []fyne.CanvasObject {
	w := r.w
	out := []fyne.CanvasObject{w.ground, w.over, w.head, w.back}
	if w.steps != nil && !w.fold.steps {
		out = append(out, w.steps)
	}
	out = append(out, w.scroll, w.under)
	if w.fold.foot {
		return out
	}
	return append(out, w.buttons()...)
}

func (r *wizardRenderer) Layout(size fyne.Size) {
	w, px := r.w, skin.Px
	place(w.ground, 0, 0, size.Width, size.Height)
	width := min(size.Width, px(wizardWidth))
	x := (size.Width - width) / 2
	left, head, top := w.headRoom(size.Width)
	place(w.over, 0, top-1, size.Width, 1)
	place(w.back, px(8), (top-px(38))/2, px(38), px(38))
	place(w.head, left, (top-head)/2, size.Width-left-px(12), head)
	w.fold = w.folded(size)
	if w.steps != nil && !w.fold.steps {
		w.placeSteps(x, top, width)
		top += px(wizardStrip)
	}
	bottom := size.Height
	under := len(w.foot) > 0 && !w.fold.foot
	if under {
		bottom -= w.footHeight(width)
		w.placeFoot(x, width, size.Height)
		place(w.under, 0, bottom, size.Width, 1)
	}
	show(w.under, under)
	// The wheel turns the page wherever the mouse is, so what scrolls is as wide
	// as the page.
	w.body.Hint(size.Width)
	w.page.Objects = w.pageObjects()
	place(w.scroll, 0, top, size.Width, max(0, bottom-top))
	w.page.Layout.Layout(nil, w.page.Size())
}

func (r *wizardRenderer) paint() {
	w := r.w
	paint(w.ground, skin.Bg, skin.Clear, 0, 0)
	paint(w.over, skin.Border, skin.Clear, 0, 0)
	paint(w.under, skin.Border, skin.Clear, 0, 0)
	w.head.SetText(w.title)
	w.head.Refresh()
	show(w.back, w.OnBack != nil)
}

func (r *wizardRenderer) Refresh() {
	r.paint()
	for _, o := range r.w.foot {
		o.Refresh()
	}
	if r.w.steps != nil {
		r.w.steps.Refresh()
	}
	r.w.back.Refresh()
	r.w.body.Refresh()
	r.Layout(r.w.Size())
	r.w.scroll.Refresh()
	canvas.Refresh(r.w)
}
