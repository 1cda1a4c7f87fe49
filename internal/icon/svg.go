package icon

import (
	"bytes"
	"fmt"
	"image"
	"regexp"

	"github.com/fyne-io/oksvg"
	"github.com/srwiley/rasterx"
)

// maxSVG is how large an SVG file may be. Brand icons have a few KiB; drawing
// takes time in proportion.
const maxSVG = 128 << 10

// farAway finds numbers of eight digits before the point and more: curves that
// reach so far are cut into as many pieces. References to other parts of the
// file, which can nest, are refused for the same reason.
var farAway = regexp.MustCompile(`(^|[^0-9.#])[0-9]{8,}|[0-9.][eE]\+?[0-9]{2,}`)

// looksLikeSVG knows an SVG file by its first bytes, whatever its name says.
func looksLikeSVG(data []byte) bool {
	head := bytes.TrimPrefix(data[:min(len(data), 1024)], []byte("\xef\xbb\xbf"))
	head = bytes.TrimLeft(head, " \t\r\n")
	return bytes.HasPrefix(head, []byte("<svg")) ||
		(bytes.HasPrefix(head, []byte("<?xml")) || bytes.HasPrefix(head, []byte("<!--")) || bytes.HasPrefix(head, []byte("<!DOCTYPE"))) &&
			bytes.Contains(data[:min(len(data), 4096)], []byte("<svg"))
}

// drawSVG draws an SVG file at the size of an icon. The renderer knows what
// the toolkit knows: paths, shapes, plain colours and gradients; it loads
// nothing from elsewhere. A file that makes it panic is not drawn.
func drawSVG(data []byte) (img image.Image, err error) {
	if len(data) > maxSVG {
		return nil, fmt.Errorf("%w: %d bytes", ErrDrawing, len(data))
	}
	defer func() {
		if p := recover(); p != nil {
			img, err = nil, fmt.Errorf("%w: %v", ErrDrawing, p)
		}
	}()
	if bytes.Contains(data, []byte("<use")) || farAway.Match(data) {
		return nil, fmt.Errorf("%w: it would take too long", ErrDrawing)
	}
	// Dashes cost by the length of the line over the length of a dash.
	data = bytes.ReplaceAll(data, []byte("stroke-dash"), []byte("no-dash"))
	// The colour of the text around, which a picture by itself has not.
	data = bytes.ReplaceAll(data, []byte("currentColor"), []byte("#000"))
	shape, err := oksvg.ReadIconStream(bytes.NewReader(data), oksvg.IgnoreErrorMode)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDrawing, err)
	}
	w, h := shape.ViewBox.W, shape.ViewBox.H
	if !(w > 0 && h > 0 && w < 1e6 && h < 1e6) || len(shape.SVGPaths) == 0 {
		return nil, fmt.Errorf("%w: no size or no shapes", ErrDrawing)
	}
	scale := Side / max(w, h)
	pw, ph := max(1, int(w*scale)), max(1, int(h*scale))
	shape.SetTarget(0, 0, float64(pw), float64(ph))
	out := image.NewRGBA(image.Rect(0, 0, pw, ph))
	shape.Draw(rasterx.NewDasher(pw, ph, rasterx.NewScannerGV(pw, ph, out, out.Bounds())), 1)
	return out, nil
}
