package pair

import (
	"bytes"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"

	"twofold/crypto/identity"
	"twofold/internal/account"
)

// Steps of the exchange.
const (
	StepEnd     = 0 // either side ended it
	StepRequest = 1
	StepAnswer  = 2
	StepReveal  = 3
	StepGrant   = 4
)

// Limits of a message, in bytes. The grant holds the vault.
const (
	MaxMessage = 16 << 10
	MaxGrant   = 48 << 20
)

// Message is one file of the exchange.
type Message struct {
	Vault   string
	Request string // six letters of base32
	Step    int
	Session string // six letters; empty in a request, and in an end without a session
	Data    []byte
}

// Name is what the file is called in the folder:
//
//	tf1-<vault>-p-<request>-<step>-<session>-<hash>.json
//
// A session that is not there is "000000". The hash tells a message that is
// still arriving from a whole one.
func (m Message) Name() string {
	session := m.Session
	if session == "" {
		session = noSession
	}
	return fmt.Sprintf("tf1-%s-p-%s-%d-%s-%s.json", m.Vault, m.Request, m.Step, session, shortHash(m.Data))
}

const (
	noSession = "000000"
	idLen     = 6
	hashLen   = 12
)

var b32 = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

func shortHash(data []byte) string {
	sum := sha256.Sum256(data)
	return b32.EncodeToString(sum[:])[:hashLen]
}

// newID draws six letters. They only tell exchanges apart; security does not
// depend on them.
func newID(rand io.Reader) (string, error) {
	var b [4]byte
	if _, err := io.ReadFull(rand, b[:]); err != nil {
		return "", fmt.Errorf("draw id: %w", err)
	}
	id := b32.EncodeToString(b[:])[:idLen]
	if id == noSession {
		return newID(rand)
	}
	return id, nil
}

var nameForm = regexp.MustCompile(
	`^tf1-([0-9a-hjkmnp-tv-z]{10})-p-([0-9a-hjkmnp-tv-z]{6})-([0-4])-([0-9a-hjkmnp-tv-z]{6})-([0-9a-hjkmnp-tv-z]{12})\.json$`)

// Named is what the name of a file says. All of it is a hint until
// [Parse] has seen the content.
type Named struct {
	Vault, Request, Session string
	Step                    int
	hash                    string
}

// ParseName reads exactly the names that [Message.Name] gives. A message that
// was renamed is none: unlike a snapshot it is of no use to anybody later.
func ParseName(name string) (Named, bool) {
	if len(name) > 100 {
		return Named{}, false
	}
	m := nameForm.FindStringSubmatch(name)
	if m == nil || !identity.ValidID(m[1]) {
		return Named{}, false
	}
	step, err := strconv.Atoi(m[3])
	n := Named{Vault: m[1], Request: m[2], Step: step, Session: m[4], hash: m[5]}
	if n.Session == noSession {
		n.Session = ""
	}
	return n, err == nil
}

// MaxSize is how large a file of that step may be, in bytes.
func (n Named) MaxSize() int64 {
	if n.Step == StepGrant {
		return MaxGrant
	}
	return MaxMessage
}

// ErrIncomplete means that the file has not fully arrived, or was damaged.
var ErrIncomplete = errors.New("message is incomplete")

// envelope is the JSON of every message.
type envelope struct {
	Version int    `json:"twofold_pair"`
	Step    int    `json:"step"`
	Vault   string `json:"vault"`
	Request string `json:"request"`
	Session string `json:"session,omitempty"`
	Commit  []byte `json:"commit,omitempty"` // 1: SHA-256
	Key     []byte `json:"key,omitempty"`    // 2: HPKE public key
	Nonce   []byte `json:"nonce,omitempty"`  // 2: 32 bytes
	Sealed  []byte `json:"sealed,omitempty"` // 3, 4: HPKE encapsulation and ciphertext
	Reason  string `json:"reason,omitempty"` // 0: "declined", "cancelled" or "tries"
}

const version = 1

// Parse reads a file of the folder. The errors are [ErrIncomplete],
// [ErrNewerVersion] and [ErrAltered].
func Parse(n Named, data []byte) (Message, error) {
	if int64(len(data)) > n.MaxSize() {
		return Message{}, fmt.Errorf("%w: too large", ErrAltered)
	}
	if shortHash(data) != n.hash {
		return Message{}, ErrIncomplete
	}
	m := Message{Vault: n.Vault, Request: n.Request, Step: n.Step, Session: n.Session, Data: data}
	_, err := m.open(n.Step)
	return m, err
}

// open reads the envelope and holds it against what is expected.
func (m Message) open(step int) (envelope, error) {
	var e envelope
	d := json.NewDecoder(bytes.NewReader(m.Data))
	if err := d.Decode(&e); err != nil {
		return e, fmt.Errorf("%w: not JSON", ErrAltered)
	}
	if e.Version > version {
		return e, ErrNewerVersion
	}
	if e.Version != version || e.Step != step || m.Step != step || e.Vault != m.Vault || e.Request != m.Request || e.Session != m.Session {
		return e, fmt.Errorf("%w: name and content differ", ErrAltered)
	}
	// One spelling alone: a blank more or a field that nobody reads would make
	// both sides hash other bytes, and a copy with it could come before the
	// true message and take its place.
	if same, err := e.message(); err != nil || !bytes.Equal(same.Data, m.Data) {
		return e, fmt.Errorf("%w: not as it is written", ErrAltered)
	}
	return e, nil
}

// seal makes the message of an envelope.
func (e envelope) message() (Message, error) {
	e.Version = version
	data, err := json.Marshal(e)
	if err != nil {
		return Message{}, fmt.Errorf("write message: %w", err)
	}
	return Message{Vault: e.Vault, Request: e.Request, Step: e.Step, Session: e.Session, Data: append(data, '\n')}, nil
}

// The reasons of an end.
const (
	reasonDeclined  = "declined"
	reasonCancelled = "cancelled"
	reasonTries     = "tries" // too many wrong numbers
)

// ended gives the error that an end stands for. Anybody who can write to the
// folder can end an exchange; he could as well delete its files.
func (e envelope) ended() error {
	switch e.Reason {
	case reasonDeclined:
		return ErrDeclined
	case reasonTries:
		return ErrTries
	}
	return ErrCancelled
}

// claim cuts what a computer says of itself to what a window can show.
func (c Computer) claim() Computer {
	return Computer{Name: account.CleanLine(c.Name, maxName), System: account.CleanLine(c.System, maxName)}
}
