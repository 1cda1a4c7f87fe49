package qr

import (
	"encoding/json"
	"fmt"
	"image"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// special is one kind of picture that decoders leave over, made anew at every
// run of the comparison from fixed numbers.
type special struct {
	name string
	n    int
	draw func(s *scene, m Matrix, i, n int) image.Image
	// version, unless 0, is the least version of a code of Model 1.
	version int
}

// code encodes the text of a picture.
func (k special) code(t testing.TB, text string, i int) Matrix {
	if k.version == 0 {
		return mustEncode(t, text, Level(i%4))
	}
	c := model1Code{text: text, version: k.version + i%6, level: levels[i%4], mask: i % 8}
	if k.version == 1 {
		c.level = levels[i%2] // so that no text needs a large version
	}
	return c.matrix(t, uint64(i))
}

// specials are the kinds. Model 1 is the forerunner of the code of today, with
// its larger versions apart, which zxing-cpp does not find in a picture.
func specials() []special {
	// dots are modules of a radius, the largest that fit a picture.
	dots := func(s *scene, m Matrix, radius float64, solid bool) image.Image {
		lk := plainLook()
		lk.solid = solid
		lk.shape = func(x, y float64) bool { return math.Hypot(x, y) < radius }
		if s.rnd.IntN(2) == 0 {
			lk.dark, lk.light = lk.light, lk.dark
		}
		s.place(m, flat(m, 360, 320, min(4+6*s.rnd.Float64(), 440/float64(m.Size)), s.rnd.Float64()*0.3), lk, 3)
		return s.img
	}
	tilt := func(from, to float64) func(s *scene, m Matrix, i, n int) image.Image {
		return func(s *scene, m Matrix, i, n int) image.Image {
			a := (from + (to-from)*float64(i)/float64(n)) * math.Pi / 180
			s.place(m, tilted(m, 360, 320, min(7, 340/float64(m.Size)), s.rnd.Float64()*7, a, 2), plainLook(), 3)
			s.blur(0.5)
			return s.img
		}
	}
	// old is a code as an old label has it, turned by all angles, smaller and
	// more blurred and noisy from picture to picture; every third light on dark.
	old := func(s *scene, m Matrix, i, n int) image.Image {
		k := float64(i) / float64(n)
		lk := plainLook()
		if i%3 == 0 {
			lk.dark, lk.light = lk.light, lk.dark
		}
		from := flat(m, 360, 320, min(8-5*k, 440/float64(m.Size)), 2*math.Pi*k)
		if i%4 == 3 {
			from = tilted(m, 360, 320, min(8-4*k, 440/float64(m.Size)), 2*math.Pi*k, 0.5*k, 3)
		}
		s.place(m, from, lk, 3)
		s.blur(k)
		s.noise(12*k, 0.3*k)
		return s.img
	}
	return []special{
		{"dots", 24, func(s *scene, m Matrix, i, n int) image.Image {
			return dots(s, m, 0.5-0.25*float64(i)/float64(n), true)
		}, 0},
		{"dots in finders", 24, func(s *scene, m Matrix, i, n int) image.Image {
			return dots(s, m, 0.5-0.2*float64(i)/float64(n), false)
		}, 0},
		{"circles", 24, func(s *scene, m Matrix, _, _ int) image.Image { return circles(s, m) }, 0},
		{"large modules", 12, func(_ *scene, m Matrix, i, _ int) image.Image {
			s := newScene(1, 1, uint64(i))
			module := 40 + 7*float64(i)
			side := int(module * float64(m.Size+6))
			s.img = image.NewRGBA(image.Rect(0, 0, side, side))
			s.place(m, flat(m, float64(side)/2, float64(side)/2, module, 0.05*float64(i%3)), plainLook(), 1)
			return s.img
		}, 0},
		{"tilt 45 to 60", 24, tilt(45, 60), 0},
		{"tilt 60 to 70", 24, tilt(60, 70), 0},
		{"model 1", 24, old, 1},
		{"model 1 large", 24, old, 7},
	}
}

// circles paints a code whose finder patterns are round rings and whose
// modules are discs that touch.
func circles(s *scene, m Matrix) image.Image {
	lk := plainLook()
	module := min(5+5*s.rnd.Float64(), 440/float64(m.Size))
	disc := lk
	disc.shape = func(x, y float64) bool { return math.Hypot(x, y) < 0.5 }
	from := flat(m, 360, 320, module, s.rnd.Float64()*0.2)
	s.place(m, from, disc, 3)
	far := float64(m.Size) - 3.5
	b := s.img.Rect
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			p := from(float64(x)+0.5, float64(y)+0.5)
			for _, c := range [3]point{{3.5, 3.5}, {far, 3.5}, {3.5, far}} {
				if max(math.Abs(p.x-c.x), math.Abs(p.y-c.y)) > 4 {
					continue
				}
				ink := lk.light
				if r := p.distance(c); r < 1.5 || r > 2.5 && r < 3.5 {
					ink = lk.dark
				}
				s.img.SetRGBA(x, y, ink)
			}
		}
	}
	return s.img
}

// TestSpecial writes the special pictures, and codes as the program draws
// them, with lists of what they say, into the directory that QR_SPECIAL names.
func TestSpecial(t *testing.T) {
	dir := os.Getenv("QR_SPECIAL")
	if dir == "" {
		t.Skip("run scripts/qr-bench.sh")
	}
	w := writeSet(t, filepath.Join(dir, "special"))
	for _, k := range specials() {
		for i := range k.n {
			s := newScene(720, 640, uint64(1000+i))
			s.clutter(3)
			text := sampleURI + strings.Repeat("y", i*13%60)
			m := k.code(t, text, i)
			w.add(k.name, k.draw(s, m, i, k.n), text)
		}
	}
	w.close()
	w = writeSet(t, filepath.Join(dir, "kinds"))
	drawKinds(t, os.Getenv("QR_ONLY"), w.add)
	w.close()
	w = writeSet(t, filepath.Join(dir, "drawn"))
	rnd := rand.New(rand.NewPCG(8, 8))
	for i := range 24 {
		for _, d := range []struct {
			name string
			text string
		}{
			{"setup link", sampleURI + strings.Repeat("z", i*5)},
			{"export page", "otpauth-migration://offline?data=" + randomText(rnd, 300+i*40)},
			{"recovery key", strings.ToUpper(randomText(rnd, 40+i))},
		} {
			img, err := Draw(d.text, Options{Level: Level(i % 4), Module: 2 + i%7})
			if err != nil {
				t.Fatal(err)
			}
			w.add(d.name, img, d.text)
		}
	}
	w.close()
}

func randomText(rnd *rand.Rand, n int) string {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	var b strings.Builder
	for range n {
		b.WriteByte(letters[rnd.IntN(len(letters))])
	}
	return b.String()
}

// setWriter writes a set in the form of the other test pictures.
type setWriter struct {
	t      *testing.T
	dir    string
	images []map[string]any
}

func writeSet(t *testing.T, dir string) *setWriter {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return &setWriter{t: t, dir: dir}
}

func (w *setWriter) add(category string, img image.Image, texts ...string) {
	name := fmt.Sprintf("%s-%03d.png", strings.ReplaceAll(category, " ", "_"), len(w.images))
	save(w.t, filepath.Join(w.dir, name), img)
	w.images = append(w.images, map[string]any{"file": name, "category": category, "expected": texts})
}

func (w *setWriter) close() {
	raw, err := json.Marshal(map[string]any{"set": filepath.Base(w.dir), "images": w.images})
	if err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(w.dir, "manifest.json"), raw, 0o644); err != nil {
		w.t.Fatal(err)
	}
}
