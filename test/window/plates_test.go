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
	var img image.Image
	_, err := x.until(func() bool {
		var err error
		w := x.windowOf(cmd.Process.Pid)
		if img, err = photograph(fmt.Sprint(uint32(w))); w == 0 || err != nil || img.Bounds().Dx() < px(plateWidth) || img.Bounds().Dy() < top(3)+px(plateHeight) {
			return false
		}
		return inkAt(img, px(plateWidth/2), top(3)+px(plateHeight/2)) == selected // the last to be painted
	})
	if err != nil {
		t.Fatal(err)
	}
	differ, most := 0, 0
	for pair := range 2 {
		for y := -2; y < px(plateHeight)+2; y++ {
			for x := -2; x < px(plateWidth)+2; x++ {
				if x >= px(plateRim) && x < px(plateWidth-plateRim) && y >= px(plateRim) && y < px(plateHeight-plateRim) {
					continue
				}
				at := px(plateMargin) + x
				if d := apart(img.At(at, top(2*pair)+y), img.At(at, top(2*pair+1)+y)); d > 0 {
					differ, most = differ+1, max(most, d)
				}
			}
		}
	}
	// The last bit of a colour may be rounded in another way.
	if most > 1 {
		t.Errorf("%d pixels of the rims differ, by up to %d of 255", differ, most)
	}
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
