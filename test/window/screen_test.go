//go:build window

package window_test

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// TestScreen reads codes from the screen: all of it, a part drawn with the
// mouse, and a part chosen with keys. Nothing of the pictures reaches a disk.
func TestScreen(t *testing.T) {
	home := t.TempDir()
	temp := filepath.Join(home, "temp")
	if err := os.Mkdir(temp, 0o700); err != nil {
		t.Fatal(err)
	}
	codeA, codeB := code(t, link("Upper", "left", secretA)), code(t, link("Lower", "right", secretB))
	size := wallpaper(t, func(img draw.Image) {
		put(img, codeA, 100, 100)
		put(img, codeB, img.Bounds().Dx()-150-codeB.Bounds().Dx(), img.Bounds().Dy()-150-codeB.Bounds().Dy())
	})
	d := openWith(t, home, english, []string{"TMPDIR=" + temp})
	d.says("first.title")
	before := d.picture().Bounds().Size()

	d.key("ctrl+shift+s")
	d.see(d.txt.N("add.confirm.btn", 2))
	d.shot("1-all")
	d.key("Escape")
	d.gone(beginning(d.txt.T("add.confirm.h")))

	d.key("ctrl+shift+a")
	d.wait("picture over the whole screen", func() bool { return d.picture().Bounds().Size() == size })
	d.says("region.title")
	d.shot("2-frame")
	// The picture is smaller than the screen by the words above and the
	// buttons below; the code is found in it by its white.
	var at image.Rectangle
	d.wait("the code in the picture", func() bool { // the words may be there a frame before
		at = whiteIn(d.picture())
		return !at.Empty()
	})
	d.drag(at.Min.Sub(image.Pt(25, 25)), at.Max.Add(image.Pt(25, 25)))
	d.see(d.txt.N("add.confirm.btn", 1))
	d.see("Lower")
	d.wait("window of the size it had", func() bool { return d.picture().Bounds().Size() == before })
	d.shot("3-found")
	d.key("Return")
	d.see(d.txt.N("status.added", 1))

	d.key("ctrl+shift+a")
	d.says("region.title")
	d.wait("picture over the whole screen", func() bool { return d.picture().Bounds().Size() == size })
	for range 25 { // to the upper left corner
		d.do("key", "Left", "key", "Up")
	}
	d.shot("4-keys")
	d.key("Return")
	d.see("Upper")
	d.key("Return")
	d.see(d.txt.N("status.added", 1))
	d.quit()
	if n := strings.Count(command(t, home, "list", "--json"), `"id"`); n != 2 {
		t.Errorf("%d accounts, want 2", n)
	}
	for _, file := range pictures(t, home) {
		t.Errorf("%s is a picture", file)
	}
}

// wallpaper paints the ground of the screen, as large as it is.
func wallpaper(t *testing.T, paint func(draw.Image)) image.Point {
	t.Helper()
	conn, err := xgb.NewConn()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(conn.Close) // the ground stays as long as the connection
	screen := xproto.Setup(conn).DefaultScreen(conn)
	size := image.Pt(int(screen.WidthInPixels), int(screen.HeightInPixels))
	img := image.NewRGBA(image.Rectangle{Max: size})
	draw.Draw(img, img.Rect, image.NewUniform(color.RGBA{40, 80, 120, 255}), image.Point{}, draw.Src)
	paint(img)
	root := xproto.Drawable(screen.Root)
	pixmap, err := xproto.NewPixmapId(conn)
	if err != nil {
		t.Fatal(err)
	}
	gc, err := xproto.NewGcontextId(conn)
	if err != nil {
		t.Fatal(err)
	}
	xproto.CreatePixmap(conn, screen.RootDepth, pixmap, root, screen.WidthInPixels, screen.HeightInPixels)
	xproto.CreateGC(conn, gc, xproto.Drawable(pixmap), 0, nil)
	const rows = 32 // a request has room for so many
	for y := 0; y < size.Y; y += rows {
		n := min(rows, size.Y-y)
		data := bytes.Clone(img.Pix[y*img.Stride:][:n*img.Stride])
		for i := 0; i < len(data); i += 4 {
			data[i], data[i+2] = data[i+2], data[i]
		}
		xproto.PutImage(conn, xproto.ImageFormatZPixmap, xproto.Drawable(pixmap), gc, screen.WidthInPixels, uint16(n), 0, int16(y), 0, screen.RootDepth, data)
	}
	xproto.ChangeWindowAttributes(conn, screen.Root, xproto.CwBackPixmap, []uint32{uint32(pixmap)})
	if err := xproto.ClearAreaChecked(conn, false, screen.Root, 0, 0, 0, 0).Check(); err != nil {
		t.Fatal(err)
	}
	return size
}

func put(dst draw.Image, src image.Image, x, y int) {
	draw.Draw(dst, src.Bounds().Sub(src.Bounds().Min).Add(image.Pt(x, y)), src, src.Bounds().Min, draw.Src)
}

// whiteIn is the area of the code in the lower right quarter of a picture: the
// only white there, less bright outside of the frame.
func whiteIn(img image.Image) image.Rectangle {
	b := img.Bounds()
	var area image.Rectangle
	for y := b.Dy() / 2; y < b.Dy()*9/10; y += 2 {
		for x := b.Dx() / 2; x < b.Dx(); x += 2 {
			r, g, bl, _ := img.At(x, y).RGBA()
			if min(r, g, bl) > 0x5000 && max(r, g, bl)-min(r, g, bl) < 0x1000 && !ground(img, x, y) {
				area = area.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return area
}

// ground reports whether a pixel has the colour of the corner of the window,
// which is that of the page around the picture.
func ground(img image.Image, x, y int) bool {
	return img.At(x, y) == img.At(2, img.Bounds().Dy()-2)
}

// pictures are the files below a directory that hold a picture of any common
// kind, whatever their names.
func pictures(t *testing.T, dir string) (found []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		for _, sign := range []string{"\x89PNG", "BM", "\xff\xd8\xff", "GIF8", "RIFF", "II*\x00", "P6"} {
			if bytes.HasPrefix(data, []byte(sign)) {
				found = append(found, path)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
