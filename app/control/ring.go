package control

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"twofold/app/skin"
)

// Urgent is the number of seconds before the end of a period from which rings
// and codes say that time is running out.
const Urgent = 5

// ring is the countdown as parts of another widget: a track, the part that is
// left, and in the last seconds their number. It steps when told to; nothing
// animates.
type ring struct {
	track, arc *canvas.Arc
	numeral    *canvas.Text
	text       string
}

const ringCutout = 0.76

func newRing() *ring {
	return &ring{
		track:   &canvas.Arc{StartAngle: 0, EndAngle: 360, CutoutRatio: ringCutout},
		arc:     &canvas.Arc{StartAngle: 0, CutoutRatio: ringCutout},
		numeral: skin.Blank(),
	}
}

func (r *ring) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.track, r.arc, r.numeral}
}

// set shows left of period seconds.
func (r *ring) set(left, period int) {
	if period <= 0 {
		period = 30
	}
	left = max(0, min(left, period))
	arc, track := skin.Ring, skin.Track
	r.text = ""
	if left <= Urgent {
		arc, track = skin.Urgent, skin.UrgentSoft
		r.text = strconv.Itoa(left)
	}
	setArc(r.track, 360, track)
	setArc(r.arc, drained(left, period), arc)
	skin.SetText(r.numeral, r.text, skin.Numeral, skin.Urgent)
	show(r.numeral, r.text != "" && r.track.Visible())
}

// drained is where the arc ends. A negative end drains the ring clockwise from
// the top.
func drained(left, period int) float32 { return -360 * float32(left) / float32(period) }

// step moves the ring on from what it shows, if its colours stay. It refreshes
// nothing: what changed is returned for that.
func (r *ring) step(left, period int) []fyne.CanvasObject {
	urgent := left <= Urgent
	if left < 0 || left > period || urgent != (r.text != "") || !r.arc.Visible() {
		return nil
	}
	r.arc.EndAngle = drained(left, period)
	if !urgent {
		return []fyne.CanvasObject{r.arc}
	}
	r.text = strconv.Itoa(left)
	r.numeral.Text = r.text
	return []fyne.CanvasObject{r.arc, r.numeral}
}

func setArc(a *canvas.Arc, end float32, token fyne.ThemeColorName) {
	c := skin.Color(token)
	if a.EndAngle == end && a.FillColor == c {
		return
	}
	a.EndAngle, a.FillColor = end, c
	a.Refresh()
}

func (r *ring) show(visible bool) {
	show(r.track, visible)
	show(r.arc, visible)
	show(r.numeral, visible && r.text != "")
}

func (r *ring) place(x, y, size float32) {
	place(r.track, x, y, size, size)
	place(r.arc, x, y, size, size)
	r.centre(x+size/2, y+size/2)
}

func (r *ring) centre(x, y float32) {
	box := r.numeral.MinSize()
	place(r.numeral, x-box.Width/2, y-box.Height/2, box.Width, box.Height)
}

// Ring is the countdown as a widget of its own, size in units of the normal
// text size.
type Ring struct {
	base
	parts        *ring
	left, period int
	size         float32
}

// NewRing makes a full ring of a size.
func NewRing(size float32) *Ring {
	r := &Ring{parts: newRing(), left: 30, period: 30, size: size}
	r.ExtendBaseWidget(r)
	return r
}

// Set shows left of period seconds.
func (r *Ring) Set(left, period int) {
	if r.left == left && r.period == period {
		return
	}
	r.left, r.period = left, period
	r.Refresh()
}

// CreateRenderer implements [fyne.Widget].
func (r *Ring) CreateRenderer() fyne.WidgetRenderer {
	return newParts(r, r.parts.objects(), func(s fyne.Size) {
		d := skin.Px(r.size)
		r.parts.place((s.Width-d)/2, (s.Height-d)/2, d)
	}, func() fyne.Size { return skin.Size(r.size, r.size) }, func() { r.parts.set(r.left, r.period) })
}
