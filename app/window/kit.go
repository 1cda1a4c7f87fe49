package window

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/platform"
	"twofold/app/session"
	"twofold/app/skin"
)

// openKit opens the emergency kit, after unlocking again.
func (a *App) openKit() {
	a.reunlock(a.txt.T("kit.title"), func() { a.push(func() page { return newKit(a) }) })
}

// kitPage is the emergency kit: what will be on the paper, with the key masked
// until it is asked for.
type kitPage struct {
	a     *App
	root  *control.Wizard
	save  *control.Button
	shown bool
	words []string
	busy  bool
}

func newKit(a *App) page {
	t := a.txt.T
	p := &kitPage{a: a, root: control.NewWizard(t("kit.title"), t("common.back"), nil, a.back)}
	p.save = control.NewButton(t("kit.pdf"), "save", control.Primary, func() { p.onSave(false) })
	p.root.SetFooter(control.NewButton(t("kit.print"), "print", control.Neutral, func() { p.onSave(true) }), p.save)
	p.show()
	return p
}

func (p *kitPage) content() fyne.CanvasObject { return p.root }

func (p *kitPage) focus() fyne.Focusable { return p.save }

func (p *kitPage) leave() { p.words = nil }

func (p *kitPage) command(c command) bool { return escape(p.a, c) }

func (p *kitPage) show() {
	t, b := p.a.txt.T, p.a.ses.Backup()
	small := func(text string) fyne.CanvasObject { return control.NewParagraph(text, skin.Small, skin.Text) }
	head := func(key string) fyne.CanvasObject { return control.NewParagraph(t(key), skin.CapBold, skin.Text2) }
	where := t("kit.nowhere")
	if b.Folder != "" {
		where = b.Service + "\n" + b.Folder
	}
	preview := []fyne.CanvasObject{
		control.NewParagraph(t("kit.title"), skin.Subtitle, skin.Text), small(t("kit.sub")),
		head("kit.where"), small(where), head("kit.key"),
	}
	masked := make([]string, 10)
	for i := range masked {
		masked[i] = "•••••"
	}
	if p.shown {
		masked = p.words
	}
	preview = append(preview, wordGrid(masked)...)
	toggle := control.NewButton(t("common.show"), "eye", control.Neutral, p.onShow).Low()
	if p.shown {
		toggle = control.NewButton(t("common.hide"), "eye-off", control.Neutral, p.onHide).Low()
	}
	preview = append(preview, toggle, head("kit.steps"))
	for i, key := range []string{"kit.step1", "kit.step2", "kit.step3", "kit.step4"} {
		preview = append(preview, control.Filled(8, 1, narrow(skin.NewText(strconv.Itoa(i+1), skin.CodeSmall, skin.Text3), 12), small(t(key))))
	}
	p.root.SetBody(sentence(t("kit.b")), control.NewCard(control.NewColumn(8, preview...)),
		control.NewNotice(control.Warn, t("kit.warn")), sentence(t("kit.print.d")))
}

func (p *kitPage) onHide() {
	p.shown, p.words = false, nil
	p.show()
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
		p.show()
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
