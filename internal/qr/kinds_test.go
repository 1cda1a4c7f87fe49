package qr

import (
	"image"
	"image/color"
	"math"
	"strings"
	"testing"
)

// kind is one sort of picture as people meet them: styles that designers give
// codes, and what programs, cameras and screens do to a picture. They are made
// anew at every run of the comparison from fixed numbers.
type kind struct {
	name string
	// draw draws one picture; k goes from 0 to 1 over the pictures of the kind,
	// from easy to hard.
	draw func(t testing.TB, s *scene, text string, k float64) image.Image
}

const perKind = 12

// drawKinds hands every picture of every kind with its texts to add.
func drawKinds(t testing.TB, only string, add func(kind string, img image.Image, texts ...string)) {
	for n, kd := range append(append(styles(), damages()...), crowds()...) {
		if !strings.Contains(kd.name, only) {
			continue
		}
		for i := range perKind {
			s := newScene(720, 640, uint64(5000+100*n+i))
			s.clutter(3)
			text := sampleURI + strings.Repeat("k", i*17%90)
			s.texts = []string{text}
			add(kd.name, kd.draw(t, s, text, (float64(i)+0.5)/perKind), s.texts...)
		}
	}
}

// code draws a code in the middle of the picture with a look.
func (s *scene) code(t testing.TB, text string, level Level, lk look) Matrix {
	m := mustEncode(t, text, level)
	s.place(m, flat(m, 360, 320, min(4+5*s.rnd.Float64(), 440/float64(m.Size)), s.rnd.Float64()*0.3), lk, 3)
	return m
}

func box(x, y, half float64) bool { return math.Abs(x) < half && math.Abs(y) < half }

// styles are ways to draw modules.
func styles() []kind {
	shaped := func(name string, solid bool, shape func(k, x, y float64) bool) kind {
		return kind{name, func(t testing.TB, s *scene, text string, k float64) image.Image {
			lk := plainLook()
			lk.solid = solid
			lk.shape = func(x, y float64) bool { return shape(k, x, y) }
			s.code(t, text, M, lk)
			return s.img
		}}
	}
	return []kind{
		shaped("diamonds", true, func(k, x, y float64) bool { return math.Abs(x)+math.Abs(y) < 0.7-0.25*k }),
		shaped("small squares", true, func(k, x, y float64) bool { return box(x, y, 0.45-0.25*k) }),
		shaped("squares in finders", false, func(k, x, y float64) bool { return box(x, y, 0.48-0.18*k) }),
		shaped("upright bars", true, func(k, x, _ float64) bool { return math.Abs(x) < 0.45-0.25*k }),
		shaped("lying bars", true, func(k, _, y float64) bool { return math.Abs(y) < 0.45-0.25*k }),
		shaped("crosses", true, func(k, x, y float64) bool {
			w := 0.35 - 0.2*k
			return box(x, y, 0.5) && (math.Abs(x) < w || math.Abs(y) < w)
		}),
		shaped("rings", true, func(k, x, y float64) bool { r := math.Hypot(x, y); return r < 0.5 && r > 0.3*k }),
		{"round eyes", func(t testing.TB, s *scene, text string, k float64) image.Image {
			lk := plainLook()
			lk.round = 1 + 2.5*k
			lk.shape = func(x, y float64) bool { return math.Hypot(x, y) < 0.5 }
			s.code(t, text, M, lk)
			return s.img
		}},
		{"colour blend", func(t testing.TB, s *scene, text string, k float64) image.Image {
			lk := plainLook()
			a, b, paper := s.color(0, 90), s.color(0, int(100+70*k)), s.color(int(240-40*k), 256)
			lk.light = paper
			lk.paint = func(u, v float64) color.RGBA {
				w := min(max((u+v)/2, 0), 1)
				mix := func(p, q uint8) uint8 { return uint8(float64(p)*(1-w) + float64(q)*w) }
				return color.RGBA{mix(a.R, b.R), mix(a.G, b.G), mix(a.B, b.B), 255}
			}
			s.code(t, text, M, lk)
			return s.img
		}},
		{"coloured eyes", func(t testing.TB, s *scene, text string, k float64) image.Image {
			lk := plainLook()
			lk.dark = s.color(0, 60)
			eye := s.color(0, int(80+90*k))
			lk.paint = func(u, v float64) color.RGBA {
				if u < 0.3 && v < 0.3 || u > 0.7 && v < 0.3 || u < 0.3 && v > 0.7 {
					return eye
				}
				return lk.dark
			}
			s.code(t, text, M, lk)
			return s.img
		}},
		{"logo", func(t testing.TB, s *scene, text string, k float64) image.Image {
			lk := plainLook()
			m := mustEncode(t, text, H)
			module := min(8, 440/float64(m.Size))
			s.place(m, flat(m, 360, 320, module, 0), lk, 3)
			r := (0.08 + 0.06*k) * module * float64(m.Size)
			s.disc(360, 320, r*1.25, lk.light)
			s.disc(360, 320, r, s.color(0, 256))
			return s.img
		}},
		{"picture behind", func(t testing.TB, s *scene, text string, k float64) image.Image {
			s.clutter(6)
			back := clone(s.img)
			lk := plainLook()
			s.code(t, text, Q, lk)
			s.mix(back, 0.15+0.4*k)
			return s.img
		}},
		{"picture between", func(t testing.TB, s *scene, text string, k float64) image.Image {
			// Only the middle of each module says what it is.
			s.clutter(8)
			m := mustEncode(t, text, H)
			lk := plainLook()
			lk.solid, lk.quiet = true, 2
			lk.core = 0.5 - 0.2*k
			s.place(m, flat(m, 360, 320, min(9, 440/float64(m.Size)), 0), lk, 3)
			return s.img
		}},
	}
}

// damages are what programs, cameras and screens do.
func damages() []kind {
	flatCode := func(t testing.TB, s *scene, text string, module float64) Matrix {
		m := mustEncode(t, text, Level(s.rnd.IntN(4)))
		s.place(m, flat(m, 360+s.rnd.Float64(), 320+s.rnd.Float64(), min(module, 440/float64(m.Size)), 0), plainLook(), 3)
		return m
	}
	return append([]kind{
		{"pale", func(t testing.TB, s *scene, text string, k float64) image.Image {
			lk := plainLook()
			d := uint8(40 - 30*k)
			base := uint8(s.rnd.IntN(210))
			lk.dark, lk.light = color.RGBA{base, base, base, 255}, color.RGBA{base + d, base + d, base + d, 255}
			s.code(t, text, M, lk)
			return s.img
		}},
		{"hard JPEG", func(t testing.TB, s *scene, text string, k float64) image.Image {
			flatCode(t, s, text, 4.3)
			return s.jpeg(t, int(14-10*k))
		}},
		{"scaled", func(t testing.TB, s *scene, text string, k float64) image.Image {
			flatCode(t, s, text, 3)
			return s.scaled([]float64{0.67, 0.8, 1.25, 1.5}[int(k*perKind)%4])
		}},
		{"sent by chat", func(t testing.TB, s *scene, text string, k float64) image.Image {
			flatCode(t, s, text, 5)
			small := s.scaled(0.75 - 0.25*k)
			s.img = small
			s.take(s.jpeg(t, 40))
			return s.jpeg(t, 25)
		}},
		{"shaken", func(t testing.TB, s *scene, text string, k float64) image.Image {
			flatCode(t, s, text, 7)
			s.shake(1+int(7*k), s.rnd.IntN(3))
			s.noise(3, 0)
			return s.img
		}},
		{"glare", func(t testing.TB, s *scene, text string, k float64) image.Image {
			m := mustEncode(t, text, H)
			s.place(m, tilted(m, 360, 320, min(7, 440/float64(m.Size)), s.rnd.Float64()*7, 0.4, 2), plainLook(), 3)
			s.light(330+60*s.rnd.Float64(), 290+60*s.rnd.Float64(), 60+60*k, 200+250*k)
			return s.img
		}},
		{"shadow edge", func(t testing.TB, s *scene, text string, k float64) image.Image {
			flatCode(t, s, text, 6)
			s.shade(0.2+s.rnd.Float64(), 0.6-0.5*k)
			s.blur(0.7)
			s.noise(2, 0)
			return s.img
		}},
		{"dark room", func(t testing.TB, s *scene, text string, k float64) image.Image {
			flatCode(t, s, text, 6)
			s.scaleLight(0.25 - 0.15*k)
			s.noise(3, 0.5)
			return s.jpeg(t, 80)
		}},
		{"overexposed", func(t testing.TB, s *scene, text string, k float64) image.Image {
			flatCode(t, s, text, 6)
			s.lift(140 + 90*k)
			s.blur(0.8)
			s.noise(3, 0)
			return s.img
		}},
		{"pepper", func(t testing.TB, s *scene, text string, k float64) image.Image {
			flatCode(t, s, text, 5)
			s.pepper(0.02 + 0.25*k)
			return s.img
		}},
		{"two colours", func(t testing.TB, s *scene, text string, k float64) image.Image {
			m := mustEncode(t, text, M)
			s.place(m, flat(m, 360, 320, 3.2-1.2*k, 0.1), plainLook(), 3)
			s.blur(0.4)
			return s.dithered()
		}},
		{"stretched", func(t testing.TB, s *scene, text string, k float64) image.Image {
			m := mustEncode(t, text, M)
			from := flat(m, 360, 320, min(3.5, 220/float64(m.Size)), s.rnd.Float64()*0.2)
			s.place(m, func(x, y float64) point { return from(360+(x-360)/(1+1.2*k), y) }, plainLook(), 3)
			return s.img
		}},
	}, shapes()...)
}

// shapes are how paper and screens lie before a camera.
func shapes() []kind {
	return []kind{
		{"curved page", func(t testing.TB, s *scene, text string, k float64) image.Image {
			m := mustEncode(t, text, M)
			module := min(6, 400/float64(m.Size))
			from := flat(m, 360, 320, module, s.rnd.Float64()*7)
			r := module * float64(m.Size) * (1.6 - 0.9*k)
			s.place(m, func(x, y float64) point {
				// Paper around an upright roller of radius r.
				d := (x - 360) / r
				if math.Abs(d) >= 1 {
					return point{-100, -100}
				}
				return from(360+r*math.Asin(d), y)
			}, plainLook(), 3)
			s.blur(0.6)
			return s.img
		}},
		{"photo of a screen", func(t testing.TB, s *scene, text string, k float64) image.Image {
			m := mustEncode(t, text, M)
			s.place(m, tilted(m, 360, 320, min(6, 400/float64(m.Size)), s.rnd.Float64()*7, 0.2+0.4*k, 2), plainLook(), 3)
			s.moire(0.15+0.45*k, 0.6+s.rnd.Float64())
			s.blur(0.6 + 0.6*k)
			s.light(200, 150, 200, 60)
			s.noise(5, 0.3)
			return s.jpeg(t, 70)
		}},
		{"dense and tilted", func(t testing.TB, s *scene, text string, k float64) image.Image {
			text += strings.Repeat("d", 500)
			s.texts = []string{text}
			m := mustEncode(t, text, L)
			s.place(m, tilted(m, 360, 320, min(5, 480/float64(m.Size)), s.rnd.Float64()*7, 0.9*k, 2), plainLook(), 3)
			s.blur(0.4)
			return s.img
		}},
		{"covered part", func(t testing.TB, s *scene, text string, k float64) image.Image {
			m := mustEncode(t, text, H)
			module := min(7, 440/float64(m.Size))
			s.place(m, flat(m, 360, 320, module, 0.1), plainLook(), 3)
			// A thumb over the side without finder pattern.
			r := (0.1 + 0.12*k) * module * float64(m.Size)
			s.disc(360+0.4*module*float64(m.Size), 320+0.35*module*float64(m.Size), r, color.RGBA{200, 150, 120, 255})
			return s.img
		}},
		{"eye covered", func(t testing.TB, s *scene, text string, k float64) image.Image {
			m := mustEncode(t, text, Q)
			module := min(7, 440/float64(m.Size))
			s.place(m, flat(m, 360, 320, module, 0), plainLook(), 3)
			c := (float64(m.Size)/2 - 3.5) * module
			s.disc(360-c, 320-c, (0.5+3*k)*module, s.color(0, 256))
			return s.img
		}},
	}
}

// crowds are pictures of many or very dense codes.
func crowds() []kind {
	return []kind{
		{"version 40", func(t testing.TB, s *scene, text string, k float64) image.Image {
			text += strings.Repeat("Version 40 ", 230)
			s.texts = []string{text}
			m := mustEncode(t, text, L)
			module := 2.4 - 0.9*k
			side := int(module*float64(m.Size+8)) + 40
			s.img = image.NewRGBA(image.Rect(0, 0, side, side))
			s.place(m, flat(m, float64(side)/2, float64(side)/2, module, 0), plainLook(), 4)
			return s.img
		}},
		{"sizes and polarities", func(t testing.TB, s *scene, text string, k float64) image.Image {
			s.texts = nil
			x := 20.0
			for i, module := range []float64{2 - 0.3*k, 3, 5, 4} {
				one := text + strings.Repeat("m", i)
				m := mustEncode(t, one, L)
				lk := plainLook()
				if i%2 == 1 {
					lk.dark, lk.light = lk.light, lk.dark
				}
				half := module * float64(m.Size+8) / 2
				y := 30 + half + float64(i%2)*s.rnd.Float64()*100
				if i == 3 {
					x, y = 30, 360+half/2
				}
				s.place(m, flat(m, x+half, y, module, 0), lk, 3)
				x += 2*half + 8
				s.texts = append(s.texts, one)
			}
			return s.img
		}},
		{"no margin in text", func(t testing.TB, s *scene, text string, k float64) image.Image {
			s.clutter(8)
			lk := plainLook()
			lk.quiet = 1 - k
			s.code(t, text, M, lk)
			return s.img
		}},
	}
}
