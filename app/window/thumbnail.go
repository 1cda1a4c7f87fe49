package window

import (
	"image"
	"image/color"
	"image/draw"
	"slices"

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
	img := canvas.NewImageFromImage(drawThumbnail(p, lineColor(skin.Accent), lineColor(skin.Urgent)))
	img.FillMode = canvas.ImageFillContain
	return sized(img, 0, thumbHeight)
}

func lineColor(name fyne.ThemeColorName) color.NRGBA {
	return color.NRGBAModel.Convert(skin.Color(name)).(color.NRGBA)
}

// drawThumbnail scales the surroundings of the codes down and outlines them,
// those that were read and those that were only seen. Of a code that is cut
// off, the part outside the picture has no outline.
func drawThumbnail(p session.Picture, read, seen color.NRGBA) image.Image {
	area := image.Rectangle{}
	for _, corners := range append(slices.Clone(p.Codes), p.Seen...) {
		for _, c := range corners {
			area = area.Union(image.Rectangle{Min: c, Max: c.Add(image.Pt(1, 1))})
		}
	}
	area = area.Intersect(p.Image.Bounds().Sub(p.Image.Bounds().Min))
	margin := max(area.Dx(), area.Dy()) / 3
	// Outlines count from the top left of the picture, wherever that is.
	origin := p.Image.Bounds().Min
	area = area.Inset(-margin).Intersect(p.Image.Bounds().Sub(origin))
	if area.Empty() {
		area = p.Image.Bounds().Sub(origin)
	}
	scale := min(2*float64(thumbWidth)/float64(area.Dx()), 2*float64(thumbHeight)/float64(area.Dy()), 1)
	out := image.NewNRGBA(image.Rect(0, 0, max(1, int(float64(area.Dx())*scale)), max(1, int(float64(area.Dy())*scale))))
	xdraw.ApproxBiLinear.Scale(out, out.Bounds(), p.Image, area.Add(origin), draw.Src, nil)
	at := func(c image.Point) image.Point {
		return image.Pt(int(float64(c.X-area.Min.X)*scale), int(float64(c.Y-area.Min.Y)*scale))
	}
	outline := func(quads [][4]image.Point, line color.NRGBA) {
		for _, corners := range quads {
			for i := range corners {
				stroke(out, at(corners[i]), at(corners[(i+1)%4]), line)
			}
		}
	}
	outline(p.Seen, seen)
	outline(p.Codes, read)
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
