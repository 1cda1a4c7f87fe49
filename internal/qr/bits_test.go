package qr

import (
	"math"
	"math/rand/v2"
	"testing"
)

// codeValues returns the modules of a code as luminance, light 200 and dark 40.
func codeValues(t *testing.T) (Matrix, []float64) {
	t.Helper()
	m, err := Encode(sampleURI, M)
	if err != nil {
		t.Fatal(err)
	}
	val := make([]float64, m.Size*m.Size)
	for i := range val {
		val[i] = 200
		if m.dark[i] {
			val[i] = 40
		}
	}
	return m, val
}

func differences(a, b []bool) (n int) {
	for i := range a {
		if a[i] != b[i] {
			n++
		}
	}
	return n
}

func TestGlobalSplit(t *testing.T) {
	m, val := codeValues(t)
	rnd := rand.New(rand.NewPCG(1, 1))
	for i := range val {
		val[i] += rnd.NormFloat64() * 15
	}
	if n := differences(global(val), m.dark); n > 0 {
		t.Errorf("%d modules are split wrongly", n)
	}
	if dark := global([]float64{5, 5, 5}); dark[0] {
		t.Error("modules without a difference are dark")
	}
}

// A shadow over the code defeats one threshold, and not one for each place.
func TestLocalSplitFollowsShadows(t *testing.T) {
	m, val := codeValues(t)
	for i := range val {
		val[i] *= 1 - 0.9*float64(i%m.Size)/float64(m.Size)
	}
	if n := differences(local(val, m.Size, 4), m.dark); n > 0 {
		t.Errorf("%d modules are split wrongly", n)
	}
	if n := differences(global(val), m.dark); n == 0 {
		t.Error("the shadow is too weak to show anything")
	}
}

// Under a light in the middle of the code the dark modules are pale, and the
// reader asks what differs from white.
func TestDazzledCode(t *testing.T) {
	m, err := Encode(sampleURI, H)
	if err != nil {
		t.Fatal(err)
	}
	for _, light := range []bool{false, true} {
		val := make([]float64, m.Size*m.Size)
		for i := range val {
			x, y := float64(i%m.Size-m.Size/2), float64(i/m.Size-m.Size/2)
			if m.dark[i] == light {
				val[i] = 255
			}
			val[i] = min(val[i]+400*math.Exp(-(x*x+y*y)/374), 255)
		}
		r := &reader{}
		q := &suspect{lat: lattice{size: m.Size}, legs: legs{light: light}}
		if r.decode(val, &q.lat, light, 0.3, 0.6, 1, 2) {
			t.Fatal("the light is too weak to show anything")
		}
		if !r.dazzled(val, q) || len(r.codes) != 1 || r.codes[0].code.Text != sampleURI {
			t.Errorf("light on dark %v: not read, %+v", light, r.codes)
		}
	}
}

func TestDeblurBringsModulesBack(t *testing.T) {
	m, val := codeValues(t)
	const sigma = 0.75
	k := kernel(sigma)
	if sum := k[0] + 2*k[1] + 2*k[2]; math.Abs(sum-1) > 1e-9 {
		t.Fatalf("the kernel sums up to %v", sum)
	}
	for i := range val {
		val[i] /= 200
	}
	out, tmp := make([]float64, len(val)), make([]float64, len(val))
	smooth(out, tmp, val, m.Size, k)
	plain := differences(local(out, m.Size, 4), m.dark)
	dark := make([]bool, len(val))
	for i, v := range deblur(out, m.Size, sigma) {
		dark[i] = v < 0.5
	}
	if n := differences(dark, m.dark); n > plain/10 || plain < 20 {
		t.Errorf("%d modules are wrong after deblurring, %d before", n, plain)
	}
}

func TestSharpenKeepsFlatAreas(t *testing.T) {
	for _, v := range sharpen([]float64{7, 7, 7, 7, 7, 7, 7, 7, 7}, 3, 2) {
		if v != 7 {
			t.Errorf("a flat area became %v", v)
		}
	}
	got := sharpen([]float64{0, 0, 0, 0, 8, 0, 0, 0, 0}, 3, 1)
	if got[4] != 16 || got[0] != 0 || got[1] >= 0 {
		t.Errorf("sharpen = %v", got)
	}
}
