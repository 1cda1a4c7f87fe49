package qr

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode/decoder"
	"github.com/makiuchi-d/gozxing/qrcode/encoder"
	"pgregory.net/rapid"
)

func mustEncode(t testing.TB, text string, level Level) Matrix {
	t.Helper()
	m, err := Encode(text, level)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func readTexts(t testing.TB, img image.Image) []string {
	t.Helper()
	res, err := Read(context.Background(), img)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, c := range res.Codes {
		out = append(out, c.Text)
	}
	return out
}

func wantTexts(t testing.TB, img image.Image, want ...string) {
	t.Helper()
	if got := readTexts(t, img); !slices.Equal(got, want) {
		t.Errorf("Read = %q, want %q", got, want)
	}
}

// Whatever is drawn comes back: any text, level, size, turn, mirror, polarity.
func TestWhatIsDrawnIsRead(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.StringN(1, 120, 300).Filter(func(s string) bool { return strings.ToValidUTF8(s, "") == s }).Draw(rt, "text")
		m, err := Encode(text, rapid.SampledFrom([]Level{L, M, Q, H}).Draw(rt, "level"))
		if err != nil {
			rt.Fatal(err)
		}
		// Turned modules need a little more than two pixels.
		module := rapid.Float64Range(2.3, 7).Draw(rt, "module")
		angle := rapid.Float64Range(0, 2*math.Pi).Draw(rt, "angle")
		lk := plainLook()
		lk.quiet = rapid.Float64Range(1, 4).Draw(rt, "quiet")
		if rapid.Bool().Draw(rt, "inverted") {
			lk.dark, lk.light = lk.light, lk.dark
		}
		side := int(float64(m.Size+8)*module*1.42) + 2
		s := newScene(side, side, 1)
		s.fill(s.img.Rect, color.RGBA{150, 150, 150, 255})
		from := flat(m, float64(side)/2, float64(side)/2, module, angle)
		if rapid.Bool().Draw(rt, "mirrored") {
			from = mirrored(m, from)
		}
		s.place(m, from, lk, 2)
		res, err := Read(context.Background(), s.img)
		if err != nil {
			rt.Fatal(err)
		}
		if len(res.Codes) != 1 || res.Codes[0].Text != text || res.Codes[0].Version != m.Version {
			rt.Fatalf("Read = %+v, want %q, version %d", res.Codes, text, m.Version)
		}
		checkCorners(rt, res.Codes[0], from, m, module)
	})
}

// checkCorners compares the reported corners with where the code was drawn.
func checkCorners(t *rapid.T, c Code, from func(x, y float64) point, m Matrix, module float64) {
	s := float64(m.Size)
	for i, want := range [4]point{{0, 0}, {s, 0}, {s, s}, {0, s}} {
		got := from(float64(c.Corners[i].X), float64(c.Corners[i].Y))
		if d := got.distance(want); d > 0.6+1/module {
			t.Fatalf("corner %d is reported at %v of the code, want %v", i, got, want)
		}
	}
}

func TestReadEverySize(t *testing.T) {
	for _, module := range []float64{1.5, 1.75, 2, 3, 10, 25, 40} {
		m := mustEncode(t, sampleURI, M)
		side := int(float64(m.Size+8) * module)
		s := newScene(side+37, side+53, 1)
		s.place(m, flat(m, float64(side)/2+11.3, float64(side)/2+20.1, module, 0), plainLook(), 4)
		if got := readTexts(t, s.img); !slices.Equal(got, []string{sampleURI}) {
			t.Errorf("%v pixels a module: Read = %q", module, got)
		}
	}
}

func TestReadEveryVersion(t *testing.T) {
	for v := 1; v <= 40; v += 3 {
		hints := map[gozxing.EncodeHintType]any{gozxing.EncodeHintType_QR_VERSION: v}
		img := hinted(t, "0123456789", hints, 3)
		if got := readTexts(t, img); !slices.Equal(got, []string{"0123456789"}) {
			t.Errorf("version %d: Read = %q", v, got)
		}
	}
}

// hinted draws a code that gozxing encodes in a way that Encode does not offer.
func hinted(t *testing.T, text string, hints map[gozxing.EncodeHintType]any, module int) image.Image {
	t.Helper()
	code, failed := encoder.Encoder_encode(text, decoder.ErrorCorrectionLevel_M, hints)
	if failed != nil {
		t.Fatal(failed)
	}
	img, err := matrixOf(code).Image(Options{Module: module})
	if err != nil {
		t.Fatal(err)
	}
	return img
}

func TestReadOnePixelAModule(t *testing.T) {
	for _, text := range []string{"1", sampleURI, strings.Repeat(sampleURI, 8)} {
		for _, quiet := range []int{1, 4} {
			img, err := Draw(text, Options{Module: 1, Quiet: quiet})
			if err != nil {
				t.Fatal(err)
			}
			wantTexts(t, img, text)
		}
	}
}

func TestReadJapanese(t *testing.T) {
	text := "otpauth://totp/楽天:花子@example.jp?secret=JBSWY3DPEHPK3PXP&issuer=楽天"
	for _, charset := range []string{"", "UTF-8", "Shift_JIS"} {
		hints := map[gozxing.EncodeHintType]any{}
		if charset != "" {
			hints[gozxing.EncodeHintType_CHARACTER_SET] = charset
		}
		wantTexts(t, hinted(t, text, hints, 4), text)
	}
}

func TestReadKanjiMode(t *testing.T) {
	hints := map[gozxing.EncodeHintType]any{gozxing.EncodeHintType_CHARACTER_SET: "Shift_JIS"}
	wantTexts(t, hinted(t, "漢字符号化", hints, 4), "漢字符号化")
}

func TestReadSeveralInReadingOrder(t *testing.T) {
	s := newScene(900, 700, 4)
	s.clutter(4)
	var want []string
	for i, at := range [][2]float64{{150, 150}, {450, 158}, {750, 140}, {150, 500}, {460, 480}, {740, 520}} {
		text := sampleURI + string(rune('a'+i))
		m := mustEncode(t, text, Level(i%4))
		lk := plainLook()
		if i%2 == 1 {
			lk.dark, lk.light = color.RGBA{230, 240, 255, 255}, color.RGBA{20, 24, 40, 255}
		}
		s.place(m, flat(m, at[0], at[1], 2+0.6*float64(i), 0), lk, 3)
		want = append(want, text)
	}
	got := readTexts(t, s.img)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("Read = %q, want %q", got, want)
	}
	res, _ := Read(context.Background(), s.img)
	for i := 1; i < len(res.Codes); i++ {
		if a, b := center(res.Codes[i-1]), center(res.Codes[i]); a.Y > b.Y {
			t.Errorf("code %d at %v comes before %v", i-1, a, b)
		}
	}
}

func TestReadSheetOfManyCodes(t *testing.T) {
	s := newScene(1300, 1000, 4)
	var want []string
	for i := range 63 {
		text := fmt.Sprintf("otpauth://totp/Account%02d?secret=JBSWY3DPEHPK3PXP", i)
		s.place(mustEncode(t, text, M), flat(mustEncode(t, text, M), 80+float64(i%9)*142, 80+float64(i/9)*140, 3, 0), plainLook(), 1)
		want = append(want, text)
	}
	got := readTexts(t, s.img)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("read %d codes, want %d", len(got), len(want))
	}
}

func center(c Code) image.Point {
	return c.Corners[0].Add(c.Corners[2]).Div(2)
}

func TestReadTwiceTheSameText(t *testing.T) {
	s := newScene(500, 260, 4)
	m := mustEncode(t, sampleURI, M)
	s.place(m, flat(m, 120, 130, 4, 0), plainLook(), 2)
	s.place(m, flat(m, 370, 130, 4, 0.2), plainLook(), 2)
	wantTexts(t, s.img, sampleURI, sampleURI)
}

func TestReadHardPictures(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	// How much of each kind of damage must be survived; see TestStress.
	for name, k := range map[string]float64{
		"tiny": 0.6, "tiny turned": 0.8, "large": 0.7, "tilt": 0.7, "blur": 0.6, "grain": 0.5, "pale": 0.75,
		"jpeg": 0.95, "dots": 0.6, "logo": 0.5, "bent": 0.15, "stripes": 0.7, "no margin": 1, "hue only": 1,
	} {
		t.Run(name, func(t *testing.T) {
			i := slices.IndexFunc(hardships(), func(h hardship) bool { return h.name == name })
			s := newScene(720, 640, 99)
			s.clutter(3)
			wantTexts(t, hardships()[i].draw(t, s, mustEncode(t, sampleURI, M), k), sampleURI)
		})
	}
}

func TestReadTransparentPicture(t *testing.T) {
	m := mustEncode(t, sampleURI, M)
	for name, ink := range map[string]color.NRGBA{"black": {A: 255}, "white": {255, 255, 255, 255}} {
		img := image.NewNRGBA(image.Rect(0, 0, m.Size*4+32, m.Size*4+32))
		for y := range m.Size * 4 {
			for x := range m.Size * 4 {
				if m.Dark(x/4, y/4) {
					img.SetNRGBA(x+16, y+16, ink)
				}
			}
		}
		if got := readTexts(t, img); !slices.Equal(got, []string{sampleURI}) {
			t.Errorf("%s on nothing: Read = %q", name, got)
		}
	}
}

func TestReadBlank(t *testing.T) {
	for _, c := range []color.Color{color.Black, color.White, color.RGBA{1, 2, 3, 255}} {
		img := image.NewRGBA(image.Rect(0, 0, 300, 200))
		for i := range img.Pix {
			r, g, b, a := c.RGBA()
			img.Pix[i] = []uint8{uint8(r), uint8(g), uint8(b), uint8(a)}[i%4]
		}
		res, err := Read(context.Background(), img)
		if err != nil || !res.Blank || len(res.Codes) > 0 {
			t.Errorf("Read of %v = %+v, %v, want blank", c, res, err)
		}
	}
	s := newScene(300, 200, 1)
	s.clutter(1)
	if res, _ := Read(context.Background(), s.img); res.Blank {
		t.Error("a desktop passes for blank")
	}
}

func TestReadSeesWhatItCannotRead(t *testing.T) {
	m := mustEncode(t, sampleURI, L)
	s := newScene(500, 400, 1)
	s.place(m, flat(m, 250, 200, 5, 0), plainLook(), 2)
	s.fill(image.Rect(210, 160, 300, 250), color.RGBA{90, 90, 90, 255})
	res, err := Read(context.Background(), s.img)
	if err != nil {
		t.Fatal(err)
	}
	if len(res.Codes) > 0 || len(res.Seen) != 1 {
		t.Fatalf("Read = %+v, want one seen", res)
	}
	half := float64(m.Size) * 2.5
	if c := res.Seen[0].Corners[0]; math.Abs(float64(c.X)-250+half) > 5 || math.Abs(float64(c.Y)-200+half) > 5 {
		t.Errorf("seen at %v, want its corner at %v", res.Seen[0], 250-half)
	}
}

func TestReadSeesWhatIsCutOff(t *testing.T) {
	m := mustEncode(t, sampleURI, M)
	for _, at := range [][3]float64{{200, 360, 0}, {200, 30, math.Pi}, {380, 200, -math.Pi / 2}, {20, 200, math.Pi / 2}, {200, 350, 0.2}} {
		s := newScene(400, 400, 1)
		s.place(m, flat(m, at[0], at[1], 4, at[2]), plainLook(), 2)
		res, err := Read(context.Background(), s.img)
		if err != nil {
			t.Fatal(err)
		}
		if len(res.Codes) > 0 || len(res.Seen) != 1 || !res.Seen[0].CutOff {
			t.Errorf("code at %v: Read = %+v, want one that is cut off", at, res)
		}
	}
}

// One of the three finder patterns may be lost.
func TestReadWithTwoFinderPatterns(t *testing.T) {
	m := mustEncode(t, sampleURI, Q)
	for _, corner := range [][2]int{{0, 0}, {m.Size - 7, 0}, {0, m.Size - 7}} {
		for _, angle := range []float64{0, 0.3, 1.5, 3, 4.5} {
			s := newScene(400, 400, 1)
			from := flat(m, 200, 200, 5, angle)
			s.place(m, from, plainLook(), 2)
			for y := range 400 {
				for x := range 400 {
					p := from(float64(x), float64(y)).sub(point{float64(corner[0]) + 3.5, float64(corner[1]) + 3.5})
					if math.Hypot(p.x, p.y) < 3 {
						s.img.SetRGBA(x, y, color.RGBA{200, 200, 90, 255})
					}
				}
			}
			if got := readTexts(t, s.img); !slices.Equal(got, []string{sampleURI}) {
				t.Errorf("without the pattern at %v, turned %v: Read = %q", corner, angle, got)
			}
		}
	}
}

// No desktop without a code gives a text, or looks as if there were a code.
func TestReadFindsNothingWhereNothingIs(t *testing.T) {
	n := uint64(12)
	if testing.Short() {
		n = 2
	}
	for seed := range n {
		s := newScene(800, 600, seed)
		s.clutter(8)
		res, err := Read(context.Background(), s.img)
		if err != nil || len(res.Codes) > 0 || len(res.Seen) > 0 {
			t.Errorf("desktop %d: %+v, %v", seed, res, err)
		}
	}
}

func TestReadIsDeterministic(t *testing.T) {
	s := newScene(700, 500, 4)
	s.clutter(5)
	for i := range 3 {
		m := mustEncode(t, sampleURI+string(rune('a'+i)), M)
		s.place(m, flat(m, 130+220*float64(i), 250, 3, float64(i)), plainLook(), 2)
	}
	s.noise(10, 0.2)
	first, err := Read(context.Background(), s.img)
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		again, err := Read(context.Background(), s.img)
		if err != nil || !slices.Equal(again.Codes, first.Codes) || !slices.Equal(again.Seen, first.Seen) {
			t.Fatalf("Read = %+v, %v, before %+v", again, err, first)
		}
	}
}

func FuzzRead(f *testing.F) {
	m := mustEncode(f, "otpauth://totp/a?secret=JBSWY3DP", L)
	f.Add([]byte{}, 1, 1)
	f.Add([]byte{0, 255, 7}, 90, 40)
	f.Add([]byte{1, 2, 3, 4, 5, 6, 7, 8}, 300, 200)
	f.Fuzz(func(t *testing.T, data []byte, w, h int) {
		// A code with pixels painted over as data says.
		img, err := m.Image(Options{Module: 2 + len(data)%3})
		if err != nil {
			t.Fatal(err)
		}
		g := luminance(img, 255)
		gray := &image.Gray{Pix: g.pix, Stride: g.w, Rect: image.Rect(0, 0, g.w, g.h)}
		for i := 0; i+3 < len(data); i += 4 {
			x, y := int(data[i])*g.w/256, int(data[i+1])*g.h/256
			for j := range int(data[i+2] % 16) {
				for k := range int(data[i+2] % 16) {
					if x+k < g.w && y+j < g.h {
						g.pix[(y+j)*g.w+x+k] = data[i+3]
					}
				}
			}
		}
		sub := gray.SubImage(image.Rect(0, 0, w&1023, h&1023))
		if sub.Bounds().Empty() {
			return
		}
		for _, text := range readTexts(t, sub) {
			if text != "otpauth://totp/a?secret=JBSWY3DP" {
				t.Fatalf("read %q", text)
			}
		}
	})
}
