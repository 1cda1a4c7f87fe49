// Package pdf finds what may be a QR code in a PDF file (ISO 32000-1): the
// pictures in it, and the pages on which shapes are filled, drawn without
// their text. It is no viewer.
//
// The bytes are a stranger's: objects, inflated bytes, operators and pixels
// are counted and bounded. Encrypted files give nothing.
package pdf

import (
	"bytes"
	"image"
)

// Limits of what [Pictures] draws.
const (
	maxPages = 50
	maxSteps = 4_000_000 // operators, and filled pixels by 32
)

// Is reports whether data looks like a PDF file.
func Is(data []byte) bool {
	// Readers allow for a kilobyte of something else in front.
	return bytes.Contains(data[:min(len(data), 1024)], []byte("%PDF-"))
}

// Pictures returns the pictures of a PDF file in the order of its pages, and
// after those of a page the page itself if shapes are drawn on it. Together
// they have at most limit pixels; what is beyond is left out.
func Pictures(data []byte, limit int) []image.Image {
	f := open(data)
	var out []image.Image
	p := painter{f: f, limit: limit, steps: maxSteps}
	for _, pg := range f.pages() {
		p.page, p.pictures = nil, nil
		p.saved, p.path = nil, path{}
		p.paint(pg.dict, pg.resources, pg.media)
		out = append(out, p.pictures...)
		if p.page != nil {
			out = append(out, p.page)
		}
	}
	return out
}

// leaf is a page with what it inherits.
type leaf struct {
	dict      dict
	resources dict
	media     []any
}

// pages returns the pages in order.
func (f *file) pages() []leaf {
	var out []leaf
	seen := map[int]bool{}
	var walk func(v any, from leaf, depth int)
	walk = func(v any, from leaf, depth int) {
		if r, ok := v.(ref); ok {
			if seen[int(r)] {
				return
			}
			seen[int(r)] = true
		}
		d := f.dict(v)
		if d == nil || depth > maxDepth || len(out) >= maxPages {
			return
		}
		from.dict = d
		if r := f.dict(d["Resources"]); r != nil {
			from.resources = r
		}
		if m := f.array(d["MediaBox"]); len(m) == 4 {
			from.media = m
		}
		kids := f.array(d["Kids"])
		if len(kids) == 0 {
			out = append(out, from)
		}
		for _, k := range kids {
			walk(k, from, depth+1)
		}
	}
	for _, n := range f.numbers() {
		if d, ok := f.objects[n].(dict); ok && d["Type"] == name("Catalog") {
			walk(d["Pages"], leaf{}, 0)
		}
	}
	if len(out) > 0 {
		return out
	}
	// No catalogue: every page for itself.
	for _, n := range f.numbers() {
		if d, ok := f.objects[n].(dict); ok && d["Type"] == name("Page") {
			walk(d, leaf{}, 0)
		}
	}
	return out
}
