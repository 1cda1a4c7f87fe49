//go:build window

package window_test

import (
	"bytes"
	"image"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/jezek/xgb/xproto"
)

// TestStartHasNoRaces starts a program that watches its own memory for races:
// the list of accounts is made on a second goroutine while the toolkit makes
// the window. How many processors there are decides who is first.
func TestStartHasNoRaces(t *testing.T) {
	usual := binary
	t.Cleanup(func() { binary = usual })
	watched := filepath.Join(t.TempDir(), "twofold")
	build := exec.Command("go", "build", "-race", "-tags", buildTags(), "-o", watched, "twofold")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	home := t.TempDir()
	command(t, home, "add", link("Alpha", "one", secretA), link("東京銀行", "two", secretB))
	for _, processors := range []string{"1", "2", "8"} {
		for _, language := range []string{english, japanese} {
			binary = watched
			d := openWith(t, home, language, []string{"GOMAXPROCS=" + processors})
			d.see("Alpha")
			d.key("Down", "Return")
			d.copied(secretB)
			d.quit()
			if d.close(); t.Failed() {
				t.Fatalf("with %s processors, %s", processors, language)
			}
		}
	}
}

// TestFirstPicture looks at a window from its first pixel on, with a driver that
// has to make its programs: the codes are there before it has, and look then as
// they do afterwards. What comes later is the list with the keyboard on it.
func TestFirstPicture(t *testing.T) {
	x, err := openScreen()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(x.close)
	for _, scale := range []string{"1", "1.3"} {
		home := t.TempDir()
		settings(t, home, map[string]any{"theme": "light", "auto_lock_minutes": 0, "window_scale": 100})
		command(t, home, "add", link("Alpha", "one", secretA), link("Beta", "two", secretB))
		if scale != "1" { // the scale is known from the last time
			openWith(t, home, english, []string{"FYNE_SCALE=" + scale}).quit()
		}
		cache := t.TempDir()
		d := begin(t, home, english, []string{"FYNE_SCALE=" + scale, "XDG_CACHE_HOME=" + cache, "MESA_DISK_CACHE_MULTI_FILE=1"})
		first := d.watch(x, func(p *image.RGBA) bool { // it comes in parts, from above
			return count(p, codeInk) > 20 && p.RGBAAt(p.Rect.Max.X-1, p.Rect.Max.Y-1).R > 0
		})
		made := programsIn(t, cache)
		d.found()
		d.watch(x, func(p *image.RGBA) bool {
			return p.Rect == first.Rect && !bytes.Equal(p.Pix, first.Pix) && differing(first, p) < 3
		})
		d.quit()
		if all := programsIn(t, cache); made*3 > all*2 { // 10 of 22; OpenGL's first frame needs 20
			t.Errorf("scale %s: the codes were seen when %d of the driver's %d programs were made", scale, made, all)
		}
	}
}

// watch gives the first picture of the window that is as it should be.
func (d *desk) watch(x *screen, ok func(*image.RGBA) bool) (found *image.RGBA) {
	d.t.Helper()
	var w xproto.Window
	if _, err := x.until(func() bool {
		if w == 0 {
			w = x.windowOf(d.cmd.Process.Pid)
		}
		if w == 0 {
			return false
		}
		found = x.picture(w)
		return found != nil && ok(found)
	}); err != nil {
		d.shot("failed")
		d.t.Fatal(err)
	}
	return found
}

// picture is what is on the screen of a window; nil while it is not there.
func (s *screen) picture(w xproto.Window) *image.RGBA {
	size := s.size(w)
	raw, err := xproto.GetImage(s.conn, xproto.ImageFormatZPixmap, xproto.Drawable(w), 0, 0, uint16(size.X), uint16(size.Y), ^uint32(0)).Reply()
	if err != nil {
		return nil
	}
	img := image.NewRGBA(image.Rect(0, 0, size.X, size.Y))
	for i := 0; i+3 < len(raw.Data); i += 4 { // blue, green, red, nothing
		img.Pix[i], img.Pix[i+1], img.Pix[i+2], img.Pix[i+3] = raw.Data[i+2], raw.Data[i+1], raw.Data[i], 255
	}
	return img
}

// count is how many pixels have just that colour.
func count(p *image.RGBA, c rgb) (n int) {
	for i := 0; i < len(p.Pix); i += 4 {
		if rgb(p.Pix[i])<<16|rgb(p.Pix[i+1])<<8|rgb(p.Pix[i+2]) == c {
			n++
		}
	}
	return n
}

// differing is how much of two pictures anybody could tell apart, in per cent.
func differing(a, b *image.RGBA) float64 {
	n := 0
	for i := 0; i < len(a.Pix); i += 4 {
		for k := range 3 {
			if d := int(a.Pix[i+k]) - int(b.Pix[i+k]); d > 64 || d < -64 {
				n++
				break
			}
		}
	}
	return 100 * float64(n) / float64(len(a.Pix)/4)
}

// programsIn counts what the driver has made and put into its cache, a file each.
func programsIn(t *testing.T, cache string) int {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(cache, "mesa_shader_cache*", "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	return len(files)
}
