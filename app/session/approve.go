package session

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"twofold/sync/engine"
	"twofold/sync/pair"
)

// Why an approval ended, on either side. [Explain] has a sentence for each.
var (
	ErrPairExpired   = pair.ErrExpired
	ErrPairCancelled = pair.ErrCancelled
	ErrPairDeclined  = pair.ErrDeclined
	ErrPairNumber    = pair.ErrWrongNumber // it may be typed again
	ErrPairTries     = pair.ErrTries
	ErrPairElsewhere = pair.ErrElsewhere // the new computer talks to another one
	ErrPairAltered   = pair.ErrAltered
	ErrPairNewer     = pair.ErrNewerVersion
	ErrPairKnown     = pair.ErrKnown
	ErrPairVault     = pair.ErrOtherVault // the request is for another vault
	// ErrPairGone: the request is not in the folder any more.
	ErrPairGone = errors.New("no such request")
	// ErrPairBusy: another request is being answered. One at a time: each one
	// that is open is another guess for whoever sits in the middle.
	ErrPairBusy = errors.New("another request is being answered")
	// ErrPairPause: too many wrong numbers were typed a short while ago.
	ErrPairPause = errors.New("no numbers are taken for a while")
)

// PairOver reports whether an approval has ended by err. Other errors, as
// those of the folder, pass.
func PairOver(err error) bool {
	for _, e := range []error{
		ErrPairExpired, ErrPairCancelled, ErrPairDeclined, ErrPairTries, ErrPairElsewhere, ErrPairKnown, ErrPairGone, pair.ErrOver,
	} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

// PairPace is how often an open approval looks at the folder.
const PairPace = 2 * time.Second

// PairRequest is a new computer that asks to be approved. Anybody who can
// write to the folder can ask; it says nothing of itself before it is answered.
type PairRequest struct {
	ID   string
	Seen time.Time // when this computer saw it first
}

// Approval is the approving side of one request. Its methods touch the folder,
// and are called from one goroutine at a time.
type Approval struct {
	s   *Session
	box *engine.Mailbox
	a   *pair.Approver
	odd error // of a message that its sender cannot have written so
}

// Answer begins to approve a request, because the user opened it. The new
// computer then shows a number. [ErrPairGone], [ErrPairPause],
// [ErrPairExpired], [ErrPairElsewhere], and the errors of the folder.
func (s *Session) Answer(ctx context.Context, id string) (*Approval, error) {
	b, vault, req, err := s.findRequest(ctx, id)
	if err != nil {
		return nil, err
	}
	now := s.o.Now()
	a, out, err := pair.Answer(s.o.Rand, vault, req.msg, req.Seen, now)
	if err != nil {
		return nil, err
	}
	ap := &Approval{s: s, box: req.box, a: a}
	if err := s.openPairing(ap, now); err != nil {
		return nil, err
	}
	for _, m := range req.news {
		_ = a.Take(m, now)
	}
	if err = a.Err(); err == nil { // else another computer is answering it already
		err = req.box.Post(ctx, out)
	}
	if err != nil {
		s.closePairing(ap)
		if a.Err() != nil { // there is nothing to be done about it here
			s.settleRequest(id)
		}
		return nil, err
	}
	go b.dir.SetPace(PairPace)
	return ap, nil
}

// openPairing lets one request at a time be answered, and none after too many
// wrong numbers: the tries are counted over all requests, for a new request
// costs whoever asks nothing.
func (s *Session) openPairing(ap *Approval, now time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.pairPause.IsZero() && !now.Before(s.pairPause) {
		s.pairPause, s.pairWrong = time.Time{}, 0
	}
	switch {
	case !s.pairPause.IsZero():
		return ErrPairPause
	case s.pairing != nil:
		return ErrPairBusy
	}
	s.pairing = ap
	return nil
}

func (s *Session) closePairing(ap *Approval) {
	s.mu.Lock()
	if s.pairing == ap {
		s.pairing = nil
	}
	s.mu.Unlock()
}

// wrongNumber counts a try, and reports whether it was the last for a while.
func (s *Session) wrongNumber() (last bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pairWrong++
	if s.pairWrong < pair.Tries {
		return false
	}
	s.pairPause = s.o.Now().Add(pair.Pause)
	return true
}

// DeclineRequest tells a new computer that its request is not the user's,
// without having answered it.
func (s *Session) DeclineRequest(ctx context.Context, id string) error {
	_, _, req, err := s.findRequest(ctx, id)
	if err != nil {
		return err
	}
	m, err := pair.Refuse(req.msg)
	if err != nil {
		return err
	}
	s.settleRequest(id)
	return req.box.Post(ctx, m)
}

type foundRequest struct {
	engine.Request
	box  *engine.Mailbox
	msg  pair.Message
	news []pair.Message // all that is said about it already
}

// findRequest reads a request that the folder showed.
func (s *Session) findRequest(ctx context.Context, id string) (*courier, string, foundRequest, error) {
	s.mu.Lock()
	b, vault := s.courier, ""
	var req foundRequest
	if s.store != nil {
		vault = s.store.Vault()
	}
	if s.syncState != nil {
		for _, r := range s.syncState.Requests {
			if r.ID == id {
				req.Request = r
			}
		}
	}
	s.mu.Unlock()
	if b == nil {
		return nil, "", req, ErrNoFolder
	}
	if req.ID == "" {
		return nil, "", req, ErrPairGone
	}
	req.box = engine.NewMailbox(b.dir, vault, id, req.Path)
	news, err := req.box.News(ctx)
	if err != nil {
		return nil, "", req, err
	}
	at := slices.IndexFunc(news, func(m pair.Message) bool { return m.Step == pair.StepRequest })
	if at < 0 {
		return nil, "", req, ErrPairGone
	}
	if slices.ContainsFunc(news, func(m pair.Message) bool { return m.Step == pair.StepEnd }) {
		return nil, "", req, ErrPairCancelled
	}
	req.msg, req.news = news[at], news
	return b, vault, req, nil
}

// settleRequest keeps a request that was dealt with from being shown again.
func (s *Session) settleRequest(id string) {
	s.mu.Lock()
	if s.pairDone == nil {
		s.pairDone = map[string]bool{}
	}
	s.pairDone[id] = true
	s.showBackup()
	s.mu.Unlock()
	s.bus.flush()
}

// Poll takes what the new computer has said. An error that is one of ErrPair…
// by [PairOver] ends the approval. Others pass: those of the folder, and
// [ErrPairAltered] and [ErrPairNewer] of a message that was not taken, for the
// true one may still come.
func (a *Approval) Poll(ctx context.Context) error {
	news, err := a.box.News(ctx)
	if err != nil {
		return err
	}
	now := a.s.o.Now()
	for _, m := range news {
		granted := a.a.Granted()
		err := a.a.Take(m, now)
		if a.odd == nil {
			a.odd = err
		}
		if err != nil && a.a.Err() != nil {
			a.s.settleRequest(a.a.Request())
			if m.Step == pair.StepEnd {
				a.box.ClearAll(ctx) // nobody reads them any more
			}
			if granted && !a.Joined() {
				return errors.Join(err, a.revoke())
			}
			return err
		}
	}
	if a.a.Err() == nil && !a.a.Granted() && a.a.Left(now) == 0 {
		return ErrPairExpired
	}
	if _, ok := a.a.Computer(); !ok && a.a.Err() == nil {
		return cmp.Or(a.odd, a.box.Odd())
	}
	return a.a.Err()
}

// Computer is what the new computer says of itself; ok is false until it
// showed its number.
func (a *Approval) Computer() (name, system string, ok bool) {
	c, ok := a.a.Computer()
	return c.Name, c.System, ok
}

// Left is how long the request still lives.
func (a *Approval) Left() time.Duration { return a.a.Left(a.s.o.Now()) }

// TriesLeft is how often a number may still be typed.
func (a *Approval) TriesLeft() int {
	a.s.mu.Lock()
	defer a.s.mu.Unlock()
	return max(0, pair.Tries-a.s.pairWrong)
}

// revoke shuts out a computer that was approved and then ended the exchange,
// as it does when the words differ: what was signed for it would let it in
// later. A person who still wants it asks again, and gets new keys.
func (a *Approval) revoke() error {
	entry := a.a.Entry()
	line, err := json.Marshal(entry)
	if err != nil {
		return err
	}
	return a.s.keys(func() error {
		doc, err := a.s.store.Document()
		if err != nil {
			return err
		}
		if err := doc.PutDevice(line); err != nil {
			return err
		}
		if err := a.s.store.Save(doc); err != nil {
			return err
		}
		return a.s.store.RemoveComputer(entry.ID, nil)
	})
}

// Approve takes the number that the user read on the new computer, and gives
// that computer the vault. [ErrPairNumber] and [ErrPairTries]. It writes to
// the folder; after an error of the folder it may be called again.
func (a *Approval) Approve(ctx context.Context, number string) error {
	s := a.s
	if err := a.a.Try(number, s.o.Now()); err != nil {
		if !errors.Is(err, ErrPairNumber) && !errors.Is(err, ErrPairTries) {
			return err
		}
		if !s.wrongNumber() {
			return err
		}
		s.settleRequest(a.a.Request())
		if m, err := a.a.Block(); err == nil {
			_ = a.box.Post(ctx, m) // else it expires there
		}
		return ErrPairTries
	}
	s.mu.Lock()
	s.pairWrong = 0
	if s.doc == nil {
		s.mu.Unlock()
		return ErrLocked
	}
	gift, err := engine.GiftOf(s.store, s.doc)
	s.mu.Unlock()
	if err != nil {
		return err
	}
	defer clear(gift.Lines)
	m, err := a.a.Grant(gift)
	if err != nil {
		return err
	}
	if err := a.box.Post(ctx, m); err != nil {
		return err
	}
	s.settleRequest(a.a.Request())
	return nil
}

// Words are the four that the new computer shows too, after Approve.
func (a *Approval) Words() [4]string { return a.a.Words() }

// Joined reports whether the new computer has registered itself: its first
// backup has been read here.
func (a *Approval) Joined() bool {
	for _, c := range a.s.Backup().Computers {
		if c.ID == a.a.Device() && a.a.Granted() {
			return !c.Removed
		}
	}
	return false
}

// Decline tells the new computer that this is not the user's doing.
func (a *Approval) Decline(ctx context.Context) error {
	m, err := a.a.Decline()
	if err != nil {
		return err
	}
	a.s.settleRequest(a.a.Request())
	return a.box.Post(ctx, m)
}

// Close ends the approval and takes its messages out of the folder. One that
// is not finished is told to the new computer.
func (a *Approval) Close(ctx context.Context) {
	a.s.closePairing(a)
	if a.a.Err() == nil && !a.a.Granted() {
		a.s.settleRequest(a.a.Request())
		left := a.Left()
		if m, err := a.a.Cancel(); err == nil && left > 0 { // else it has run out there too, and nobody would take the word away
			_ = a.box.Post(ctx, m)
		}
	}
	if !a.a.Granted() || a.Joined() || a.a.Err() != nil {
		a.box.Clear(ctx, a.a.Own())
	}
	a.s.mu.Lock()
	focused, b := a.s.focused, a.s.courier
	a.s.mu.Unlock()
	if b != nil {
		b.setPace(focused)
	}
}
