package window

import (
	"context"
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// firstPaint notices that the first page that says something is on the screen:
// the codes, where the keyring opens the vault. The toolkit has no event for
// it, but it asks for the picture of a raster at the moment it paints it.
type firstPaint struct {
	awaited bool
	mark    fyne.CanvasObject
}

// newFirstPaint makes the mark, one clear pixel that lies on the page. The
// frame is not finished when its picture is asked for, so done is left to be
// queued behind it by the caller.
func newFirstPaint(done func()) firstPaint {
	clear := image.NewNRGBA(image.Rect(0, 0, 1, 1))
	mark := canvas.NewRaster(func(int, int) image.Image {
		done()
		return clear
	})
	return firstPaint{awaited: true, mark: &fyne.Container{Layout: corner{}, Objects: []fyne.CanvasObject{mark}}}
}

// painted lets begin what had to wait until something can be seen. It is called
// in the middle of painting, on the UI goroutine.
func (a *App) painted() {
	if !a.paint.awaited {
		return
	}
	a.paint.awaited, a.early.picture = false, firstPicture{}
	a.do(func() {
		a.work(func(context.Context) { a.ses.UseFolder() }, nil)
	})
}

// corner keeps a mark at one unit, and out of everybody's way.
type corner struct{}

// MinSize implements [fyne.Layout].
func (corner) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// Layout implements [fyne.Layout].
func (corner) Layout(objects []fyne.CanvasObject, _ fyne.Size) {
	for _, o := range objects {
		o.Resize(fyne.NewSize(1, 1))
	}
}
