package qr

import "math"

// The luminance of modules becomes dark or light by comparing modules with
// modules, not pixels with pixels: a pixel may be blurred over its neighbours,
// a module as a whole is one or the other.

// global splits the modules at the luminance that separates two groups best
// (Otsu's method).
func global(val []float64) []bool {
	lo, hi := val[0], val[0]
	for _, v := range val {
		lo, hi = min(lo, v), max(hi, v)
	}
	dark := make([]bool, len(val))
	if hi-lo < 1e-9 {
		return dark
	}
	const bins = 128
	var hist [bins]int
	k := (bins - 1) / (hi - lo)
	total := 0
	for _, v := range val {
		b := int((v - lo) * k)
		hist[b]++
		total += b
	}
	cut := otsu(hist[:], len(val), total)
	for i, v := range val {
		dark[i] = int((v-lo)*k) <= cut
	}
	return dark
}

func otsu(hist []int, n, total int) int {
	best, bestGap := 0, -1.0
	below, sum := 0, 0
	first := 0
	for b, c := range hist {
		below += c
		sum += b * c
		if below == 0 || below == n {
			continue
		}
		d := float64(sum)/float64(below) - float64(total-sum)/float64(n-below)
		gap := float64(below) * float64(n-below) * d * d
		if gap > bestGap*(1+1e-12) {
			bestGap, best, first = gap, b, b
		} else if c == 0 && b == best+1 {
			best = b // an empty stretch: cut in its middle
		}
	}
	return (first + best) / 2
}

// local splits every module at the middle between the darkest and the lightest
// within reach modules, which follows shadows and gradients.
func local(val []float64, size, reach int) []bool { return below(val, size, reach, 0.5) }

// below splits every module at a share of the way from the darkest to the
// lightest within reach modules.
func below(val []float64, size, reach int, share float64) []bool {
	lo, hi := extremes(val, size, reach)
	dark := make([]bool, len(val))
	for i, v := range val {
		dark[i] = v < lo[i]+share*(hi[i]-lo[i])
	}
	return dark
}

// middles returns for every module the middle between the darkest and the
// lightest within reach.
func middles(val []float64, size, reach int) []float64 {
	lo, hi := extremes(val, size, reach)
	for i := range lo {
		lo[i] = (lo[i] + hi[i]) / 2
	}
	return lo
}

// extremes returns for every module the least and the greatest value within
// reach.
func extremes(val []float64, size, reach int) (lo, hi []float64) {
	rlo, rhi := make([]float64, len(val)), make([]float64, len(val))
	for y := range size {
		for x := range size {
			a, b := math.Inf(1), math.Inf(-1)
			for _, v := range val[y*size+max(x-reach, 0) : y*size+min(x+reach, size-1)+1] {
				a, b = min(a, v), max(b, v)
			}
			rlo[y*size+x], rhi[y*size+x] = a, b
		}
	}
	lo, hi = make([]float64, len(val)), make([]float64, len(val))
	for y := range size {
		for x := range size {
			a, b := math.Inf(1), math.Inf(-1)
			for j := max(y-reach, 0); j <= min(y+reach, size-1); j++ {
				a, b = min(a, rlo[j*size+x]), max(b, rhi[j*size+x])
			}
			lo[y*size+x], hi[y*size+x] = a, b
		}
	}
	return lo, hi
}

// sharpen takes k times the difference from the four neighbours on top of
// every module, which undoes blur.
func sharpen(val []float64, size int, k float64) []float64 {
	out := make([]float64, len(val))
	for y := range size {
		for x := range size {
			i := y*size + x
			var sum float64
			n := 0.0
			if x > 0 {
				sum, n = sum+val[i-1], n+1
			}
			if x < size-1 {
				sum, n = sum+val[i+1], n+1
			}
			if y > 0 {
				sum, n = sum+val[i-size], n+1
			}
			if y < size-1 {
				sum, n = sum+val[i+size], n+1
			}
			out[i] = val[i] + k*(val[i]-sum/n)
		}
	}
	return out
}
