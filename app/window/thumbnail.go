package window

import (
	"image"
	"image/color"
	"image/draw"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	xdraw "golang.org/x/image/draw"

	"twofold/app/session"
	"twofold/app/skin"
)

// thumbnail shows the part of a picture in which codes were found, each with
// an outline. It lives in memory only.
const (
	thumbWidth  = 332
	thumbHeight = 120
)

func newThumbnail(p session.Picture) fyne.CanvasObject {
	img := canvas.NewImageFromImage(drawThumbnail(p, color.NRGBAModel.Convert(skin.Color(skin.Accent)).(color.NRGBA)))
	img.FillMode = canvas.ImageFillContain
	img.SetMinSize(skin.Size(thumbWidth/2, thumbHeight))
	return img
}

// drawThumbnail scales the surroundings of the codes down and outlines them.
func drawThumbnail(p session.Picture, line color.NRGBA) image.Image {
	area := image.Rectangle{}
	for _, corners := range p.Codes {
		for _, c := range corners {
			area = area.Union(image.Rectangle{Min: c, Max: c.Add(image.Pt(1, 1))})
		}
	}
	margin := max(area.Dx(), area.Dy()) / 3
	area = area.Inset(-margin).Intersect(p.Image.Bounds())
	if area.Empty() {
		area = p.Image.Bounds()
	}
	scale := min(2*float64(thumbWidth)/float64(area.Dx()), 2*float64(thumbHeight)/float64(area.Dy()), 1)
	out := image.NewNRGBA(image.Rect(0, 0, max(1, int(float64(area.Dx())*scale)), max(1, int(float64(area.Dy())*scale))))
	xdraw.ApproxBiLinear.Scale(out, out.Bounds(), p.Image, area, draw.Src, nil)
	at := func(c image.Point) image.Point {
		return image.Pt(int(float64(c.X-area.Min.X)*scale), int(float64(c.Y-area.Min.Y)*scale))
	}
	for _, corners := range p.Codes {
		for i := range corners {
			stroke(out, at(corners[i]), at(corners[(i+1)%4]), line)
		}
	}
	return out
}

// stroke draws a line three pixels thick.
func stroke(img *image.NRGBA, a, b image.Point, c color.NRGBA) {
	steps := max(abs(a.X-b.X), abs(a.Y-b.Y), 1)
	for i := 0; i <= steps; i++ {
		x := a.X + (b.X-a.X)*i/steps
		y := a.Y + (b.Y-a.Y)*i/steps
		draw.Draw(img, image.Rect(x-1, y-1, x+2, y+2).Intersect(img.Bounds()), image.NewUniform(c), image.Point{}, draw.Src)
	}
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
