package window

import (
	"context"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"twofold/app/control"
	"twofold/app/skin"
)

// wordsFor is how long the words stay on the screen.
const wordsFor = 2 * time.Minute

// wordGrid shows numbered words in two columns, or in one where two are too
// wide: written down from the top they are in their order in any window.
func wordGrid(words []string) fyne.CanvasObject {
	column := func(from, to int) fyne.CanvasObject {
		var lines []fyne.CanvasObject
		for i := from; i < to; i++ {
			number := narrow(control.NewWords(strconv.Itoa(i+1), skin.CodeSmall, skin.Text3), 18)
			word := control.NewWords(words[i], skin.CodeMono, skin.Text)
			// In a stack, which never puts a number above its word.
			lines = append(lines, container.NewStack(control.Line(8, number, word, nil)))
		}
		return control.NewColumn(8, lines...)
	}
	half := (len(words) + 1) / 2
	return control.Equal(10, column(0, half), column(half, len(words)))
}

// showRecoveryWords shows the words again, after unlocking again.
func (a *App) showRecoveryWords() {
	a.reunlock(a.txt.T("keys.show.confirm"), func() {
		var words []string
		var err error
		a.work(func(context.Context) { words, _, err = a.ses.RecoveryWords() }, func() {
			if err != nil {
				a.sayError(err, "")
				return
			}
			until := a.now().Add(wordsFor)
			a.push(func() page { return newRecoveryWords(a, words, until) })
		})
	})
}

// recoveryWordsPage shows the ten words for a while.
type recoveryWordsPage struct {
	a     *App
	root  *control.Wizard
	done  *control.Button
	until time.Time
	left  *control.Words
}

func newRecoveryWords(a *App, words []string, until time.Time) page {
	t := a.txt.T
	p := &recoveryWordsPage{a: a, until: until, root: control.NewWizard(t("keys.title"), t("common.back"), nil, a.back)}
	p.left = control.NewWords("", skin.Caption, skin.Text3)
	p.done = control.NewButton(t("common.done"), "", control.Primary, a.back)
	p.root.SetBody(card(wordGrid(words)), control.NewNotice(control.Warn, t("keys.show.warn")), control.Middle(p.left))
	p.root.SetFooter(control.NewButton(t("set.kit"), "print", control.Neutral, func() {
		a.back()
		a.push(func() page { return newKit(a) }) // who sits here was asked a moment ago
	}), p.done)
	p.tick(a.now())
	return p
}

func (p *recoveryWordsPage) content() fyne.CanvasObject { return p.root }

func (p *recoveryWordsPage) focus() fyne.Focusable { return p.done }

func (p *recoveryWordsPage) command(c command) bool { return escape(p.a, c) }

func (p *recoveryWordsPage) tick(now time.Time) {
	left := p.until.Sub(now)
	if left <= 0 {
		p.a.back()
		return
	}
	p.left.Set(p.a.txt.T("qr.hide", "n", int((left+time.Second-1)/time.Second)), skin.Caption, skin.Text3)
}
