package window

import (
	"context"
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/session"
	"twofold/app/skin"
)

// waiting is the part of recovery in which another computer approves this one.
type waiting struct {
	number *control.Paragraph // what is awaited
	odd    *control.Paragraph // what is in the way of it
	note   *control.Paragraph // how long it usually takes
	shown  string             // the number on the page
	stop   func()             // of looking into the folder
}

// askApproval lays the request into the folder, and waits.
func (p *recoverWizard) askApproval() {
	p.slow(func(ctx context.Context) error { return p.rec.AskApproval(ctx, "") }, func(err error) {
		if err != nil {
			p.a.sayError(err, p.rec.Folder().Folder)
			return
		}
		p.steps.Set(2)
		p.asking, p.wait = false, waiting{}
		p.showNumber("")
		p.wait.stop = p.a.repeat(session.PairPace, p.poll)
	})
}

// showNumber is the page with the number, or with what has to happen before
// there is one.
func (p *recoverWizard) showNumber(number string) {
	t := p.a.txt.T
	p.now = func() { p.showNumber(p.wait.shown) }
	p.wait.shown = number
	p.wait.number = hintText("")
	p.wait.odd = control.NewParagraph("", skin.Caption, skin.Warn).Centred()
	p.wait.odd.Hide()
	p.wait.note = hintText(t("rec.num.note", "svc", p.rec.Folder().Service))
	objects := []fyne.CanvasObject{
		control.Middle(control.NewEmblem("computer")), titleText(t("rec.num.h"), skin.Title),
	}
	if number == "" {
		objects = append(objects, hintText(t("rec.num.first")), card(p.wait.number, p.wait.odd))
	} else {
		objects = append(objects, hintText(t("rec.num.b.any")), card(control.NewBigNumber(number), p.wait.number, p.wait.odd))
	}
	objects = append(objects, p.wait.note,
		control.NewButton(t("rec.num.alt"), "key", control.Link, p.otherWay).Low())
	p.root.SetBody(objects...)
	// The approval comes by itself, at any moment: the button that then takes the
	// accounts has its place already, so that it comes under nobody's pointer that
	// is on its way to another one.
	p.next = control.NewButton(t("rec.num.match"), "", control.Primary, nil)
	p.next.SetEnabled(false)
	p.root.SetFooter(control.NewButton(t("common.cancel"), "", control.Neutral, p.onBack), p.next)
	p.countDown()
}

// countDown says how long the request still lives.
func (p *recoverWizard) countDown() {
	left := p.rec.ApprovalLeft().Round(time.Second)
	text := fmt.Sprintf("%d:%02d", int(left.Minutes()), int(left.Seconds())%60)
	p.wait.number.SetText(p.a.txt.T("rec.num.wait", "time", text))
}

// poll looks for what the other computer has said.
func (p *recoverWizard) poll() {
	if p.wait.stop == nil || p.turn.busy {
		return
	}
	var approved bool
	var list []session.BackupFile
	var err error
	p.turn.do(func(ctx context.Context) {
		if approved, err = p.rec.PollApproval(ctx); approved {
			list = p.rec.Backups(ctx, mostOpened)
		}
	}, func() {
		switch {
		case p.wait.stop == nil: // the user has gone on meanwhile
		case session.PairOver(err):
			p.stopWaiting()
			p.approvalEnded(err)
		case approved:
			p.stopWaiting()
			p.list = list
			p.summary()
		case p.rec.ApprovalNumber() != p.wait.shown:
			p.showNumber(p.rec.ApprovalNumber())
		default:
			p.countDown()
			p.trouble(err)
		}
	})
}

// trouble says why nothing comes or goes, as long as that is so. The usual
// delay is not said then, so that the other way stays in view.
func (p *recoverWizard) trouble(err error) {
	text := ""
	if err != nil {
		what, next := p.a.sentenceOf(session.Explain(err, p.rec.Folder().Folder))
		text = strings.TrimSpace(what + "\n" + next)
	}
	if text == p.wait.odd.Text() {
		return
	}
	p.wait.odd.SetText(text)
	if text == "" {
		p.wait.odd.Hide()
		p.wait.note.Show()
	} else {
		p.wait.odd.Show()
		p.wait.note.Hide()
	}
	p.root.Body().Refresh() // the page has another height
}

// approvalEnded says why, and what can be done.
func (p *recoverWizard) approvalEnded(err error) {
	t := p.a.txt.T
	p.now = func() { p.approvalEnded(err) }
	what, next := p.a.sentenceOf(session.Explain(err, ""))
	again := control.NewButton(t("rec.num.again"), "", control.Primary, p.askApproval)
	p.next = again
	p.root.SetBody(control.Middle(control.NewResult("alert", control.Warn)), titleText(what, skin.Title), hintText(next),
		control.NewButton(t("rec.num.alt"), "key", control.Link, p.otherWay).Low())
	p.root.SetFooter(control.NewButton(t("common.cancel"), "", control.Neutral, p.onBack), again)
	p.a.win.Canvas().Focus(again)
}

// otherWay ends the request and asks for the key.
func (p *recoverWizard) otherWay() {
	p.stopWaiting()
	p.turn.do(func(ctx context.Context) { p.rec.StopAsking(ctx) }, p.unlock)
}

func (p *recoverWizard) stopWaiting() {
	if p.wait.stop != nil {
		p.wait.stop()
		p.wait.stop = nil
	}
}

// sameWords asks to compare the words before anything is taken: only they tell
// a vault that somebody else put into the folder.
func (p *recoverWizard) sameWords() fyne.CanvasObject {
	words := p.rec.ApprovalWords()
	if words[0] == "" {
		return nil
	}
	return card(control.NewParagraph(p.a.txt.T("rec.num.words"), skin.Small, skin.Text2),
		control.NewParagraph(strings.Join(words[:], "  "), skin.BodyBold, skin.Text).Centred())
}
