package platform

import (
	"context"
	"errors"
	"fmt"
	"image"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xinerama"
	"github.com/jezek/xgb/xproto"
)

// captureX takes the pictures from the X server, one a monitor.
func captureX(ctx context.Context) ([]Screen, error) {
	conn, err := openX(ctx)
	if err != nil {
		return nil, errors.Join(ErrNoScreen, err)
	}
	defer conn.Close()
	return bounded(ctx, func() ([]Screen, error) {
		var screens []Screen
		for _, r := range monitors(conn) {
			img, err := pictureOfRoot(conn, r)
			if err != nil {
				return nil, err
			}
			screens = append(screens, Screen{Image: img, Bounds: r})
		}
		return screens, nil
	})
}

// monitors are the rectangles of the root window that the monitors show; the
// whole of it where the server does not say. They never reach beyond it.
func monitors(conn *xgb.Conn) []image.Rectangle {
	screen := rootScreen(conn)
	whole := image.Rect(0, 0, int(screen.WidthInPixels), int(screen.HeightInPixels))
	if extension(conn, "XINERAMA") != nil {
		return []image.Rectangle{whole}
	}
	reply, err := xinerama.QueryScreens(conn).Reply()
	if err != nil {
		return []image.Rectangle{whole}
	}
	var out []image.Rectangle
	for _, s := range reply.ScreenInfo {
		x, y := int(s.XOrg), int(s.YOrg)
		r := image.Rect(x, y, x+int(s.Width), y+int(s.Height)).Intersect(whole)
		if !r.Empty() && len(out) < maxScreens {
			out = append(out, r)
		}
	}
	if out == nil {
		return []image.Rectangle{whole}
	}
	return out
}

// pictureOfRoot copies a part of the root window. Only the form of pixels that
// every desktop of today has is understood: 32 bits, blue first.
func pictureOfRoot(conn *xgb.Conn, r image.Rectangle) (*image.RGBA, error) {
	setup, screen := xproto.Setup(conn), rootScreen(conn)
	if r.Dx() > maxPixels/r.Dy() {
		return nil, ErrImageTooLarge
	}
	if setup.ImageByteOrder != xproto.ImageOrderLSBFirst || !hasUsualPixels(setup, screen) {
		return nil, fmt.Errorf("pixels of an unusual form: %w", ErrNoScreen)
	}
	reply, err := xproto.GetImage(conn, xproto.ImageFormatZPixmap, xproto.Drawable(screen.Root),
		int16(r.Min.X), int16(r.Min.Y), uint16(r.Dx()), uint16(r.Dy()), ^uint32(0)).Reply()
	if err != nil {
		return nil, fmt.Errorf("get image: %w", err)
	}
	img := image.NewRGBA(image.Rect(0, 0, r.Dx(), r.Dy()))
	if len(reply.Data) < len(img.Pix) {
		return nil, fmt.Errorf("image of %d bytes, want %d: %w", len(reply.Data), len(img.Pix), ErrNoScreen)
	}
	for i := 0; i+3 < len(img.Pix); i += 4 {
		px := reply.Data[i : i+4 : i+4]
		img.Pix[i], img.Pix[i+1], img.Pix[i+2], img.Pix[i+3] = px[2], px[1], px[0], 0xff
	}
	return img, nil
}

func hasUsualPixels(setup *xproto.SetupInfo, screen *xproto.ScreenInfo) bool {
	wide := false
	for _, f := range setup.PixmapFormats {
		wide = wide || f.Depth == screen.RootDepth && f.BitsPerPixel == 32
	}
	for _, d := range screen.AllowedDepths {
		for _, v := range d.Visuals {
			if v.VisualId == screen.RootVisual {
				return wide && v.RedMask == 0xff0000 && v.GreenMask == 0xff00 && v.BlueMask == 0xff
			}
		}
	}
	return false
}
