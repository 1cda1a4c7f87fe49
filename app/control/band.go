package control

import (
	"image"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"twofold/app/skin"
)

// Band shows a picture with a frame on it that the user draws with the mouse,
// or moves and sizes with keys. What lies outside the frame is darkened. The
// picture fills the widget as far as its shape allows.
type Band struct {
	base
	label   string
	size    image.Point     // of the picture, pixels
	frame   image.Rectangle // in pixels of the picture, from its top left
	from    image.Point     // where the button went down
	drawing bool
	focused bool

	ground  *canvas.Rectangle
	picture *canvas.Image
	shades  [4]*canvas.Rectangle
	line    *canvas.Rectangle

	// OnRead is called when a frame was drawn, and for Enter.
	OnRead func(image.Rectangle)
	// OnKey gets keys the band has no use for.
	OnKey func(*fyne.KeyEvent)
}

var (
	_ fyne.Focusable     = (*Band)(nil)
	_ fyne.Draggable     = (*Band)(nil)
	_ fyne.Shortcutable  = (*Band)(nil)
	_ fyne.Accessible    = (*Band)(nil)
	_ desktop.Mouseable  = (*Band)(nil)
	_ desktop.Cursorable = (*Band)(nil)
)

// leastBand is the smallest frame, in pixels a side: less is a click, and no
// code is smaller.
const leastBand = 16

// NewBand makes a band over a picture with a frame in its middle. label is
// what a screen reader says.
func NewBand(label string, picture image.Image) *Band {
	b := &Band{label: label, ground: &canvas.Rectangle{}, line: &canvas.Rectangle{}, picture: &canvas.Image{FillMode: canvas.ImageFillStretch}}
	for i := range b.shades {
		b.shades[i] = &canvas.Rectangle{}
	}
	b.ExtendBaseWidget(b)
	b.SetPicture(picture)
	return b
}

// SetPicture shows another picture.
func (b *Band) SetPicture(picture image.Image) {
	b.picture.Image = picture
	b.picture.Refresh()
	b.size = picture.Bounds().Size()
	b.SetFrame(image.Rectangle{Min: b.size.Div(4), Max: b.size.Mul(3).Div(4)})
}

// Frame is the chosen part, in pixels from the top left of the picture.
func (b *Band) Frame() image.Rectangle { return b.frame }

// SetFrame chooses a part. It is moved and cut to lie in the picture.
func (b *Band) SetFrame(r image.Rectangle) {
	least := image.Pt(min(leastBand, b.size.X), min(leastBand, b.size.Y))
	size := image.Pt(min(max(r.Dx(), least.X), b.size.X), min(max(r.Dy(), least.Y), b.size.Y))
	at := image.Pt(min(max(r.Min.X, 0), b.size.X-size.X), min(max(r.Min.Y, 0), b.size.Y-size.Y))
	b.frame = image.Rectangle{Min: at, Max: at.Add(size)}
	b.Refresh()
}

// shown is where the picture stands in the widget, and how many units one of
// its pixels takes.
func (b *Band) shown() (at fyne.Position, scale float32) {
	size := b.Size()
	scale = min(size.Width/float32(max(b.size.X, 1)), size.Height/float32(max(b.size.Y, 1)))
	return fyne.NewPos(floor((size.Width-scale*float32(b.size.X))/2), floor((size.Height-scale*float32(b.size.Y))/2)), scale
}

func floor(v float32) float32 { return float32(math.Floor(float64(v))) }

// pixel is the pixel of the picture under a position, the nearest one if the
// position lies beside the picture.
func (b *Band) pixel(p fyne.Position) image.Point {
	at, scale := b.shown()
	if scale <= 0 {
		return image.Point{}
	}
	x, y := int((p.X-at.X)/scale), int((p.Y-at.Y)/scale)
	return image.Pt(min(max(x, 0), b.size.X), min(max(y, 0), b.size.Y))
}

// CreateRenderer implements [fyne.Widget].
func (b *Band) CreateRenderer() fyne.WidgetRenderer {
	objects := []fyne.CanvasObject{b.ground, b.picture}
	for _, s := range b.shades {
		objects = append(objects, s)
	}
	objects = append(objects, b.line)
	return newParts(b, objects, b.place, func() fyne.Size { return skin.Size(120, 90) }, b.paint)
}

func (b *Band) place(size fyne.Size) {
	place(b.ground, 0, 0, size.Width, size.Height)
	at, scale := b.shown()
	w, h := scale*float32(b.size.X), scale*float32(b.size.Y)
	place(b.picture, at.X, at.Y, w, h)
	// Whole units, so that no two shades share a row of pixels.
	left, top := floor(scale*float32(b.frame.Min.X)), floor(scale*float32(b.frame.Min.Y))
	right, bottom := floor(scale*float32(b.frame.Max.X)), floor(scale*float32(b.frame.Max.Y))
	place(b.shades[0], at.X, at.Y, w, top)
	place(b.shades[1], at.X, at.Y+bottom, w, h-bottom)
	place(b.shades[2], at.X, at.Y+top, left, bottom-top)
	place(b.shades[3], at.X+right, at.Y+top, w-right, bottom-top)
	const out = 2 // the line stands around the frame, not on it
	place(b.line, at.X+left-out, at.Y+top-out, right-left+2*out, bottom-top+2*out)
}

func (b *Band) paint() {
	paint(b.ground, skin.Bg, skin.Clear, 0, 0)
	for _, s := range b.shades {
		paint(s, skin.Scrim, skin.Clear, 0, 0)
	}
	width := float32(2)
	if b.focused {
		width = 3
	}
	paint(b.line, skin.Clear, skin.Accent, width, 0)
}

// MouseDown implements [desktop.Mouseable].
func (b *Band) MouseDown(e *desktop.MouseEvent) {
	b.from = b.pixel(e.Position)
	focus(b)
}

// MouseUp implements [desktop.Mouseable].
func (b *Band) MouseUp(*desktop.MouseEvent) {}

// Dragged implements [fyne.Draggable].
func (b *Band) Dragged(e *fyne.DragEvent) {
	b.drawing = true
	b.frame = image.Rectangle{Min: b.from, Max: b.pixel(e.Position)}.Canon()
	b.Refresh()
}

// DragEnd implements [fyne.Draggable].
func (b *Band) DragEnd() {
	if !b.drawing {
		return
	}
	b.drawing = false
	drawn := b.frame.Dx() >= leastBand && b.frame.Dy() >= leastBand
	b.SetFrame(b.frame)
	if drawn {
		b.read()
	}
}

func (b *Band) read() {
	if b.OnRead != nil {
		b.OnRead(b.frame)
	}
}

// TypedKey implements [fyne.Focusable]: arrows move the frame, with Shift they
// move its lower right corner.
func (b *Band) TypedKey(e *fyne.KeyEvent) {
	step := max(4, min(b.size.X, b.size.Y)/60)
	by := map[fyne.KeyName]image.Point{
		fyne.KeyLeft: {X: -step}, fyne.KeyRight: {X: step}, fyne.KeyUp: {Y: -step}, fyne.KeyDown: {Y: step},
	}[e.Name]
	switch {
	case by != image.Point{} && shiftDown():
		b.SetFrame(image.Rectangle{Min: b.frame.Min, Max: b.frame.Max.Add(by)})
	case by != image.Point{}:
		b.SetFrame(b.frame.Add(by))
	case e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter:
		b.read()
	case b.OnKey != nil:
		b.OnKey(e)
	}
}

// TypedRune implements [fyne.Focusable]: + and - size the frame about its
// middle.
func (b *Band) TypedRune(r rune) {
	step := max(4, min(b.size.X, b.size.Y)/60)
	switch r {
	case '+', '=', ';':
		b.SetFrame(b.frame.Inset(-step))
	case '-':
		if min(b.frame.Dx(), b.frame.Dy()) > 2*step+leastBand {
			b.SetFrame(b.frame.Inset(step))
		}
	}
}

// TypedShortcut implements [fyne.Shortcutable].
func (b *Band) TypedShortcut(s fyne.Shortcut) { forward(b, s) }

// FocusGained implements [fyne.Focusable].
func (b *Band) FocusGained() { b.focused = true; b.Refresh() }

// FocusLost implements [fyne.Focusable].
func (b *Band) FocusLost() { b.focused = false; b.Refresh() }

// Cursor implements [desktop.Cursorable].
func (b *Band) Cursor() desktop.Cursor { return desktop.CrosshairCursor }

// AccessibilityLabel implements [fyne.Accessible].
func (b *Band) AccessibilityLabel() string { return b.label }

// AccessibilityRole implements [fyne.Accessible].
func (b *Band) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }
