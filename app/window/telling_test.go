package window

import (
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"twofold/app/locale"
)

// Each way a picture can fail has a sentence of its own, in both languages,
// and where something was seen, a picture that shows where.
func TestTelling(t *testing.T) {
	blank := image.NewGray(image.Rect(0, 0, 300, 200))
	for _, c := range []struct {
		name    string
		content any // an image, or the bytes of a file
		want    string
		seen    bool
	}{
		{"none", screenWith(t, "").Image, "err.qr.none", false},
		{"blurred", blurredScreen(t).Image, "err.qr.seen", true},
		{"cut off", cutScreen(t).Image, "err.qr.cut", true},
		{"not an account", screenWith(t, "WIFI:T:WPA;S:home;P:secret;;").Image, "err.qr.kind.wifi", true},
		{"a web address", screenWith(t, "https://example.com/").Image, "err.qr.web", true},
		{"blank", blank, "err.image.blank", false},
		{"telephone photo", "\x00\x00\x00\x24ftypheic\x00\x00\x00\x00mif1MiHEMiPrmiafMiHBheic", "err.image.other", false},
		{"cut file", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "err.image.damaged", false},
	} {
		for _, l := range []locale.Language{locale.English, locale.Japanese} {
			r := newRig(t, setting{language: l})
			file := filepath.Join(t.TempDir(), "picture")
			if img, ok := c.content.(image.Image); ok {
				savePNG(t, file, img)
			} else if err := os.WriteFile(file, []byte(c.content.(string)), 0o600); err != nil {
				t.Fatal(err)
			}
			r.found(r.ses.ReadFiles(t.Context(), []string{file}))
			want := r.txt.T(c.want, "host", "example.com", "format", "HEIC", "file", "picture")
			if len(r.sheets) != 1 || !strings.Contains(unbroken(r.texts()), unbroken(want)) {
				t.Fatalf("%s, %s: it says %q, want %q", c.name, l, r.texts(), want)
			}
			pictures := 0
			for _, o := range r.sheets[0].Content().Objects() {
				if c, ok := o.(*fyne.Container); ok && c.Layout == (fixedSize{0, thumbHeight}) {
					pictures++
				}
			}
			if want := map[bool]int{true: 1}[c.seen]; pictures != want {
				t.Errorf("%s: %d pictures, want %d", c.name, pictures, want)
			}
		}
	}
}

func savePNG(t *testing.T, file string, img image.Image) {
	t.Helper()
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, img); err != nil {
		t.Fatal(err)
	}
}
