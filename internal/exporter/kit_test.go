package exporter_test

import (
	"bytes"
	"context"
	"errors"
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
