//go:build window

package window_test

import (
	"image"
	"slices"
	"testing"
)

// TestFocusAfterDrop: a row that is let go outside the list leaves the keyboard,
// and the frame that says so, with the list.
func TestFocusAfterDrop(t *testing.T) {
	home := t.TempDir()
	settings(t, home, map[string]any{"theme": "light"})
	command(t, home, "add", link("Alpha", "one", secretA), link("Beta", "two", secretB))
	d := open(t, home, english)
	d.more("menu.newgroup")
	d.says("group.name")
	d.text("Shops")
	d.key("Return")
	chip := d.see("Shops")
	row := d.see("Beta")
	d.click(row.middle())
	from := image.Pt(row.Min.X+10, row.Min.Y+8)
	for _, drop := range []struct {
		on string
		to image.Point
	}{
		{"a group", image.Pt(chip.Min.X+10, chip.Min.Y+8)},
		{"the header", image.Pt(60, 30)},
		{"nothing, beside the window", image.Pt(470, 300)},
	} {
		d.key("ctrl+f")
		d.framed(row, false, "list without the keyboard")
		d.drag(from, drop.to)
		d.secondTurns() // till then the frame may be that of the row on its way
		d.secondTurns()
		d.framed(row, true, "list with the keyboard after a drop on "+drop.on)
	}
	d.key("Up", "Return")
	d.copied(secretA)
	d.quit()
}

// secondTurns waits for the next step of the rings: all that came before is
// painted by then.
func (d *desk) secondTurns() {
	d.t.Helper()
	ring := func() []byte {
		img, ok := d.picture().(*image.RGBA)
		if !ok || img.Bounds().Dx() < 400 || img.Bounds().Dy() < 160 {
			return nil
		}
		var out []byte
		for y := 115; y < 155; y++ {
			out = append(out, img.Pix[img.PixOffset(365, y):img.PixOffset(400, y)]...)
		}
		return out
	}
	before := ring()
	d.wait("next second", func() bool { now := ring(); return now != nil && before != nil && !slices.Equal(now, before) })
}

// framed waits until the selected row has the frame of the keyboard, which is
// twice as wide as the one without it, or has it no more.
func (d *desk) framed(row spot, want bool, what string) {
	d.t.Helper()
	d.wait(what, func() bool {
		img, ink := d.picture(), 0
		for x := 8; x < 15; x++ { // the frame's left side and a little of what is beside it
			r, _, _, _ := img.At(x, row.Max.Y).RGBA()
			ink += 0xF7 - int(r>>8) // the light ground has no ink
		}
		const oneWide, twoWide = 214, 428
		return img.Bounds().Dx() > 20 && ink > oneWide/2 && (ink > (oneWide+twoWide)/2) == want
	})
}
