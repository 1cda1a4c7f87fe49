package qr

import (
	"image"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

func readPlain(img image.Image) (Result, error) {
	src := gozxing.NewLuminanceSourceFromImage(img)
	for _, s := range []gozxing.LuminanceSource{src, src.Invert()} {
		bm, err := gozxing.NewBinaryBitmap(gozxing.NewHybridBinarizer(s))
		if err != nil {
			continue
		}
		res, err := qrcode.NewQRCodeReader().Decode(bm, map[gozxing.DecodeHintType]interface{}{gozxing.DecodeHintType_TRY_HARDER: true})
		if err == nil {
			return Result{Codes: []Code{{Text: res.GetText()}}}, nil
		}
	}
	return Result{}, nil
}
