package brand

import (
	"image/color"
	"math"
)

// MinContrast is what an icon needs on its ground (WCAG 2.1, 1.4.11).
const MinContrast = 3

// On is the colour to draw the icon in on a ground: the brand's own where it
// can be told from the ground, else the given one.
func (i Icon) On(ground, otherwise color.NRGBA) color.NRGBA {
	if contrast(i.Colour, ground) >= MinContrast {
		return i.Colour
	}
	return otherwise
}

// contrast is the ratio of WCAG 2.1 for opaque colours, from 1 to 21.
func contrast(a, b color.NRGBA) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

// luminance is the relative luminance of sRGB.
func luminance(c color.NRGBA) float64 {
	linear := func(v uint8) float64 {
		f := float64(v) / 255
		if f <= 0.04045 {
			return f / 12.92
		}
		return math.Pow((f+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}
