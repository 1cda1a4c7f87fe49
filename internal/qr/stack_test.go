package qr_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"slices"
	"testing"

	"codeberg.org/go-pdf/fpdf"

	"twofold/internal/qr"
)

// sheet writes a PDF file: on each page something of its own.
func sheet(t testing.TB, compressed bool, pages ...func(*fpdf.Fpdf)) []byte {
	t.Helper()
	doc := fpdf.New("P", "mm", "A4", "")
	doc.SetCompression(compressed)
	for _, page := range pages {
		doc.AddPage()
		doc.SetFont("Helvetica", "", 14)
		doc.Text(20, 20, "Keep this sheet (safe).")
		page(doc)
	}
	var out bytes.Buffer
	if err := doc.Output(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// asShapes draws a code as filled rectangles.
func asShapes(t testing.TB, text string, x, y, side float64) func(*fpdf.Fpdf) {
	m, err := qr.Encode(text, qr.M)
	if err != nil {
		t.Fatal(err)
	}
	return func(doc *fpdf.Fpdf) {
		module := side / float64(m.Size)
		doc.SetFillColor(0, 0, 60)
		for row := range m.Size {
			for col := range m.Size {
				if m.Dark(col, row) {
					doc.Rect(x+float64(col)*module, y+float64(row)*module, module, module, "F")
				}
			}
		}
	}
}

// asPicture embeds a code as a picture in a file format.
func asPicture(t testing.TB, text, kind string) func(*fpdf.Fpdf) {
	img, err := qr.Draw(text, qr.Options{Module: 5})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	switch kind {
	case "jpg":
		err = jpeg.Encode(&b, img, nil)
	case "rgb":
		full := image.NewRGBA(img.Bounds())
		draw.Draw(full, full.Rect, img, image.Point{}, draw.Src)
		full.SetRGBA(0, 0, color.RGBA{250, 255, 255, 255})
		err = png.Encode(&b, full)
	case "palette":
		err = png.Encode(&b, img)
	case "gray":
		g := image.NewGray(img.Bounds())
		draw.Draw(g, g.Rect, img, image.Point{}, draw.Src)
		err = png.Encode(&b, g)
	}
	if err != nil {
		t.Fatal(err)
	}
	format := "png"
	if kind == "jpg" {
		format = "jpg"
	}
	return func(doc *fpdf.Fpdf) {
		doc.RegisterImageOptionsReader(kind+text, fpdf.ImageOptions{ImageType: format}, &b)
		doc.ImageOptions(kind+text, 30, 40, 60, 0, false, fpdf.ImageOptions{ImageType: format}, 0, "")
	}
}

func readFile(t testing.TB, data []byte) []string {
	t.Helper()
	img, err := qr.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	res, err := qr.Read(context.Background(), img)
	if err != nil {
		t.Fatal(err)
	}
	return texts(res.Codes)
}

func TestReadPDF(t *testing.T) {
	const uri = "otpauth://totp/Example:hanako?secret=JBSWY3DPEHPK3PXP&issuer=Example"
	for _, compressed := range []bool{false, true} {
		for _, kind := range []string{"jpg", "rgb", "palette", "gray"} {
			if got := readFile(t, sheet(t, compressed, asPicture(t, uri, kind))); !slices.Equal(got, []string{uri}) {
				t.Errorf("%s, compressed %v: read %q", kind, compressed, got)
			}
		}
		if got := readFile(t, sheet(t, compressed, asShapes(t, uri, 30, 60, 40))); !slices.Equal(got, []string{uri}) {
			t.Errorf("shapes, compressed %v: read %q", compressed, got)
		}
	}
}

func TestReadPDFOfSeveralPages(t *testing.T) {
	var pages []func(*fpdf.Fpdf)
	var want []string
	for i := range 5 {
		text := fmt.Sprintf("otpauth://totp/Account%d?secret=JBSWY3DPEHPK3PXP", i)
		want = append(want, text)
		if i%2 == 0 {
			pages = append(pages, asShapes(t, text, 100, 180, 30))
		} else {
			pages = append(pages, asPicture(t, text, "gray"))
		}
	}
	if got := readFile(t, sheet(t, true, pages...)); !slices.Equal(got, want) {
		t.Errorf("read %q, want %q", got, want)
	}
}

func BenchmarkDecodePDF(b *testing.B) {
	const uri = "otpauth://totp/Example:hanako?secret=JBSWY3DPEHPK3PXP"
	for name, page := range map[string]func(*fpdf.Fpdf){"shapes": asShapes(b, uri, 30, 60, 40), "picture": asPicture(b, uri, "palette")} {
		b.Run(name, func(b *testing.B) {
			data := sheet(b, true, page)
			for b.Loop() {
				if _, err := qr.Decode(data); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
