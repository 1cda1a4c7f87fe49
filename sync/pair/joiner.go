package pair

import (
	"bytes"
	"crypto/ed25519"
	"crypto/hpke"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"twofold/crypto/identity"
	"twofold/crypto/phrase"
)

// Joiner is the new computer's side of one request. It is not safe for
// concurrent use.
type Joiner struct {
	request Message
	begun   time.Time
	keys    *identity.Keys
	box     hpke.PrivateKey
	nonce   []byte
	p3      []byte

	answer Message // the first valid one; others are ignored
	reveal Message
	number string
	grant  *Grant
	words  [phrase.FingerprintWords]string
	err    error // why it is over
}

// reveal3 is what message 3 holds sealed, and message 1 commits to.
type reveal3 struct {
	Nonce []byte          `json:"nonce"`
	Key   []byte          `json:"key"`   // HPKE, of the new computer
	Entry identity.Device `json:"entry"` // not yet signed
	Pad   string          `json:"pad"`   // to [revealSize]
}

// revealSize is the length of what is revealed, in bytes, whatever the name of
// the computer: the longest that [Computer] allows has room.
const revealSize = 6 << 10

// blanks fill size to whole; they are none if it is larger already.
func blanks(size, whole int) string { return strings.Repeat(" ", max(0, whole-size)) }

// Ask makes a request to join vault, and the message to lay into the folder.
// The keys of the computer are made here and never leave it.
func Ask(rand io.Reader, vault string, c Computer, now time.Time) (*Joiner, Message, error) {
	keys, err := identity.Generate(rand, vault, nil) // the root comes with the grant
	if err != nil {
		return nil, Message{}, fmt.Errorf("ask for approval: %w", err)
	}
	j := &Joiner{begun: now, keys: keys, nonce: make([]byte, nonceLen)}
	if err := j.ask(rand, c.claim(), now); err != nil {
		j.Wipe()
		return nil, Message{}, fmt.Errorf("ask for approval: %w", err)
	}
	return j, j.request, nil
}

func (j *Joiner) ask(rand io.Reader, c Computer, now time.Time) error {
	id, err := newID(rand)
	if err != nil {
		return err
	}
	if _, err := io.ReadFull(rand, j.nonce); err != nil {
		return fmt.Errorf("draw nonce: %w", err)
	}
	if j.box, err = kem().GenerateKey(); err != nil {
		return err
	}
	r := reveal3{Nonce: j.nonce, Key: j.box.PublicKey().Bytes(), Entry: j.keys.Entry(c.Name, c.System, now)}
	bare, err := json.Marshal(r)
	if err != nil {
		return err
	}
	r.Pad = blanks(len(bare), revealSize)
	if j.p3, err = json.Marshal(r); err != nil {
		return err
	}
	j.request, err = envelope{Step: StepRequest, Vault: j.keys.Vault, Request: id, Commit: commitment(j.p3)}.message()
	return err
}

// Request is the first message.
func (j *Joiner) Request() Message { return j.request }

// Number is what the person types on the other computer; empty until somebody
// answered.
func (j *Joiner) Number() string { return j.number }

// Grant is what an approving computer gave, once it did.
func (j *Joiner) Grant() (*Grant, bool) { return j.grant, j.grant != nil }

// Words are the four that the other computer shows too, once there is a grant.
func (j *Joiner) Words() [phrase.FingerprintWords]string { return j.words }

// Left is how long the request still lives.
func (j *Joiner) Left(now time.Time) time.Duration { return max(0, Lifetime-now.Sub(j.begun)) }

// Err says why the request is over, or nil.
func (j *Joiner) Err() error { return j.err }

// Take looks at a message of the folder and gives those to lay into it. What
// is not for this request, or comes a second time, is ignored. An error that
// is in [Joiner.Err] afterwards ends the request; any other is about that one
// message, which is not valid and so does not count as the first of its step.
func (j *Joiner) Take(m Message, now time.Time) ([]Message, error) {
	if j.err != nil {
		return nil, j.err
	}
	if j.grant == nil && j.Left(now) == 0 {
		return nil, j.over(ErrExpired)
	}
	if m.Vault != j.keys.Vault || m.Request != j.request.Request || bytes.Equal(m.Data, j.request.Data) {
		return nil, nil
	}
	switch {
	case m.Step == StepEnd && j.grant == nil && (m.Session == "" || m.Session == j.answer.Session || j.answer.Data == nil):
		// Whoever ends it quickly has taken its answer away before we saw it.
		e, err := m.open(StepEnd)
		if err != nil {
			return nil, err
		}
		return nil, j.over(e.ended())
	case m.Step == StepAnswer && j.answer.Data == nil:
		return j.takeAnswer(m)
	case m.Step == StepGrant && j.reveal.Data != nil && m.Session == j.answer.Session && j.grant == nil:
		return nil, j.takeGrant(m)
	}
	return nil, nil
}

// takeAnswer reveals what was committed to, to this session alone.
func (j *Joiner) takeAnswer(m Message) ([]Message, error) {
	e, err := m.open(StepAnswer)
	if err != nil {
		return nil, err
	}
	to, err := kem().NewPublicKey(e.Key)
	if err != nil || len(e.Nonce) != nonceLen || m.Session == "" {
		return nil, fmt.Errorf("%w: no key or nonce in the answer", ErrAltered)
	}
	sealed3, err := hpke.Seal(to, kdf(), aead(), transcript(j.request.Data, m.Data), j.p3)
	if err != nil {
		return nil, fmt.Errorf("%w: key in the answer", ErrAltered)
	}
	out, err := envelope{Step: StepReveal, Vault: m.Vault, Request: m.Request, Session: m.Session, Sealed: sealed3}.message()
	if err != nil {
		return nil, err
	}
	n, err := number(j.nonce, e.Nonce, transcript(j.request.Data, m.Data, j.p3))
	if err != nil {
		return nil, err
	}
	j.answer, j.reveal, j.number = m, out, n
	return []Message{out}, nil
}

// takeGrant opens what the approving computer sent. That it is the one the
// person typed the number into, and that the vault is theirs, only the words
// can tell.
func (j *Joiner) takeGrant(m Message) error {
	e, err := m.open(StepGrant)
	if err != nil {
		return err
	}
	said := transcript(j.request.Data, j.answer.Data, j.reveal.Data)
	p4, err := hpke.Open(j.box, kdf(), aead(), said, e.Sealed)
	if err != nil {
		return fmt.Errorf("%w: grant does not open", ErrAltered)
	}
	g, err := openGrant(p4, said, j.keys)
	if err != nil {
		return err
	}
	answer, err := j.answer.open(StepAnswer)
	if err != nil {
		return err
	}
	j.words, err = words(j.nonce, answer.Nonce, transcript(j.request.Data, j.answer.Data, j.p3, m.Data))
	if err != nil {
		return err
	}
	j.grant = g
	return nil
}

// Confirm is the person's word that the words match: it gives the keys of this
// computer, which are the caller's from then on. Nothing is over before.
func (j *Joiner) Confirm() (*identity.Keys, error) {
	if j.err != nil {
		return nil, j.err
	}
	if j.grant == nil {
		return nil, errors.New("confirm: nothing was granted")
	}
	keys := j.keys
	keys.Root = j.grant.Root
	j.keys = nil
	j.err = ErrOver
	j.forget()
	return keys, nil
}

// Cancel ends the request and gives the message that tells the others.
func (j *Joiner) Cancel() (Message, error) {
	if j.keys == nil {
		return Message{}, ErrOver
	}
	e := envelope{
		Step: StepEnd, Vault: j.request.Vault, Request: j.request.Request,
		Session: j.answer.Session, Reason: reasonCancelled,
	}
	if j.err == nil {
		_ = j.over(ErrCancelled)
	}
	return e.message()
}

// Own are the messages of this side, to be taken out of the folder at the end.
func (j *Joiner) Own() []Message {
	out := []Message{j.request}
	if j.reveal.Data != nil {
		out = append(out, j.reveal)
	}
	return out
}

func (j *Joiner) over(err error) error {
	j.err = err
	j.forget()
	return err
}

func (j *Joiner) forget() {
	clear(j.nonce)
	clear(j.p3)
	j.box = nil
}

// Wipe drops keys and content.
func (j *Joiner) Wipe() {
	if j.err == nil {
		j.err = ErrOver
	}
	j.forget()
	if j.keys != nil {
		j.keys.Wipe()
	}
	if j.grant != nil {
		j.grant.Wipe()
	}
}

// Grant is what an approving computer gives to a new one.
type Grant struct {
	Root  ed25519.PublicKey // of the vault
	Entry identity.Device   // of the new computer, signed
	// Lines are the vault as the approving computer knows it, with the roster
	// in it: what its next snapshot would hold.
	Lines []byte
	Slots []SlotFile // the recovery files, of which every computer keeps copies
}

// SlotFile is a recovery file by its name.
type SlotFile struct {
	Name string `json:"name"`
	Data []byte `json:"data"`
}

// Wipe overwrites the vault.
func (g *Grant) Wipe() { clear(g.Lines) }

// granted is the JSON of a grant.
type granted struct {
	Root  string          `json:"root"`
	Entry identity.Device `json:"entry"`
	Lines []byte          `json:"lines"`
	Slots []SlotFile      `json:"slots,omitempty"`
	Pad   string          `json:"pad"`           // as in a snapshot: the size tells no number of accounts
	Sig   []byte          `json:"sig,omitempty"` // by the computer that signed the entry
}

// tagGrant is what the signature of a grant is for, see [identity.Verify].
const tagGrant = "twofold/pair/v1/grant"

// openGrant holds a grant against itself: the entry is that of our keys, and
// the computer that signed it belongs to the vault of that root and signed the
// grant for this very exchange.
func openGrant(p4, said []byte, keys *identity.Keys) (*Grant, error) {
	var g granted
	if err := json.Unmarshal(p4, &g); err != nil {
		return nil, fmt.Errorf("%w: grant is not JSON", ErrAltered)
	}
	root, err := identity.ParsePublic(g.Root)
	if err != nil {
		return nil, fmt.Errorf("%w: root key", ErrAltered)
	}
	mine := keys.Entry("", "", time.Time{})
	if g.Entry.ID != mine.ID || g.Entry.Sign != mine.Sign || g.Entry.Age != mine.Age {
		return nil, fmt.Errorf("%w: entry of another computer", ErrAltered)
	}
	records := recordsIn(g.Lines)
	records.Devices = append(records.Devices, g.Entry)
	roster := identity.NewRoster(keys.Vault, root, records)
	signer, err := roster.Signer(g.Entry.By)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrAltered, err)
	}
	if _, ok := roster.Device(g.Entry.ID); !ok {
		return nil, fmt.Errorf("%w: entry is not signed by a computer of the vault", ErrAltered)
	}
	sig := g.Sig
	g.Sig = nil
	unsigned, err := json.Marshal(g)
	if err != nil {
		return nil, err
	}
	if !identity.Verify(signer, tagGrant, append(said, unsigned...), sig) {
		return nil, fmt.Errorf("%w: grant is not signed", ErrAltered)
	}
	return &Grant{Root: root, Entry: g.Entry, Lines: g.Lines, Slots: g.Slots}, nil
}

// recordsIn finds the roster in the lines of a vault. A line that cannot be
// read vouches for nobody, and keeps nobody out: vaults keep what they cannot
// read.
func recordsIn(lines []byte) identity.Records {
	var r identity.Records
	for line := range bytes.Lines(lines) {
		if line = bytes.TrimSpace(line); len(line) > 0 {
			_, _ = r.Add(line)
		}
	}
	return r
}
