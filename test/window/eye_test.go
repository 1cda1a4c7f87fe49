//go:build window

package window_test

import (
	"image"
	"image/color"
	"math"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	fynetest "fyne.io/fyne/v2/test"

	"twofold/app/skin"
)

// The eye reads the window as a person does: it draws a text in the program's
// own faces and looks for that drawing in a picture of the screen, whatever its
// colours are. So the tests need neither coordinates nor a way into the program.

// spot is where a text was seen, in pixels of the window.
type spot struct {
	image.Rectangle
	like float64 // likeness, 1 is the same
}

func (s spot) middle() (x, y int) { return (s.Min.X + s.Max.X) / 2, (s.Min.Y + s.Max.Y) / 2 }

// enough is the likeness that counts as seen. The screen has the very pixels
// of the drawing; the same word with one letter changed reaches 0.97.
const enough = 0.985

// eye keeps drawings of texts.
type eye struct {
	app     fyne.App
	percent int
	drawn   map[drawing]*stencil
	styles  map[string]skin.Style // in which a text was seen last
}

type drawing struct {
	percent int
	text    string
	size    float32
	bold    bool
	mono    bool
}

func newEye() *eye {
	app := fynetest.NewApp()
	e := &eye{app: app, drawn: map[drawing]*stencil{}, styles: map[string]skin.Style{}}
	e.expect(100)
	return e
}

// expect makes the eye look for texts of a size.
func (e *eye) expect(percent int) {
	e.percent = percent
	e.app.Settings().SetTheme(skin.New(skin.LightMode, percent))
}

// proseStyles are the styles of the type scale that words are set in.
var proseStyles = []skin.Style{
	skin.BodyBold, skin.Body, skin.Small, skin.Caption, skin.Subtitle, skin.Title, skin.TitleLG, skin.CapBold, skin.Micro, skin.MicroB,
}

// find looks for text in any style of the type scale.
func (e *eye) find(img image.Image, text string) (spot, bool) {
	styles := proseStyles
	if known, ok := e.styles[text]; ok {
		styles = append([]skin.Style{known}, proseStyles...)
	}
	page := newPage(img)
	for _, s := range styles {
		if at, ok := page.find(e.stencil(text, s)); ok {
			e.styles[text] = s
			return at, true
		}
	}
	return spot{}, false
}

// findCode looks for the two halves of a code, in the sizes codes have. The gap
// between them is narrower than a space.
func (e *eye) findCode(img image.Image, spaced string) (spot, bool) {
	head, tail, _ := strings.Cut(spaced, " ")
	page := newPage(img)
	for _, s := range []skin.Style{skin.CodeRow, skin.CodeLarge, skin.CodeXL} {
		if whole, ok := page.find(e.stencil(spaced, s)); ok {
			return whole, true
		}
		at, ok := page.find(e.stencil(head, s))
		if _, too := page.find(e.stencil(tail, s)); ok && too {
			return at, true
		}
	}
	return spot{}, false
}

// stencil is a text as weights: high where there is ink, with mean 0 and
// length 1. Ground and ink are places that can only be the one or the other;
// looking at them first spares nearly all of the comparing.
type stencil struct {
	w, h        int
	weights     []float32
	ground, ink []image.Point
}

func (e *eye) stencil(text string, style skin.Style) *stencil {
	key := drawing{e.percent, text, style.Size, style.Style.Bold, style.Style.Monospace}
	if s, ok := e.drawn[key]; ok {
		return s
	}
	obj := skin.NewText(text, style, skin.Text)
	win := fynetest.NewWindow(obj)
	defer win.Close()
	win.SetPadded(false)
	win.Resize(obj.MinSize())
	s := cutOut(grey(win.Canvas().Capture()))
	e.drawn[key] = s
	return s
}

// cutOut keeps the ink and a margin of a pixel.
func cutOut(g *page) *stencil {
	ground := g.at(0, 0)
	box := image.Rectangle{}
	for y := 0; y < g.h; y++ {
		for x := 0; x < g.w; x++ {
			if math.Abs(float64(g.at(x, y)-ground)) > 24 {
				box = box.Union(image.Rect(x-1, y-1, x+2, y+2))
			}
		}
	}
	box = box.Intersect(image.Rect(0, 0, g.w, g.h))
	s := &stencil{w: box.Dx(), h: box.Dy()}
	var sum, length float64
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			v := g.at(x, y) - ground
			s.weights = append(s.weights, v)
			sum += float64(v)
		}
	}
	mean := float32(sum / float64(max(len(s.weights), 1)))
	for i := range s.weights {
		s.weights[i] -= mean
		length += float64(s.weights[i]) * float64(s.weights[i])
	}
	for i := range s.weights {
		s.weights[i] /= float32(math.Sqrt(length))
	}
	s.probe()
	return s
}

// probe chooses the places to look at first, spread over the text.
func (s *stencil) probe() {
	if len(s.weights) == 0 {
		return
	}
	low, high := slices.Min(s.weights), slices.Max(s.weights)
	if mean := (low + high) / 2; mean < 0 { // drawn dark on light
		low, high = high, low
	}
	near := func(v, to float32) bool { return math.Abs(float64(v-to)) < 0.04*math.Abs(float64(high-low)) }
	for x := 0; x < s.w; x += max(1, s.w/16) {
		g, k := false, false
		for y := 0; y < s.h && !(g && k); y++ {
			switch v := s.weights[y*s.w+x]; {
			case !g && near(v, low):
				g, s.ground = true, append(s.ground, image.Pt(x, y))
			case !k && near(v, high):
				k, s.ink = true, append(s.ink, image.Pt(x, y))
			}
		}
	}
}

// likely reports whether the ground is of one colour at x, y and the ink stands
// out from it.
func (p *page) likely(s *stencil, x, y int) bool {
	if len(s.ground) == 0 {
		return false
	}
	ground := p.at(x+s.ground[0].X, y+s.ground[0].Y)
	for _, g := range s.ground {
		if d := p.at(x+g.X, y+g.Y) - ground; d > 8 || d < -8 {
			return false
		}
	}
	for _, k := range s.ink {
		if d := p.at(x+k.X, y+k.Y) - ground; d < 24 && d > -24 {
			return false
		}
	}
	return true
}

// page is a grey picture with the sums that make comparing quick.
type page struct {
	origin      image.Point
	w, h        int
	px          []float32
	sum, square []float64 // of everything above and left, one larger each way
}

func grey(img image.Image) *page {
	b := img.Bounds()
	p := &page{origin: b.Min, w: b.Dx(), h: b.Dy(), px: make([]float32, b.Dx()*b.Dy())}
	for y := 0; y < p.h; y++ {
		for x := 0; x < p.w; x++ {
			c := color.GrayModel.Convert(img.At(b.Min.X+x, b.Min.Y+y)).(color.Gray)
			p.px[y*p.w+x] = float32(c.Y)
		}
	}
	return p
}

func (p *page) at(x, y int) float32 { return p.px[y*p.w+x] }

func newPage(img image.Image) *page {
	p := grey(img)
	stride := p.w + 1
	p.sum, p.square = make([]float64, stride*(p.h+1)), make([]float64, stride*(p.h+1))
	for y := 0; y < p.h; y++ {
		var s, q float64
		for x := 0; x < p.w; x++ {
			v := float64(p.at(x, y))
			s, q = s+v, q+v*v
			p.sum[(y+1)*stride+x+1] = p.sum[y*stride+x+1] + s
			p.square[(y+1)*stride+x+1] = p.square[y*stride+x+1] + q
		}
	}
	return p
}

// contrast is the length of a window's deviation from its mean.
func (p *page) contrast(x, y, w, h int) float64 {
	box := func(t []float64) float64 {
		s := p.w + 1
		return t[(y+h)*s+x+w] - t[y*s+x+w] - t[(y+h)*s+x] + t[y*s+x]
	}
	sum := box(p.sum)
	return math.Sqrt(max(0, box(p.square)-sum*sum/float64(w*h)))
}

// find gives the likest place of a stencil, dark on light or light on dark,
// and whether it is like enough.
func (p *page) find(s *stencil) (spot, bool) {
	var best spot
	for y := 0; y+s.h <= p.h; y++ {
		for x := 0; x+s.w <= p.w; x++ {
			if !p.likely(s, x, y) {
				continue
			}
			dev := p.contrast(x, y, s.w, s.h)
			if dev < 8*math.Sqrt(float64(s.w*s.h)) {
				continue // plain ground
			}
			like := math.Abs(p.overlay(s, x, y)) / dev
			if like > best.like {
				best = spot{image.Rect(x, y, x+s.w, y+s.h).Add(p.origin), like}
			}
		}
	}
	return best, best.like >= enough
}

func (p *page) overlay(s *stencil, x, y int) float64 {
	var dot float32
	for row := 0; row < s.h; row++ {
		line := p.px[(y+row)*p.w+x:]
		line = line[:s.w]
		for i, w := range s.weights[row*s.w : (row+1)*s.w] {
			dot += w * line[i]
		}
	}
	return float64(dot)
}
