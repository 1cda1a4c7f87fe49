package qr

import (
	"context"
	"testing"
)

// BenchmarkRead reads a full-HD desktop with a code, one without, and the
// hostile one with some 5,000 finder patterns.
func BenchmarkRead(b *testing.B) {
	with, without := newScene(1920, 1080, 3), newScene(1920, 1080, 3)
	with.clutter(8)
	without.clutter(8)
	m := mustEncode(b, sampleURI, M)
	with.place(m, flat(m, 1200, 500, 3, 0), plainLook(), 1)
	b.Run("code", func(b *testing.B) {
		for b.Loop() {
			if _, err := Read(context.Background(), with.img); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("nothing", func(b *testing.B) {
		for b.Loop() {
			if _, err := Read(context.Background(), without.img); err != nil {
				b.Fatal(err)
			}
		}
	})
	hostile := finderField(1920, 1080, 2, 6)
	b.Run("5000 finders", func(b *testing.B) {
		for b.Loop() {
			if _, err := Read(context.Background(), hostile); err != nil {
				b.Fatal(err)
			}
		}
	})
}
