// Package snapshot writes and reads one snapshot file: everything a computer
// knows, signed by it and encrypted to all who may read it. The same codec
// writes this computer's own vault.age.
//
// The plaintext is UTF-8, one JSON object a line, so that age -d and grep are
// enough to get at the accounts:
//
//	{"twofold":1,"min_reader":1,"kind":"full","vault":…,"dev":…,"seq":42,…}
//	{"k":"acct",…}                       records, in the order given
//	{"k":"pad","x":"     "}              up to 32 KiB, or a Padmé length
//	{"k":"sig","by":…,"ed25519":…}       over a tag and all bytes before
//
// The package does no input or output and has no clock. What the records mean
// is the business of internal/vault; of them it reads only the roster, which
// it needs to judge the signature.
package snapshot

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"twofold/crypto/identity"
	"twofold/crypto/sealed"
)

// Version is the format that this package writes, and the newest it reads.
const Version = 1

// Kind says what a file holds.
type Kind string

// The kinds of files.
const (
	Full  Kind = "full"  // everything its writer knows
	Delta Kind = "delta" // what changed since some full one; only ever adds
	Local Kind = "local" // this computer's own file, with what must not leave it
)

// Header is the first line. Its order is that of the file.
type Header struct {
	Format    int             `json:"twofold"`
	MinReader int             `json:"min_reader"`
	Kind      Kind            `json:"kind"`
	Vault     string          `json:"vault"`
	Dev       string          `json:"dev"` // the computer that wrote it
	Seq       uint64          `json:"seq"` // counts this computer's snapshots, from 1
	Prev      string          `json:"prev,omitempty"`
	Time      time.Time       `json:"time"` // the writer's clock; never decides a merge
	App       string          `json:"app,omitempty"`
	Seen      map[string]Seen `json:"seen,omitempty"` // by computer, the newest snapshot joined
}

// Seen is a snapshot by sequence number and [Short] hash. In a file it is a
// list of the two.
type Seen struct {
	Seq  uint64
	Hash string
}

// MarshalJSON implements [json.Marshaler].
func (s Seen) MarshalJSON() ([]byte, error) { return json.Marshal([]any{s.Seq, s.Hash}) }

// UnmarshalJSON implements [json.Unmarshaler].
func (s *Seen) UnmarshalJSON(b []byte) error {
	return json.Unmarshal(b, &[]any{&s.Seq, &s.Hash})
}

// tag is what a snapshot's signature is for, see [identity.Verify].
const tag = "twofold/snapshot/v1"

const (
	padOpen  = `{"k":"pad","x":"`
	padClose = `"}` + "\n"
)

var b64 = base64.RawStdEncoding.Strict()

// Seal writes a snapshot: h and the record lines (without line breaks), signed
// by key and encrypted to all recipients. Format, MinReader and Dev of h are
// set here; Kind is [Full] unless it says otherwise. The name is of use for
// files in the folder alone.
func Seal(h Header, lines [][]byte, key identity.Signer, to ...sealed.Recipient) (Name, []byte, error) {
	h.Format, h.MinReader, h.Dev = Version, Version, key.ID()
	if h.Kind == "" {
		h.Kind = Full
	}
	plain, err := encode(h, lines, key)
	if err != nil {
		return Name{}, nil, err
	}
	defer clear(plain)
	file, err := sealed.Seal(plain, to...)
	if err != nil {
		return Name{}, nil, fmt.Errorf("seal snapshot: %w", err)
	}
	n := Name{Vault: h.Vault, Dev: h.Dev, Seq: h.Seq, Delta: h.Kind == Delta, Hash: Short(Hash(file))}
	return n, file, nil
}

// encode writes the plaintext.
func encode(h Header, lines [][]byte, key identity.Signer) ([]byte, error) {
	if !identity.ValidID(h.Vault) {
		return nil, fmt.Errorf("snapshot of vault %q: %w", h.Vault, ErrMalformed)
	}
	if len(lines) > MaxRecords {
		return nil, fmt.Errorf("snapshot of %d records: %w", len(lines), sealed.ErrTooLarge)
	}
	h.Time = h.Time.UTC().Truncate(time.Second)
	head, err := json.Marshal(h)
	if err != nil {
		return nil, fmt.Errorf("write header: %w", err)
	}
	size := len(head) + 1
	for _, l := range lines {
		size += len(l) + 1
	}
	sigSize := len(sigLine(h.Dev, make([]byte, 64)))
	bare := size + len(padOpen) + len(padClose) + sigSize
	whole := Padded(bare)

	b := make([]byte, 0, whole)
	b = append(append(b, head...), '\n')
	for _, l := range lines {
		if bytes.IndexByte(l, '\n') >= 0 {
			return nil, errors.New("write snapshot: a record has more than one line")
		}
		b = append(append(b, l...), '\n')
	}
	b = append(b, padOpen...)
	b = append(b, bytes.Repeat([]byte(" "), whole-bare)...)
	b = append(b, padClose...)
	return append(b, sigLine(h.Dev, key.Sign(tag, b))...), nil
}

func sigLine(by string, sig []byte) string {
	return `{"k":"sig","by":"` + by + `","ed25519":"` + b64.EncodeToString(sig) + "\"}\n"
}
