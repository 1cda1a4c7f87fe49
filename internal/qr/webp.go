package qr

import (
	"bytes"
	"encoding/binary"
)

// stillWebP returns a WebP file with the first frame of an animation as its
// picture (RFC 9649, 2.7); what is no animation comes back as it is.
func stillWebP(data []byte) []byte {
	const head = 12 // RIFF, a length, WEBP
	if len(data) < head || !bytes.Contains(data[:min(len(data), 64)], []byte("ANIM")) {
		return data
	}
	frame, ok := chunk(data[head:], "ANMF")
	const place = 16 // where the frame lies, how large it is and how long it shows
	if !ok || len(frame) < place {
		return data
	}
	body := frame[place:]
	var extended []byte
	if _, ok := chunk(body, "ALPH"); ok {
		// A picture with its transparency apart needs a header that says so and
		// how large it is; the frame has the same six bytes of size.
		extended = append([]byte("VP8X\x0a\x00\x00\x00\x10\x00\x00\x00"), frame[6:12]...)
	}
	out := append([]byte("RIFF\x00\x00\x00\x00WEBP"), extended...)
	out = append(out, body...)
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out)-8))
	return out
}

// chunk returns the content of the first chunk of a name.
func chunk(data []byte, name string) ([]byte, bool) {
	for len(data) >= 8 {
		n := int(binary.LittleEndian.Uint32(data[4:]))
		if n > len(data)-8 {
			return nil, false
		}
		if string(data[:4]) == name {
			return data[8 : 8+n], true
		}
		data = data[min(8+n+n%2, len(data)):]
	}
	return nil, false
}
