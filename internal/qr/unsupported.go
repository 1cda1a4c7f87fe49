package qr

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// unsupported names the format of a picture that is known and not read, so
// that the user can be told what to do; "" if the bytes are none of them.
func unsupported(data []byte) string {
	for _, f := range []struct{ name, prefix string }{
		{"JPEG XL", "\xff\x0a"},
		{"JPEG XL", "\x00\x00\x00\x0cJXL \r\n\x87\n"},
		{"JPEG 2000", "\x00\x00\x00\x0cjP  \r\n\x87\n"},
		{"Photoshop", "8BPS"},
	} {
		if bytes.HasPrefix(data, []byte(f.prefix)) {
			return f.name
		}
	}
	if name := brand(data); name != "" {
		return name
	}
	if isSVG(data) {
		return "SVG"
	}
	return ""
}

// brand names the picture formats in boxes (ISO/IEC 23008-12): the first box
// lists what its reader must know, the most exact name not always first.
func brand(data []byte) string {
	if len(data) < 16 || string(data[4:8]) != "ftyp" {
		return ""
	}
	size := binary.BigEndian.Uint32(data)
	end := min(int(min(size, 256)), len(data))
	var brands []string
	for at := 8; at+4 <= end; at += 4 {
		if at != 12 { // a version number stands there
			brands = append(brands, string(data[at:at+4]))
		}
	}
	has := func(names ...string) bool {
		return slices.ContainsFunc(brands, func(b string) bool { return slices.Contains(names, b) })
	}
	switch {
	case has("avif", "avis"):
		return "AVIF"
	case has("heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs", "mif1", "msf1"):
		return "HEIC"
	}
	return ""
}

// isSVG looks for the root element of a drawing near the beginning.
func isSVG(data []byte) bool {
	head := bytes.TrimLeft(bytes.TrimPrefix(data[:min(len(data), 1024)], []byte("\xef\xbb\xbf")), " \t\r\n")
	return bytes.HasPrefix(head, []byte("<")) && bytes.Contains(head, []byte("<svg"))
}
