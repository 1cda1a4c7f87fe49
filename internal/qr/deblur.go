package qr

import "math"

// deblur estimates the modules behind a blur that is sigma modules wide. Since
// a module is either dark or light, an estimate beyond either is cut off at
// every step, and that brings back modules which sharpening alone does not
// (projected Landweber iteration). The result lies between 0, dark, and 1.
func deblur(val []float64, size int, sigma float64) []float64 {
	const rounds = 20
	lo, hi := extremes(val, size, 6)
	seen := make([]float64, len(val))
	for i, v := range val {
		seen[i] = 0.5
		if d := hi[i] - lo[i]; d > 1e-9 {
			seen[i] = (v - lo[i]) / d
		}
	}
	x := make([]float64, len(val))
	copy(x, seen)
	tmp, out := make([]float64, len(val)), make([]float64, len(val))
	k := kernel(sigma)
	for range rounds {
		smooth(out, tmp, x, size, k)
		for i := range x {
			x[i] = min(max(x[i]+1.2*(seen[i]-out[i]), 0), 1)
		}
	}
	return x
}

// kernel returns the share of a blurred module that falls on itself and on the
// next and second next module along a line.
func kernel(sigma float64) (k [3]float64) {
	// The share between two distances from the middle.
	part := func(a, b float64) float64 {
		return (math.Erf(b/(sigma*math.Sqrt2)) - math.Erf(a/(sigma*math.Sqrt2))) / 2
	}
	k = [3]float64{2 * part(0, 0.5), part(0.5, 1.5), part(1.5, 2.5)}
	all := k[0] + 2*k[1] + 2*k[2]
	for i := range k {
		k[i] /= all
	}
	return k
}

// smooth blurs src into dst. What lies around the code is light.
func smooth(dst, tmp, src []float64, size int, k [3]float64) {
	line := func(v []float64, at, step, i int) float64 {
		get := func(j int) float64 {
			if j < 0 || j >= size {
				return 1
			}
			return v[at+j*step]
		}
		return k[0]*get(i) + k[1]*(get(i-1)+get(i+1)) + k[2]*(get(i-2)+get(i+2))
	}
	for y := range size {
		for x := range size {
			tmp[y*size+x] = line(src, y*size, 1, x)
		}
	}
	for y := range size {
		for x := range size {
			dst[y*size+x] = line(tmp, x, size, y)
		}
	}
}
