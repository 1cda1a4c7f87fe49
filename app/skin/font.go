package skin

import (
	"sync"

	"fyne.io/fyne/v2"
	"golang.org/x/image/font/sfnt"

	"twofold/assets"
)

// The faces, each one resource for the life of the program: the toolkit
// caches parsed fonts by resource.
var (
	textRegular  = newFace(assets.TextRegular).with(assets.LatinRegular)
	textSemiBold = newFace(assets.TextSemiBold).with(assets.LatinSemiBold)
	codeMedium   = newFace(assets.CodeMedium)
	codeSemiBold = newFace(assets.CodeSemiBold)
)

// face is an embedded font that can tell which characters it has. Its table
// of characters is read once, and only when a text is not plain ASCII.
type face struct {
	fyne.Resource
	latin *face // a small part of it that draws the same; nil for none
	once  sync.Once
	font  *sfnt.Font

	mu   sync.Mutex
	buf  sfnt.Buffer
	seen map[rune]bool
}

func newFace(name string) *face {
	return &face{Resource: fyne.NewStaticResource(name, assets.Font(name)), seen: map[rune]bool{}}
}

func (f *face) with(latin string) *face {
	f.latin = newFace(latin)
	return f
}

// source is the smallest resource that has every character of a text, nil if
// the face lacks one. What the toolkit never draws with it never reads.
func source(r fyne.Resource, text string) fyne.Resource {
	if f, ok := r.(*face); ok && f.latin != nil && covers(f.latin, text) {
		return f.latin
	}
	if covers(r, text) {
		return r
	}
	return nil
}

// covers reports whether a face has every character of a text. A face of
// another package counts as having all.
func covers(r fyne.Resource, text string) bool {
	f, ok := r.(*face)
	if !ok {
		return true
	}
	for _, c := range text {
		if c >= ' ' && c <= '~' {
			continue // tested for all faces
		}
		if !f.has(c) {
			return false
		}
	}
	return true
}

func (f *face) has(c rune) bool {
	f.once.Do(func() { f.font, _ = sfnt.Parse(f.Content()) })
	f.mu.Lock()
	defer f.mu.Unlock()
	known, ok := f.seen[c]
	if ok || f.font == nil {
		return known
	}
	index, err := f.font.GlyphIndex(&f.buf, c)
	known = err == nil && index != 0
	f.seen[c] = known
	return known
}

// Covers reports whether a text can be drawn with the embedded faces alone.
func Covers(text string, style Style) bool { return covers(style.Face, text) }
