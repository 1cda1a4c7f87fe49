package window

import (
	"image"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

// patch paints a part of the window where the toolkit would paint all of it: the
// column of rings, which move on with every second. Without a graphics card the
// processor paints, and the whole window costs it several times as much.
//
// Why nothing old can stay on the screen:
//   - Only rings that moved come here. Whatever else changes is refreshed as ever,
//     and the toolkit's next frame is of the whole window.
//   - The toolkit's own painter paints all that reaches into the part, in its order
//     and from its tree, so the pixels are those of a whole frame.
//   - Just the part that was painted is copied to the window. Nothing is assumed of
//     the rest of the buffer, which is undefined once a frame has been shown.
//   - The tree is read anew when the toolkit has painted since.
//
// The toolkit has no door for this; its canvas has methods that do it, of types
// that cannot be named from outside. Where one of them is not as expected, where a
// graphics card paints, or the system cannot copy a part, the toolkit's frame it is.
type patch struct {
	win    fyne.Window
	off    bool // cannot be done here
	tools  *painter
	known  bool // pieces are those of the last frame
	pieces []piece
	index  map[fyne.CanvasObject]int
	whole  bool // something in the window cannot be painted in part
}

// piece is one thing that is drawn.
type piece struct {
	object fyne.CanvasObject
	at     fyne.Position
	clip   image.Rectangle // where it may be seen
	reach  image.Rectangle // what it can touch of that
}

// outdated tells that the toolkit paints a frame. Nothing is kept of the last
// one: the next may be that of a locked window.
func (p *patch) outdated() {
	clear(p.pieces)
	p.known, p.pieces, p.index = false, p.pieces[:0], nil
}

// paint shows objects as they are now. False leaves that to the toolkit.
func (p *patch) paint(objects []fyne.CanvasObject) (done bool) {
	w, ok := p.win.(interface{ RunWithContext(func()) })
	if p.off = p.off || !ok; p.off {
		return false
	}
	w.RunWithContext(func() {
		if p.tools == nil {
			p.tools = painterOf(p.win.Canvas())
			p.off = p.tools == nil
		}
		done = !p.off && p.change(objects)
	})
	return done
}

func (p *patch) change(objects []fyne.CanvasObject) bool {
	if !p.known {
		p.read()
	}
	if p.whole {
		return false
	}
	var part image.Rectangle
	for _, o := range objects {
		i, there := p.index[o]
		if !there {
			return false
		}
		part = part.Union(p.pieces[i].reach)
	}
	if part.Empty() {
		return true // scrolled out of view
	}
	t := p.tools
	now := part
	t.clipTo(now)
	t.brush.Clear()
	for _, one := range p.pieces {
		if !one.reach.Overlaps(part) {
			continue
		}
		if c := one.clip.Intersect(part); c != now {
			now = c
			t.clipTo(c)
		}
		t.paint(one.object, one.at)
	}
	t.brush.StopClipping()
	copyToWindow(part)
	return true
}

// read notes what the toolkit painted last.
func (p *patch) read() {
	p.known, p.whole, p.index = true, false, make(map[fyne.CanvasObject]int)
	clips := []image.Rectangle{p.tools.begin()}
	p.tools.walk(func(o fyne.CanvasObject, at fyne.Position) {
		if clipping(o) {
			clips = append(clips, clips[len(clips)-1].Intersect(p.tools.scissors(at, o.Size())))
		}
		margin, drawn := spill(o)
		if !drawn {
			return
		}
		if _, below := o.(*canvas.Blur); below {
			p.whole = true // it reads what has been painted below it
		}
		clip := clips[len(clips)-1]
		size := o.Size().Max(o.MinSize()).Add(fyne.NewSquareSize(2 * margin))
		reach := p.tools.scissors(at.SubtractXY(margin, margin), size).Inset(-1).Intersect(clip)
		p.index[o] = len(p.pieces)
		p.pieces = append(p.pieces, piece{o, at, clip, reach})
	}, func(o fyne.CanvasObject) {
		if clipping(o) {
			clips = clips[:len(clips)-1]
		}
	})
}

// clipping reports whether the toolkit shows no more of what is in an object
// than the object's own size.
func clipping(o fyne.CanvasObject) bool {
	if _, scrolls := o.(fyne.Scrollable); scrolls {
		return true
	}
	_, clips := o.(*container.Clip)
	return clips
}

// spill is how far an object can draw beyond its size, in units, and whether it
// is drawn at all.
func spill(o fyne.CanvasObject) (margin float32, drawn bool) {
	switch o := o.(type) {
	case fyne.Widget, *fyne.Container:
		return 0, false
	case *canvas.Rectangle:
		return shade(o.Shadow), true
	case *canvas.Circle:
		return shade(o.Shadow), true
	case *canvas.Ellipse:
		return shade(o.Shadow), true
	case *canvas.Line:
		return o.StrokeWidth + 1, true
	case *canvas.Text: // slanted letters and long descenders
		return 4 + max(0, o.MinSize().Width-o.Size().Width), true
	}
	return 1, true
}

func shade(s canvas.Shadow) float32 {
	if s.Color == nil {
		return 1
	}
	return 1 + s.Spread + s.BlurRadius + max(s.Offset.X, -s.Offset.X) + max(s.Offset.Y, -s.Offset.Y)
}

func round(v float32) int { return int(math.Round(float64(v))) }
