package window

import (
	"context"
	"errors"
	"image"
	"io/fs"
	"os"
	"strings"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/platform"
	"twofold/app/session"
)

// openKit opens the emergency kit, after unlocking again.
func (a *App) openKit() {
	a.reunlock(a.txt.T("kit.title"), func() { a.push(func() page { return newKit(a) }) })
}

// kitPage is the emergency kit: the page as it will be on the paper, with the
// key masked until it is asked for.
type kitPage struct {
	a     *App
	root  *control.Wizard
	save  *control.Button
	shown bool
	words []string
	busy  bool // a file is being saved
	draws int  // counts the drawings; only the last one is shown
}

// kitPixels is how wide the page is drawn: twice its width in the smallest
// window, so that it is sharp there and on a screen of twice the pixels.
const kitPixels = 760

func newKit(a *App) page {
	t := a.txt.T
	p := &kitPage{a: a, root: control.NewWizard(t("kit.title"), t("common.back"), nil, a.back)}
	p.save = control.NewButton(t("kit.pdf"), "save", control.Primary, func() { p.onSave(false) })
	p.root.SetFooter(control.NewButton(t("common.done"), "", control.Neutral, a.back),
		control.NewButton(t("kit.print"), "print", control.Neutral, func() { p.onSave(true) }), p.save)
	p.show(nil)
	p.draw()
	return p
}

func (p *kitPage) content() fyne.CanvasObject { return p.root }

func (p *kitPage) focus() fyne.Focusable { return p.save }

func (p *kitPage) leave() {
	p.draws++
	p.shown, p.words = false, nil
	p.show(nil)
}

func (p *kitPage) command(c command) bool { return escape(p.a, c) }

// show puts the picture on the page. The words stand beside it, once they are
// asked for: on the picture they are small in a narrow window.
func (p *kitPage) show(picture image.Image) {
	t := p.a.txt.T
	objects := []fyne.CanvasObject{sentence(t("kit.b"))}
	toggle := control.NewButton(t("common.show"), "eye", control.Neutral, p.onShow).Low()
	if p.shown {
		toggle = control.NewButton(t("common.hide"), "eye-off", control.Neutral, p.onHide).Low()
		objects = append(objects, card(wordGrid(p.words)))
	}
	objects = append(objects, toggle)
	if picture != nil {
		objects = append(objects, control.NewPicture(picture, t("kit.title")))
	}
	p.root.SetBody(append(objects, control.NewNotice(control.Warn, t("kit.warn")), sentence(t("kit.print.d")))...)
}

// draw makes the picture of the page, with the key or without.
func (p *kitPage) draw() {
	p.draws++
	mine, shown := p.draws, p.shown
	var picture image.Image
	var err error
	p.a.work(func(context.Context) {
		picture, err = p.a.ses.KitPicture(p.a.txt, usesLetter(p.a.o.Language), shown, kitPixels)
	}, func() {
		if mine != p.draws {
			return
		}
		p.a.sayError(err, "")
		p.show(picture)
	})
}

func (p *kitPage) onHide() {
	p.shown, p.words = false, nil
	p.draw()
}

func (p *kitPage) onShow() {
	var words []string
	var err error
	p.a.work(func(context.Context) { words, _, err = p.a.ses.RecoveryWords() }, func() {
		if err != nil {
			p.a.sayError(err, "")
			return
		}
		p.words, p.shown = words, true
		p.draw()
	})
}

// onSave saves the page, and opens it for printing if asked to: a key never
// lies in a file the user has not chosen the place of.
func (p *kitPage) onSave(open bool) {
	if p.busy {
		return
	}
	p.busy = true
	var where string
	p.a.saveAs(saving{p.a.txt.T("kit.title"), "twofold-kit.pdf", func(_ context.Context, path string) error {
		where = path
		err := p.a.ses.SaveKit(path, p.a.txt, usesLetter(p.a.o.Language))
		if errors.Is(err, session.ErrKitInFolder) {
			removeEmpty(path) // the toolkit's own dialog makes the file first
		}
		return err
	}, func(name string, err error) {
		p.busy = false
		if err != nil || name == "" {
			return
		}
		if open {
			p.a.work(func(ctx context.Context) { err = platform.OpenPath(ctx, where) }, func() { p.a.sayError(err, name) })
		}
		p.a.tell(p.a.txt.T("kit.saved", "file", name), p.a.txt.T("kit.delete"))
	}})
}

// removeEmpty deletes a file that holds nothing.
func removeEmpty(path string) {
	if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() && info.Size() == 0 {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			fyne.LogError("remove an empty file", err)
		}
	}
}

// usesLetter reports whether paper is of US Letter size where the user lives,
// by the first of the system's languages that names a country.
func usesLetter(languages []string) bool {
	for _, l := range languages {
		l, _, _ = strings.Cut(l, ".")
		at := strings.LastIndexAny(l, "-_")
		if at < 0 || len(l)-at != 3 {
			continue
		}
		switch strings.ToUpper(l[at+1:]) {
		case "US", "CA", "MX", "PH", "CL", "CO", "VE", "CR", "GT", "PA", "DO", "PR", "SV", "NI":
			return true
		}
		return false
	}
	return false
}
