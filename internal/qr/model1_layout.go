package qr

import "github.com/makiuchi-d/gozxing/qrcode/decoder"

// model1Versions is how many versions Model 1 has: 21 to 73 modules a side.
const model1Versions = 14

// place is where the eight modules of a codeword are: x and y are the lower
// right one, which is the highest bit. The others follow to the left, then row
// by row upwards. Words are two or four modules wide.
type place struct{ x, y, width int }

// model1Places returns where the codewords of a version are, in order.
func model1Places(version int) (out []place) {
	last := 16 + 4*version
	// Two upright strips at the right edge. Every second place of the outer one
	// is an extension pattern, but for both ends.
	for strip := range 2 {
		for i := range version + 2 {
			if strip > 0 || i%2 == 1 || i == 0 || i == version+1 {
				out = append(out, place{last - 2*strip, last - 4*i, 2})
			}
		}
	}
	// Strips with words that lie, across the horizontal timing pattern. Every
	// second place at the lower edge is an extension pattern, but for both ends.
	for strip := range version + 1 {
		for i := range 2*version + 8 {
			y := last - 2*i
			if y < 8 {
				y-- // past the timing pattern
			}
			if strip == 0 && y <= 8 || i == 0 && strip%2 == 1 && strip < version {
				continue
			}
			out = append(out, place{last - 4 - 4*strip, y, 4})
		}
	}
	// Upright ones again between the finder patterns at the left.
	for _, x := range [4]int{8, 5, 3, 1} {
		for i := range version {
			out = append(out, place{x, last - 8 - 4*i, 2})
		}
	}
	return out
}

// blocks says how the codewords of a code are parted for error correction.
type blocks struct {
	n     int // blocks, all of one size
	data  int // data words of each
	check int // words of each that correct it
	// errors is how many words of each may be wrong. It is less than half of
	// check in the smallest versions, which keep some to notice what cannot be
	// corrected (ISO/IEC 18004, 8.5).
	errors int
}

// model1Blocks returns the blocks of a version, 1 to 14.
func model1Blocks(version int, level decoder.ErrorCorrectionLevel) blocks {
	row := model1Table[version-1]
	column, spare := 0, 0
	switch level {
	case decoder.ErrorCorrectionLevel_L:
		spare = max(4-version, 0)
	case decoder.ErrorCorrectionLevel_M:
		column, spare = 1, max(4-2*version, 0)
	case decoder.ErrorCorrectionLevel_Q:
		column, spare = 2, max(2-version, 0)
	case decoder.ErrorCorrectionLevel_H:
		column, spare = 3, max(2-version, 0)
	}
	b := blocks{n: row[column][0], data: row[column][1], check: row[column][2]}
	b.errors = (b.check - spare) / 2
	return b
}

// model1Table has number, data words and check words of the blocks of every
// version at the levels L, M, Q and H (ISO/IEC 18004:2000, table M.4).
var model1Table = [model1Versions][4][3]int{
	{{1, 19, 7}, {1, 16, 10}, {1, 13, 13}, {1, 9, 17}},
	{{1, 36, 10}, {1, 30, 16}, {1, 24, 22}, {1, 16, 30}},
	{{1, 57, 15}, {1, 44, 28}, {1, 36, 36}, {1, 24, 48}},
	{{1, 80, 20}, {1, 60, 40}, {1, 50, 50}, {1, 34, 66}},
	{{1, 108, 26}, {1, 82, 52}, {1, 68, 66}, {2, 23, 44}},
	{{1, 136, 34}, {2, 53, 32}, {2, 43, 42}, {2, 29, 56}},
	{{1, 170, 42}, {2, 66, 40}, {2, 54, 52}, {3, 24, 46}},
	{{2, 104, 24}, {2, 80, 48}, {2, 64, 64}, {3, 29, 56}},
	{{2, 123, 30}, {2, 93, 60}, {3, 52, 50}, {3, 34, 68}},
	{{2, 145, 34}, {2, 111, 68}, {3, 61, 58}, {4, 31, 58}},
	{{2, 168, 40}, {4, 64, 40}, {4, 52, 52}, {5, 29, 54}},
	{{2, 192, 46}, {4, 73, 46}, {4, 61, 58}, {5, 33, 62}},
	{{3, 144, 36}, {4, 83, 52}, {4, 69, 66}, {6, 32, 58}},
	{{3, 163, 40}, {4, 92, 60}, {5, 62, 60}, {6, 35, 66}},
}
