package control

import (
	"slices"

	"fyne.io/fyne/v2"

	"twofold/app/skin"
)

// fold says which bars of a page scroll with its body instead of standing
// still: in a small window large text would leave the body no room.
type fold struct{ steps, foot bool }

// wizardRoom is the height, in units of the normal text size, that bars which
// stand still leave to the body, unless all of it fits into less.
const wizardRoom = 140

// folded decides it for a size: first the buttons go, then the steps. The
// title and the way back always stay.
func (w *Wizard) folded(size fyne.Size) (f fold) {
	width := min(size.Width, skin.Px(wizardWidth))
	_, _, top := w.headRoom(size.Width)
	foot, steps := w.footHeight(width), float32(0)
	if w.steps != nil {
		steps = skin.Px(wizardStrip)
	}
	room, need := size.Height-top-steps-foot, skin.Px(wizardRoom)
	if room >= need || size.Height <= 0 {
		return f
	}
	need = min(need, w.body.HeightFor(width))
	if room < need && foot > 0 {
		f.foot = true
		room += foot
	}
	f.steps = room < need && steps > 0
	return f
}

// refold follows a body that has become longer or shorter.
func (w *Wizard) refold() {
	size := w.Size()
	if f := w.folded(size); f != w.fold && size.Height > 0 {
		w.fold = f // before the refresh, which comes by here again
		w.Refresh()
	}
}

// headRoom is where the title begins, how high it is, and how high its bar.
func (w *Wizard) headRoom(width float32) (left, head, bar float32) {
	left = skin.Px(20)
	if w.back.Visible() {
		left = skin.Px(52)
	}
	head = w.head.HeightFor(width - left - skin.Px(12))
	return left, head, max(skin.Px(wizardHead), head+skin.Px(16))
}

func (w *Wizard) placeSteps(x, y, width float32) {
	place(w.steps, x+skin.Px(8), y+skin.Px(14), width-skin.Px(16), skin.Px(52))
}

// buttons are those of the footer in the order of the Tab key, which goes down
// the page.
func (w *Wizard) buttons() []fyne.CanvasObject {
	if !w.stacked {
		return w.foot
	}
	var out []fyne.CanvasObject
	for _, o := range slices.Backward(w.foot) {
		out = append(out, o)
	}
	return out
}

// pageObjects is what scrolls.
func (w *Wizard) pageObjects() []fyne.CanvasObject {
	var out []fyne.CanvasObject
	if w.fold.steps {
		out = append(out, w.steps)
	}
	out = append(out, w.body)
	if w.fold.foot {
		out = append(out, w.buttons()...)
	}
	return out
}

// wizardPage lays out what scrolls.
type wizardPage struct{ w *Wizard }

// MinSize implements [fyne.Layout].
func (l wizardPage) MinSize([]fyne.CanvasObject) fyne.Size {
	w := l.w
	size := w.body.MinSize()
	if w.fold.steps {
		size.Height += skin.Px(wizardStrip)
	}
	if w.fold.foot {
		size.Height += w.footHeight(min(max(size.Width, w.body.width), skin.Px(wizardWidth)))
	}
	return size
}

// Layout implements [fyne.Layout].
func (l wizardPage) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	w := l.w
	width := min(size.Width, skin.Px(wizardWidth))
	x, y, bottom := (size.Width-width)/2, float32(0), size.Height
	if w.fold.steps {
		w.placeSteps(x, 0, width)
		y = skin.Px(wizardStrip)
	}
	if w.fold.foot {
		w.placeFoot(x, width, bottom)
		bottom -= w.footHeight(width)
	}
	place(w.body, 0, y, size.Width, max(0, bottom-y))
}

// footHeight is the height of the footer in a width, and sees whether the
// buttons have room beside each other.
func (w *Wizard) footHeight(width float32) float32 {
	seen, gap := w.seenFoot(), skin.Px(10)
	if len(w.foot) == 0 {
		return 0
	}
	room, need := width-skin.Px(32), -gap
	for _, o := range seen {
		need += gap + max(o.MinSize().Width, skin.Px(96))
	}
	w.stacked = need > room
	if !w.stacked {
		return skin.Px(wizardFoot)
	}
	height := skin.Px(12 + 4)
	for _, o := range seen {
		height += heightOf(o, room) + skin.Px(8)
	}
	return height
}

func (w *Wizard) seenFoot() []fyne.CanvasObject {
	var seen []fyne.CanvasObject
	for _, o := range w.foot {
		if o.Visible() {
			seen = append(seen, o)
		}
	}
	return seen
}

// placeFoot puts the buttons side by side at the right, or, where they have no
// room for that, under each other with the most important first.
func (w *Wizard) placeFoot(x, width, bottom float32) {
	px, seen := skin.Px, w.seenFoot()
	if !w.stacked {
		top, right := bottom-px(wizardFoot), x+width-px(16)
		for i := len(seen) - 1; i >= 0; i-- {
			m := seen[i].MinSize()
			m.Width = max(m.Width, px(96))
			place(seen[i], right-m.Width, top+(px(wizardFoot)-m.Height)/2, m.Width, m.Height)
			right -= m.Width + px(10)
		}
		return
	}
	y, room := bottom-px(12), width-px(32)
	for _, o := range seen {
		h := heightOf(o, room)
		y -= h
		place(o, x+px(16), y, room, h)
		y -= px(8)
	}
}
