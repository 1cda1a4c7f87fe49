// Package brand finds the icon that belongs to the name of an issuer: "GitHub",
// "github.com" and "ギットハブ" give the same one. The icons come from Simple
// Icons; scripts/icons chooses them and writes the archive this package reads.
// An issuer without an icon gets a monogram, which is the window's business.
//
// Nothing is unpacked until it is asked for: the first question reads the
// index of names, and each icon is inflated when it is drawn.
package brand

import (
	"archive/zip"
	"bufio"
	"bytes"
	"fmt"
	"image/color"
	"io"
	"strconv"
	"strings"
	"sync"

	"twofold/assets"
)

// Icon is the icon of one brand. The zero value is none.
type Icon struct {
	Slug   string // names the icon in the vault, "github"
	Colour color.NRGBA
	path   *zip.File
}

// maxPath bounds the path data of one icon; the longest has about 30 KiB.
const maxPath = 128 << 10

// catalogue is the index of the archive.
type catalogue struct {
	bySlug map[string]Icon
	byKey  map[string]string // to slugs
}

// icons is read at the first question and never changes.
var icons = sync.OnceValue(func() catalogue {
	c, err := open(assets.BrandIcons())
	if err != nil {
		panic(fmt.Sprintf("brand: embedded icons: %v", err)) // a build that a test refuses
	}
	return c
})

func open(data []byte) (catalogue, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return catalogue{}, err
	}
	files := make(map[string]*zip.File, len(z.File))
	for _, f := range z.File {
		files[f.Name] = f
	}
	index, err := files["index"].Open()
	if err != nil {
		return catalogue{}, err
	}
	defer index.Close()
	c := catalogue{bySlug: make(map[string]Icon, len(files)), byKey: make(map[string]string, 4*len(files))}
	lines := bufio.NewScanner(index)
	for lines.Scan() {
		fields := strings.Split(lines.Text(), "\t")
		if len(fields) < 2 || files[fields[0]] == nil {
			return catalogue{}, fmt.Errorf("index line %q", lines.Text())
		}
		rgb, err := strconv.ParseUint(fields[1], 16, 24)
		if err != nil {
			return catalogue{}, err
		}
		slug := fields[0]
		c.bySlug[slug] = Icon{slug, color.NRGBA{uint8(rgb >> 16), uint8(rgb >> 8), uint8(rgb), 0xff}, files[slug]}
		for _, key := range fields[2:] {
			c.byKey[key] = slug
		}
	}
	return c, lines.Err()
}

// BySlug gives an icon by its name in the vault.
func BySlug(slug string) (Icon, bool) {
	i, ok := icons().bySlug[slug]
	return i, ok
}

// Slugs lists all icons, in no order.
func Slugs() []string {
	all := icons().bySlug
	out := make([]string, 0, len(all))
	for slug := range all {
		out = append(out, slug)
	}
	return out
}

// SVG draws the icon in one colour on 24 units.
func (i Icon) SVG(c color.NRGBA) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path fill="#%02x%02x%02x" d="`, c.R, c.G, c.B)
	if i.path != nil {
		if f, err := i.path.Open(); err == nil {
			_, _ = io.Copy(&b, io.LimitReader(f, maxPath)) // embedded bytes; a test reads them all
			_ = f.Close()
		}
	}
	b.WriteString(`"/></svg>`)
	return b.Bytes()
}
