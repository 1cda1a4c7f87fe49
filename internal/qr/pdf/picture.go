package pdf

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
)

// picture decodes an image (section 8.9). The result is nil if it is of a kind
// that is not read here, or larger than limit pixels.
func (f *file) picture(s stream, limit int) image.Image {
	w, h := f.integer(f.either(s.dict, "Width", "W")), f.integer(f.either(s.dict, "Height", "H"))
	if w <= 0 || h <= 0 || h > limit/w {
		return nil
	}
	data, last := f.content(s)
	switch last {
	case "":
		return f.samples(s.dict, data, w, h)
	case "DCTDecode", "DCT":
		cfg, err := jpeg.DecodeConfig(bytes.NewReader(data))
		if err != nil || cfg.Width <= 0 || cfg.Height > limit/cfg.Width {
			return nil
		}
		img, err := jpeg.Decode(bytes.NewReader(data))
		if err != nil {
			return nil
		}
		return img
	}
	return nil
}

func (f *file) either(d dict, long, short name) any {
	if v, ok := d[long]; ok {
		return v
	}
	return d[short]
}

// samples makes a picture of plain samples.
func (f *file) samples(d dict, data []byte, w, h int) image.Image {
	bits := f.integer(f.either(d, "BitsPerComponent", "BPC"))
	space, palette := f.colorSpace(f.either(d, "ColorSpace", "CS"))
	if mask, _ := f.resolve(f.either(d, "ImageMask", "IM")).(bool); mask {
		bits, space, palette = 1, 1, nil
	}
	switch bits {
	case 1, 2, 4, 8, 16:
	default:
		return nil
	}
	if space == 0 {
		return nil
	}
	row := (w*space*bits + 7) / 8
	inverted := f.inverted(d)
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		if (y+1)*row > len(data) {
			break // cut short: the rest stays transparent
		}
		line := data[y*row:][:row]
		for x := range w {
			img.SetRGBA(x, y, pixel(line, x, bits, space, palette, inverted))
		}
	}
	return img
}

// pixel returns the colour of one pixel of a row.
func pixel(line []byte, x, bits, space int, palette []color.RGBA, inverted bool) color.RGBA {
	var c [4]uint8
	for i := range space {
		at := (x*space + i) * bits
		var v int
		if bits == 16 {
			v = int(line[at/8])
		} else {
			v = int(line[at/8]) >> (8 - bits - at%8) & (1<<bits - 1)
		}
		if palette != nil {
			if v >= len(palette) {
				return color.RGBA{A: 255}
			}
			return palette[v]
		}
		if bits < 8 {
			v = v * 255 / (1<<bits - 1)
		}
		c[i] = uint8(v)
		if inverted {
			c[i] = 255 - c[i]
		}
	}
	switch space {
	case 1:
		return color.RGBA{c[0], c[0], c[0], 255}
	case 3:
		return color.RGBA{c[0], c[1], c[2], 255}
	}
	r, g, b := color.CMYKToRGB(c[0], c[1], c[2], c[3])
	return color.RGBA{r, g, b, 255}
}

// inverted reports whether the Decode array says that the least value is the
// lightest.
func (f *file) inverted(d dict) bool {
	a := f.array(f.either(d, "Decode", "D"))
	if len(a) < 2 {
		return false
	}
	lo, _ := f.number(a[0])
	hi, _ := f.number(a[1])
	return lo > hi
}

// colorSpace returns how many components a colour has, 0 if that is unknown,
// and the palette of an indexed space.
func (f *file) colorSpace(v any) (n int, palette []color.RGBA) {
	v = f.resolve(v)
	a, _ := v.([]any)
	if len(a) > 0 {
		v = f.resolve(a[0])
	}
	kind, _ := v.(name)
	switch kind {
	case "DeviceGray", "CalGray", "G":
		return 1, nil
	case "DeviceRGB", "CalRGB", "RGB", "Lab":
		return 3, nil
	case "DeviceCMYK", "CMYK":
		return 4, nil
	case "Separation":
		return 0, nil
	case "ICCBased":
		if len(a) > 1 {
			if n := f.integer(f.dict(a[1])["N"]); n == 1 || n == 3 || n == 4 {
				return n, nil
			}
		}
	case "Indexed", "I":
		if len(a) > 3 {
			return 1, f.palette(a)
		}
	}
	return 0, nil
}

func (f *file) palette(a []any) []color.RGBA {
	base, nested := f.colorSpace(a[1])
	var table []byte
	switch t := f.resolve(a[3]).(type) {
	case str:
		table = t
	case stream:
		table, _ = f.content(t)
	}
	out := []color.RGBA{}
	if base == 0 || nested != nil {
		return out
	}
	for i := 0; i <= min(f.integer(a[2]), 255) && (i+1)*base <= len(table); i++ {
		out = append(out, pixel(table[i*base:], 0, 8, base, nil, false))
	}
	return out
}
