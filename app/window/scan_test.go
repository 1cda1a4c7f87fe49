package window

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"twofold/app/platform"
	"twofold/app/session"
	"twofold/internal/qr"
)

const scanned = "otpauth://totp/Example:hanako?secret=JBSWY3DPEHPK3PXZ&issuer=Example"

// screenWith is a picture of a screen that shows a QR code, or none.
func screenWith(t *testing.T, text string) platform.Screen {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 800, 600))
	draw.Draw(img, img.Bounds(), image.NewUniform(color.NRGBA{0x30, 0x50, 0x70, 0xff}), image.Point{}, draw.Src)
	draw.Draw(img, image.Rect(10, 10, 700, 60), image.White, image.Point{}, draw.Src) // a window or two
	if text != "" {
		code, err := qr.Draw(text, qr.Options{})
		if err != nil {
			t.Fatal(err)
		}
		draw.Draw(img, image.Rect(200, 100, 700, 590), code, image.Point{}, draw.Src)
	}
	return platform.Screen{Image: img, Bounds: img.Bounds()}
}

// cutScreen shows a code whose right half is outside.
func cutScreen(t *testing.T) platform.Screen {
	t.Helper()
	img := screenWith(t, scanned).Image.(*image.RGBA).SubImage(image.Rect(0, 0, 430, 600))
	return platform.Screen{Image: img, Bounds: img.Bounds()}
}

// blurredScreen shows a code whose modules run into each other, so that its
// patterns show and its data is lost.
func blurredScreen(t *testing.T) platform.Screen {
	t.Helper()
	img := screenWith(t, scanned).Image.(*image.RGBA)
	// The data in the middle is smeared over, the patterns at the corners stay.
	rnd := rand.New(rand.NewPCG(1, 2))
	for y := 260; y < 460; y += 4 {
		for x := 280; x < 620; x += 4 {
			g := uint8(rnd.IntN(256))
			draw.Draw(img, image.Rect(x, y, x+4, y+4), image.NewUniform(color.Gray{g}), image.Point{}, draw.Src)
		}
	}
	return platform.Screen{Image: img, Bounds: img.Bounds()}
}

func either(first bool, a, b string) string {
	if first {
		return a
	}
	return b
}

func TestScan(t *testing.T) {
	r := newRig(t, setting{})
	r.desk.screens = []platform.Screen{screenWith(t, ""), screenWith(t, scanned)}
	r.run(cmdScan)
	p, ok := r.front().(*confirmPage)
	if !ok {
		t.Fatalf("in front is %T", r.front())
	}
	if len(p.cards) != 1 || len(p.all.Pictures) != 1 || len(p.all.Problems) != 0 {
		t.Errorf("%d accounts, %d pictures, %v", len(p.cards), len(p.all.Pictures), p.all.Problems)
	}
	if r.scanning {
		t.Error("the scan does not end")
	}
	p.onAdd()
	if n := len(r.ses.View().Rows); n != 1 {
		t.Errorf("%d accounts after adding", n)
	}
}

func TestScanSaysWhy(t *testing.T) {
	for _, c := range []struct {
		name    string
		screens []platform.Screen
		err     error
		want    string // key of the sentence; empty for none
	}{
		{"cut off", []platform.Screen{cutScreen(t)}, nil, "err.qr.cut"},
		{"too blurred", []platform.Screen{blurredScreen(t)}, nil, "err.qr.seen"},
		{"no permission here", nil, fmt.Errorf("capture: %w", platform.ErrScreenPermission), either(runtime.GOOS == "darwin", "err.perm.screen.mac", "err.screen.none")},
		{"nothing there", []platform.Screen{screenWith(t, ""), screenWith(t, "")}, nil, "err.qr.screen"},
		{"empty pictures", []platform.Screen{{Image: image.NewGray(image.Rect(0, 0, 800, 600))}}, nil, "err.screen.blank"},
		{"a web address", []platform.Screen{screenWith(t, "https://example.com/")}, nil, "err.qr.web"},
		{"not allowed", nil, platform.ErrScreenPermission, "err.screen.denied"},
		{"no way", nil, platform.ErrNoScreen, "err.screen.none"},
		{"cancelled", nil, platform.ErrCancelled, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t, setting{})
			r.desk.screens, r.desk.err = c.screens, c.err
			r.run(cmdScan)
			want := r.txt.T(c.want, "host", "example.com")
			if c.want == "" {
				if len(r.sheets) != 0 {
					t.Errorf("it says %q", r.texts())
				}
			} else if !strings.Contains(oneLine(r.texts()), oneLine(want)) {
				t.Errorf("it says %q, want %q", r.texts(), want)
			}
			if r.ses.Phase() != session.Open || r.scanning {
				t.Error("the scan left something behind")
			}
		})
	}
}

// oneLine undoes the breaking of lines.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// unbroken is [oneLine] for Japanese, which breaks where there is no space.
func unbroken(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(oneLine(s), "\u200b", ""), " ", "")
}
