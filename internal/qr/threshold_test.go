package qr

import (
	"math/rand/v2"
	"testing"
)

func randomGray(w, h int, seed uint64) gray {
	rnd := rand.New(rand.NewPCG(seed, 1))
	g := newGray(w, h)
	for i := range g.pix {
		g.pix[i] = uint8(rnd.IntN(256))
	}
	return g
}

// The thresholds are made with running sums, eight pixels at once; here they
// are made one by one.
func TestBinarizeMatchesItsDefinition(t *testing.T) {
	for _, size := range [][2]int{{64, 64}, {37, 29}, {8, 8}, {5, 3}, {100, 9}} {
		for _, reach := range []int{0, 1, 2, 3, 20} {
			g := randomGray(size[0], size[1], uint64(reach))
			offset := []int{5, -30, 30, -200}[reach%4]
			b := binarize(&g, reach, offset)
			for by := range b.bh {
				for bx := range b.bw {
					if got, want := int(b.thr[by*b.bw+bx]), slowThreshold(&g, bx, by, reach, offset); got != want {
						t.Fatalf("%v, reach %d: threshold of block %d, %d = %d, want %d", size, reach, bx, by, got, want)
					}
				}
			}
		}
	}
}

func slowThreshold(g *gray, bx, by, reach, offset int) int {
	sum, n := 0, 0
	for y := by - reach; y <= by+reach; y++ {
		for x := bx - reach; x <= bx+reach; x++ {
			total, count := 0, 0
			for j := y * block; j < (y+1)*block && j < g.h; j++ {
				for i := x * block; i < (x+1)*block && i < g.w; i++ {
					if i >= 0 && j >= 0 {
						total, count = total+int(g.pix[j*g.w+i]), count+1
					}
				}
			}
			if count > 0 {
				sum, n = sum+total/count, n+1
			}
		}
	}
	return min(max(sum/n-offset, 0), 255)
}

func TestDarkRowMatchesDark(t *testing.T) {
	for _, w := range []int{1, 7, 8, 63, 64, 65, 200} {
		g := randomGray(w, 20, uint64(w))
		b := binarize(&g, 1, 5)
		line := make([]uint64, (w+63)/64)
		for y := range g.h {
			b.darkRow(line, y)
			for x := range w {
				if got := line[x/64]>>(x%64)&1 == 1; got != b.dark(x, y) {
					t.Fatalf("width %d: pixel %d, %d dark = %v, want %v", w, x, y, got, !got)
				}
			}
			checkEdges(t, line, w)
		}
	}
}

func checkEdges(t *testing.T, line []uint64, w int) {
	t.Helper()
	var want []int32
	for x := 1; x < w; x++ {
		if line[x/64]>>(x%64)&1 != line[(x-1)/64]>>((x-1)%64)&1 {
			want = append(want, int32(x))
		}
	}
	want = append(want, int32(w))
	got := edges(nil, line, w)
	if len(got) != len(want) {
		t.Fatalf("width %d: %d edges, want %d", w, len(got), len(want))
	}
	for i := range got {
		if got[i] != want[i] {
			t.Fatalf("width %d: edge %d at %d, want %d", w, i, got[i], want[i])
		}
	}
}

func TestFlatAreasAreLight(t *testing.T) {
	for _, v := range []uint8{6, 100, 255} {
		g := newGray(40, 40)
		for i := range g.pix {
			g.pix[i] = v
		}
		b := binarize(&g, 2, 5)
		if b.dark(20, 20) {
			t.Errorf("a flat area of %d is dark", v)
		}
	}
}
