package window

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/session"
	"twofold/app/skin"
)

// lockPage asks for a way in. It tells nothing of what is behind it: no names,
// no counts, no folder.
type lockPage struct {
	a      *App
	root   fyne.CanvasObject
	pass   *control.PasswordField
	words  *control.Field
	unlock *control.Button
	why    *control.Paragraph
	out    *control.Button // for whom nothing opens it; hidden until something has failed
	tries  int
	busy   bool
}

func newLock(a *App) page {
	p := &lockPage{a: a}
	ways := a.ses.Ways()
	if ways.Passphrase || !ways.Keyring && !ways.Recovery {
		p.askPassphrase(ways)
	} else if ways.Keyring {
		p.askKeyring(ways)
	} else {
		p.askWords(ways)
	}
	return p
}

func (p *lockPage) content() fyne.CanvasObject { return p.root }

func (p *lockPage) focus() fyne.Focusable {
	switch {
	case p.pass != nil:
		p.pass.Focus()
	case p.words != nil:
		p.words.Focus()
	default:
		return p.unlock
	}
	return nil // the field has taken it
}

// command: Esc goes back from the recovery key to the other way in.
func (p *lockPage) command(c command) bool {
	ways := p.a.ses.Ways()
	if c != cmdEscape || p.words == nil || p.busy || !ways.Passphrase && !ways.Keyring {
		return false
	}
	p.a.root()
	return true
}

// key is Enter while nothing has the keyboard, after Esc or a click beside the
// fields: it unlocks all the same.
func (p *lockPage) key(k *fyne.KeyEvent) bool {
	enter := k.Name == fyne.KeyReturn || k.Name == fyne.KeyEnter
	if enter && !p.unlock.Disabled() {
		p.unlock.OnTapped()
	}
	return enter
}

// char is typing while nothing has the keyboard: it goes into the field.
func (p *lockPage) char(r rune) bool {
	p.a.refocus()
	f := p.a.win.Canvas().Focused()
	if f != nil {
		f.TypedRune(r)
	}
	return f != nil
}

func (p *lockPage) leave() {
	if p.pass != nil {
		p.pass.Clear()
	}
	if p.words != nil {
		p.words.SetText("")
	}
}

// reason says why the keyring did not open the vault by itself.
func (p *lockPage) reason(ways session.Ways) *control.Paragraph {
	p.why = control.NewParagraph("", skin.Small, skin.Warn).Centred()
	if ways.KeyringErr != nil {
		p.why.SetText(p.sentence(ways.KeyringErr))
	}
	if p.why.Text() == "" {
		p.why.Hide()
	}
	return p.why
}

func (p *lockPage) askPassphrase(ways session.Ways) {
	t := p.a.txt.T
	p.pass = control.NewPasswordField(p.a.txt, "", t("lock.pass"))
	p.pass.OnSubmit = p.onPassphrase
	p.pass.OnChanged = func(text string) {
		if text != "" {
			p.pass.SetError("")
		}
	}
	p.unlock = control.NewButton(t("lock.unlock"), "", control.Primary, p.onPassphrase)
	objects := []fyne.CanvasObject{
		titleText(t("lock.h"), skin.Title), control.Gap(8), p.reason(ways), p.pass, p.unlock,
	}
	if ways.Keyring {
		objects = append(objects, control.NewButton(t("lock.keyring"), "", control.Link, p.onKeyring))
	}
	if ways.Recovery {
		objects = append(objects, control.NewButton(t("lock.forgot"), "", control.Link, func() { p.askWords(ways); p.a.raise() }))
	}
	p.root = hero(324, append(objects, p.wayOut(ways))...)
}

func (p *lockPage) askKeyring(ways session.Ways) {
	t := p.a.txt.T
	p.unlock = control.NewButton(t("lock.unlock"), "unlock", control.Primary, p.onKeyring)
	objects := []fyne.CanvasObject{titleText(t("lock.h"), skin.Title), control.Gap(8), p.reason(ways), p.unlock}
	if ways.Recovery {
		objects = append(objects, control.NewButton(t("lock.recovery"), "", control.Link, func() { p.askWords(ways); p.a.raise() }))
	}
	p.root = hero(324, append(objects, p.wayOut(ways))...)
}

func (p *lockPage) askWords(ways session.Ways) {
	t := p.a.txt.T
	p.leave()
	p.pass = nil
	p.words = control.NewField(t("rec.key.enter"), "").Multiline(3).Mono().EnterAfter(session.KeyWords)
	p.unlock = control.NewButton(t("lock.unlock"), "", control.Primary, p.onWords)
	p.words.OnSubmit = p.onWords
	objects := []fyne.CanvasObject{titleText(t("lock.h"), skin.Title), control.Gap(8), p.reason(ways), p.words, p.unlock,
		p.a.keyPictures(p.putKey)}
	if ways.Passphrase || ways.Keyring {
		objects = append(objects, control.NewButton(t("common.back"), "", control.Link, func() { p.a.root() }))
	} else if ways.KeyringErr != nil {
		objects = append(objects, control.NewButton(t("common.retry"), "", control.Link, p.onKeyring))
	}
	p.root = hero(324, append(objects, p.wayOut(ways))...)
}

// dropped takes a picture of the emergency kit where the key is asked for.
func (p *lockPage) dropped(paths []string) bool {
	if p.words == nil || p.busy {
		return false
	}
	p.a.readKeyFiles(paths, p.putKey)
	return true
}

// putKey takes a key that was read from a picture, if the page still asks.
func (p *lockPage) putKey(words string) {
	if p.a.front() == page(p) && p.words != nil {
		p.words.SetText(words)
		p.onWords()
	}
}

// onPassphrase tries what was typed. An empty field opens nothing, not even by
// the keyring: Enter may have been meant for another program.
func (p *lockPage) onPassphrase() {
	text := p.pass.Text()
	if text == "" {
		p.pass.SetError(p.a.txt.T("lock.empty"))
		p.pass.Focus()
		return
	}
	p.try(func(ctx context.Context) error { return p.a.ses.Unlock(ctx, []byte(text)) })
}

func (p *lockPage) onKeyring() {
	p.try(func(ctx context.Context) error { return p.a.ses.UnlockKeyring(ctx) })
}

func (p *lockPage) onWords() {
	text := p.words.Text()
	p.try(func(ctx context.Context) error { return p.a.ses.UnlockRecovery(ctx, text) })
}

// try unlocks off the UI goroutine. Success changes the phase, and with it
// the page; a failure is said beside the field, which keeps the keyboard.
func (p *lockPage) try(unlock func(context.Context) error) {
	if p.busy {
		return
	}
	p.busy = true
	p.unlock.SetText(p.a.txt.T("lock.unlocking"))
	p.unlock.SetEnabled(false)
	var err error
	p.a.work(func(ctx context.Context) { err = unlock(ctx) }, func() {
		p.busy = false
		p.unlock.SetText(p.a.txt.T("lock.unlock"))
		p.unlock.SetEnabled(true)
		if err != nil {
			p.failed(err)
		}
	})
}

func (p *lockPage) failed(err error) {
	p.tries++
	what := p.sentence(err)
	p.out.Show()
	switch {
	case p.pass != nil && errors.Is(err, session.ErrWrongPassphrase):
		p.pass.Clear()
		p.pass.SetError(what)
		p.pass.Focus()
	case p.words != nil:
		p.words.SetError(what)
		p.words.Focus()
	default:
		p.why.SetText(what)
		p.why.Show()
	}
	p.root.Refresh()
}

// newLockWords asks for the recovery key at once.
func newLockWords(a *App) page {
	p := &lockPage{a: a}
	p.askWords(a.ses.Ways())
	return p
}
