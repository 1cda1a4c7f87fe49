package platform

import (
	"encoding/binary"
	"errors"
)

// errDIB says that a device-independent bitmap cannot be read.
var errDIB = errors.New("not a bitmap of a known kind")

// Values of BITMAPINFOHEADER (wingdi.h).
const (
	dibInfoHeader  = 40
	dibV5Header    = 124
	dibRGB         = 0
	dibBitfields   = 3
	dibMasks       = 12
	bmpFileHeader  = 14
	dibCompression = 16 // offset in the header
	dibBitCount    = 14
	dibColoursUsed = 32
)

// bmpFromDIB makes a BMP file of what Windows has on the clipboard under
// CF_DIB: the same without the file header. Screenshots there have 32 bits
// with masks behind a 40-byte header, which decoders of files rarely know; the
// usual masks mean the same as plain RGB, so that is what is written.
func bmpFromDIB(dib []byte) ([]byte, error) {
	if len(dib) < dibInfoHeader || len(dib) > maxClipboardImage {
		return nil, errDIB
	}
	size := binary.LittleEndian.Uint32(dib)
	if size < dibInfoHeader || size > dibV5Header || uint64(size) > uint64(len(dib)) {
		return nil, errDIB
	}
	head, rest := append([]byte(nil), dib[:size]...), dib[size:]
	bits := binary.LittleEndian.Uint16(head[dibBitCount:])
	compression := binary.LittleEndian.Uint32(head[dibCompression:])
	if compression == dibBitfields && size == dibInfoHeader {
		if bits != 32 || len(rest) < dibMasks || !usualMasks(rest) {
			return nil, errDIB
		}
		rest = rest[dibMasks:]
		binary.LittleEndian.PutUint32(head[dibCompression:], dibRGB)
	}
	palette := uint64(0)
	if bits <= 8 {
		used := uint64(binary.LittleEndian.Uint32(head[dibColoursUsed:]))
		if used == 0 {
			used = 1 << bits
		}
		palette = used * 4
	}
	if palette > uint64(len(rest)) {
		return nil, errDIB
	}
	out := make([]byte, bmpFileHeader, bmpFileHeader+len(head)+len(rest))
	out[0], out[1] = 'B', 'M'
	binary.LittleEndian.PutUint32(out[2:], uint32(bmpFileHeader+len(head)+len(rest)))
	binary.LittleEndian.PutUint32(out[10:], uint32(bmpFileHeader+len(head))+uint32(palette))
	return append(append(out, head...), rest...), nil
}

// usualMasks: red, green, blue as they lie in plain 32-bit RGB.
func usualMasks(b []byte) bool {
	return binary.LittleEndian.Uint32(b) == 0xff0000 &&
		binary.LittleEndian.Uint32(b[4:]) == 0xff00 &&
		binary.LittleEndian.Uint32(b[8:]) == 0xff
}
