package window

import (
	"context"
	"math/rand/v2"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/session"
)

// recoveryKeyPage shows the ten words once and has two of them typed back, so
// that a key that was never written down does not count as saved.
type recoveryKeyPage struct {
	a      *App
	root   *control.Wizard
	words  []string
	ask    [2]int
	fields [2]*control.Field
	on     *control.Button
	busy   bool
	now    func() // draws the step it is at
	saved  func() // what comes after; nil goes back
}

func newRecoveryKey(a *App) page {
	p := &recoveryKeyPage{a: a, root: control.NewWizard("", "", nil, a.back)}
	p.now = p.begin
	p.relabel()
	return p
}

// relabel says the step it is at anew, unless a key is being made: then the
// next one does.
func (p *recoveryKeyPage) relabel() {
	p.root.SetWords(p.a.txt.T("sync.key.h"), p.a.txt.T("common.back"))
	if !p.busy {
		p.now()
	}
}

func (p *recoveryKeyPage) begin() {
	t := p.a.txt.T
	p.on = control.NewButton(t("common.show"), "eye", control.Primary, p.onMake)
	p.root.SetBody(sentence(t("setup.key.b")))
	p.root.SetFooter(control.NewButton(t("common.later"), "", control.Neutral, p.a.back), p.on)
}

// keep: the kit opens above the words, and they are still there afterwards.
func (p *recoveryKeyPage) keep() {}

func (p *recoveryKeyPage) content() fyne.CanvasObject { return p.root }

func (p *recoveryKeyPage) focus() fyne.Focusable { return p.on }

// leave forgets the words. What the toolkit drew of them stays in its caches
// for about a minute.
func (p *recoveryKeyPage) leave() { p.words = nil }

func (p *recoveryKeyPage) command(c command) bool {
	if c == cmdEscape {
		p.a.back()
		return true
	}
	return false
}

// onMake makes the key, which takes a second or two, and shows it.
func (p *recoveryKeyPage) onMake() {
	if p.busy {
		return
	}
	p.busy = true
	p.on.SetText(p.a.txt.T("common.working"))
	p.on.SetEnabled(false)
	var words []string
	var err error
	p.a.work(func(ctx context.Context) { words, _, err = p.a.ses.MakeRecoveryKey(ctx) }, func() {
		p.busy = false
		if err != nil {
			p.a.closePage(p)
			p.a.say(session.Explain(err, ""))
			return
		}
		p.words = words
		p.show()
	})
}

func (p *recoveryKeyPage) show() {
	p.now = p.show
	t := p.a.txt.T
	p.root.SetBody(sentence(t("setup.key.b")), card(wordGrid(p.words)), sentence(t("sync.key.b")),
		control.NewButton(t("set.kit"), "print", control.Neutral, func() { p.a.push(func() page { return newKit(p.a) }) }).Low())
	p.on = control.NewButton(t("common.next"), "", control.Primary, p.check)
	p.root.SetFooter(control.NewButton(t("common.later"), "", control.Neutral, p.a.back), p.on)
	if p.a.front() == page(p) {
		p.a.win.Canvas().Focus(p.on)
	}
}

// check asks for two of the words. Which two need not be secret, only not
// always the same.
func (p *recoveryKeyPage) check() {
	at := rand.Perm(len(p.words))
	p.ask = [2]int{min(at[0], at[1]), max(at[0], at[1])}
	p.askTwo()
}

func (p *recoveryKeyPage) askTwo() {
	p.now = p.askTwo
	t := p.a.txt.T
	objects := []fyne.CanvasObject{heading(t("sync.key.checkword", "a", p.ask[0]+1, "b", p.ask[1]+1))}
	for i := range p.fields {
		p.fields[i] = control.NewField(strconv.Itoa(p.ask[i]+1), "").Mono()
		objects = append(objects, p.fields[i])
	}
	p.fields[0].OnSubmit = func() { p.fields[1].Focus() }
	p.fields[1].OnSubmit = p.onCheck
	p.root.SetBody(objects...)
	p.root.SetFooter(
		control.NewButton(t("common.back"), "", control.Neutral, p.show),
		control.NewButton(t("sync.key.saved"), "check", control.Primary, p.onCheck))
	p.fields[0].Focus()
}

func (p *recoveryKeyPage) onCheck() {
	var wrong []*control.Field
	for i, f := range p.fields {
		f.SetError("")
		if !strings.EqualFold(strings.TrimSpace(f.Text()), p.words[p.ask[i]]) {
			f.SetError(p.a.txt.T("sync.key.wrongword"))
			wrong = append(wrong, f)
		}
	}
	if len(wrong) > 0 {
		wrong[0].Focus()
		return
	}
	if p.busy {
		return
	}
	p.busy = true
	var err error
	p.a.work(func(context.Context) { err = p.a.ses.ConfirmRecoveryKey() }, func() {
		p.busy = false
		if err == nil && p.saved != nil {
			p.saved()
			return
		}
		p.a.closePage(p)
		p.a.sayError(err, "")
	})
}
