package control_test

import (
	"bytes"
	"flag"
	"image"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"twofold/app/locale"
	"twofold/app/skin"
)

var update = flag.Bool("update", false, "write the pictures in testdata anew")

// looks are the looks every picture is made in: both themes, both languages.
var looks = []struct {
	name     string
	mode     skin.Mode
	language locale.Language
}{
	{"dark-en", skin.DarkMode, locale.English},
	{"light-ja", skin.LightMode, locale.Japanese},
}

// pictures compares build's widgets with the pictures of that name in
// testdata, in both themes and languages.
func pictures(t *testing.T, name string, size fyne.Size, build func(texts *locale.Texts) fyne.CanvasObject) {
	t.Helper()
	for _, look := range looks {
		t.Run(look.name, func(t *testing.T) {
			app := test.NewTempApp(t)
			app.Settings().SetTheme(skin.New(look.mode, 100))
			picture(t, name+"-"+look.name, size, build(locale.New(look.language, nil)))
		})
	}
}

// picture draws content on the window ground and compares it with
// testdata/name.png.
func picture(t *testing.T, name string, size fyne.Size, content fyne.CanvasObject) {
	t.Helper()
	ground := canvas.NewRectangle(skin.Color(skin.Bg))
	w := test.NewTempWindow(t, container.NewStack(ground, content))
	w.SetPadded(false)
	w.Resize(size)
	compare(t, name, w.Canvas().Capture())
}

func compare(t *testing.T, name string, img image.Image) {
	t.Helper()
	path := filepath.Join("testdata", name+".png")
	if *update {
		write(t, path, img)
		return
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("no picture of %s yet, make it with -update: %v", name, err)
	}
	want, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	if !same(img, want) {
		failed := filepath.Join("testdata", "failed", name+".png")
		write(t, failed, img)
		t.Errorf("%s looks different, see %s", name, failed)
	}
}

func same(a, b image.Image) bool {
	return a.Bounds().Size() == b.Bounds().Size() && bytes.Equal(pixels(a), pixels(b))
}

func pixels(img image.Image) []byte {
	out := image.NewNRGBA(image.Rectangle{Max: img.Bounds().Size()})
	draw.Draw(out, out.Bounds(), img, img.Bounds().Min, draw.Src)
	return out.Pix
}

func write(t *testing.T, path string, img image.Image) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	var buf bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(&buf, img); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, buf.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// themed starts an application in the light theme and English.
func themed(t *testing.T) *locale.Texts {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(skin.New(skin.LightMode, 100))
	return locale.New(locale.English, nil)
}
