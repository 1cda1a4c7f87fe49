package qr

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"image"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing/qrcode/decoder"
	"pgregory.net/rapid"
)

var levels = [4]decoder.ErrorCorrectionLevel{
	decoder.ErrorCorrectionLevel_L, decoder.ErrorCorrectionLevel_M, decoder.ErrorCorrectionLevel_Q, decoder.ErrorCorrectionLevel_H,
}

// The tables come from the standard and the places from its figures; both say
// how many codewords there are. Where blocks of one size leave some over, they
// are fewer than there are blocks, or for versions 13 and 14 at most four.
func TestModel1TableAndPlacesAgree(t *testing.T) {
	for version := 1; version <= model1Versions; version++ {
		places := model1Places(version)
		size := 17 + 4*version
		seen := map[[2]int]bool{}
		for _, p := range places {
			for k := range 8 {
				at := [2]int{p.x - k%p.width, p.y - k/p.width}
				if at[0] < 0 || at[1] < 0 || at[0] >= size || at[1] >= size || at[0] == 6 || at[1] == 6 ||
					at[0] < 9 && at[1] < 9 || at[0] < 9 && at[1] >= size-8 || at[0] >= size-8 && at[1] < 9 || seen[at] {
					t.Fatalf("version %d has a codeword at %v, where there is something else", version, at)
				}
				seen[at] = true
			}
		}
		for _, level := range levels {
			b := model1Blocks(version, level)
			if n := b.n * (b.data + b.check); n > len(places) || len(places)-n > 4 {
				t.Errorf("version %d-%v: %d places for %d codewords", version, level, len(places), n)
			}
			if b.check > 68 || b.errors < 2 || 2*b.errors > b.check {
				t.Errorf("version %d-%v: %+v", version, level, b)
			}
		}
	}
}

var record = flag.Bool("model1", false, "write testdata/model1.txt anew; see its first lines")

const model1Head = `# Codes of Model 1, drawn by model1Code and full of data. zxing-cpp 3.1.1 (the
# npm package zxing-wasm 3.1.4, with isPure) read every one of them, as Model 1,
# with this text and no codeword to correct; and so it did the other levels of
# these versions. Versions 13 and 14, which it does not read, are not here.
`

// recorded are the codes of testdata/model1.txt.
func recorded(t testing.TB) (out []Matrix, texts []string) {
	for version := 1; version <= 12; version++ {
		for i := range levels {
			text := ""
			if i%2 != version%2 {
				continue
			}
			c := model1Code{version: version, level: levels[i], mask: (version + 3*i) % 8}
			// All the data there is room for, so that every block has some.
			for s := "otpauth://totp/a?secret=JBSWY3DPEHPK3PXP&n=0"; c.fits(); s = "/" + strconv.Itoa(len(text)) {
				text += s
				c.text = text
			}
			for ; !c.fits(); c.text = text {
				text = text[:len(text)-1]
			}
			out = append(out, c.matrix(t, uint64(version*4+i)))
			texts = append(texts, text)
		}
	}
	return out, texts
}

func TestModel1ReadsWhatOthersRead(t *testing.T) {
	const name = "testdata/model1.txt"
	if *record {
		ms, texts := recorded(t)
		var b strings.Builder
		b.WriteString(model1Head)
		for i, m := range ms {
			fmt.Fprintf(&b, "\n%s\n", texts[i])
			for y := range m.Size {
				for x := range m.Size {
					b.WriteByte(map[bool]byte{true: '#', false: '.'}[m.Dark(x, y)])
				}
				b.WriteByte('\n')
			}
		}
		if err := os.WriteFile(name, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	codes := 0
	for m, text := range model1Codes(t, name) {
		codes++
		d, ok := decodeModules(m.dark, m.Size)
		if !ok || d.text != text || d.mirrored {
			t.Errorf("version %d: decoded %+v, %v, want %q", m.Version, d, ok, text)
		}
		if _, ok := decodeModel2(m.dark, m.Size); ok {
			t.Errorf("version %d is read as a code of today", m.Version)
		}
	}
	if codes < 20 {
		t.Errorf("%d codes in %s", codes, name)
	}
}

// model1Codes reads a file of codes.
func model1Codes(t *testing.T, name string) func(yield func(Matrix, string) bool) {
	return func(yield func(Matrix, string) bool) {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		var m Matrix
		text := ""
		for s := bufio.NewScanner(f); s.Scan(); {
			line := s.Text()
			switch {
			case line == "" || strings.HasPrefix(line, "# "):
			case strings.Trim(line, "#.") != "":
				m, text = Matrix{Size: 0}, line
			default:
				m.Size = len(line)
				for _, c := range line {
					m.dark = append(m.dark, c == '#')
				}
				if m.Version = (m.Size - 17) / 4; len(m.dark) == m.Size*m.Size && !yield(m, text) {
					return
				}
			}
		}
	}
}

// Any text at any version, level and mask, as it is and mirrored, with as many
// wrong codewords as may be.
func TestModel1AnyCode(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c := model1Code{
			version: rapid.IntRange(1, model1Versions).Draw(rt, "version"),
			level:   rapid.SampledFrom(levels[:]).Draw(rt, "level"),
			mask:    rapid.IntRange(0, 7).Draw(rt, "mask"),
		}
		b := model1Blocks(c.version, c.level)
		c.text = rapid.StringMatching(`[!-~]{1,6}`).Draw(rt, "head") + strings.Repeat("x", rapid.IntRange(0, max(b.n*b.data-10, 0)).Draw(rt, "more"))
		if !c.fits() {
			rt.Skip("the text is too long")
		}
		m := c.matrix(t, rapid.Uint64().Draw(rt, "rest"))
		for _, i := range rapid.SliceOfNDistinct(rapid.IntRange(0, b.data+b.check-1), b.errors, b.errors, rapid.ID).Draw(rt, "wrong") {
			// In the last block.
			if i += (b.n - 1) * b.data; i >= b.n*b.data {
				i += (b.n - 1) * b.check
			}
			p := model1Places(c.version)[i]
			x, y := p.x-7%p.width, p.y-7/p.width // the lowest bit
			m.dark[y*m.Size+x] = !m.dark[y*m.Size+x]
		}
		if d, ok := decodeModules(m.dark, m.Size); !ok || d.text != c.text {
			rt.Errorf("decoded = %+v, %v, want %q", d, ok, c.text)
		}
		turned := make([]bool, len(m.dark))
		for i := range turned {
			turned[i] = m.Dark(i/m.Size, i%m.Size)
		}
		if d, ok := decodeModules(turned, m.Size); !ok || d.text != c.text || !d.mirrored {
			rt.Errorf("mirrored: decoded = %+v, %v, want %q", d, ok, c.text)
		}
	})
}

// A code that is damaged beyond correction is none, whatever model it is of;
// above all a code of today is not read by the rules of the other model.
func TestModel1IsNeverGuessed(t *testing.T) {
	rnd := rand.New(rand.NewPCG(4, 4))
	for i := range 4000 {
		level := i % 4
		text := randomText(rnd, 5+rnd.IntN(60))
		m := mustEncode(t, text, Level(level))
		if i%2 == 1 {
			m = model1Code{text: text, level: levels[level], mask: rnd.IntN(8)}.matrix(t, uint64(i))
		}
		dark := slices.Clone(m.dark)
		for k := range dark {
			if rnd.IntN(100) < 1+i%30 {
				dark[k] = !dark[k]
			}
		}
		if d, ok := decodeModules(dark, m.Size); ok && d.text != text {
			t.Errorf("%d: %q reads as %q", i, text, d.text)
		}
		// The same with the mark of Model 1 on a code of today.
		if m.Version <= model1Versions {
			other := Matrix{Size: m.Size, dark: dark}
			model1Code{level: levels[rnd.IntN(4)], mask: rnd.IntN(8)}.setFormat(&other)
			if d, ok := decodeModel1(dark, m.Size); ok && d.text != text {
				t.Errorf("%d: with the wrong format it reads as %q", i, d.text)
			}
		}
	}
}

// Between the two models nothing is read.
func TestModel1FormatIsRefusedWhenInDoubt(t *testing.T) {
	c := model1Code{text: "abc", version: 2, level: levels[1], mask: 3}
	m := c.matrix(t, 1)
	if _, ok := model1Format(m.dark, m.Size, false); !ok {
		t.Fatal("the format of a whole code is not read")
	}
	today := mustEncode(t, "otpauth://totp/a?secret=JBSWY3DP", M)
	if _, ok := model1Format(today.dark, today.Size, false); ok {
		t.Error("a code of today has the format of Model 1")
	}
	words := formatWords(today.dark, today.Size, false)
	if words[0] != words[1] {
		t.Fatalf("the copies of the format are %015b and %015b", words[0], words[1])
	}
	// One copy says Model 2, the other Model 1.
	for i := range 8 {
		at := m.Size - 8 + i
		m.dark[8*m.Size+at] = today.dark[8*today.Size+today.Size-8+i]
		if i < 7 {
			at = m.Size - 1 - i
			m.dark[at*m.Size+8] = today.dark[(today.Size-1-i)*today.Size+8]
		}
	}
	if _, ok := model1Format(m.dark, m.Size, false); ok {
		t.Error("a code with the formats of both models is taken for one of Model 1")
	}
}

func TestReadModel1(t *testing.T) {
	for i := range 12 {
		c := model1Code{text: sampleURI[:10+i], version: 1 + i, level: levels[i%4], mask: i % 8}
		if !c.fits() {
			c.text, c.level = "12345", levels[0]
		}
		m := c.matrix(t, uint64(i))
		s := newScene(720, 640, uint64(i))
		s.clutter(3)
		lk := plainLook()
		if i%3 == 0 {
			lk.dark, lk.light = lk.light, lk.dark
		}
		from := flat(m, 360, 320, min(7, 500/float64(m.Size)), 0.5*float64(i))
		if i%4 == 1 {
			from = mirrored(m, from)
		}
		s.place(m, from, lk, 3)
		s.noise(4, 0.2)
		res, err := Read(context.Background(), image.Image(s.img))
		if err != nil {
			t.Fatal(err)
		}
		if len(res.Codes) != 1 || res.Codes[0].Text != c.text || res.Codes[0].Version != c.version {
			t.Errorf("version %d: read %+v, want %q", c.version, res.Codes, c.text)
		}
	}
}
