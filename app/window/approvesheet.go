package window

import (
	"context"
	"errors"
	"strings"

	"twofold/app/control"
	"twofold/app/session"
	"twofold/app/skin"
)

// approveSheet is the answer to a new computer that asks for the accounts. It
// opens only by the user's own click, never by itself: whoever can write to
// the folder can ask.
type approveSheet struct {
	a       *App
	req     session.PairRequest
	ap      *session.Approval
	sheet   *control.Sheet
	facts   *control.Column
	number  *control.NumberField
	problem *control.Paragraph
	approve *control.Button
	deny    *control.Button
	stop    func()
	known   bool // the new computer has said what it is called
	granted bool
	busy    bool
	closed  bool
}

// openRequest answers the newest request.
func (a *App) openRequest() {
	rs := a.ses.Backup().Requests
	if len(rs) == 0 || a.approving != nil {
		return
	}
	s := &approveSheet{a: a, req: rs[0]}
	a.approving = s
	var err error
	a.work(func(ctx context.Context) { s.ap, err = a.ses.Answer(ctx, s.req.ID) }, func() {
		if err != nil {
			a.approving = nil
			a.sayError(err, "")
			return
		}
		s.show()
		s.stop = a.repeat(session.PairPace, s.poll)
	})
}

func (s *approveSheet) show() {
	t := s.a.txt.T
	s.facts = control.NewColumn(0)
	s.number = control.NewNumberField(6)
	s.number.Label = t("ap.number")
	s.problem = control.NewParagraph("", skin.Caption, skin.Warn)
	s.problem.Hide()
	s.approve = control.NewButton(t("ap.approve"), "", control.Primary, s.onApprove)
	s.approve.SetEnabled(false)
	s.deny = control.NewButton(t("ap.deny"), "", control.Refuse, s.onDeny)
	s.number.OnChanged = func(_ string, complete bool) { s.approve.SetEnabled(complete && s.known && !s.busy) }
	s.number.OnSubmit = s.onApprove
	s.sheet = control.NewSheet(control.Middle(control.NewEmblem("computer")), titleText(t("ap.h"), skin.Subtitle), hintText(t("ap.b")),
		s.facts, control.NewParagraph(t("ap.number"), skin.CapBold, skin.Text2), s.number, s.problem,
		control.Gap(4), control.Equal(10, s.deny, s.approve))
	s.sheet.OnClosed = s.onClosed
	s.update()
	s.a.open(s.sheet)
	s.number.Focus()
}

// update shows what the new computer claims, which is all that is known.
func (s *approveSheet) update() {
	t := s.a.txt.T
	name, system, ok := s.ap.Computer()
	s.known = ok
	asked := s.a.txt.Moment(s.req.Seen, s.a.now())
	if !ok {
		name, system = t("ap.waiting"), "–"
	}
	s.facts.SetObjects(control.NewCard(control.Facts(control.Fact{Name: t("ap.device"), Value: name},
		control.Fact{Name: t("ap.os"), Value: system}, control.Fact{Name: t("ap.time"), Value: asked})))
	s.approve.SetEnabled(s.number.Complete() && s.known && !s.busy)
}

// poll looks for what the new computer has said.
func (s *approveSheet) poll() {
	if s.busy || s.closed {
		return
	}
	s.busy = true
	var err error
	s.a.work(func(ctx context.Context) {
		if err = s.ap.Poll(ctx); err == nil && s.granted {
			err = s.a.ses.LookAtFolder(ctx)
		}
	}, func() {
		s.busy = false
		_, _, ok := s.ap.Computer()
		switch {
		case s.closed:
		case session.PairOver(err):
			s.sheet.Close()
			s.a.sayError(err, "")
		case s.granted && s.ap.Joined():
			s.sheet.Close()
			s.a.note(s.a.txt.T("ap.done", "device", s.name()))
		case ok != s.known:
			s.update()
		}
	})
}

func (s *approveSheet) name() string {
	name, _, _ := s.ap.Computer()
	return name
}

func (s *approveSheet) onApprove() {
	if !s.number.Complete() || !s.known || s.busy || s.granted {
		return
	}
	number := s.number.Text()
	s.busy = true
	s.approve.SetEnabled(false)
	var err error
	s.a.work(func(ctx context.Context) { err = s.ap.Approve(ctx, number) }, func() {
		s.busy = false
		switch {
		case err == nil:
			s.granted = true
			s.words()
		case errors.Is(err, session.ErrPairNumber):
			s.number.Clear()
			s.number.SetProblem(true)
			s.problem.SetText(s.a.txt.N("ap.wrong", s.ap.TriesLeft()))
			s.problem.Show()
			s.sheet.Content().Refresh()
			s.number.Focus()
		case session.PairOver(err):
			s.sheet.Close()
			s.a.sayError(err, "")
		default: // the folder does not take it now; the number stays
			s.approve.SetEnabled(true)
			s.a.sayError(err, "")
		}
	})
}

// words is what is compared at the end.
func (s *approveSheet) words() {
	t, words := s.a.txt.T, s.ap.Words()
	done := control.NewButton(t("common.close"), "", control.Neutral, func() { s.sheet.Close() })
	s.sheet.Content().SetObjects(control.Middle(control.NewResult("check", control.Good)),
		titleText(t("ap.done", "device", s.name()), skin.Subtitle), hintText(t("ap.words")),
		card(control.NewParagraph(strings.Join(words[:], "  "), skin.BodyBold, skin.Text).Centred()), control.Gap(4), done)
	s.sheet.OnEnter = func() { s.sheet.Close() }
	s.a.win.Canvas().Focus(done)
}

// onDeny blocks the request, and says what it means that somebody could ask.
func (s *approveSheet) onDeny() {
	if s.busy {
		return
	}
	s.busy = true
	s.a.work(func(ctx context.Context) { _ = s.ap.Decline(ctx) }, func() {
		s.busy = false
		s.sheet.Close()
		t := s.a.txt.T
		s.a.ask(t("ap.denied.h"), t("ap.denied.b", "svc", s.a.ses.Backup().Service), t("ap.changepass"), control.Neutral, s.a.changePassphrase)
	})
}

// onClosed ends what is not finished, and takes our messages out of the folder.
func (s *approveSheet) onClosed() {
	s.closed = true
	s.a.approving = nil
	if s.stop != nil {
		s.stop()
	}
	s.a.work(func(ctx context.Context) { s.ap.Close(ctx) }, nil)
}
