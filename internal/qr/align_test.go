package qr

import (
	"math"
	"slices"
	"testing"

	"github.com/makiuchi-d/gozxing/qrcode/decoder"
)

// The centres are computed here and listed in gozxing, from the same annex.
func TestAlignmentLinesAsTheStandardLists(t *testing.T) {
	for v := 1; v <= 40; v++ {
		ver, err := decoder.Version_GetVersionForNumber(v)
		if err != nil {
			t.Fatal(err)
		}
		want := ver.GetAlignmentPatternCenters()
		if got := alignmentLines(v); !slices.Equal(got, want) {
			t.Errorf("alignmentLines(%d) = %v, want %v", v, got, want)
		}
		if got, n := len(alignments(v)), len(want); n > 0 && got != n*n-3 {
			t.Errorf("version %d has %d alignment patterns, want %d", v, got, n*n-3)
		}
	}
}

// The modules that are fixed are so in every code.
func TestFunctionPatternsAreInEveryCode(t *testing.T) {
	for _, text := range []string{"1", sampleURI, sampleURI + sampleURI + sampleURI + sampleURI} {
		m, err := Encode(text, Q)
		if err != nil {
			t.Fatal(err)
		}
		for i, f := range function(m.Size) {
			if f != 0 && m.Dark(i%m.Size, i/m.Size) != (f > 0) {
				t.Errorf("version %d: module %d, %d is not as the standard fixes it", m.Version, i%m.Size, i/m.Size)
			}
		}
	}
}

func TestSeekFindsTheAlignmentPattern(t *testing.T) {
	m, err := Encode(sampleURI, M)
	if err != nil {
		t.Fatal(err)
	}
	for _, angle := range []float64{0, 0.4, 2} {
		s := newScene(400, 400, 1)
		s.place(m, flat(m, 200, 200, 4, angle), plainLook(), 2)
		g := luminance(s.img, 255)
		work := 0
		sm := sampler{g: &g, scale: 1, fine: 1, work: &work}
		// The true lattice, pushed off by a module and a half.
		sin, cos := math.Sincos(angle)
		mid := float64(m.Size) / 2
		lat := lattice{size: m.Size, h: homography{
			4 * cos, -4 * sin, 200 + 4*(-cos*mid+sin*mid) + 6,
			4 * sin, 4 * cos, 200 + 4*(-sin*mid-cos*mid) - 3,
			0, 0, 1,
		}}
		end := float64(m.Size) - 6.5
		at, fits := sm.seek(&lat, point{end, end}, false, 3, 0.5)
		want := lat.at(end, end).sub(point{6, -3})
		if fits < 0.9 || at.distance(want) > 0.8 {
			t.Errorf("angle %v: found at %v (%.2f), want %v", angle, at, fits, want)
		}
	}
}
