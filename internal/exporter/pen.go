package exporter

import (
	"image"
	"image/color"
	"image/draw"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/vector"
)

// pen is what a page is drawn with: the PDF library, or a raster of pixels for
// the picture of the same page. Measures are in millimetres from the top left,
// and everything is black.
type pen interface {
	MoveTo(x, y float64)
	LineTo(x, y float64)
	CurveBezierCubicTo(cx0, cy0, cx1, cy1, x, y float64)
	ClosePath()
	// DrawPath fills the path with style "f".
	DrawPath(style string)
	SetLineWidth(width float64)
	Line(x1, y1, x2, y2 float64)
	// Rect fills with style "F", and draws the outline with "D".
	Rect(x, y, w, h float64, style string)
}

// ink is the pen of the PDF library. It holds functions and not the library's
// type: behind an interface, that would keep every method it has in the
// program, a quarter of a megabyte that nobody calls.
type ink struct {
	moveTo, lineTo func(x, y float64)
	curveTo        func(cx0, cy0, cx1, cy1, x, y float64)
	closePath      func()
	drawPath       func(style string)
	setLineWidth   func(width float64)
	line           func(x1, y1, x2, y2 float64)
	rect           func(x, y, w, h float64, style string)
}

func inkOf(pdf *fpdf.Fpdf) ink {
	return ink{
		moveTo: pdf.MoveTo, lineTo: pdf.LineTo, curveTo: pdf.CurveBezierCubicTo, closePath: pdf.ClosePath,
		drawPath: pdf.DrawPath, setLineWidth: pdf.SetLineWidth, line: pdf.Line, rect: pdf.Rect,
	}
}

func (i ink) MoveTo(x, y float64) { i.moveTo(x, y) }

func (i ink) LineTo(x, y float64) { i.lineTo(x, y) }

func (i ink) CurveBezierCubicTo(cx0, cy0, cx1, cy1, x, y float64) {
	i.curveTo(cx0, cy0, cx1, cy1, x, y)
}

func (i ink) ClosePath() { i.closePath() }

func (i ink) DrawPath(style string) { i.drawPath(style) }

func (i ink) SetLineWidth(width float64) { i.setLineWidth(width) }

func (i ink) Line(x1, y1, x2, y2 float64) { i.line(x1, y1, x2, y2) }

func (i ink) Rect(x, y, w, h float64, style string) { i.rect(x, y, w, h, style) }

// raster is a pen that makes a picture. All shapes are collected and drawn at
// once, which is why they must not lie above each other.
type raster struct {
	shapes *vector.Rasterizer
	scale  float64 // pixels a millimetre
	line   float64
}

// newRaster makes a page of width by height millimetres, pixels wide.
func newRaster(width, height float64, pixels int) *raster {
	scale := float64(pixels) / width
	return &raster{shapes: vector.NewRasterizer(pixels, int(height*scale+0.5)), scale: scale}
}

func (r *raster) at(x, y float64) (float32, float32) {
	return float32(x * r.scale), float32(y * r.scale)
}

func (r *raster) MoveTo(x, y float64) { r.shapes.MoveTo(r.at(x, y)) }

func (r *raster) LineTo(x, y float64) { r.shapes.LineTo(r.at(x, y)) }

func (r *raster) CurveBezierCubicTo(cx0, cy0, cx1, cy1, x, y float64) {
	ax, ay := r.at(cx0, cy0)
	bx, by := r.at(cx1, cy1)
	ex, ey := r.at(x, y)
	r.shapes.CubeTo(ax, ay, bx, by, ex, ey)
}

func (r *raster) ClosePath() { r.shapes.ClosePath() }

func (r *raster) DrawPath(string) {} // with all others, in picture

func (r *raster) SetLineWidth(width float64) { r.line = width }

// Line is straight across or straight down.
func (r *raster) Line(x1, y1, x2, y2 float64) {
	half := r.line / 2
	r.box(min(x1, x2)-half, min(y1, y2)-half, max(x1, x2)+half, max(y1, y2)+half)
}

func (r *raster) Rect(x, y, w, h float64, style string) {
	if style != "D" {
		r.box(x, y, x+w, y+h)
		return
	}
	half := r.line / 2
	r.box(x-half, y-half, x+w+half, y+half)
	r.box(x-half, y+h-half, x+w+half, y+h+half)
	r.box(x-half, y+half, x+half, y+h-half)
	r.box(x+w-half, y+half, x+w+half, y+h-half)
}

func (r *raster) box(x1, y1, x2, y2 float64) {
	r.MoveTo(x1, y1)
	r.LineTo(x2, y1)
	r.LineTo(x2, y2)
	r.LineTo(x1, y2)
	r.ClosePath()
}

// picture is the page, black on white.
func (r *raster) picture() image.Image {
	img := image.NewRGBA(r.shapes.Bounds())
	draw.Draw(img, img.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
	r.shapes.Draw(img, img.Rect, image.NewUniform(color.Black), image.Point{})
	return img
}
