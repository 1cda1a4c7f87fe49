package window

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/session"
	"twofold/app/skin"
	"twofold/internal/exporter"
)

// qrPages shows the accounts as the QR codes of a Google Authenticator export,
// one at a time, to be scanned with a phone.
type qrPages struct {
	a      *App
	root   *control.Wizard
	pages  []image.Image
	report exporter.Report
	at     int
	before *control.Button
	next   *control.Button
}

func newQRPages(a *App) page {
	t := a.txt.T
	p := &qrPages{a: a, root: control.NewWizard(t("export.qr.h"), t("common.back"), nil, a.back)}
	p.before = control.NewButton(t("common.back"), "", control.Neutral, func() { p.turn(-1) })
	p.next = control.NewButton(t("common.next"), "", control.Primary, func() { p.turn(1) })
	p.root.SetFooter(p.before, p.next)
	p.root.SetBody(sentence(t("common.working")))
	p.next.SetEnabled(false)
	p.before.SetEnabled(false)
	var err error
	a.work(func(ctx context.Context) { p.pages, p.report, err = a.ses.MigrationPages(ctx) }, func() {
		if err != nil {
			what, _ := a.sentenceOf(session.Explain(err, ""))
			p.root.SetBody(control.NewNotice(control.Bad, what))
			return
		}
		p.fill()
	})
	return p
}

func (p *qrPages) content() fyne.CanvasObject { return p.root }

func (p *qrPages) focus() fyne.Focusable { return p.next }

// leave drops the pictures, which hold every key.
func (p *qrPages) leave() { p.pages = nil }

func (p *qrPages) command(c command) bool {
	if c == cmdEscape {
		p.a.back()
		return true
	}
	return false
}

// key turns the pages with the arrows.
func (p *qrPages) key(k *fyne.KeyEvent) bool {
	switch k.Name {
	case fyne.KeyLeft, fyne.KeyPageUp:
		p.turn(-1)
	case fyne.KeyRight, fyne.KeyPageDown:
		p.turn(1)
	default:
		return false
	}
	return true
}

func (p *qrPages) char(rune) bool { return false }

func (p *qrPages) turn(by int) {
	to := p.at + by
	switch {
	case len(p.pages) == 0 || to < 0:
		return
	case to >= len(p.pages):
		p.a.back()
		return
	}
	p.at = to
	p.fill()
}

func (p *qrPages) fill() {
	t := p.a.txt.T
	objects := []fyne.CanvasObject{
		control.NewParagraph(t("export.qr.page", "i", p.at+1, "n", len(p.pages)), skin.BodyBold, skin.Text).Centred(),
		control.Middle(qrPicture(p.pages[p.at], 320)),
		control.NewParagraph(t("export.qr.b"), skin.Small, skin.Text2).Centred(),
		control.NewNotice(control.Warn, t("export.warn.qr")),
		control.Middle(control.NewButton(t("export.qr.png"), "save", control.Neutral, p.onSave)),
	}
	if n := len(p.report.Left); n > 0 {
		objects = append(objects, control.NewParagraph(p.a.txt.N("export.left.h", n), skin.Caption, skin.Text2).Centred())
	}
	p.root.SetBody(objects...)
	p.before.SetEnabled(p.at > 0)
	p.next.SetEnabled(true)
	p.next.SetText(t("common.next"))
	if p.at == len(p.pages)-1 {
		p.next.SetText(t("common.done"))
	}
}

// onSave saves the page in view as a picture.
func (p *qrPages) onSave() {
	if len(p.pages) == 0 {
		return
	}
	img := p.pages[p.at]
	name := fmt.Sprintf("twofold-%s-%d.png", p.a.now().Format("2006-01-02"), p.at+1)
	p.a.saveAs(saving{p.a.txt.T("export.qr.png"), name, func(_ context.Context, path string) error {
		var b bytes.Buffer
		if err := png.Encode(&b, img); err != nil {
			return err
		}
		return p.a.ses.WriteFile(path, b.Bytes())
	}, func(name string, err error) {
		if err == nil && name != "" {
			p.a.note(p.a.txt.T("export.qr.saved", "file", name))
		}
	}})
}
