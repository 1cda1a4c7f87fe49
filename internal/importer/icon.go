package importer

import (
	"bytes"
	"crypto/sha256"
	"image"
	_ "image/jpeg" // pictures of other apps come in both
	"image/png"

	"golang.org/x/image/draw"

	"twofold/internal/account"
)

// iconCache turns pictures of other apps into small PNG files. The same
// picture often stands beside many accounts, and all pictures of one import
// share one allowance of pixels: a small file can hold a huge picture many
// times.
type iconCache struct {
	made   map[[32]byte][]byte
	pixels int
}

const (
	iconSide      = 96      // pixels, what 48 points need on a dense screen
	iconMaxPixels = 4 << 20 // of one picture
	iconAllPixels = 24 << 20
	iconMaxBytes  = 1 << 20
)

// png gives the picture as a PNG of at most [account.MaxIcon] bytes, or nil
// if it is no picture, or too large a one.
func (c *iconCache) png(data []byte) []byte {
	if len(data) == 0 || len(data) > iconMaxBytes {
		return nil
	}
	sum := sha256.Sum256(data)
	if out, ok := c.made[sum]; ok {
		return out
	}
	if c.made == nil {
		c.made = map[[32]byte][]byte{}
	}
	out := c.convert(data)
	c.made[sum] = out
	return out
}

func (c *iconCache) convert(data []byte) []byte {
	head, kind, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || head.Width <= 0 || head.Height <= 0 {
		return nil
	}
	size := head.Width * head.Height
	small := head.Width <= iconSide && head.Height <= iconSide
	cost := size
	if small {
		cost /= 4 // nothing but decoding; ten thousand of them fit
	}
	if head.Width > iconMaxPixels || head.Height > iconMaxPixels || size > iconMaxPixels ||
		c.pixels+cost > iconAllPixels {
		return nil
	}
	c.pixels += cost
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	if kind == "png" && len(data) <= account.MaxIcon && small {
		return data
	}
	for side := iconSide; side >= 24; side /= 2 {
		var out bytes.Buffer
		if png.Encode(&out, scaled(img, side)) == nil && out.Len() <= account.MaxIcon {
			return out.Bytes()
		}
	}
	return nil
}

// scaled fits img into a square of side pixels, keeping its proportions.
func scaled(img image.Image, side int) image.Image {
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	if w <= side && h <= side {
		return img
	}
	if w >= h {
		w, h = side, max(1, h*side/w)
	} else {
		w, h = max(1, w*side/h), side
	}
	out := image.NewNRGBA(image.Rect(0, 0, w, h))
	draw.CatmullRom.Scale(out, out.Bounds(), img, b, draw.Src, nil)
	return out
}
