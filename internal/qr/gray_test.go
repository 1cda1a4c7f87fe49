package qr

import (
	"image"
	"image/color"
	"image/draw"
	"math/rand/v2"
	"testing"
)

// All kinds of pictures give the luminance that their colours have.
func TestLuminanceOfEveryKind(t *testing.T) {
	r := image.Rect(3, 2, 20, 13)
	rnd := rand.New(rand.NewPCG(1, 1))
	source := image.NewNRGBA(r)
	for i := range source.Pix {
		source.Pix[i] = uint8(rnd.IntN(256))
		if i%4 == 3 && i%8 != 7 {
			source.Pix[i] = 255
		}
	}
	sub := image.NewGray(image.Rect(0, 0, 40, 40))
	kinds := map[string]draw.Image{
		"RGBA": image.NewRGBA(r), "NRGBA": image.NewNRGBA(r), "RGBA64": image.NewRGBA64(r), "NRGBA64": image.NewNRGBA64(r),
		"Gray": image.NewGray(r), "Gray16": image.NewGray16(r), "CMYK": image.NewCMYK(r),
		"Paletted":      image.NewPaletted(r, color.Palette{color.Black, color.White, color.RGBA{200, 0, 0, 255}, color.Transparent}),
		"Gray, cut out": sub.SubImage(r).(*image.Gray),
	}
	for name, img := range kinds {
		t.Run(name, func(t *testing.T) {
			draw.Draw(img, r, source, r.Min, draw.Src)
			g := luminance(img, 255)
			if g.w != r.Dx() || g.h != r.Dy() {
				t.Fatalf("size = %d x %d, want %v", g.w, g.h, r.Size())
			}
			for y := range g.h {
				for x := range g.w {
					c := color.RGBAModel.Convert(img.At(r.Min.X+x, r.Min.Y+y)).(color.RGBA)
					want := (int(c.R)*77+int(c.G)*150+int(c.B)*29)>>8 + 255 - int(c.A)
					if got := int(g.pix[y*g.w+x]); got < want-2 || got > want+2 {
						t.Fatalf("luminance at %d, %d of %v = %d, want %d", x, y, c, got, want)
					}
				}
			}
		})
	}
}

func TestLuminanceOfYCbCr(t *testing.T) {
	img := image.NewYCbCr(image.Rect(0, 0, 9, 5), image.YCbCrSubsampleRatio420)
	for i := range img.Y {
		img.Y[i] = uint8(i)
	}
	g := luminance(img.SubImage(image.Rect(2, 1, 9, 5)), 255)
	if g.w != 7 || g.h != 4 || g.pix[0] != img.Y[img.YOffset(2, 1)] || g.pix[7] != img.Y[img.YOffset(2, 2)] {
		t.Errorf("luminance = %d x %d %v, want the Y values", g.w, g.h, g.pix[:8])
	}
}

func TestGrayAtLiesBetweenPixels(t *testing.T) {
	g := gray{pix: []uint8{0, 100, 200, 44}, w: 2, h: 2}
	tests := []struct{ x, y, want float64 }{
		{0.5, 0.5, 0}, {1.5, 0.5, 100}, {0.5, 1.5, 200}, {1.5, 1.5, 44},
		{1, 0.5, 50}, {0.5, 1, 100}, {1, 1, 86},
		{-5, -5, 0}, {9, 9, 44}, {9, 0, 100}, // the edge counts
	}
	for _, tt := range tests {
		if got := g.at(tt.x, tt.y); got != tt.want {
			t.Errorf("at(%v, %v) = %v, want %v", tt.x, tt.y, got, tt.want)
		}
	}
	big := randomGray(9, 9, 3)
	for y := range 9 {
		for x := range 9 {
			if got := big.at(float64(x)+0.5, float64(y)+0.5); got != float64(big.pix[y*9+x]) {
				t.Errorf("at the middle of pixel %d, %d = %v, want %d", x, y, got, big.pix[y*9+x])
			}
		}
	}
}

func TestPyramidKeepsTheMean(t *testing.T) {
	g := gray{pix: []uint8{10, 20, 30, 1, 30, 40, 50, 1, 0, 0, 255, 255, 0, 0, 255, 255}, w: 4, h: 4}
	h := g.half()
	if h.w != 2 || h.h != 2 || h.pix[0] != 25 || h.pix[2] != 0 || h.pix[3] != 255 {
		t.Errorf("half = %v", h)
	}
	d := g.double()
	if d.w != 8 || d.h != 8 {
		t.Fatalf("double = %d x %d", d.w, d.h)
	}
	back := d.half()
	for i, v := range back.pix {
		if diff := int(v) - int(g.pix[i]); diff < -45 || diff > 45 {
			t.Errorf("pixel %d comes back as %d, was %d", i, v, g.pix[i])
		}
	}
	if got := len(pyramid(newGray(4000, 1000))); got != 3 {
		t.Errorf("levels of 4000 x 1000 = %d, want 3", got)
	}
	if got := len(pyramid(newGray(100, 100))); got != 1 {
		t.Errorf("levels of 100 x 100 = %d, want 1", got)
	}
}

func TestDoubleLineOfAnyLength(t *testing.T) {
	for n := 1; n < 9; n++ {
		src := make([]uint8, n)
		for i := range src {
			src[i] = 77
		}
		dst := make([]uint8, 2*n)
		doubleLine(dst, src)
		for i, v := range dst {
			if v != 77 {
				t.Errorf("length %d: pixel %d = %d, want 77", n, i, v)
			}
		}
	}
}

func TestCubicStaysInRange(t *testing.T) {
	for _, tt := range [][5]uint8{{0, 255, 0, 255, 40}, {255, 0, 0, 0, 0}, {0, 255, 255, 0, 255}, {0, 0, 255, 255, 203}} {
		if got := cubic(tt[0], tt[1], tt[2], tt[3]); got != tt[4] {
			t.Errorf("cubic(%v) = %d, want %d", tt[:4], got, tt[4])
		}
	}
}

func TestChannelTellsColoured(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 4, 4))
	draw.Draw(img, img.Rect, image.NewUniform(color.RGBA{9, 9, 9, 255}), image.Point{}, draw.Src)
	if _, ok := channel(img, 0); ok {
		t.Error("a grey picture passes for coloured")
	}
	img.SetRGBA(1, 1, color.RGBA{1, 2, 3, 255})
	for c, want := range []uint8{1, 2, 3} {
		g, ok := channel(img, c)
		if !ok || g.pix[5] != want {
			t.Errorf("channel %d = %d, %v, want %d", c, g.pix[5], ok, want)
		}
	}
	pal := image.NewPaletted(img.Rect, color.Palette{color.White, color.RGBA{1, 2, 3, 255}})
	pal.SetColorIndex(1, 1, 1)
	if g, ok := channel(pal, 2); !ok || g.pix[5] != 3 || g.pix[0] != 255 {
		t.Errorf("channel of a palette = %v, %v, want 3 in the middle", g.pix, ok)
	}
}
