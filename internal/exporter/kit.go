package exporter

import (
	"fmt"
	"image"
	"io"
	"strings"
	"time"
	"unicode"

	"codeberg.org/go-pdf/fpdf"

	"twofold/internal/qr"
)

// Kit is the emergency kit: one page with what is needed to get the accounts
// back. Words come from the catalogue of the user's language, where U+200B
// marks the places at which a line may end. Lines begin with a heading.
type Kit struct {
	Text, Bold, Code []byte // fonts, as in [SheetOptions]; all three are needed
	// Letter makes a page of US Letter size, A4 else.
	Letter bool
	Now    time.Time

	Title, Sub, Created string
	Where               []string // where the backup is; the first line is the heading
	Key                 string   // heading of the words
	Words               []string // the recovery key
	QR, QRCaption       string   // the same as the text of a QR code
	Blanks              []string // labels of lines to write on by hand
	Steps               []string // the first is the heading, the others are numbered
	Note                string   // small print
	Warning             string
	// Masked shows where the key is, and not the key: Words are drawn as dots,
	// and a frame takes the place of QR, which may be empty.
	Masked bool
}

// kitPage is the page while it is drawn. All measures are in millimetres.
type kitPage struct {
	pdf              pen
	text, bold, code *face
	width, height    float64
	y                float64
}

const (
	kitMargin = 20.0
	kitQR     = 46.0
)

// WriteKit draws the kit as a PDF. The same kit gives the same file. Text is
// drawn as outlines: the words stand in it as shapes and not as text that a
// search of the disk would find.
func WriteKit(w io.Writer, k Kit) error {
	p, err := newKitPage(k)
	if err != nil {
		return err
	}
	format := "A4"
	if k.Letter {
		format = "Letter"
	}
	pdf := fpdf.New("P", "mm", format, "")
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetFillColor(0, 0, 0)
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(k.Now.UTC())
	pdf.SetModificationDate(k.Now.UTC())
	pdf.SetTitle(k.Title, true)
	pdf.AddPage()
	if err := p.draw(inkOf(pdf), k); err != nil {
		return err
	}
	return pdf.Output(w)
}

// DrawKit is the picture of the page that [WriteKit] writes, so many pixels
// wide, 2000 at most.
func DrawKit(k Kit, pixels int) (image.Image, error) {
	p, err := newKitPage(k)
	if err != nil {
		return nil, err
	}
	r := newRaster(p.width, p.height, max(1, min(pixels, 2000)))
	if err := p.draw(r, k); err != nil {
		return nil, err
	}
	return r.picture(), nil
}

func newKitPage(k Kit) (*kitPage, error) {
	p := &kitPage{width: sheetWidth, height: sheetHeight, y: 26}
	if k.Letter {
		p.width, p.height = 215.9, 279.4
	}
	for _, f := range []struct {
		data []byte
		to   **face
	}{{k.Text, &p.text}, {k.Bold, &p.bold}, {k.Code, &p.code}} {
		if len(f.data) == 0 {
			return nil, ErrNoFont
		}
		made, err := newFace(f.data)
		if err != nil {
			return nil, err
		}
		*f.to = made
	}
	return p, nil
}

func (p *kitPage) draw(with pen, k Kit) error {
	p.pdf = with
	p.heading(k)
	p.section(k.Where)
	if err := p.key(k); err != nil {
		return err
	}
	p.blanks(k.Blanks)
	p.steps(k.Steps)
	p.paragraph(p.text, k.Note, 8*point, kitMargin, p.width-2*kitMargin)
	p.warning(k.Warning)
	return nil
}

func (p *kitPage) heading(k Kit) {
	p.bold.draw(p.pdf, plain(k.Title), kitMargin, p.y, 22*point)
	p.y += 7
	p.text.draw(p.pdf, plain(k.Sub), kitMargin, p.y, 11*point)
	p.y += 5.5
	p.text.draw(p.pdf, p.text.fitted(plain(k.Created), 9*point, p.width-2*kitMargin), kitMargin, p.y, 9*point)
	p.y += 4
	p.pdf.SetLineWidth(0.3)
	p.pdf.Line(kitMargin, p.y, p.width-kitMargin, p.y)
	p.y += 8
}

// section is a heading with lines under it.
func (p *kitPage) section(lines []string) {
	for i, l := range lines {
		if i == 0 {
			p.head(l)
			continue
		}
		p.paragraph(p.text, l, 10*point, kitMargin, p.width-2*kitMargin)
	}
	p.y += 4
}

func (p *kitPage) head(text string) {
	p.bold.draw(p.pdf, plain(text), kitMargin, p.y, 12*point)
	p.y += 6
}

// key draws the words in two columns, numbered, and the QR code beside them.
func (p *kitPage) key(k Kit) error {
	top := p.y
	p.head(k.Key)
	right := p.width - kitMargin - kitQR
	if k.Masked {
		p.pdf.SetLineWidth(0.3)
		p.pdf.Rect(right+3, top-1, kitQR-6, kitQR-6, "D") // without the quiet zone
	} else {
		m, err := qr.Encode(k.QR, qr.M)
		if err != nil {
			return fmt.Errorf("QR code of the recovery key: %w", err)
		}
		drawMatrix(p.pdf, m, right, top-4, kitQR)
	}
	half := (len(k.Words) + 1) / 2
	column := (right - kitMargin) / 2
	for i, word := range k.Words {
		if k.Masked {
			word = "•••••"
		}
		x, y := kitMargin+float64(i/half)*column, p.y+2+float64(i%half)*7
		p.text.draw(p.pdf, fmt.Sprint(i+1), x, y, 8*point)
		p.code.draw(p.pdf, word, x+6, y, 13*point)
	}
	below := top - 4 + kitQR + 4
	for _, l := range p.wrapped(p.text, k.QRCaption, 8*point, kitQR) {
		p.text.draw(p.pdf, l, right+(kitQR-p.text.width(l, 8*point))/2, below, 8*point)
		below += 3.6
	}
	p.y = max(p.y+2+float64(half)*7, below) + 4
	return nil
}

// blanks are lines to write on by hand.
func (p *kitPage) blanks(labels []string) {
	for _, l := range labels {
		p.text.draw(p.pdf, plain(l), kitMargin, p.y, 9*point)
		p.y += 9
		p.pdf.SetLineWidth(0.2)
		p.pdf.Line(kitMargin, p.y, p.width-kitMargin, p.y)
		p.y += 6
	}
	p.y += 2
}

func (p *kitPage) steps(lines []string) {
	for i, l := range lines {
		if i == 0 {
			p.head(l)
			continue
		}
		p.bold.draw(p.pdf, fmt.Sprint(i), kitMargin, p.y, 10*point)
		p.paragraph(p.text, l, 10*point, kitMargin+7, p.width-2*kitMargin-7)
		p.y += 1
	}
	p.y += 3
}

// warning is a frame at the foot of the page.
func (p *kitPage) warning(text string) {
	most := p.width - 2*kitMargin - 10
	lines := p.wrapped(p.bold, text, 10*point, most)
	high := float64(len(lines))*5 + 7
	y := max(p.y+2, p.height-kitMargin-high)
	p.pdf.SetLineWidth(0.6)
	p.pdf.Rect(kitMargin, y, p.width-2*kitMargin, high, "D")
	for i, l := range lines {
		p.bold.draw(p.pdf, l, kitMargin+5, y+7+float64(i)*5, 10*point)
	}
}

func (p *kitPage) paragraph(f *face, text string, size, x, most float64) {
	for _, l := range p.wrapped(f, text, size, most) {
		f.draw(p.pdf, l, x, p.y, size)
		p.y += size * 1.5
	}
}

// mark is where a line of Japanese may end.
const mark = "\u200b"

func plain(text string) string { return strings.ReplaceAll(text, mark, "") }

// wrapped cuts a text into lines: at spaces and at marks, and within what is
// still too long, such as a path, anywhere.
func (p *kitPage) wrapped(f *face, text string, size, most float64) []string {
	var out []string
	line := ""
	for _, part := range parts(text) {
		switch {
		case f.width(strings.TrimRightFunc(line+part, unicode.IsSpace), size) <= most:
			line += part
			continue
		case line != "":
			out = append(out, strings.TrimRightFunc(line, unicode.IsSpace))
			line = ""
		}
		for f.width(part, size) > most {
			n := len([]rune(part)) - 1
			for n > 1 && f.width(string([]rune(part)[:n]), size) > most {
				n--
			}
			if n < 1 {
				break
			}
			out = append(out, string([]rune(part)[:n]))
			part = string([]rune(part)[n:])
		}
		line = part
	}
	if strings.TrimSpace(line) != "" || len(out) == 0 {
		out = append(out, strings.TrimRightFunc(line, unicode.IsSpace))
	}
	return out
}

// parts cuts a text behind every space and at every mark.
func parts(text string) []string {
	var out []string
	for _, phrase := range strings.Split(text, mark) {
		out = append(out, strings.SplitAfter(phrase, " ")...)
	}
	return out
}
