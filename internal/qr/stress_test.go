package qr

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// sampleURI is a setup link as services draw it.
const sampleURI = "otpauth://totp/Example:hanako%40example.jp?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Example"

// hardship is one kind of damage, from none at 0 to hopeless at about 1.
type hardship struct {
	name string
	draw func(t testing.TB, s *scene, m Matrix, k float64) image.Image
}

func hardships() []hardship {
	mid := func(s *scene) (float64, float64) {
		return float64(s.img.Rect.Dx())/2 + s.rnd.Float64(), float64(s.img.Rect.Dy())/2 + s.rnd.Float64()
	}
	return []hardship{
		{"tiny", func(t testing.TB, s *scene, m Matrix, k float64) image.Image {
			x, y := mid(s)
			s.place(m, flat(m, x, y, 2.2-1.2*k, 0), plainLook(), 4)
			return s.img
		}},
		{"tiny turned", func(t testing.TB, s *scene, m Matrix, k float64) image.Image {
			x, y := mid(s)
			s.place(m, flat(m, x, y, 3-2*k, s.rnd.Float64()*7), plainLook(), 4)
			return s.img
		}},
		{"large", func(t testing.TB, s *scene, m Matrix, k float64) image.Image {
			x, y := mid(s)
			s.place(m, flat(m, x, y, 3+5*k, s.rnd.Float64()*7), plainLook(), 2)
			return s.img
		}},
		{"tilt", func(t testing.TB, s *scene, m Matrix, k float64) image.Image {
			x, y := mid(s)
			s.place(m, tilted(m, x, y, 5, s.rnd.Float64()*7, 1.3*k, 2), plainLook(), 3)
			s.blur(0.7)
			return s.img
		}},
		{"blur", func(t testing.TB, s *scene, m Matrix, k float64) image.Image {
			x, y := mid(s)
			s.place(m, flat(m, x, y, 5, s.rnd.Float64()), plainLook(), 2)
			s.blur(5 * k)
			s.noise(2, 0)
			return s.img
		}},
		{"grain", func(t testing.TB, s *scene, m Matrix, k float64) image.Image {
			x, y := mid(s)
			s.place(m, flat(m, x, y, 4, s.rnd.Float64()), plainLook(), 2)
			s.noise(160*k, 0.3)
			return s.img
		}},
		{"pale", func(t testing.TB, s *scene, m Matrix, k float64) image.Image {
			x, y := mid(s)
			lk := plainLook()
			d := uint8(40 - 38*k)
			base := uint8(s.rnd.IntN(200))
			lk.dark, lk.light = color.RGBA{base, base, base, 255}, color.RGBA{base + d, base + d, base + d, 255}
			if s.rnd.IntN(2) == 0 {
				lk.dark, lk.light = lk.light, lk.dark
			}
			s.place(m, flat(m, x, y, 3, 0), lk, 2)
			return s.img
		}},
		{"jpeg", func(t testing.TB, s *scene, m Matrix, k float64) image.Image {
			x, y := mid(s)
			s.place(m, flat(m, x, y, 3.3, 0), plainLook(), 3)
			return s.jpeg(t, int(40-38*k))
		}},
		{"dots", func(t testing.TB, s *scene, m Matrix, k float64) image.Image {
			x, y := mid(s)
			lk := plainLook()
			lk.solid = true
			r := 0.5 - 0.4*k
			lk.shape = func(x, y float64) bool { return math.Hypot(x, y) < r }
			s.place(m, flat(m, x, y, 4+4*s.rnd.Float64(), s.rnd.Float64()), lk, 3)
			return s.img
		}},
		{"dots all", func(t testing.TB, s *scene, m Matrix, k float64) image.Image {
			x, y := mid(s)
			lk := plainLook()
			r := 0.5 - 0.35*k
			lk.shape = func(x, y float64) bool { return math.Hypot(x, y) < r }
			module := min(6+4*s.rnd.Float64(), 440/float64(m.Size)) // it must fit, turned
			s.place(m, flat(m, x, y, module, s.rnd.Float64()), lk, 3)
			return s.img
		}},
		{"logo", func(t testing.TB, s *scene, m Matrix, k float64) image.Image {
			x, y := mid(s)
			s.place(m, flat(m, x, y, 5, 0), plainLook(), 2)
			r := int(k * float64(m.Size) * 5 / 4)
			s.fill(image.Rect(int(x)-r, int(y)-r, int(x)+r, int(y)+r), s.color(0, 256))
			return s.img
		}},
		{"bent", func(t testing.TB, s *scene, m Matrix, k float64) image.Image {
			x, y := mid(s)
			f := flat(m, x, y, 5, s.rnd.Float64())
			s.place(m, func(x, y float64) point {
				p := f(x, y)
				p.x += 6 * k * math.Sin(p.y/9)
				p.y += 6 * k * math.Sin(p.x/7)
				return p
			}, plainLook(), 2)
			return s.img
		}},
		{"stripes", func(t testing.TB, s *scene, m Matrix, k float64) image.Image {
			x, y := mid(s)
			s.place(m, tilted(m, x, y, 5, s.rnd.Float64(), 0.3, 2), plainLook(), 2)
			s.blur(1)
			for j := range s.img.Rect.Dy() {
				for i := range s.img.Rect.Dx() {
					p := s.img.Pix[j*s.img.Stride+4*i:]
					w := 1 - 0.9*k*(0.5+0.25*math.Sin(float64(i)*0.5+float64(j)*0.13)+0.25*math.Sin(float64(j)*0.7))
					for c := range 3 {
						p[c] = uint8(float64(p[c]) * w)
					}
				}
			}
			s.noise(5, 0)
			return s.img
		}},
		{"no margin", func(t testing.TB, s *scene, m Matrix, k float64) image.Image {
			x, y := mid(s)
			lk := plainLook()
			lk.quiet = 1 - k
			d := uint8(s.rnd.IntN(120))
			s.fill(s.img.Rect, color.RGBA{d, d, d, 255})
			s.place(m, flat(m, x, y, 2+3*s.rnd.Float64(), s.rnd.Float64()*0.2), lk, 3)
			return s.img
		}},
		{"hue only", func(t testing.TB, s *scene, m Matrix, k float64) image.Image {
			x, y := mid(s)
			lk := plainLook()
			lk.dark, lk.light = color.RGBA{200, 40, 60, 255}, color.RGBA{uint8(60 - 30*k), uint8(150 - 36*k), 60, 255}
			s.place(m, flat(m, x, y, 4, 0), lk, 2)
			return s.img
		}},
	}
}

// TestStress prints how much of each kind of damage a code survives. It is a
// measure, not a test: set QR_STRESS to the number of pictures of a kind.
func TestStress(t *testing.T) {
	n := 0
	if _, err := fmt.Sscan(os.Getenv("QR_STRESS"), &n); err != nil {
		t.Skip("set QR_STRESS to a number of pictures")
	}
	dir := os.Getenv("QR_STRESS_DIR")
	only := os.Getenv("QR_ONLY")
	for _, h := range hardships() {
		if !strings.Contains(h.name, only) {
			continue
		}
		read, first := 0, -1.0
		var missed []string
		for i := range n {
			k := (float64(i) + 0.5) / float64(n)
			s := newScene(720, 640, uint64(i))
			s.clutter(3)
			text := sampleURI + strings.Repeat("x", i*37%130)
			m, err := Encode(text, Level(i%4))
			if err != nil {
				t.Fatal(err)
			}
			img := h.draw(t, s, m, k)
			if dir != "" {
				save(t, filepath.Join(dir, fmt.Sprintf("%s-%03d.png", strings.ReplaceAll(h.name, " ", "_"), i)), img)
			}
			res, err := Read(context.Background(), img)
			if err != nil {
				t.Fatal(err)
			}
			if len(res.Codes) == 1 && res.Codes[0].Text == text {
				read++
				continue
			}
			if len(res.Codes) > 0 {
				t.Errorf("%s %d: wrong text", h.name, i)
			}
			if first < 0 {
				first = k
			}
			missed = append(missed, fmt.Sprint(i))
		}
		t.Logf("%-12s %3d/%d, first missed at %.2f: %s", h.name, read, n, first, strings.Join(missed, " "))
	}
}

func save(t testing.TB, name string, img image.Image) {
	t.Helper()
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(f, img); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}
