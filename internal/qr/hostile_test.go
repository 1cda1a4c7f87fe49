package qr

import (
	"context"
	"errors"
	"image"
	"image/color"
	"math/rand/v2"
	"runtime"
	"testing"
)

// finderField returns a picture filled with finder patterns, as many as fit.
func finderField(w, h, module, gap int) *image.Gray {
	img := image.NewGray(image.Rect(0, 0, w, h))
	cell := 7*module + gap
	for y := range h {
		for x := range w {
			i, j := x%cell/module, y%cell/module
			if x%cell >= 7*module || y%cell >= 7*module || !finderDark(i, j) {
				img.Pix[y*img.Stride+x] = 255
			}
		}
	}
	return img
}

func noiseField(w, h, size int) *image.Gray {
	img := image.NewGray(image.Rect(0, 0, w, h))
	rnd := rand.New(rand.NewPCG(1, 2))
	for y := range h {
		for x := range w {
			if y%size > 0 {
				img.Pix[y*img.Stride+x] = img.Pix[(y-1)*img.Stride+x]
			} else if x%size > 0 {
				img.Pix[y*img.Stride+x] = img.Pix[y*img.Stride+x-1]
			} else {
				img.Pix[y*img.Stride+x] = uint8(rnd.IntN(2) * 255)
			}
		}
	}
	return img
}

// unreadable returns a picture full of codes of a version that have everything
// but data which the error correction accepts.
func unreadable(w, h, module, version int) *image.Gray {
	img := image.NewGray(image.Rect(0, 0, w, h))
	rnd := rand.New(rand.NewPCG(5, 6))
	size := 17 + 4*version
	fixed := function(size)
	cell := (size + 8) * module
	code := make([]bool, size*size)
	for y := range h {
		for x := range w {
			if x%cell == 0 && y%cell == 0 {
				for i, f := range fixed {
					code[i] = f > 0 || f == 0 && rnd.IntN(2) == 0
				}
			}
			i, j := x%cell/module-4, y%cell/module-4
			if i < 0 || j < 0 || i >= size || j >= size || !code[j*size+i] {
				img.Pix[y*img.Stride+x] = 255
			}
		}
	}
	return img
}

func hostile() map[string]image.Image {
	coloured := image.NewRGBA(image.Rect(0, 0, 1920, 1080))
	rnd := rand.New(rand.NewPCG(3, 4))
	for i := range coloured.Pix {
		coloured.Pix[i] = uint8(rnd.IntN(256))
	}
	return map[string]image.Image{
		"5000 finders":   finderField(1920, 1080, 2, 6),
		"touching":       finderField(1920, 1080, 3, 0),
		"tiny finders":   finderField(1920, 1080, 1, 1),
		"large finders":  finderField(1920, 1080, 9, 9),
		"noise":          noiseField(1920, 1080, 1),
		"module noise":   noiseField(1920, 1080, 3),
		"coloured noise": coloured,
		"64 Mpx noise":   noiseField(8192, 8192, 4),
		"64 Mpx finders": finderField(8192, 8192, 4, 8),
		"unreadable":     unreadable(1920, 1080, 2, 1),
		"unreadable 8":   unreadable(3840, 2160, 3, 8),
		"unreadable 40":  unreadable(3840, 2160, 2, 40),
		"long":           noiseField(32768, 2048, 2),
		"thin":           noiseField(32768, 1, 1),
	}
}

// The work on a picture is bounded by counting, so that a slow computer gives
// the same answer; here the count must stay within its limit.
func TestHostilePicturesAreBounded(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	for name, img := range hostile() {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			r := newReader(context.Background(), img)
			r.all()
			runtime.ReadMemStats(&after)
			if len(r.codes) > 0 {
				t.Errorf("read %d codes where there are none", len(r.codes))
			}
			if r.work > maxWork+maxWork/4 {
				t.Errorf("work %d, want at most about %d", r.work, maxWork)
			}
			t.Logf("work %d, allocated %d MiB", r.work, (after.TotalAlloc-before.TotalAlloc)>>20)
		})
	}
}

func TestReadRefusesLargePictures(t *testing.T) {
	_, err := Read(context.Background(), image.NewUniform(color.Black))
	var tle *TooLargeError
	if !errors.As(err, &tle) {
		t.Errorf("Read of an endless picture: error = %v, want TooLargeError", err)
	}
	if _, err := Read(context.Background(), image.NewGray(image.Rect(0, 0, 0, 5))); !errors.Is(err, ErrDamagedImage) {
		t.Errorf("Read of an empty picture: error = %v, want ErrDamagedImage", err)
	}
}

func TestReadStopsWithContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Read(ctx, noiseField(200, 200, 3)); !errors.Is(err, context.Canceled) {
		t.Errorf("Read with an ended context: error = %v, want Canceled", err)
	}
}
