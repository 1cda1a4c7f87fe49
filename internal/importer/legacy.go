package importer

import (
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
)

// Tables that people opened in a spreadsheet and saved again are often in the
// encoding of their system. The keys in them are ASCII whatever it is; the
// encoding decides how the names read.

// legacyText reads text that is not UTF-8: Windows-31J, which is what Excel
// writes in Japan, or Windows-1252, what it writes in western Europe. Bytes
// that the one taken does not have become U+FFFD.
func legacyText(data []byte) string {
	enc := japanese.ShiftJIS.NewDecoder()
	if !looksJapanese(data) {
		enc = charmap.Windows1252.NewDecoder()
	}
	text, err := enc.Bytes(data)
	if err != nil {
		return "" // decoding to U+FFFD never fails
	}
	return string(text)
}

// looksJapanese tells the two apart. In Windows-31J characters of two bytes
// follow strict rules, and most begin with 0x81 to 0x9F, which in Windows-1252
// are punctuation marks that stand alone.
func looksJapanese(data []byte) bool {
	common, other := 0, 0
	for i := 0; i < len(data); i++ {
		b := data[i]
		switch {
		case b < 0x80:
		case b >= 0xa1 && b <= 0xdf: // katakana of half width
			other++
		case b == 0x80 || b == 0xa0 || b > 0xfc || i+1 == len(data):
			return false
		default:
			i++
			if t := data[i]; t < 0x40 || t == 0x7f || t > 0xfc {
				return false
			}
			if b <= 0x9f {
				common++
			} else {
				other++
			}
		}
	}
	return common > 0 && common >= other
}
