package exporter

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"codeberg.org/go-pdf/fpdf"

	"twofold/internal/account"
	"twofold/internal/otpauth"
	"twofold/internal/qr"
)

// SheetOptions are the fonts and the words of the printed sheet. Words come
// from the catalogue of the user's language; this package has none.
type SheetOptions struct {
	Text []byte // font of names and words, with Japanese; TrueType or OpenType
	Bold []byte // font of titles; the text font if empty
	Code []byte // font of secrets, with figures that cannot be mistaken; the text font if empty

	Title    string // "Your accounts"
	Date     string // the date of Now, as the language writes it
	Warning  string // "Whoever has this sheet …"
	Secret   string // before the secret, "Key"
	Counter  string // before the counter of HOTP
	PIN      string // before the PIN of Mobile-OTP and Yandex
	PageMark func(page, pages int) string
}

// ErrNoFont is a sheet without a font for its text.
var ErrNoFont = errors.New("the sheet needs a font")

// Measures in millimetres, on A4. Printers that have only Letter paper cut
// nothing off: the content is 260 mm high.
const (
	sheetWidth, sheetHeight = 210.0, 297.0
	sheetMargin             = 18.0
	sheetTop                = 34.0 // where the first account begins
	sheetRow                = 46.0 // of one account
	sheetCode               = 40.0 // of a QR code
	sheetPerPage            = 5
	point                   = 25.4 / 72
)

func sheetWriter() writer {
	return writer{
		Info:    Info{Format: Sheet, Extension: ".pdf", MediaType: "application/pdf"},
		carries: carried{pin: true},
		refuses: func(a account.Account) Reason {
			if _, err := qr.Encode(otpauth.Format(a), qr.L); err != nil {
				return TooLong
			}
			return ""
		},
		write: writeSheet,
	}
}

// sheet is a document that is being drawn.
type sheet struct {
	pdf              *fpdf.Fpdf
	ink              pen
	text, bold, code *face
	words            SheetOptions
}

func writeSheet(ctx context.Context, to io.Writer, as []account.Account, o Options) error {
	s, err := newSheet(o)
	if err != nil {
		return err
	}
	pages := (len(as) + sheetPerPage - 1) / sheetPerPage
	for i, a := range as {
		if err := ctx.Err(); err != nil {
			return err
		}
		if i%sheetPerPage == 0 {
			s.page(i/sheetPerPage+1, pages)
		}
		if err := s.account(a, sheetTop+float64(i%sheetPerPage)*sheetRow); err != nil {
			return err
		}
	}
	return s.pdf.Output(to)
}

func newSheet(o Options) (*sheet, error) {
	if len(o.Sheet.Text) == 0 {
		return nil, ErrNoFont
	}
	s := &sheet{words: o.Sheet}
	for _, f := range []struct {
		data []byte
		to   **face
	}{{o.Sheet.Text, &s.text}, {o.Sheet.Bold, &s.bold}, {o.Sheet.Code, &s.code}} {
		if len(f.data) == 0 {
			*f.to = s.text
			continue
		}
		made, err := newFace(f.data)
		if err != nil {
			return nil, err
		}
		*f.to = made
	}
	s.pdf = fpdf.New("P", "mm", "A4", "")
	s.ink = inkOf(s.pdf)
	s.pdf.SetAutoPageBreak(false, 0)
	s.pdf.SetFillColor(0, 0, 0)
	s.pdf.SetCatalogSort(true) // the same accounts give the same file
	s.pdf.SetCreationDate(o.Now.UTC())
	s.pdf.SetModificationDate(o.Now.UTC())
	s.pdf.SetTitle(o.Sheet.Title, true)
	return s, nil
}

// page begins a page with its heading.
func (s *sheet) page(n, of int) {
	s.pdf.AddPage()
	const right = sheetWidth - sheetMargin
	s.bold.draw(s.ink, s.bold.fitted(s.words.Title, 16*point, 120), sheetMargin, 20, 16*point)
	s.text.draw(s.ink, s.words.Date, right-s.text.width(s.words.Date, 9*point), 20, 9*point)
	s.text.draw(s.ink, s.text.fitted(s.words.Warning, 9*point, right-sheetMargin), sheetMargin, 27, 9*point)
	mark := fmt.Sprintf("%d / %d", n, of)
	if s.words.PageMark != nil {
		mark = s.words.PageMark(n, of)
	}
	s.text.draw(s.ink, mark, right-s.text.width(mark, 9*point), sheetHeight-12, 9*point)
}

// account draws one account with its top at y.
func (s *sheet) account(a account.Account, y float64) error {
	m, err := qr.Encode(otpauth.Format(a), qr.M)
	if errors.Is(err, qr.ErrTooLong) {
		m, err = qr.Encode(otpauth.Format(a), qr.L)
	}
	if err != nil {
		return fmt.Errorf("QR code of %s: %w", title(a), err)
	}
	drawMatrix(s.ink, m, sheetMargin, y, sheetCode)

	const left = sheetMargin + sheetCode + 6
	const most = sheetWidth - sheetMargin - left
	line := y + 5
	s.bold.draw(s.ink, s.bold.fitted(a.Title(), 12*point, most), left, line, 12*point)
	if sub := a.Subtitle(); sub != "" {
		line += 5.5
		s.text.draw(s.ink, s.text.fitted(sub, 10*point, most), left, line, 10*point)
	}
	line += 5.5
	s.text.draw(s.ink, s.text.fitted(s.parameters(a), 8*point, most), left, line, 8*point)
	line += 5.5
	s.text.draw(s.ink, s.words.Secret, left, line, 8*point)
	for _, group := range s.secretLines(a, most) {
		line += 4.4
		s.code.draw(s.ink, group, left, line, 10*point)
	}
	return nil
}

// parameters are what a person has to type besides the secret.
func (s *sheet) parameters(a account.Account) string {
	parts := []string{strings.ToUpper(string(a.Key.Type)), string(a.Key.Algorithm), fmt.Sprint(a.Key.Digits)}
	if a.Key.Type == account.HOTP {
		parts = append(parts, strings.TrimSpace(s.words.Counter+" "+fmt.Sprint(a.Counter)))
	} else {
		parts = append(parts, fmt.Sprintf("%d s", a.Key.Period))
	}
	if !a.Key.PIN.Empty() {
		parts = append(parts, strings.TrimSpace(s.words.PIN+" "+string(a.Key.PIN.Reveal())))
	}
	return strings.Join(parts, " · ")
}

// secretLines is the secret in groups of four. One that is too long for its
// place is left to the QR code.
func (s *sheet) secretLines(a account.Account, most float64) []string {
	const lines = 4
	text := account.EncodeSecret(a.Key.Secret)
	var out []string
	row := ""
	for i := 0; i < len(text); i += 4 {
		next := text[i:min(i+4, len(text))]
		if row != "" && s.code.width(row+" "+next, 10*point) > most {
			out = append(out, row)
			row = ""
		}
		if row != "" {
			row += " "
		}
		row += next
	}
	out = append(out, row)
	if len(out) > lines {
		return nil
	}
	return out
}

// drawMatrix draws the modules of a code as shapes, row by row, which prints
// sharper than a picture. The quiet zone is the white around it.
func drawMatrix(pdf pen, m qr.Matrix, x, y, size float64) {
	const quiet = 2 // of the four modules; the page around gives the rest
	module := size / float64(m.Size+2*quiet)
	for row := range m.Size {
		for col := 0; col < m.Size; {
			run := 0
			for col+run < m.Size && m.Dark(col+run, row) {
				run++
			}
			if run > 0 {
				// A hair of overlap keeps white lines from showing between rows.
				pdf.Rect(x+float64(col+quiet)*module, y+float64(row+quiet)*module,
					float64(run)*module, module+0.01, "F")
			}
			col += max(run, 1)
		}
	}
}
