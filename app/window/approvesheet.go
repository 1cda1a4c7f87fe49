package window

import (
	"context"
	"errors"
	"strings"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/locale"
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
	known   bool   // the new computer has said what it is called
	asked   string // the time of the request, as it is shown
	wanted  bool   // the number was sent off, here or before that
	sending bool
	stuck   bool // the folder is in the way, and the sheet says so
	granted bool
	denied  bool
	closed  bool
	turn    inTurn
}

// openRequest answers the request whose turn it is.
func (a *App) openRequest() {
	rs := a.ses.Backup().Requests
	if len(rs) == 0 || a.approving != nil {
		return
	}
	s := &approveSheet{a: a, req: rs[0], turn: inTurn{a: a}}
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
	s.number.OnChanged = func(string, bool) { s.wanted = false; s.offer() }
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
	s.asked = s.when()
	if !ok {
		name, system = t("ap.waiting"), "–"
	}
	s.facts.SetObjects(control.NewCard(control.Facts(control.Fact{Name: t("ap.device"), Value: name},
		control.Fact{Name: t("ap.os"), Value: system}, control.Fact{Name: t("ap.time"), Value: s.asked})).Sunk())
	s.offer()
}

// when says at what time the request came, and how long ago that is.
func (s *approveSheet) when() string {
	seen, now := s.req.Seen, s.a.now()
	return s.a.txt.T("ap.asked", "time", locale.Capital(s.a.txt.Moment(seen, now)), "ago", s.a.txt.Ago(seen, now))
}

// offer lets the number be sent off once it is whole. It can be sooner here
// than what the new computer says: then it waits for that.
func (s *approveSheet) offer() {
	text := "ap.approve"
	if s.wanted {
		text = "common.working"
	}
	s.approve.SetText(s.a.txt.T(text))
	s.approve.SetEnabled(s.number.Complete() && !s.wanted)
}

// poll looks for what the new computer has said.
func (s *approveSheet) poll() {
	if s.turn.busy || s.closed {
		return
	}
	var err error
	s.turn.do(func(ctx context.Context) {
		if err = s.ap.Poll(ctx); err == nil && s.granted {
			err = s.a.ses.LookAtFolder(ctx)
		}
	}, func() {
		_, _, ok := s.ap.Computer()
		switch {
		case s.closed:
		case session.PairOver(err):
			s.sheet.Close()
			s.a.sayError(err, "")
		case s.granted && s.ap.Joined():
			s.sheet.Close()
			s.a.note(s.a.txt.T("ap.done", "device", s.name()))
		default:
			s.trouble(err)
			if ok != s.known || s.asked != s.when() {
				s.update()
			}
			s.send()
		}
	})
}

// trouble says why nothing comes or goes, as long as that is so.
func (s *approveSheet) trouble(err error) {
	if s.granted || err == nil && !s.stuck {
		return
	}
	s.stuck = err != nil
	text := ""
	if s.stuck {
		what, next := s.a.sentenceOf(session.Explain(err, ""))
		text = strings.TrimSpace(what + "\n" + next)
	}
	s.say(text)
}

// say puts a sentence below the number, or takes it away.
func (s *approveSheet) say(text string) {
	if text == s.problem.Text() && s.problem.Visible() == (text != "") {
		return
	}
	s.problem.SetText(text)
	if text == "" {
		s.problem.Hide()
	} else {
		s.problem.Show()
	}
	s.sheet.Content().Refresh()
}

func (s *approveSheet) name() string {
	name, _, _ := s.ap.Computer()
	return name
}

func (s *approveSheet) onApprove() {
	if !s.number.Complete() || s.granted {
		return
	}
	s.wanted = true
	s.offer()
	s.send()
}

// send gives the number that the user has sent off, once the new computer has
// said what it is called.
func (s *approveSheet) send() {
	if !s.wanted || !s.known || s.sending || s.closed {
		return
	}
	s.sending = true
	number := s.number.Text()
	var err error
	s.turn.do(func(ctx context.Context) { err = s.ap.Approve(ctx, number) }, func() {
		s.sending, s.wanted = false, false
		switch {
		case s.closed:
		case err == nil:
			s.granted = true
			s.words()
		case errors.Is(err, session.ErrPairNumber):
			s.number.Clear()
			s.number.SetProblem(true)
			s.say(s.a.txt.N("ap.wrong", s.ap.TriesLeft()))
			s.number.Focus()
		case session.PairOver(err):
			s.sheet.Close()
			s.a.sayError(err, "")
		default: // the folder does not take it now; the number stays
			s.trouble(err)
			s.offer()
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
	if s.closed || s.denied {
		return
	}
	s.denied = true
	s.turn.do(func(ctx context.Context) { _ = s.ap.Decline(ctx) }, func() {
		s.sheet.Close()
		t := s.a.txt.T
		s.a.tellWith([]fyne.CanvasObject{heading(t("ap.denied.h"))}, []string{t("ap.denied.b", "svc", s.a.ses.Backup().Service)}, t("keys.title"), func() {
			s.a.push(func() page { return newRecoveryKeys(s.a) })
		})
	})
}

// onClosed ends what is not finished, and takes our messages out of the folder.
func (s *approveSheet) onClosed() {
	s.closed = true
	s.a.approving = nil
	if s.stop != nil {
		s.stop()
	}
	s.turn.do(func(ctx context.Context) { s.ap.Close(ctx) }, nil)
}
