package window

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"sort"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"twofold/app/control"
	"twofold/app/locale"
	"twofold/app/skin"
	"twofold/assets"
)

// TestLayout looks at every text of every screen, in both languages, at all
// text sizes and in windows from the smallest to the wide one: none may be cut
// off, lie outside of what it belongs to or upon another one, and the window
// may not grow beyond what the user gave it. What stands still around the body
// of a page must leave it room to be used in.
func TestLayout(t *testing.T) {
	sizes := []fyne.Size{fyne.NewSize(minWidth, minHeight), fyne.NewSize(420, 680), fyne.NewSize(960, 680)}
	for _, s := range screens {
		for _, lang := range []locale.Language{locale.English, locale.Japanese} {
			t.Run(s.name+"-"+string(lang), func(t *testing.T) {
				for _, scale := range layoutScales() {
					set := s.set
					set.language, set.scale = lang, scale
					set.width, set.height = 960, 680
					r := newRig(t, set)
					s.build(r)
					for _, size := range sizes {
						r.win.Resize(size)
						for _, p := range problemsOf(r, size) {
							t.Errorf("%d %%, %v x %v: %s", scale, size.Width, size.Height, p)
						}
					}
				}
			})
		}
	}
}

// layoutScales are the text sizes looked at: the largest in the quick check,
// beside the pictures at 100 %, and all that can be chosen in the long one.
func layoutScales() []int {
	if os.Getenv("TWOFOLD_ALL_SIZES") != "" {
		return skin.Percents()
	}
	return []int{200}
}

// box is a rectangle on the window.
type box struct{ x, y, x2, y2 float32 }

func boxOf(p fyne.Position, s fyne.Size) box { return box{p.X, p.Y, p.X + s.Width, p.Y + s.Height} }

func (b box) and(o box) box {
	return box{max(b.x, o.x), max(b.y, o.y), min(b.x2, o.x2), min(b.y2, o.y2)}
}

func (b box) String() string { return fmt.Sprintf("%.0f,%.0f to %.0f,%.0f", b.x, b.y, b.x2, b.y2) }

// seen is a text as it lies on the window.
type seen struct {
	text string
	box  box // of the letters
	room box // what it belongs to; endless along a scroller
	clip box // what can be seen of the window there
	path []fyne.CanvasObject
}

var endless = box{-math.MaxFloat32, -math.MaxFloat32, math.MaxFloat32, math.MaxFloat32}

// laid gathers the texts and the controls of one layer of the window.
type laid struct {
	texts    []seen
	controls []seen
	bodies   []body // what scrolls up and down
	rows     []seen // of accounts, if there is a list of them
	listed   bool
}

func (l *laid) walk(o fyne.CanvasObject, at fyne.Position, room, clip box, path []fyne.CanvasObject) {
	if !o.Visible() {
		return
	}
	at = at.Add(o.Position())
	own := boxOf(at, o.Size())
	path = append(path[:len(path):len(path)], o)
	switch o := o.(type) {
	case *canvas.Text:
		if strings.TrimSpace(o.Text) == "" {
			return
		}
		size := o.MinSize()
		at.X += aligned(o, size)
		letters := boxOf(at, size)
		// The box of a line is higher than its letters by what the face keeps
		// free above and below.
		free := size.Height * 0.16
		letters.y, letters.y2 = letters.y+free, letters.y2-free
		l.texts = append(l.texts, seen{o.Text, letters, room, clip, path})
		return
	case *fyne.Container:
		for _, c := range o.Objects {
			l.walk(c, at, room, clip, path)
		}
		return
	case *container.Scroll:
		clip = clip.and(own)
		switch o.Direction {
		case container.ScrollVerticalOnly:
			room = box{max(room.x, own.x), endless.y, min(room.x2, own.x2), endless.y2}
		case container.ScrollHorizontalOnly:
			room = box{endless.x, max(room.y, own.y), endless.x2, min(room.y2, own.y2)}
		default:
			room = endless
		}
		l.walk(o.Content, at, room, clip, path)
		return
	case *container.Clip:
		clip = clip.and(own)
	case *control.ChipStrip:
		room = box{endless.x, own.y, endless.x2, own.y2} // scrolls sideways
		for _, c := range test.WidgetRenderer(o).Objects() {
			l.walk(c, at, room, clip, path)
		}
		return
	case *widget.Entry:
		return // scrolls by itself
	case fyne.Widget:
		switch o := o.(type) {
		case *control.List:
			l.listed = true
		case *control.Row:
			l.rows = append(l.rows, seen{o.Item().Title, own, room, clip, path})
		case *control.Band:
			l.bodies = append(l.bodies, body{own.y2 - own.y, least * 480}) // is as large as it is let
		}
		if _, ok := o.(fyne.Focusable); ok {
			l.controls = append(l.controls, seen{fmt.Sprintf("%T", o), own, room, clip, path})
		}
		room = room.and(own)
	}
	if w, ok := o.(fyne.Widget); ok {
		for _, c := range test.WidgetRenderer(w).Objects() {
			l.walk(c, at, room, clip, path)
		}
	}
}

// aligned is how far the letters stand from the left of the room of a text.
func aligned(t *canvas.Text, size fyne.Size) float32 {
	switch t.Alignment {
	case fyne.TextAlignCenter:
		return (t.Size().Width - size.Width) / 2
	case fyne.TextAlignTrailing:
		return t.Size().Width - size.Width
	}
	return 0
}

// problemsOf says what is wrong with the texts on the window.
func problemsOf(r *rig, size fyne.Size) []string {
	c := r.win.Canvas()
	var out []string
	if need := c.Content().MinSize(); need.Width > size.Width || need.Height > size.Height {
		out = append(out, fmt.Sprintf("the window grows to %v x %v", need.Width, need.Height))
	}
	window := box{0, 0, size.Width, size.Height}
	for _, o := range append([]fyne.CanvasObject{c.Content()}, c.Overlays().List()...) {
		var l laid
		l.walk(o, fyne.Position{}, window, window, nil)
		out = append(out, l.problems(r.txt)...)
		out = append(out, l.cramped(size)...)
	}
	sort.Strings(out)
	return out
}

func (l *laid) problems(txt *locale.Texts) []string {
	const slack = 1.5
	var out []string
	for i, s := range l.texts {
		if s.box.x < s.room.x-slack || s.box.y < s.room.y-slack || s.box.x2 > s.room.x2+slack || s.box.y2 > s.room.y2+slack {
			out = append(out, fmt.Sprintf("%q (%v) is not within %v, in %s", s.text, s.box, s.room, owner(s.path)))
		}
		for _, o := range l.texts[i+1:] {
			if overlap(s, o) {
				out = append(out, fmt.Sprintf("%q (%v) lies upon %q (%v)", s.text, s.box, o.text, o.box))
			}
		}
		for _, o := range l.controls {
			if overlap(s, o) && !within(s.path, o.path) {
				out = append(out, fmt.Sprintf("%q (%v) is covered by %s (%v)", s.text, s.box, o.text, o.box))
			}
		}
		if cut(s.text, txt) && !ofTheUser(s.path) {
			out = append(out, fmt.Sprintf("%q is cut short, in %s", s.text, owner(s.path)))
		}
	}
	return out
}

func overlap(a, b seen) bool {
	x := a.box.and(a.clip).and(b.box).and(b.clip)
	return x.x2-x.x > 1.5 && x.y2-x.y > 1.5
}

// within reports whether a control is one of those a text lies in.
func within(text, control []fyne.CanvasObject) bool {
	c := control[len(control)-1]
	for _, o := range text {
		if o == c {
			return true
		}
	}
	return false
}

func owner(path []fyne.CanvasObject) string {
	var names []string
	for _, o := range path {
		switch o.(type) {
		case *fyne.Container, *canvas.Text:
		default:
			names = append(names, strings.TrimPrefix(fmt.Sprintf("%T", o), "*"))
		}
	}
	return strings.Join(names[max(0, len(names)-4):], " > ")
}

// cut reports whether a text is the beginning of one of ours. What the user
// wrote may be cut; what we say may not.
func cut(text string, txt *locale.Texts) bool {
	head, ok := strings.CutSuffix(text, "…")
	if !ok || len([]rune(head)) < 2 {
		return false
	}
	begins := false
	for _, whole := range ours[txt.Language()] {
		if whole == text {
			return false
		}
		begins = begins || strings.HasPrefix(whole, head)
	}
	return begins
}

// ofTheUser reports whether a text lies in the row of an account, whose names
// are the user's and may be shortened.
func ofTheUser(path []fyne.CanvasObject) bool {
	for _, o := range path {
		switch o.(type) {
		case *control.Row, *control.Paragraph: // a paragraph has all its words, on several lines
			return true
		}
	}
	return false
}

// ours are the texts of the catalogues.
var ours = map[locale.Language][]string{
	locale.English: catalogue(locale.English), locale.Japanese: catalogue(locale.Japanese),
}

func catalogue(lang locale.Language) []string {
	var tree any
	if err := json.Unmarshal([]byte(assets.Catalogue(string(lang))), &tree); err != nil {
		panic(err)
	}
	var out []string
	var gather func(v any)
	gather = func(v any) {
		switch v := v.(type) {
		case string:
			out = append(out, locale.Plain(v))
		case map[string]any:
			for _, one := range v {
				gather(one)
			}
		}
	}
	gather(tree)
	return out
}
