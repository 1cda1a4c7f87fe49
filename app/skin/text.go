package skin

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"golang.org/x/text/unicode/norm"
)

// Style is one step of the type scale: a size at 100 % and a face.
type Style struct {
	Size float32
	Face fyne.Resource
	// Style is what the toolkit falls back on for characters the face lacks.
	Style fyne.TextStyle
}

// The type scale. The line of a text is 1.5 times its size, see [Style.Line].
var (
	CodeXL    = codeStyle(60) // number matching, the big code
	CodeLarge = codeStyle(32) // code in a large row
	CodeRow   = codeStyle(24) // code in a row
	CodeMono  = mediumStyle(14)
	CodeSmall = codeStyle(12)
	Numeral   = boldStyle(11) // inside the ring, step numbers

	TitleLG  = boldStyle(24) // first run
	Title    = boldStyle(20) // headings of pages and steps
	Subtitle = boldStyle(17) // title bars of wizards and sheets
	Body     = textStyle(14)
	BodyBold = boldStyle(14) // titles of rows, buttons
	Small    = textStyle(13) // explanations
	Caption  = textStyle(12) // account, status bar, notes
	CapBold  = boldStyle(12)
	Micro    = textStyle(11.5) // next code, step labels
	MicroB   = boldStyle(11.5) // the same when urgent
	Letter   = boldStyle(18)   // monogram of an avatar
)

func textStyle(size float32) Style { return Style{Size: size, Face: textRegular} }
func boldStyle(size float32) Style {
	return Style{Size: size, Face: textSemiBold, Style: fyne.TextStyle{Bold: true}}
}

func codeStyle(size float32) Style {
	return Style{Size: size, Face: codeSemiBold, Style: fyne.TextStyle{Bold: true, Monospace: true}}
}

func mediumStyle(size float32) Style {
	return Style{Size: size, Face: codeMedium, Style: fyne.TextStyle{Monospace: true}}
}

// Px is the size of the letters in the text scale in use.
func (s Style) Px() float32 { return Px(s.Size) }

// Line is the distance of two lines of a paragraph, in the text scale in use.
func (s Style) Line() float32 { return Px(s.Size) * 1.5 }

// Measure gives the size of a single line of text.
func (s Style) Measure(text string) fyne.Size {
	text = s.narrow(text)
	size, _ := fyne.CurrentApp().Driver().RenderedTextSize(text, s.Px(), s.Style, s.source(text))
	return size
}

// Baseline is the distance from the top of the box of a line to its baseline.
func (s Style) Baseline() float32 {
	_, base := fyne.CurrentApp().Driver().RenderedTextSize("0", s.Px(), s.Style, s.source("0"))
	return base
}

// source is the face, or the part of it that will do, while it has every
// character of the text. Asking the toolkit by style instead would have it read
// the index of the system's fonts, which costs time and memory and is only
// needed for what we lack.
func (s Style) source(text string) fyne.Resource { return source(s.Face, text) }

// narrow gives characters their usual width that the face has only in that one:
// the Latin letters of 三菱ＵＦＪ, and half-width katakana. The toolkit would
// look for them among the system's fonts, and there may be none that has them.
func (s Style) narrow(text string) string {
	if s.source(text) != nil {
		return text
	}
	var out, run strings.Builder
	flush := func() {
		usual := norm.NFKC.String(strings.ReplaceAll(run.String(), "～", "〜"))
		if !covers(s.Face, usual) {
			usual = run.String()
		}
		out.WriteString(usual)
		run.Reset()
	}
	for _, c := range text {
		if c >= 0xff00 && c <= 0xffef && !covers(s.Face, string(c)) {
			run.WriteRune(c)
			continue
		}
		flush()
		out.WriteRune(c)
	}
	flush()
	return out.String()
}

// NewText makes a single line of text.
func NewText(text string, style Style, token fyne.ThemeColorName) *canvas.Text {
	t := Blank()
	set(t, text, style, token)
	return t
}

// Blank makes a text for [SetText] to fill. It has a face already, because the
// toolkit looks for one among the system's fonts when it measures a text that
// has none, even an empty one.
func Blank() *canvas.Text { return &canvas.Text{FontSource: textRegular.latin} }

// SetText gives a line of text new content, style and colour, and draws it
// again if anything changed.
func SetText(t *canvas.Text, text string, style Style, token fyne.ThemeColorName) {
	if set(t, text, style, token) {
		t.Refresh()
	}
}

func set(t *canvas.Text, text string, style Style, token fyne.ThemeColorName) bool {
	text = style.narrow(text)
	c, size, source := Color(token), style.Px(), style.source(text)
	if t.Text == text && t.Color == c && t.TextSize == size && t.TextStyle == style.Style && t.FontSource == source {
		return false
	}
	t.Text, t.Color, t.TextSize, t.TextStyle, t.FontSource = text, c, size, style.Style, source
	return true
}

// Ellipsis shortens a text that is wider than width, ending it with "…".
func Ellipsis(text string, style Style, width float32) string {
	if style.Measure(text).Width <= width {
		return text
	}
	runes := []rune(text)
	low, high := 0, len(runes)
	for low < high {
		mid := (low + high + 1) / 2
		if style.Measure(string(runes[:mid])+"…").Width <= width {
			low = mid
		} else {
			high = mid - 1
		}
	}
	if low == 0 {
		return ""
	}
	return string(runes[:low]) + "…"
}
