package icon_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"strings"
	"testing"

	"twofold/internal/account"
	"twofold/internal/icon"
	"twofold/internal/qr"
)

// noisy is the picture that a PNG can compress least.
func noisy(w, h int) image.Image {
	rnd := rand.New(rand.NewPCG(1, 2))
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		img.Pix[i] = byte(rnd.Uint32())
	}
	return img
}

func encoded(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const square = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path fill="#cc0000" d="M0 0h24v24H0z"/></svg>`

func TestFromFile(t *testing.T) {
	tests := []struct {
		name string
		data []byte
		w, h int
		err  error
	}{
		{"small stays", encoded(t, noisy(20, 10)), 20, 10, nil},
		{"large becomes small", encoded(t, image.NewGray(image.Rect(0, 0, 800, 400))), 96, 48, nil},
		{"transparent, small", encoded(t, image.NewNRGBA(image.Rect(0, 0, 20, 20))), 0, 0, icon.ErrNothingSeen},
		{"transparent, large", encoded(t, image.NewNRGBA(image.Rect(0, 0, 500, 500))), 0, 0, icon.ErrNothingSeen},
		{"a line down", encoded(t, image.NewGray(image.Rect(0, 0, 1, 5000))), 0, 0, icon.ErrNothingSeen},
		{"a line across", encoded(t, image.NewGray(image.Rect(0, 0, 60, 1))), 0, 0, icon.ErrNothingSeen},
		{"a banner", encoded(t, image.NewGray(image.Rect(0, 0, 960, 40))), 96, 4, nil},
		{"noise is made smaller still", encoded(t, noisy(300, 300)), 54, 54, nil},
		{"SVG", []byte(square), 96, 96, nil},
		{"SVG with a header", []byte("\xef\xbb\xbf<?xml version=\"1.0\"?>\n<!-- made by hand -->" + square), 96, 96, nil},
		{"no picture", []byte("hello"), 0, 0, qr.ErrUnknownImage},
		{"cut short", encoded(t, noisy(90, 90))[:900], 0, 0, qr.ErrDamagedImage},
		{"SVG of nothing", []byte(`<svg viewBox="0 0 1 1"></svg>`), 0, 0, icon.ErrDrawing},
		{"SVG that refers to itself", []byte(strings.Replace(square, "<path", `<use href="#a"/><path`, 1)), 0, 0, icon.ErrDrawing},
		{"SVG that reaches too far", []byte(strings.Replace(square, "h24v24", "h99999999999v24", 1)), 0, 0, icon.ErrDrawing},
		{"SVG without an end", []byte(square[:len(square)/2]), 0, 0, icon.ErrDrawing},
		{"SVG in the colour of the text", []byte(strings.Replace(square, "#cc0000", "currentColor", 1)), 96, 96, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := icon.FromFile(tt.data)
			if tt.err != nil {
				if !errors.Is(err, tt.err) {
					t.Fatalf("error %v, want %v", err, tt.err)
				}
				return
			}
			if err != nil || len(got) > account.MaxIcon {
				t.Fatalf("%d bytes, %v", len(got), err)
			}
			img, err := png.Decode(bytes.NewReader(got))
			if err != nil || img.Bounds().Dx() != tt.w || img.Bounds().Dy() != tt.h {
				t.Fatalf("%v, %v; want %d x %d", img.Bounds(), err, tt.w, tt.h)
			}
		})
	}
	if _, err := icon.FromFile([]byte("<svg " + strings.Repeat(" ", 200<<10) + square[4:])); !errors.Is(err, icon.ErrDrawing) {
		t.Errorf("a huge SVG: %v", err)
	}
}

func TestSVGColourIsDrawn(t *testing.T) {
	data, err := icon.FromFile([]byte(square))
	if err != nil {
		t.Fatal(err)
	}
	img, _ := png.Decode(bytes.NewReader(data))
	if r, g, b, a := img.At(48, 48).RGBA(); color.NRGBAModel.Convert(img.At(48, 48)) != (color.NRGBA{0xcc, 0, 0, 0xff}) {
		t.Errorf("the middle is %x %x %x %x", r, g, b, a)
	}
}

// packOf makes a pack; a nil index is left out.
func packOf(t testing.TB, index any, files map[string][]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	if index != nil {
		raw, ok := index.([]byte)
		if !ok {
			raw, _ = json.Marshal(index)
		}
		files["pack.json"] = raw
	}
	for name, data := range files {
		f, err := z.Create(name)
		if err == nil {
			_, err = f.Write(data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

type entry map[string]any

func TestPack(t *testing.T) {
	red := encoded(t, noisy(30, 30))
	data := packOf(t, entry{"name": "My icons", "version": 1, "icons": []entry{
		{"filename": "Services/Acme Bank.png", "issuer": []string{"Acme", "acme.example"}},
		{"filename": "Services/Kabu.svg", "name": "株式会社", "issuer": []string{}},
		{"filename": "../../Services/Acme Bank.png", "issuer": []string{"Zeta"}},
		{"filename": "missing.png", "issuer": []string{"Missing"}},
		{"filename": "broken.png", "issuer": []string{"Broken"}},
	}}, map[string][]byte{"Services/Acme Bank.png": red, "Services/Kabu.svg": []byte(square), "broken.png": red[:40]})
	p, err := icon.ReadPack(data)
	if err != nil {
		t.Fatal(err)
	}
	if p.Name != "My icons" || p.Len() != 2 || p.Skipped != 2 {
		t.Errorf("%q, %d icons, %d skipped", p.Name, p.Len(), p.Skipped)
	}
	var again bytes.Buffer
	if err := p.Write(&again); err != nil {
		t.Fatal(err)
	}
	q, err := icon.ReadPack(again.Bytes())
	if err != nil || q.Len() != p.Len() {
		t.Fatalf("read back: %v", err)
	}
	for issuer, want := range map[string]bool{
		"Acme": true, "ACME account": true, "acme.example": true, "login.acme.example": true, "Acme (work)": true,
		"株式会社": true, "kabu": true, "Zeta": true, "Missing": false, "Broken": false, "Other": false, "": false,
	} {
		name, png, ok := p.Find(issuer)
		if ok != want {
			t.Errorf("%q found: %v, want %v", issuer, ok, want)
		}
		if n2, png2, ok2 := q.Find(issuer); ok2 != ok || n2 != name || !bytes.Equal(png, png2) {
			t.Errorf("%q is another icon after reading back", issuer)
		}
	}
	var none *icon.Pack
	if _, _, ok := none.Find("Acme"); ok {
		t.Error("no pack has an icon")
	}
}

func TestPackRefusals(t *testing.T) {
	small := encoded(t, noisy(3, 3))
	var many []entry
	files := map[string][]byte{}
	for i := range 5100 {
		name := fmt.Sprintf("%d.png", i)
		files[name] = small
		many = append(many, entry{"filename": name, "issuer": []string{fmt.Sprint("i", i)}})
	}
	bomb := bytes.Repeat([]byte{0}, 9<<20) // zeros shrink a thousandfold
	tests := []struct {
		name string
		data []byte
		err  error
	}{
		{"not a zip", []byte("PK but no"), icon.ErrNoPack},
		{"no index", packOf(t, nil, map[string][]byte{"a.png": small}), icon.ErrNoPack},
		{"index is no JSON", packOf(t, []byte("{"), map[string][]byte{}), icon.ErrNoPack},
		{"index is a bomb", packOf(t, bomb, map[string][]byte{}), icon.ErrNoPack},
		{"picture is a bomb", packOf(t, entry{"icons": []entry{{"filename": "a.png", "issuer": []string{"A"}}}}, map[string][]byte{"a.png": bomb}), icon.ErrPackEmpty},
		{"no icons", packOf(t, entry{"icons": []entry{}}, map[string][]byte{}), icon.ErrPackEmpty},
		{"too many icons", packOf(t, entry{"icons": many}, files), icon.ErrPackTooBig},
		{"too long", make([]byte, icon.MaxPack+1), icon.ErrPackTooBig},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := icon.ReadPack(tt.data); !errors.Is(err, tt.err) {
				t.Errorf("error %v, want %v", err, tt.err)
			}
		})
	}
}

func FuzzFromFile(f *testing.F) {
	f.Add([]byte(square))
	f.Add(encoded(f, noisy(5, 5)))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := icon.FromFile(data)
		if err == nil && (len(got) == 0 || len(got) > account.MaxIcon) {
			t.Fatalf("%d bytes", len(got))
		}
	})
}

func FuzzReadPack(f *testing.F) {
	f.Add(packOf(f, entry{"name": "P", "icons": []entry{{"filename": "a.svg", "issuer": []string{"A"}}}}, map[string][]byte{"a.svg": []byte(square)}))
	f.Fuzz(func(t *testing.T, data []byte) {
		if p, err := icon.ReadPack(data); err == nil && p.Len() == 0 {
			t.Fatal("a pack of nothing")
		}
	})
}
