//go:build window

package window_test

import (
	"fmt"
	"image"
	"strconv"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// photograph reads the pixels of X window id from the server.
func photograph(id string) (image.Image, error) {
	n, err := strconv.ParseUint(id, 10, 32)
	if err != nil {
		return nil, err
	}
	conn, err := xgb.NewConn()
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	win := xproto.Drawable(n)
	size, err := xproto.GetGeometry(conn, win).Reply()
	if err != nil {
		return nil, err
	}
	raw, err := xproto.GetImage(conn, xproto.ImageFormatZPixmap, win, 0, 0, size.Width, size.Height, ^uint32(0)).Reply()
	if err != nil {
		return nil, err
	}
	img := image.NewRGBA(image.Rect(0, 0, int(size.Width), int(size.Height)))
	if len(raw.Data) != len(img.Pix) {
		return nil, fmt.Errorf("%d bytes for %v: the tests need a screen of 24 bits", len(raw.Data), img.Bounds())
	}
	for i := 0; i < len(raw.Data); i += 4 { // blue, green, red, nothing
		img.Pix[i], img.Pix[i+1], img.Pix[i+2], img.Pix[i+3] = raw.Data[i+2], raw.Data[i+1], raw.Data[i], 255
	}
	return img, nil
}
