package snapshot_test

import (
	"fmt"
	"testing"

	"twofold/sync/snapshot"
)

// sizes are the vaults of the protocol's table of scale.
var sizes = []struct{ accounts, computers int }{{50, 3}, {1000, 5}, {10000, 20}}

func BenchmarkSeal(b *testing.B) {
	for _, s := range sizes {
		b.Run(fmt.Sprint(s.accounts), func(b *testing.B) {
			p := crowd(b, s.computers)
			lines, to := p.lines(s.accounts), p.roster().Recipients()
			var n int
			for b.Loop() {
				_, file, err := snapshot.Seal(p.header(1), lines, p.root, to...)
				if err != nil {
					b.Fatal(err)
				}
				n = len(file)
			}
			b.ReportMetric(float64(n), "file-bytes")
		})
	}
}

func BenchmarkOpen(b *testing.B) {
	for _, s := range sizes {
		b.Run(fmt.Sprint(s.accounts), func(b *testing.B) {
			p := crowd(b, s.computers)
			_, file := p.publish(p.root, 1, s.accounts)
			r := p.reader(p.root.Identity())
			for b.Loop() {
				if _, err := r.Open(file); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func crowd(b *testing.B, computers int) *party {
	p := newParty(b)
	for i := 1; i < computers; i++ {
		p.join(p.root, fmt.Sprint("Computer ", i))
	}
	return p
}
