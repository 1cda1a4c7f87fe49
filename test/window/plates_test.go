//go:build window

package window_test

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// The measures of the program in plates, in units.
const (
	plateWidth, plateHeight = 340, 66
	platePitch, plateMargin = 78, 4.3
	plateRim                = 10 // all that lies outside the avatar
)

// TestPlates compares the grounds of rows, which the program paints by its own
// means, with the toolkit's rectangles, pixel by pixel in a real window.
func TestPlates(t *testing.T) {
	x, err := openScreen()
	if err != nil {
		t.Fatal(err)
	}
	defer x.close()
	file := filepath.Join(t.TempDir(), "plates")
	if out, err := exec.Command("go", "build", "-tags", releaseTags(), "-o", file, "twofold/test/window/plates").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	// The toolkit rounds scales to tenths. Below 1 it draws round corners without
	// softening them, plates are softened there too.
	for _, scale := range []float64{1, 1.3, 1.5, 1.8, 2} {
		t.Run(fmt.Sprint(scale), func(t *testing.T) { comparePlates(t, x, file, scale) })
	}
}

func comparePlates(t *testing.T, x *screen, file string, scale float64) {
	cmd := exec.Command(file)
	cmd.Env = append(os.Environ(), fmt.Sprint("FYNE_SCALE=", scale), "HOME="+t.TempDir())
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }()
	px := func(units float64) int { return int(math.Round(units * scale)) }
	top := func(i int) int { return px(plateMargin + float64(i*platePitch)) }
	seen, differ, most := false, 0, 0
	// A row begins as the toolkit's rectangles: a selected one as two, which
	// differ from one. It settles soon.
	_, err := x.until(func() bool {
		w := x.windowOf(cmd.Process.Pid)
		img, err := photograph(fmt.Sprint(uint32(w)))
		if w == 0 || err != nil || img.Bounds().Dx() < px(plateWidth) || img.Bounds().Dy() < top(3)+px(plateHeight) {
			return false
		}
		if inkAt(img, px(plateWidth/2), top(3)+px(plateHeight/2)) != selected { // the last to be painted
			return false
		}
		seen, differ, most = true, 0, 0
		for pair := range 2 {
			n, far := rimsDiffer(img, px, top(2*pair), top(2*pair+1))
			differ, most = differ+n, max(most, far)
		}
		return most <= 1 // the last bit of a colour may be rounded in another way
	})
	if err != nil {
		t.Fatalf("%v; window seen: %v, %d pixels of the rims differ, by up to %d of 255", err, seen, differ, most)
	}
}

// rimsDiffer compares what stands at two heights, but for what lies inside a
// row: how many pixels differ, and by how much at most.
func rimsDiffer(img image.Image, px func(float64) int, one, two int) (differ, most int) {
	for y := -2; y < px(plateHeight)+2; y++ {
		for x := -2; x < px(plateWidth)+2; x++ {
			if x >= px(plateRim) && x < px(plateWidth-plateRim) && y >= px(plateRim) && y < px(plateHeight-plateRim) {
				continue
			}
			at := px(plateMargin) + x
			if d := apart(img.At(at, one+y), img.At(at, two+y)); d > 0 {
				differ, most = differ+1, max(most, d)
			}
		}
	}
	return differ, most
}

func inkAt(img image.Image, x, y int) rgb {
	c := color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA)
	return rgb(c.R)<<16 | rgb(c.G)<<8 | rgb(c.B)
}

// apart is how far two colours are from each other in the channel where most.
func apart(a, b color.Color) int {
	x, y := color.NRGBAModel.Convert(a).(color.NRGBA), color.NRGBAModel.Convert(b).(color.NRGBA)
	far := 0
	for _, d := range []int{int(x.R) - int(y.R), int(x.G) - int(y.G), int(x.B) - int(y.B)} {
		far = max(far, d, -d)
	}
	return far
}
