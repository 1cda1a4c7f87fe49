//go:build window

package window_test

import (
	"bytes"
	"fmt"
	"image"
	"slices"
	"testing"

	"github.com/jezek/xgb/damage"
	"github.com/jezek/xgb/xfixes"
	"github.com/jezek/xgb/xproto"
)

// TestPatch compares each second as it was painted, which is the rings alone in
// most of them, with the whole window painted over in the same second: to the
// pixel, with whatever has the keyboard or lies above the list.
func TestPatch(t *testing.T) {
	for _, look := range []struct {
		name, theme, scale string
		keys               []string
	}{
		{"light", "light", "1", nil},
		{"scrolled", "dark", "1.3", slices.Repeat([]string{"Down"}, 9)},
		{"menu", "high_contrast", "1", []string{"Down", "Menu"}},
	} {
		t.Run(look.name, func(t *testing.T) {
			home := t.TempDir()
			settings(t, home, map[string]any{"theme": look.theme, "auto_lock_minutes": 0})
			var links []string
			for i := range 12 {
				links = append(links, link(fmt.Sprintf("Service%d", i), "user", secretA[:28]+base32Of(i)))
			}
			command(t, home, append([]string{"add"}, links...)...)
			d := openWith(t, home, english, []string{"FYNE_SCALE=" + look.scale})
			if look.keys != nil {
				d.pixelsFor(t, 2) // the codes are there, and take keys
				d.key(look.keys...)
			}
			d.pixelsFor(t, 8)
		})
	}
}

// pixelsFor waits for so many seconds that look the same when all of the window
// is painted once more.
func (d *desk) pixelsFor(t *testing.T, seconds int) {
	t.Helper()
	x, err := openScreen()
	if err != nil {
		t.Fatal(err)
	}
	defer x.close()
	var whole []byte // the window when all of it was painted last
	tries := 0
	for n := range seconds {
		d.wait(fmt.Sprintf("second like the whole window, the %d.", n+1), func() bool {
			then := d.pixels()
			if then == nil || slices.Equal(then, whole) {
				return false
			}
			if err := x.daub(x.windowOf(d.cmd.Process.Pid)); err != nil {
				t.Fatal(err)
			}
			d.wait("window painted anew", func() bool {
				whole = d.pixels()
				return whole != nil && !bytes.Contains(whole, daub)
			})
			same := slices.Equal(then, whole) // or the next second began meanwhile
			if tries++; !same && tries > 3*seconds {
				t.Fatalf("%d of %d seconds did not look like the whole window", tries-n, tries)
			}
			return same
		})
	}
}

func (d *desk) pixels() []byte {
	img, err := photograph(d.id)
	if err != nil {
		return nil
	}
	return img.(*image.RGBA).Pix
}

// daub is a colour that the window does not have, twice: red, green, blue, opaque.
var daub = []byte{0xE0, 0, 0xE0, 255, 0xE0, 0, 0xE0, 255}

// daub paints over a window of another program, and asks it to paint itself.
func (s *screen) daub(w xproto.Window) error {
	gc, err := xproto.NewGcontextId(s.conn)
	if err != nil {
		return err
	}
	xproto.CreateGC(s.conn, gc, xproto.Drawable(w), xproto.GcForeground, []uint32{0xE000E0})
	defer xproto.FreeGC(s.conn, gc)
	xproto.PolyFillRectangle(s.conn, xproto.Drawable(w), gc, []xproto.Rectangle{{Width: 2000, Height: 2000}})
	return xproto.ClearAreaChecked(s.conn, true, w, 0, 0, 0, 0).Check()
}

// TestPatchIsSmall asks the X server what of the window is painted: the rings
// alone in most seconds.
func TestPatchIsSmall(t *testing.T) {
	home := t.TempDir()
	settings(t, home, map[string]any{"auto_lock_minutes": 0})
	command(t, home, "add", link("Service0", "user", secretA), link("Service1", "user", secretB))
	d := open(t, home, english)
	d.see("Service1")
	x, err := openScreen()
	if err != nil {
		t.Fatal(err)
	}
	defer x.close()
	if err := watchDamage(x, x.windowOf(d.cmd.Process.Pid)); err != nil {
		t.Fatal(err)
	}
	small := 0
	d.wait("three seconds in which nothing but rings is painted", func() bool {
		for {
			e, err := x.conn.PollForEvent()
			if e == nil && err == nil {
				return small >= 3
			}
			if n, ok := e.(damage.NotifyEvent); ok {
				if n.Area.Width < n.Geometry.Width/4 && n.Area.Height < n.Geometry.Height/2 {
					small++
				}
			}
		}
	})
}

func watchDamage(x *screen, w xproto.Window) error {
	if err := xfixes.Init(x.conn); err != nil {
		return err
	}
	if _, err := xfixes.QueryVersion(x.conn, 5, 0).Reply(); err != nil {
		return err
	}
	if err := damage.Init(x.conn); err != nil {
		return err
	}
	if _, err := damage.QueryVersion(x.conn, 1, 1).Reply(); err != nil {
		return err
	}
	id, err := damage.NewDamageId(x.conn)
	if err != nil {
		return err
	}
	return damage.CreateChecked(x.conn, id, xproto.Drawable(w), damage.ReportLevelRawRectangles).Check()
}
