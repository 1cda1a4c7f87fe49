package window

import (
	"context"
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"twofold/app/control"
	"twofold/app/platform"
	"twofold/app/session"
	"twofold/app/skin"
)

// regionPage shows the pictures of the screens, one at a time over the whole
// screen, to draw a frame around a code. The pictures live in memory only and
// go with the page.
type regionPage struct {
	a     *App
	shots []platform.Screen
	at    int
	busy  bool

	root *fyne.Container
	band *control.Band
	next *control.Button
	read *control.Button
}

func newRegion(a *App, shots []platform.Screen) page {
	t := a.txt.T
	p := &regionPage{a: a, shots: shots}
	p.band = control.NewBand(t("region.title"), shots[0].Image)
	p.band.OnRead = p.onRead
	p.band.OnKey = a.typedKey
	p.next = control.NewButton("", "", control.Neutral, p.onNext)
	p.read = control.NewButton(t("region.read"), "scan", control.Primary, func() { p.onRead(p.band.Frame()) })
	head := control.NewColumn(4,
		control.NewParagraph(t("region.title"), skin.BodyBold, skin.Text),
		control.NewParagraph(t("region.keys"), skin.Small, skin.Text2)).Inset(control.Sides(14, 10))
	buttons := []fyne.CanvasObject{control.NewButton(t("common.cancel"), "", control.Neutral, a.back), p.read}
	if len(shots) > 1 {
		p.next.SetText(t("region.next", "i", 1, "n", len(shots)))
		buttons = []fyne.CanvasObject{buttons[0], p.next, p.read}
	}
	foot := control.NewColumn(0, control.Equal(10, buttons...)).Inset(control.Sides(14, 10))
	ground := control.NewGround(skin.Bg)
	words, below := container.NewVScroll(head), container.NewVScroll(foot)
	p.root = &fyne.Container{
		Layout:  regionLayout{ground, head, foot, words, p.band, below},
		Objects: []fyne.CanvasObject{ground, p.band, words, below},
	}
	a.win.SetFullScreen(true)
	return p
}

func (p *regionPage) content() fyne.CanvasObject { return p.root }

func (p *regionPage) focus() fyne.Focusable { return p.band }

// leave drops the pictures: they may show anything.
func (p *regionPage) leave() {
	p.shots = nil
	p.a.win.SetFullScreen(false)
}

func (p *regionPage) command(c command) bool {
	if c == cmdEscape {
		p.a.back()
		return true
	}
	return c == cmdScan || c == cmdRegion // a picture of the picture is no use
}

// key turns to the picture of another screen.
func (p *regionPage) key(k *fyne.KeyEvent) bool {
	switch k.Name {
	case fyne.KeyPageDown:
		p.onNext()
	case fyne.KeyPageUp:
		p.turn(-1)
	default:
		return false
	}
	return true
}

func (p *regionPage) char(rune) bool { return false }

// onNext is the button's too: the arrow keys then draw on what it has brought.
func (p *regionPage) onNext() {
	p.turn(1)
	p.a.win.Canvas().Focus(p.band)
}

func (p *regionPage) turn(by int) {
	n := len(p.shots)
	if n < 2 || p.busy {
		return
	}
	p.at = (p.at + by + n) % n
	p.band.SetPicture(p.shots[p.at].Image)
	p.next.SetText(p.a.txt.T("region.next", "i", p.at+1, "n", n))
}

// onRead reads the part in the frame. If there is nothing the page stays, for
// another frame.
func (p *regionPage) onRead(frame image.Rectangle) {
	if p.busy || len(p.shots) == 0 {
		return
	}
	p.busy = true
	p.read.SetEnabled(false)
	img := part(p.shots[p.at].Image, frame)
	release := p.a.ses.Hold()
	var found session.Found
	p.a.work(func(ctx context.Context) { found = p.a.ses.ReadPart(ctx, img) }, func() {
		release()
		p.busy = false
		p.read.SetEnabled(true)
		if p.a.front() != p {
			return // locked meanwhile, or left
		}
		if len(found.Candidates) > 0 || found.Pages != nil {
			p.a.back()
		}
		p.a.found(found)
	})
}

// part cuts a part out of a picture, without a copy where the picture can.
func part(img image.Image, frame image.Rectangle) image.Image {
	frame = frame.Add(img.Bounds().Min).Intersect(img.Bounds())
	if s, ok := img.(interface {
		SubImage(image.Rectangle) image.Image
	}); ok {
		return s.SubImage(frame)
	}
	return img
}

// regionLayout gives the picture all the room between the words and the
// buttons. Both scroll where large text would leave the picture none.
type regionLayout struct {
	ground     *control.Ground
	head, foot *control.Column
	words      *container.Scroll
	band       *control.Band
	buttons    *container.Scroll
}

func (l regionLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	width := min(size.Width, skin.Px(560))
	l.head.Hint(size.Width)
	l.foot.Hint(width)
	top := min(l.head.HeightFor(size.Width), size.Height*0.35)
	bottom := min(l.foot.HeightFor(width), size.Height*0.35)
	l.ground.Resize(size)
	put(l.words, 0, 0, size.Width, top)
	put(l.buttons, (size.Width-width)/2, size.Height-bottom, width, bottom)
	put(l.band, 0, top, size.Width, max(0, size.Height-top-bottom))
}

func (l regionLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(320, 320) }
