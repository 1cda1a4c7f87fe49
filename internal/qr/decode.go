package qr

import (
	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode/decoder"
)

// decoded is what the modules of a code say.
type decoded struct {
	text     string
	mirrored bool // the modules were swapped along the main diagonal
}

// decodeModules checks and decodes the modules of a code, row by row. What the
// error correction does not accept is no code; an empty text is none either,
// because a blank area can look like one.
func decodeModules(dark []bool, size int) (d decoded, ok bool) {
	if d, ok = decodeModel2(dark, size); ok {
		return d, true
	}
	return decodeModel1(dark, size)
}

// decodeModel2 decodes modules as a code of today.
func decodeModel2(dark []bool, size int) (d decoded, ok bool) {
	// The modules come from a stranger's picture and the decoder is not ours.
	defer func() {
		if recover() != nil {
			d, ok = decoded{}, false
		}
	}()
	m, err := gozxing.NewSquareBitMatrix(size)
	if err != nil {
		return d, false
	}
	for i, v := range dark {
		if v {
			m.Set(i%size, i/size)
		}
	}
	res, err := decoder.NewDecoder().Decode(m, nil)
	if err != nil || res.GetText() == "" {
		return d, false
	}
	meta, _ := res.GetOther().(*decoder.QRCodeDecoderMetaData)
	return decoded{text: res.GetText(), mirrored: meta != nil && meta.IsMirrored()}, true
}
