//go:build linux && cgo

package platform

import "testing"

func TestFreeHugePages(t *testing.T) {
	for _, c := range []struct {
		name, info string
		want       int
	}{
		{"plenty", "Node 0, zone      DMA      0      0      0      0      0      0      0      0      1      1      3 \n" +
			"Node 0, zone   Normal      2      2      3      1     45     28      8      5      3    708    868 \n", 1 + 6 + 708 + 1736},
		{"fragments", "Node 0, zone   Normal   9999   9999   9999   9999   9999   9999   9999   9999   9999      0      0 \n", 0},
		{"two nodes", "Node 0, zone   Normal 0 0 0 0 0 0 0 0 0 3 0\nNode 1, zone   Normal 0 0 0 0 0 0 0 0 0 0 4\n", 11},
		{"nothing", "", 0},
		{"shorter", "Node 0, zone Normal 1 2 3\n", 0},
		{"words", "Node 0, zone Normal a b c d e f g h i j k\n", 0},
		{"beyond all", "Node 0, zone Normal 0 0 0 0 0 0 0 0 0 99999999999999 0\n", 0},
		{"below nothing", "Node 0, zone Normal 0 0 0 0 0 0 0 0 0 -4 9\n", 0},
	} {
		if got := freeHugePages(c.info); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}
