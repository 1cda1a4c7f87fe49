package exporter_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"strings"
	"testing"

	"twofold/assets"
	"twofold/internal/exporter"
	"twofold/internal/qr"
)

const kitQR = "TWOFOLD-KEY:0123456789ABCDEFGHJKMN"

func kit() exporter.Kit {
	return exporter.Kit{
		Text: assets.Font(assets.TextRegular), Bold: assets.Font(assets.TextSemiBold), Code: assets.Font(assets.CodeMedium), Now: now,
		Title: "緊急キット", Sub: "コードを取り戻すために必要な情報", Created: "2026年11月22日に「花子のノートPC」で作成",
		Where: []string{"バックアップの場所", "OneDrive", "/home/hanako/" + strings.Repeat("とても長い名前の", 20) + "/Twofold"},
		Key:   "回復キー", Words: strings.Fields("abstract section love economy among situate merge essay auction shoe"),
		QR: kitQR, QRCaption: "「回復の開始」で\u200b読み取ってください",
		Blanks: []string{"パスフレーズのヒント（手書き）", "クラウドのアカウント（手書き）"},
		Steps:  []string{"回復の手順", "新しいパソコンに\u200bクラウド アプリをインストールし、\u200b同期が終わるまで待ちます。", "二", "三", "四"},
		Note:   "age 1.3", Warning: strings.Repeat("パスポートと同じように\u200b保管してください。\u200b", 4),
	}
}

// TestKit: one page, readable by our own reader of pictures and PDF files, the
// same each time, and without a word of the key as text.
func TestKit(t *testing.T) {
	for _, letter := range []bool{false, true} {
		k := kit()
		k.Letter = letter
		var one, two bytes.Buffer
		for _, b := range []*bytes.Buffer{&one, &two} {
			if err := exporter.WriteKit(b, k); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(one.Bytes(), two.Bytes()) {
			t.Error("the same kit gives two files")
		}
		if n := bytes.Count(one.Bytes(), []byte("/Type /Page\n")); n != 1 {
			t.Errorf("%d pages", n)
		}
		for _, hidden := range append(k.Words, kitQR, "0123456789ABCDEF") {
			if len(hidden) > 4 && bytes.Contains(one.Bytes(), []byte(hidden)) {
				t.Errorf("%q lies in the file as text", hidden)
			}
		}
		img, err := qr.Decode(one.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		res, err := qr.Read(context.Background(), img)
		if err != nil || len(res.Codes) != 1 || res.Codes[0].Text != kitQR {
			t.Errorf("letter %v: read %+v, %v", letter, res.Codes, err)
		}
	}
}

func TestKitThatCannotBeDrawn(t *testing.T) {
	k := kit()
	k.Code = nil
	if err := exporter.WriteKit(&bytes.Buffer{}, k); !errors.Is(err, exporter.ErrNoFont) {
		t.Errorf("without a font: %v", err)
	}
	k = kit()
	k.QR = ""
	if err := exporter.WriteKit(&bytes.Buffer{}, k); err == nil {
		t.Error("without a key")
	}
	k = kit()
	k.Text = []byte("no font")
	if err := exporter.WriteKit(&bytes.Buffer{}, k); err == nil {
		t.Error("with a font that is none")
	}
}

// TestKitPicture: the picture is that of the PDF, as our reader draws it, but
// for lines and the smoothness of edges, and its code can be read.
func TestKitPicture(t *testing.T) {
	for _, letter := range []bool{false, true} {
		k := kit()
		k.Letter = letter
		var file bytes.Buffer
		if err := exporter.WriteKit(&file, k); err != nil {
			t.Fatal(err)
		}
		want, err := qr.Decode(file.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		size := want.Bounds().Size()
		got, err := exporter.DrawKit(k, size.X)
		if err != nil || abs(got.Bounds().Dy()-size.Y) > 1 {
			t.Fatalf("letter %v: %v, %v, want %v", letter, got.Bounds(), err, size)
		}
		dark := func(img image.Image, x, y int) bool {
			return color.GrayModel.Convert(img.At(x, y)).(color.Gray).Y < 128
		}
		ink, missing, more := 0, 0, 0
		for y := range min(size.Y, got.Bounds().Dy()) {
			both, less, over := 0, 0, 0
			for x := range size.X {
				switch a, b := dark(want, x, y), dark(got, x, y); {
				case a && b:
					both++
				case a:
					less++
				case b:
					over++
				}
			}
			if over < size.X/2 { // else a line across the page
				ink, missing, more = ink+both, missing+less, more+over
			}
		}
		if missing > ink/8 || more > ink/8 || ink < size.X*size.Y/100 {
			t.Errorf("letter %v: %d pixels of ink, %d missing, %d more", letter, ink, missing, more)
		}
		res, err := qr.Read(context.Background(), got)
		if err != nil || len(res.Codes) != 1 || res.Codes[0].Text != kitQR {
			t.Errorf("letter %v: read %+v, %v", letter, res.Codes, err)
		}
	}
}

// TestMaskedKit shows nothing that depends on the key.
func TestMaskedKit(t *testing.T) {
	k := kit()
	open, err := exporter.DrawKit(k, 760)
	if err != nil {
		t.Fatal(err)
	}
	k.Masked = true
	one, err := exporter.DrawKit(k, 760)
	if err != nil {
		t.Fatal(err)
	}
	k.Words, k.QR = make([]string, 10), ""
	two, err := exporter.DrawKit(k, 760)
	if err != nil {
		t.Fatal(err)
	}
	pixels := func(img image.Image) []byte { return img.(*image.RGBA).Pix }
	if !bytes.Equal(pixels(one), pixels(two)) {
		t.Error("a masked kit depends on the key")
	}
	if bytes.Equal(pixels(one), pixels(open)) {
		t.Error("the key is not drawn at all")
	}
	if res, err := qr.Read(context.Background(), one); err != nil || len(res.Codes) > 0 {
		t.Errorf("a code in a masked kit: %+v, %v", res, err)
	}
}

func abs(n int) int { return max(n, -n) }
