package window

import (
	"context"
	"errors"
	"strings"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/session"
	"twofold/app/skin"
	"twofold/internal/importer"
)

// importLock asks for the password of an export and opens it. Some files take
// many seconds on purpose, so it says how far it is and can be stopped.
type importLock struct {
	a     *App
	root  *control.Wizard
	found session.Found
	pass  *control.PasswordField
	on    *control.Button
	far   *control.Paragraph
	err   error              // why it did not open at the last try
	stop  context.CancelFunc // nil unless a file is being opened
}

func newImportLock(a *App, f session.Found) page {
	t := a.txt.T
	p := &importLock{a: a, found: f, root: control.NewWizard(t("import.title"), t("common.back"), nil, a.back)}
	p.pass = control.NewPasswordField(a.txt, t("import.password"), "")
	p.pass.OnSubmit = p.onOpen
	p.on = control.NewButton(t("import.unlock"), "unlock", control.Primary, p.onOpen)
	p.far = control.NewParagraph("", skin.Small, skin.Text2)
	p.far.Hide()
	objects := []fyne.CanvasObject{heading(t("err.import.locked"))}
	objects = append(objects, p.files()...)
	objects = append(objects, p.pass, p.far)
	if len(f.Candidates) > 0 {
		objects = append(objects, control.NewButton(a.txt.N("import.without", len(f.Candidates)), "", control.Link, p.onWithout))
	}
	p.root.SetBody(objects...)
	p.root.SetFooter(control.NewButton(t("common.cancel"), "", control.Neutral, p.onCancel), p.on)
	return p
}

// files names what is locked, and what may be asked for beside a password.
func (p *importLock) files() []fyne.CanvasObject {
	var lines []string
	guessed, keyFile := false, false
	for _, l := range p.found.Import.Locks() {
		lines = append(lines, p.a.txt.T("import.locked.file", "file", l.File, "app", string(l.App)))
		guessed, keyFile = guessed || l.Guessed, keyFile || l.KeyFile
	}
	out := []fyne.CanvasObject{sentence(strings.Join(lines, "\n"))}
	if guessed {
		out = append(out, control.NewParagraph(p.a.txt.T("import.guessed"), skin.Caption, skin.Text3))
	}
	if keyFile {
		out = append(out, control.NewParagraph(p.a.txt.T("import.keyfile"), skin.Caption, skin.Text3))
	}
	return out
}

func (p *importLock) content() fyne.CanvasObject { return p.root }

// focus takes the keyboard by the field itself, which draws its own focus.
func (p *importLock) focus() fyne.Focusable {
	p.pass.Focus()
	return nil
}

func (p *importLock) leave() {
	p.pass.Clear()
	if p.stop != nil {
		p.stop()
	}
}

func (p *importLock) command(c command) bool {
	if c == cmdEscape {
		p.onCancel()
		return true
	}
	return false
}

// onCancel stops the opening, or leaves if nothing is being opened.
func (p *importLock) onCancel() {
	if p.stop != nil {
		p.stop()
		return
	}
	p.a.back()
}

// onWithout goes on with the files that need no password.
func (p *importLock) onWithout() {
	if p.stop != nil {
		return
	}
	f := p.found
	for _, l := range f.Import.Locks() {
		f.Problems = append(f.Problems, session.Problem{Name: l.File, Err: importer.ErrLocked})
	}
	f.Import = nil
	p.a.back()
	p.a.found(f)
}

func (p *importLock) onOpen() {
	if p.stop != nil {
		return
	}
	text := []byte(p.pass.Text())
	ctx, stop := context.WithCancel(p.a.ctx)
	p.stop = stop
	p.working(true)
	release := p.a.ses.Hold()
	var found session.Found
	var err error
	p.a.work(func(context.Context) {
		found, err = p.found.Import.Unlock(ctx, text, p.heard())
	}, func() {
		stop()
		release()
		p.stop = nil
		p.working(false)
		if p.a.front() != page(p) {
			return // left, or locked, in the meantime
		}
		p.opened(found, err)
	})
}

// heard gives what is called with the progress of the work: it passes whole
// per cents on.
func (p *importLock) heard() func(float64) {
	last := -1
	return func(fraction float64) {
		n := int(fraction * 100)
		if n == last || fraction < 0 {
			return
		}
		last = n
		p.a.do(func() {
			if p.stop != nil {
				p.far.SetText(p.a.txt.T("import.opening.n", "n", n))
			}
		})
	}
}

func (p *importLock) working(on bool) {
	p.on.SetEnabled(!on)
	p.pass.SetEnabled(!on)
	p.far.SetText(p.a.txt.T("import.opening"))
	if on {
		p.pass.SetError("")
		p.far.Show()
	} else {
		p.far.Hide()
	}
	p.root.Refresh()
}

func (p *importLock) opened(found session.Found, err error) {
	switch {
	case errors.Is(err, context.Canceled):
		p.pass.Focus()
	case err != nil:
		p.pass.Clear()
		p.refused(err)
		p.pass.Focus()
	default:
		p.a.back()
		p.a.found(found)
	}
}

// refused says why the file did not open.
func (p *importLock) refused(err error) {
	p.err = err
	what, next := p.a.sentenceOf(session.Explain(err, p.found.Import.Locks()[0].File))
	p.pass.SetError(strings.TrimSpace(what + " " + next))
}

// inherit says again why the file did not open.
func (p *importLock) inherit(from page) {
	if old, ok := from.(*importLock); ok && old.err != nil {
		p.refused(old.err)
	}
}
