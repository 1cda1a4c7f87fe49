package window

import (
	"context"
	"image"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"twofold/app/control"
	"twofold/app/skin"
)

// qrFor is how long the QR code of an account stays on the screen.
const qrFor = 30 * time.Second

// shownQR is the QR code of one account, on a sheet that closes by itself.
type shownQR struct {
	a     *App
	sheet *control.Sheet
	until time.Time
	left  *control.Words
}

// showQR shows the QR code of an account after unlocking again.
func (p *mainPage) showQR(id string) {
	row := p.a.ses.View().Row(id)
	if row == nil {
		return
	}
	title := row.Title()
	p.a.reunlock(p.a.txt.T("qr.confirm"), func() {
		var img image.Image
		var err error
		p.a.work(func(context.Context) { img, err = p.a.ses.QRCode(id) }, func() {
			if err != nil {
				p.a.sayError(err, title)
				return
			}
			p.openQR(title, img)
		})
	})
}

func (p *mainPage) openQR(title string, img image.Image) {
	t := p.a.txt.T
	q := &shownQR{a: p.a, until: p.a.now().Add(qrFor), left: control.NewWords("", skin.Caption, skin.Text3)}
	done := control.NewButton(t("common.close"), "", control.Primary, func() { q.sheet.Close() })
	q.sheet = control.NewSheet(
		control.NewParagraph(title, skin.Subtitle, skin.Text).Centred(),
		control.Middle(qrPicture(img, 260)),
		control.NewNotice(control.Warn, t("qr.show.warn")),
		control.Middle(q.left), done)
	q.sheet.OnClosed = func() { p.qr = nil }
	q.sheet.OnEnter = q.sheet.Close
	p.qr = q
	q.tick(p.a.now())
	p.a.open(q.sheet)
	p.a.win.Canvas().Focus(done)
}

func (q *shownQR) tick(now time.Time) {
	left := int((q.until.Sub(now) + time.Second - 1) / time.Second)
	if left <= 0 {
		q.sheet.Close()
		return
	}
	q.left.Set(q.a.txt.T("qr.hide", "n", left), skin.Caption, skin.Text3)
}

// qrPicture shows a QR code dark on light in every theme, which all scanners
// read, with sharp modules.
func qrPicture(img image.Image, size float32) fyne.CanvasObject {
	pic := canvas.NewImageFromImage(img)
	pic.FillMode = canvas.ImageFillContain
	pic.ScaleMode = canvas.ImageScalePixels
	return sized(pic, size, size)
}
