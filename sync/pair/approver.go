package pair

import (
	"crypto/hpke"
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"

	"twofold/crypto/identity"
	"twofold/crypto/phrase"
	"twofold/sync/snapshot"
)

// Approver is the side of a computer that belongs to the vault, for one
// request. It is not safe for concurrent use.
type Approver struct {
	request Message
	begun   time.Time
	box     hpke.PrivateKey
	nonce   []byte
	answer  Message

	reveal  Message
	p3      []byte
	claimed reveal3
	number  string
	wrong   int
	right   bool // the number was typed
	granted Message
	entry   identity.Device // signed
	words   [phrase.FingerprintWords]string
	err     error
}

// Answer begins to approve a request, because the person asked to. It gives
// the message to lay into the folder. seen is when this computer first saw the
// request.
func Answer(rand io.Reader, vault string, request Message, seen, now time.Time) (*Approver, Message, error) {
	e, err := request.open(StepRequest)
	if err != nil {
		return nil, Message{}, err
	}
	if request.Vault != vault {
		return nil, Message{}, ErrOtherVault
	}
	if len(e.Commit) != len(commitment(nil)) {
		return nil, Message{}, fmt.Errorf("%w: commitment", ErrAltered)
	}
	if now.Sub(seen) >= Lifetime {
		return nil, Message{}, ErrExpired
	}
	a := &Approver{request: request, begun: seen, nonce: make([]byte, nonceLen)}
	if _, err := io.ReadFull(rand, a.nonce); err != nil {
		return nil, Message{}, fmt.Errorf("draw nonce: %w", err)
	}
	session, err := newID(rand)
	if err != nil {
		return nil, Message{}, err
	}
	if a.box, err = kem().GenerateKey(); err != nil {
		return nil, Message{}, fmt.Errorf("answer request: %w", err)
	}
	a.answer, err = envelope{
		Step: StepAnswer, Vault: vault, Request: request.Request, Session: session,
		Key: a.box.PublicKey().Bytes(), Nonce: a.nonce,
	}.message()
	if err != nil {
		return nil, Message{}, err
	}
	return a, a.answer, nil
}

// Request is the id of the request.
func (a *Approver) Request() string { return a.request.Request }

// Computer is what the new computer says of itself; ok is false as long as it
// has not revealed it.
func (a *Approver) Computer() (c Computer, ok bool) {
	if a.number == "" {
		return Computer{}, false
	}
	return Computer{Name: a.claimed.Entry.Name, System: a.claimed.Entry.System}.claim(), true
}

// TriesLeft is how often a number may still be typed.
func (a *Approver) TriesLeft() int { return Tries - a.wrong }

// Left is how long the request still lives.
func (a *Approver) Left(now time.Time) time.Duration { return max(0, Lifetime-now.Sub(a.begun)) }

// Words are the four that the new computer shows too, after [Approver.Grant].
func (a *Approver) Words() [phrase.FingerprintWords]string { return a.words }

// Granted reports whether the grant was made.
func (a *Approver) Granted() bool { return a.granted.Data != nil }

// Entry is the entry that was signed for the new computer, after
// [Approver.Grant]: whoever has the keys to it can join, now or later.
func (a *Approver) Entry() identity.Device { return a.entry }

// Device is the id of the new computer, once it has revealed itself.
func (a *Approver) Device() string { return a.claimed.Entry.ID }

// Err says why the approval is over, or nil.
func (a *Approver) Err() error { return a.err }

// Take looks at a message of the folder, as [Joiner.Take] does.
func (a *Approver) Take(m Message, now time.Time) error {
	if a.err != nil {
		return a.err
	}
	if !a.Granted() && a.Left(now) == 0 {
		return a.over(ErrExpired)
	}
	if m.Vault != a.request.Vault || m.Request != a.request.Request {
		return nil
	}
	switch {
	case m.Step == StepEnd && (m.Session == "" || m.Session == a.answer.Session):
		e, err := m.open(StepEnd)
		if err != nil {
			return err
		}
		return a.over(e.ended())
	case m.Step == StepReveal && m.Session != a.answer.Session && a.number == "":
		if _, err := m.open(StepReveal); err != nil {
			return err
		}
		return a.over(ErrElsewhere)
	case m.Step == StepReveal && m.Session == a.answer.Session && a.number == "":
		return a.takeReveal(m)
	}
	return nil
}

// takeReveal opens what the new computer had committed to before it knew
// anything of ours.
func (a *Approver) takeReveal(m Message) error {
	e, err := m.open(StepReveal)
	if err != nil {
		return err
	}
	request, err := a.request.open(StepRequest)
	if err != nil {
		return err
	}
	p3, err := hpke.Open(a.box, kdf(), aead(), transcript(a.request.Data, a.answer.Data), e.Sealed)
	if err != nil {
		return fmt.Errorf("%w: does not open", ErrAltered)
	}
	if subtle.ConstantTimeCompare(commitment(p3), request.Commit) != 1 {
		return fmt.Errorf("%w: not what was committed to", ErrAltered)
	}
	var r reveal3
	if err := json.Unmarshal(p3, &r); err != nil || len(r.Nonce) != nonceLen {
		return fmt.Errorf("%w: revealed", ErrAltered)
	}
	if _, err := kem().NewPublicKey(r.Key); err != nil {
		return fmt.Errorf("%w: key", ErrAltered)
	}
	n, err := number(r.Nonce, a.nonce, transcript(a.request.Data, a.answer.Data, p3))
	if err != nil {
		return err
	}
	a.reveal, a.p3, a.claimed, a.number = m, p3, r, n
	return nil
}

// Try takes the number that was typed; blanks in it do not count. It gives nil,
// [ErrWrongNumber], or, with the last try, [ErrTries].
func (a *Approver) Try(typed string, now time.Time) error {
	if a.err != nil {
		return a.err
	}
	if a.Left(now) == 0 {
		return a.over(ErrExpired)
	}
	typed = digits(typed)
	if a.number == "" {
		return ErrWrongNumber // there is none yet, so nobody can have read it
	}
	if subtle.ConstantTimeCompare([]byte(typed), []byte(a.number)) == 1 {
		a.right = true
		return nil
	}
	a.right = false
	if a.wrong++; a.wrong >= Tries {
		return a.over(ErrTries)
	}
	return ErrWrongNumber
}

// digits takes what was typed for what was meant: an input method for Japanese
// gives wide digits, and people separate the pairs.
func digits(typed string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case unicode.IsSpace(r), unicode.Is(unicode.Pd, r):
			return -1
		}
		return r
	}, typed)
}

// Gift is what the approving computer has to give.
type Gift struct {
	Keys   *identity.Keys   // sign the entry; no key of them is sent
	Roster *identity.Roster // who was ever in the vault
	Lines  []byte           // the vault, with the roster in it
	Slots  []SlotFile
}

// Grant signs the entry of the new computer and seals everything it needs to
// it. It refuses as long as the right number was not typed, and keys that the
// vault has seen before.
func (a *Approver) Grant(g Gift) (Message, error) {
	switch {
	case a.err != nil:
		return Message{}, a.err
	case !a.right:
		return Message{}, ErrWrongNumber
	case a.Granted():
		return a.granted, nil
	}
	entry := a.claimed.Entry
	if _, known := g.Roster.Member(entry.ID); known {
		return Message{}, a.over(ErrKnown)
	}
	c := Computer{Name: entry.Name, System: entry.System}.claim()
	entry.Name, entry.System, entry.T = c.Name, c.System, ""
	entry, err := identity.Vouch(g.Keys, g.Keys.Vault, entry)
	if err != nil {
		return Message{}, a.over(fmt.Errorf("%w: %w", ErrAltered, err))
	}
	said := transcript(a.request.Data, a.answer.Data, a.reveal.Data)
	out := granted{Root: identity.EncodePublic(g.Keys.Root), Entry: entry, Lines: g.Lines, Slots: g.Slots}
	bare, err := json.Marshal(out)
	if err != nil {
		return Message{}, fmt.Errorf("grant: %w", err)
	}
	out.Pad = blanks(len(bare), snapshot.Padded(len(bare)))
	clear(bare)
	unsigned, err := json.Marshal(out)
	if err != nil {
		return Message{}, fmt.Errorf("grant: %w", err)
	}
	out.Sig = g.Keys.Sign(tagGrant, append(said, unsigned...))
	clear(unsigned)
	p4, err := json.Marshal(out)
	if err != nil {
		return Message{}, fmt.Errorf("grant: %w", err)
	}
	defer clear(p4)
	to, err := kem().NewPublicKey(a.claimed.Key)
	if err != nil {
		return Message{}, a.over(fmt.Errorf("%w: key", ErrAltered))
	}
	box, err := hpke.Seal(to, kdf(), aead(), transcript(a.request.Data, a.answer.Data, a.reveal.Data), p4)
	if err != nil {
		return Message{}, fmt.Errorf("grant: %w", err)
	}
	m, err := envelope{
		Step: StepGrant, Vault: a.request.Vault, Request: a.request.Request, Session: a.answer.Session, Sealed: box,
	}.message()
	if err != nil {
		return Message{}, err
	}
	if len(m.Data) > MaxGrant {
		return Message{}, fmt.Errorf("grant: vault of %d bytes is too large to approve a computer", len(g.Lines))
	}
	a.words, err = words(a.claimed.Nonce, a.nonce, transcript(a.request.Data, a.answer.Data, a.p3, m.Data))
	if err != nil {
		return Message{}, err
	}
	a.granted, a.entry = m, entry
	return m, nil
}

// Decline ends the request: the person says that it is not theirs. It gives
// the message that tells the other side.
func (a *Approver) Decline() (Message, error) { return a.end(ErrDeclined, reasonDeclined) }

// Cancel ends the request without a judgement.
func (a *Approver) Cancel() (Message, error) { return a.end(ErrCancelled, reasonCancelled) }

// Block ends the request after too many wrong numbers.
func (a *Approver) Block() (Message, error) { return a.end(ErrTries, reasonTries) }

func (a *Approver) end(why error, reason string) (Message, error) {
	if a.err == nil {
		_ = a.over(why)
	}
	return ended(a.request, a.answer.Session, reason)
}

// Refuse makes the message that declines a request, for a computer that does
// not answer it.
func Refuse(request Message) (Message, error) { return ended(request, "", reasonDeclined) }

func ended(request Message, session, reason string) (Message, error) {
	return envelope{
		Step: StepEnd, Vault: request.Vault, Request: request.Request, Session: session, Reason: reason,
	}.message()
}

// Own are the messages of this side, to be taken out of the folder at the end.
func (a *Approver) Own() []Message {
	out := []Message{a.answer}
	if a.Granted() {
		out = append(out, a.granted)
	}
	return out
}

func (a *Approver) over(err error) error {
	a.err = err
	clear(a.nonce)
	clear(a.p3)
	a.box = nil
	return err
}
