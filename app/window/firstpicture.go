package window

import (
	"image"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/software"
)

// firstPicture shows the codes before OpenGL has painted its first frame: the
// driver takes 20 ms to make its programs, and 300 ms the first time. The
// picture is of the very page that the frame shows next, painted by the
// toolkit's own software painter beside the making of the window.
type firstPicture struct {
	page          page
	pixels        []uint32 // 0xRRGGBB, row by row; nil for none
	width, height int
	percent       int // of the scale of the screen
}

// mostPixels is the size up to which the picture is ready before the window is:
// 20 ms for a window of the usual size, which has half of it.
const mostPixels = 600_000

// paintFirst paints a page as it will be in a window of a size, at a scale of
// the screen in per cent. It has no pixels where that takes too long.
func paintFirst(p page, size fyne.Size, percent int) firstPicture {
	scale := float32(percent) / 100
	if scale <= 0 || size.Width*size.Height*scale*scale > mostPixels {
		return firstPicture{}
	}
	c := software.NewCanvas()
	c.SetPadded(false)
	c.SetScale(scale)
	c.Resize(size)
	c.SetContent(p.content())
	img, ok := c.Capture().(*image.NRGBA)
	if !ok {
		return firstPicture{}
	}
	w, h := img.Rect.Dx(), img.Rect.Dy()
	f := firstPicture{page: p, pixels: make([]uint32, w*h), width: w, height: h, percent: percent}
	for i := range f.pixels {
		px := img.Pix[4*i : 4*i+4 : 4*i+4]
		f.pixels[i] = uint32(px[0])<<16 | uint32(px[1])<<8 | uint32(px[2])
	}
	return f
}

// putFirst shows the picture as soon as the window is seen. It is called on the
// UI goroutine when the toolkit measures the window, which it does before it
// paints: nothing that OpenGL has painted is ever painted over.
func (a *App) putFirst() {
	f := &a.early.picture
	if f.pixels == nil {
		return
	}
	if a.front() == f.page && a.screenPercent() == f.percent &&
		putPicture(a.handle(), f.pixels, f.width, f.height) == putLater {
		return
	}
	*f = firstPicture{}
}

// putting says what became of a picture.
type putting int

const (
	putDone   putting = iota
	putLater          // the window is not on the screen yet
	putFailed         // the system can't, or the window is another one than expected
)

// screenPercent is the scale of the screen that the window is on, in per cent.
func (a *App) screenPercent() int {
	return int(math.Round(float64(a.win.Canvas().Scale()) * 100))
}

// startPercent is the scale that the screen had when the window was last
// closed: the system says it only when there is a window.
func (a *App) startPercent() int {
	if p := a.cfg.Settings().WindowScale; p > 0 {
		return p
	}
	return 100
}
