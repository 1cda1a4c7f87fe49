package qr

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestDecodeModulesCorrectsErrors(t *testing.T) {
	for _, tt := range []struct {
		level Level
		flips int
		ok    bool
	}{{L, 0, true}, {L, 8, true}, {L, 200, false}, {H, 30, true}, {H, 400, false}} {
		m, err := Encode(sampleURI, tt.level)
		if err != nil {
			t.Fatal(err)
		}
		dark := slices.Clone(m.dark)
		rnd := rand.New(rand.NewPCG(uint64(tt.flips), 1))
		for range tt.flips {
			// Within the data, away from the patterns and the format.
			x, y := 10+rnd.IntN(m.Size-20), 10+rnd.IntN(m.Size-20)
			dark[y*m.Size+x] = !dark[y*m.Size+x]
		}
		d, ok := decodeModules(dark, m.Size)
		if ok != tt.ok || ok && d.text != sampleURI {
			t.Errorf("level %d with %d modules flipped: %q, %v, want ok = %v", tt.level, tt.flips, d.text, ok, tt.ok)
		}
	}
}

func TestDecodeModulesSeesMirrors(t *testing.T) {
	m, err := Encode(sampleURI, M)
	if err != nil {
		t.Fatal(err)
	}
	turned := make([]bool, len(m.dark))
	for i := range turned {
		turned[i] = m.Dark(i/m.Size, i%m.Size)
	}
	d, ok := decodeModules(turned, m.Size)
	if !ok || d.text != sampleURI || !d.mirrored {
		t.Errorf("decoded = %+v, %v, want the text, mirrored", d, ok)
	}
}

// Random modules with the right patterns around them are the hardest thing not
// to take for a code.
func TestDecodeModulesRefusesNoise(t *testing.T) {
	rnd := rand.New(rand.NewPCG(2, 2))
	for i := range 3000 {
		size := 17 + 4*(1+i%6)
		dark := make([]bool, size*size)
		for k, f := range function(size) {
			dark[k] = f > 0 || f == 0 && rnd.IntN(2) == 0
		}
		if d, ok := decodeModules(dark, size); ok {
			t.Errorf("%d: noise reads %q", i, d.text)
		}
	}
	for _, size := range []int{0, 1, 20, 21, 22, 177, 181} {
		for _, v := range []bool{false, true} {
			if _, ok := decodeModules(slices.Repeat([]bool{v}, size*size), size); ok {
				t.Errorf("a blank area of %d modules reads as a code", size)
			}
		}
	}
}

func FuzzDecodeModules(f *testing.F) {
	m, err := Encode("otpauth://totp/a?secret=JBSWY3DP", L)
	if err != nil {
		f.Fatal(err)
	}
	packed := make([]byte, (len(m.dark)+7)/8)
	for i, d := range m.dark {
		if d {
			packed[i/8] |= 1 << (i % 8)
		}
	}
	f.Add(packed, m.Version)
	f.Add([]byte{}, 1)
	f.Add([]byte{255, 0, 255}, 7)
	f.Fuzz(func(t *testing.T, packed []byte, version int) {
		version = version&31 + 1
		size := 17 + 4*version
		dark := make([]bool, size*size)
		for i := range dark {
			dark[i] = i/8 < len(packed) && packed[i/8]>>(i%8)&1 == 1
		}
		if d, ok := decodeModules(dark, size); ok == (d.text == "") {
			t.Fatalf("decoded = %+v, %v", d, ok)
		}
	})
}
