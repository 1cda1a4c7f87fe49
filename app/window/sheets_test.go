package window

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"twofold/app/config"
	"twofold/app/locale"
	"twofold/app/session"
)

// The contact sheets are every screen in two languages, two themes, three
// sizes of the window and at 100 and 200 % of the text size, at a quarter of
// its size: one picture a screen, with the languages and themes side by side
// and the text sizes under each other. Full pictures of all of these would be
// a hundred megabytes; a pixel of a sheet is the mean of sixteen, and still
// shows a letter that is gone or has moved.
//
//	TWOFOLD_SHEETS=1 go test -tags ci,no_animations ./app/window -run TestSheets -update

// sheetSizes are the least window, the one of the first start, and the wide one.
var sheetSizes = []fyne.Size{fyne.NewSize(minWidth, minHeight), fyne.NewSize(420, 680), fyne.NewSize(960, 680)}

const (
	sheetShrink = 4
	sheetGap    = 4
	// sheetStep is how coarse the colours are kept, sheetFar how far a pixel
	// may be from the kept one, and sheetFew how many pixels may be further: by
	// the rounding of the painter, see [rounding].
	sheetStep, sheetFar, sheetFew = 8, 14, 0
)

// inSheetOfAnother are the same screen in one of these sizes.
var inSheetOfAnother = map[string]bool{
	"wide": true, "list-small": true, "list-200": true, "import-wide": true, "import-confirm-wide": true, "export-wide": true,
}

func TestSheets(t *testing.T) {
	if os.Getenv("TWOFOLD_SHEETS") == "" && !*update {
		t.Skip("TWOFOLD_SHEETS is not set: make test and make sheets compare them, in a process of their own")
	}
	for _, s := range screens {
		if s.set.scale != 0 || inSheetOfAnother[s.name] {
			continue
		}
		t.Run(s.name, func(t *testing.T) {
			var cells [][]image.Image
			for _, scale := range []int{100, 200} {
				var row []image.Image
				for _, v := range variants {
					row = append(row, small(t, s.set, s.build, v.lang, v.mode, scale)...)
				}
				cells = append(cells, row)
			}
			compareSheet(t, s.name, sheetOf(cells))
		})
	}
}

// small draws a screen in the three sizes and shrinks what comes.
func small(t *testing.T, set setting, build func(*rig), lang locale.Language, mode config.Theme, scale int) []image.Image {
	t.Helper()
	set.language, set.theme, set.scale = lang, mode, scale
	set.width, set.height = 420, 680
	r := newRig(t, set)
	build(r)
	var out []image.Image
	for _, size := range sheetSizes {
		r.win.Resize(size)
		r.ui.drain()
		out = append(out, shrunk(r.win.Canvas().Capture()))
	}
	return out
}

// shrunk is a picture at a quarter of its size, every pixel the mean of
// sixteen, in coarser colours.
func shrunk(img image.Image) image.Image {
	from := flat(img)
	out := image.NewNRGBA(image.Rect(0, 0, from.Rect.Dx()/sheetShrink, from.Rect.Dy()/sheetShrink))
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			var sum [3]int
			for dy := range sheetShrink {
				at := from.PixOffset(x*sheetShrink, y*sheetShrink+dy)
				for dx := range sheetShrink {
					for c := range sum {
						sum[c] += int(from.Pix[at+4*dx+c])
					}
				}
			}
			var to [3]uint8
			for c, s := range sum {
				to[c] = uint8(min(s/(sheetShrink*sheetShrink)/sheetStep*sheetStep+sheetStep/2, 255))
			}
			out.SetNRGBA(x, y, color.NRGBA{to[0], to[1], to[2], 255})
		}
	}
	return out
}

// sheetOf puts pictures into rows.
func sheetOf(cells [][]image.Image) *image.NRGBA {
	width, height := 0, 0
	for _, row := range cells {
		w, h := 0, 0
		for _, c := range row {
			w += c.Bounds().Dx() + sheetGap
			h = max(h, c.Bounds().Dy())
		}
		width, height = max(width, w), height+h+sheetGap
	}
	out := image.NewNRGBA(image.Rect(0, 0, width, height))
	draw.Draw(out, out.Rect, image.NewUniform(color.NRGBA{128, 128, 128, 255}), image.Point{}, draw.Src)
	y := 0
	for _, row := range cells {
		x, h := 0, 0
		for _, c := range row {
			draw.Draw(out, c.Bounds().Add(image.Pt(x, y)), c, image.Point{}, draw.Src)
			x += c.Bounds().Dx() + sheetGap
			h = max(h, c.Bounds().Dy())
		}
		y += h + sheetGap
	}
	return out
}

func compareSheet(t *testing.T, name string, got *image.NRGBA) {
	t.Helper()
	path := filepath.Join("testdata", "sheets", name+".png")
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, encode(t, got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (make it with -update, and look at it)", err)
	}
	kept, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if where, n := farPixels(got, flat(kept)); n > sheetFew {
		failed := filepath.Join("testdata", "failed", "sheet-"+name+".png")
		_ = os.MkdirAll(filepath.Dir(failed), 0o755)
		_ = os.WriteFile(failed, encode(t, got), 0o644)
		t.Errorf("%s differs in %d pixels, first at %v; the new sheet is %s", path, n, where, failed)
	}
}

// farPixels counts the pixels of a sheet that are another colour, and gives
// the first.
func farPixels(a, b *image.NRGBA) (first string, n int) {
	if a.Rect.Size() != b.Rect.Size() {
		return fmt.Sprint(a.Rect.Size(), " for ", b.Rect.Size()), a.Rect.Dx() * a.Rect.Dy()
	}
	for i := 0; i < len(a.Pix); i += 4 {
		for c := i; c < i+3; c++ {
			if d := int(a.Pix[c]) - int(b.Pix[c]); d < -sheetFar || d > sheetFar {
				if n++; n == 1 {
					first = fmt.Sprint(image.Pt(i%a.Stride/4, i/a.Stride))
				}
				break
			}
		}
	}
	return first, n
}

// TestSheetsSeeALetter: what the sheets are for is seen in them, a letter less
// in a line of small type.
func TestSheetsSeeALetter(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.accounts()
	whole := shrunk(r.win.Canvas().Capture()).(*image.NRGBA)
	again := shrunk(r.win.Canvas().Capture()).(*image.NRGBA)
	if _, n := farPixels(whole, again); n > sheetFew {
		t.Errorf("the same picture differs in %d pixels", n)
	}
	for i := range r.ses.View().Rows {
		if row := &r.ses.View().Rows[i]; row.Title() == "Google" {
			name := "hanako.satogmail.com" // without its @
			must(r, r.ses.Edit(row.ID, session.Changes{Name: &name}))
			break
		}
	}
	r.ui.drain()
	if _, n := farPixels(whole, shrunk(r.win.Canvas().Capture()).(*image.NRGBA)); n <= sheetFew {
		t.Error("a letter less is not seen")
	}
}
