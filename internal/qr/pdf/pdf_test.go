package pdf

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"image"
	"strings"
	"testing"
)

// document puts objects together: the first is the catalogue, the second the
// page tree, the third the page with the contents as the fourth.
func document(contents string, resources string, more ...string) []byte {
	var b strings.Builder
	b.WriteString("%PDF-1.7\n")
	objects := append([]string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 100 50] /Resources " + resources + " >>",
		"<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(contents), contents),
	}, more...)
	for i, o := range objects {
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	return []byte(b.String())
}

func deflate(s string) string {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	_, _ = z.Write([]byte(s))
	_ = z.Close()
	return b.String()
}

func one(t *testing.T, data []byte) image.Image {
	t.Helper()
	got := Pictures(data, 1<<24)
	if len(got) != 1 {
		t.Fatalf("%d pictures, want 1", len(got))
	}
	return got[0]
}

// dark reports whether the page is dark at a place given in points.
func dark(img image.Image, x, y float64) bool {
	r, _, _, _ := img.At(int(x*resolution), int((50-y)*resolution)).RGBA()
	return r < 0x8000
}

func TestShapes(t *testing.T) {
	tests := []struct {
		name, contents string
		dark, light    [2]float64
	}{
		{"rectangle", "10 10 20 20 re f", [2]float64{20, 20}, [2]float64{35, 20}},
		{"negative size", "30 30 -20 -20 re f", [2]float64{20, 20}, [2]float64{35, 20}},
		{"moved", "1 0 0 1 40 0 cm 10 10 20 20 re f", [2]float64{60, 20}, [2]float64{20, 20}},
		{"saved and brought back", "q 1 0 0 1 40 0 cm Q 10 10 20 20 re f", [2]float64{20, 20}, [2]float64{60, 20}},
		{"white over black", "0 0 100 50 re f 1 g 10 10 5 5 re f", [2]float64{50, 25}, [2]float64{12, 12}},
		{"colour", "1 1 0 rg 0 0 100 50 re f 0 0 .5 rg 0 0 50 50 re f", [2]float64{20, 20}, [2]float64{70, 20}},
		{"ink", "0 0 0 1 k 10 10 20 20 re f", [2]float64{20, 20}, [2]float64{35, 20}},
		{"triangle", "10 10 m 40 10 l 10 40 l h f", [2]float64{15, 15}, [2]float64{38, 38}},
		{"circle", "20 30 m 25.5 30 30 25.5 30 20 c 30 14.5 25.5 10 20 10 c 14.5 10 10 14.5 10 20 c 10 25.5 14.5 30 20 30 c f", [2]float64{20, 20}, [2]float64{11, 11}},
		{"text and strokes do not matter", "BT /F1 12 Tf (0 0 100 50 re f) Tj ET 0 0 m 100 50 l S 10 10 20 20 re f", [2]float64{20, 20}, [2]float64{50, 25}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			img := one(t, document(tt.contents, "<<>>"))
			if got := img.Bounds().Size(); got != image.Pt(300, 150) {
				t.Errorf("size = %v, want (300,150)", got)
			}
			if !dark(img, tt.dark[0], tt.dark[1]) || dark(img, tt.light[0], tt.light[1]) {
				t.Error("the shape is not where it should be")
			}
		})
	}
}

// A picture of 2 x 2 pixels, dark at the top left only, in every kind.
func TestPicturesOfEveryKind(t *testing.T) {
	tests := []struct{ name, dict, data string }{
		{"grey", "/ColorSpace /DeviceGray /BitsPerComponent 8", "\x00\xff\xff\xff"},
		{"bits", "/ColorSpace /DeviceGray /BitsPerComponent 1", "\x40\xc0"},
		{"mask", "/ImageMask true", "\x40\xc0"},
		{"inverted bits", "/ColorSpace /DeviceGray /BitsPerComponent 1 /Decode [1 0]", "\x80\x00"},
		{"deep", "/ColorSpace /DeviceGray /BitsPerComponent 16", "\x00\x00\xff\xff\xff\xff\xff\xff"},
		{"colour", "/ColorSpace /DeviceRGB /BitsPerComponent 8", "\x00\x00\x10\xff\xff\xff\xff\xff\xff\xff\xff\xff"},
		{"ink", "/ColorSpace /DeviceCMYK /BitsPerComponent 8", "\x00\x00\x00\xff\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"},
		{"profile", "/ColorSpace [/ICCBased 6 0 R] /BitsPerComponent 8", "\x00\xff\xff\xff"},
		{"palette", "/ColorSpace [/Indexed /DeviceRGB 1 <ffffff000020>] /BitsPerComponent 4", "\x10\x00"},
		{"hex", "/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /ASCIIHexDecode", "00ff ffff>"},
		{"deflated", "/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter [/FlateDecode]", deflate("\x00\xff\xff\xff")},
		{"predicted", "/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 2 >>", deflate("\x01\x00\xff\x00\xff\xff")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			object := "<< /Type /XObject /Subtype /Image /Width 2 /Height 2 " + tt.dict + " >>\nstream\n" + tt.data + "\nendstream"
			img := one(t, document("q 50 0 0 50 0 0 cm /Im0 Do Q", "<< /XObject << /Im0 5 0 R >> >>", object, "<< /N 1 >>\nstream\n\nendstream"))
			for i := range 4 {
				r, _, _, _ := img.At(i%2, i/2).RGBA()
				if (r < 0x8000) != (i == 0) {
					t.Errorf("pixel %d has red %d", i, r)
				}
			}
		})
	}
}

func TestInlinePicture(t *testing.T) {
	img := one(t, document("q 9 0 0 9 0 0 cm BI /W 2 /H 2 /CS /G /BPC 8 ID \x00\xff EI\xff EI Q", "<<>>"))
	if got := img.Bounds().Size(); got != image.Pt(2, 2) {
		t.Errorf("size = %v, want (2,2)", got)
	}
}

func TestForms(t *testing.T) {
	form := "<< /Subtype /Form /Matrix [1 0 0 1 40 0] /Resources << >> >>\nstream\n10 10 20 20 re f\nendstream"
	img := one(t, document("q /F Do Q", "<< /XObject << /F 5 0 R >> >>", form))
	if !dark(img, 60, 20) || dark(img, 20, 20) {
		t.Error("the form is not where its matrix puts it")
	}
	// One that draws itself ends.
	loop := "<< /Subtype /Form >>\nstream\n/F Do /F Do 10 10 20 20 re f\nendstream"
	one(t, document("/F Do", "<< /XObject << /F 5 0 R >> >>", loop))
}

func TestObjectStreams(t *testing.T) {
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /MediaBox [0 0 100 50] >>",
		"<< /Type /Page /Contents [9 0 R] /Resources << >> >>",
	}
	var head, body string
	for i, o := range objects {
		head += fmt.Sprintf("%d %d ", i+1, len(body))
		body += o + " "
	}
	packed := deflate(head + body)
	data := fmt.Sprintf("%%PDF-1.5\n7 0 obj << /Type /ObjStm /N 3 /First %d /Filter /FlateDecode /Length %d >> stream\r\n%s\r\nendstream endobj\n"+
		"9 0 obj<</Length 99 0 R>>stream\n10 10 20 20 re f\nendstream endobj", len(head), len(packed), packed)
	if img := one(t, []byte(data)); !dark(img, 20, 20) {
		t.Error("nothing is drawn")
	}
}

func TestPagesWithoutACatalogue(t *testing.T) {
	data := strings.Replace(string(document("10 10 20 20 re f", "<<>>")), "/Type /Catalog", "/Type /Broken", 1)
	if got := len(Pictures([]byte(data), 1<<24)); got != 1 {
		t.Errorf("%d pictures, want 1", got)
	}
}

func TestLimits(t *testing.T) {
	big := "<< /Subtype /Image /Width 30000 /Height 30000 /ColorSpace /DeviceGray /BitsPerComponent 8 >>\nstream\nx\nendstream"
	small := "<< /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8 >>\nstream\n1234\nendstream"
	xobjects := "<< /XObject << /A 5 0 R /B 6 0 R >> >>"
	if got := len(Pictures(document("/A Do", xobjects, big, small), 1<<24)); got != 0 {
		t.Errorf("%d pictures of one that is too large", got)
	}
	if got := len(Pictures(document(strings.Repeat("/B Do ", 100), xobjects, big, small), 40)); got != 10 {
		t.Errorf("%d pictures of 4 pixels in 40", got)
	}
	// A bomb that fills the page for ever, and one that inflates for ever.
	Pictures(document(strings.Repeat("0 0 100 50 re f ", 1<<18), "<<>>"), 1<<24)
	zeros := deflate(strings.Repeat("\x00", 64<<20))
	bomb := "<< /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode >>\nstream\n" + zeros + "\nendstream"
	f := open(document("", "<<>>", bomb))
	for range 4 {
		f.content(f.objects[5].(stream))
	}
	if f.left != 0 {
		t.Errorf("%d bytes left to inflate, want none", f.left)
	}
}

func TestIs(t *testing.T) {
	for in, want := range map[string]bool{"%PDF-1.4": true, "junk\n%PDF-2.0": true, "": false, "PDF": false} {
		if got := Is([]byte(in)); got != want {
			t.Errorf("Is(%q) = %v, want %v", in, got, want)
		}
	}
}

func FuzzPictures(f *testing.F) {
	f.Add(document("10 10 20 20 re f BI /W 1 /H 1 /BPC 8 /CS /G ID x EI", "<<>>"))
	f.Add(document("/F Do", "<< /XObject << /F 5 0 R >> >>", "<< /Subtype /Form >>\nstream\n/F Do q 1 0 0 1 2 3 cm 1 2 m 3 4 5 6 7 8 c f\nendstream"))
	f.Fuzz(func(t *testing.T, data []byte) {
		pixels := 0
		for _, p := range Pictures(data, 1<<20) {
			pixels += p.Bounds().Dx() * p.Bounds().Dy()
		}
		if pixels > 1<<20 {
			t.Fatalf("%d pixels, want at most %d", pixels, 1<<20)
		}
	})
}
