package window

import (
	"bytes"
	"flag"
	"image"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"testing"
)

var (
	update = flag.Bool("update", false, "write the pictures in testdata anew")
	shots  = flag.String("shots", "", "directory for the pictures of the README")
)

// golden compares the window with testdata/name.png, to the pixel.
func (r *rig) golden(name string) {
	r.t.Helper()
	r.ui.drain()
	got := r.win.Canvas().Capture()
	path := filepath.Join("testdata", name+".png")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			r.t.Fatal(err)
		}
		if err := os.WriteFile(path, encode(r.t, got), 0o644); err != nil {
			r.t.Fatal(err)
		}
		return
	}
	data, err := os.ReadFile(path)
	if err != nil {
		r.t.Fatalf("%v (make it with -update, and look at it)", err)
	}
	want, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		r.t.Fatal(err)
	}
	if n := differing(got, want); n > 0 {
		failed := filepath.Join("testdata", "failed", name+".png")
		_ = os.MkdirAll(filepath.Dir(failed), 0o755)
		_ = os.WriteFile(failed, encode(r.t, got), 0o644)
		r.t.Errorf("%s differs in %d pixels; the new picture is %s", path, n, failed)
	}
}

func encode(t *testing.T, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// rounding is by how much a channel may be off: the software painter mixes the
// edge of a letter with what lies below in another order when the ground is the
// window's own, and rounds once more. The colours of the theme are tested
// exactly where they are defined.
const rounding = 2

// differing counts pixels that are not the same in two pictures.
func differing(a, b image.Image) int {
	if a.Bounds().Size() != b.Bounds().Size() {
		return a.Bounds().Dx() * a.Bounds().Dy()
	}
	x, y := flat(a), flat(b)
	if bytes.Equal(x.Pix, y.Pix) {
		return 0
	}
	n := 0
	for i := 0; i < len(x.Pix); i += 4 {
		for c := i; c < i+4; c++ {
			if d := int(x.Pix[c]) - int(y.Pix[c]); d < -rounding || d > rounding {
				n++
				break
			}
		}
	}
	return n
}

// flat is a picture as its bytes.
func flat(img image.Image) *image.NRGBA {
	if n, ok := img.(*image.NRGBA); ok && n.Rect.Min == (image.Point{}) {
		return n
	}
	out := image.NewNRGBA(image.Rectangle{Max: img.Bounds().Size()})
	draw.Draw(out, out.Rect, img, img.Bounds().Min, draw.Src)
	return out
}
