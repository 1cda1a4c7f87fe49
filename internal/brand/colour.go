package brand

import (
	"image/color"
	"math"
)

// MinContrast is what an icon needs on its ground (WCAG 2.1, 1.4.11).
const MinContrast = 3

// On is the colour to draw the icon in on a ground: the brand's own, moved
// towards the colour of text as far as it takes to be seen there.
func (i Icon) On(ground, text color.NRGBA) color.NRGBA {
	const steps = 8
	for n := range steps {
		c := mix(i.Colour, text, float64(n)/steps)
		if contrast(c, ground) >= MinContrast {
			return c
		}
	}
	return text
}

// mix gives a with a share of b.
func mix(a, b color.NRGBA, share float64) color.NRGBA {
	part := func(x, y uint8) uint8 { return uint8(math.Round(float64(x)*(1-share) + float64(y)*share)) }
	return color.NRGBA{part(a.R, b.R), part(a.G, b.G), part(a.B, b.B), 0xff}
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
