package identity

import (
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"twofold/crypto/sealed"
)

// The kinds of roster records: the value of "k" in a line of the vault.
const (
	KindDevice  = "dev"
	KindRemoval = "removal"
	KindSlot    = "slot"
)

// What a signature in the roster is for, see [Verify].
const (
	tagDevice  = "twofold/device/v1"
	tagSlot    = "twofold/slot/v1"
	tagRemoval = "twofold/removal/v1"
)

// Limits of roster records. Names are cut by whoever takes them from people.
const (
	maxKeep   = 1024 // ids in one removal
	maxRoster = 1024 // records of one kind in a [Roster]
)

// Device is the roster entry of a computer. Vault, ID, Sign, Age and Added are
// signed by the computer or slot By. Name, System and T are not: any computer
// of the vault may rename another, and the signature of the snapshot that
// brings the record answers for them.
type Device struct {
	K      string `json:"k"` // [KindDevice]
	ID     string `json:"id"`
	Name   string `json:"name,omitempty"`
	System string `json:"system,omitempty"` // "windows", "darwin", "linux"
	Sign   string `json:"sign"`             // Ed25519, [EncodePublic]
	Age    string `json:"age"`              // "age1pq1…"
	Added  string `json:"added"`            // RFC 3339, UTC
	T      string `json:"t,omitempty"`      // stamp of the vault
	By     string `json:"by"`               // id of a device or slot; own id for the root
	Sig    string `json:"sig"`
}

// Slot is the roster entry of a recovery slot. Vault, ID, Sign, Age and Added
// are signed by By; Label, State and T are not. A slot is retired by a
// [Removal] with its id, which also takes its power to enrol computers. State
// alone only ends its being a recipient.
type Slot struct {
	K     string `json:"k"` // [KindSlot]
	ID    string `json:"id"`
	Label string `json:"label,omitempty"` // "kit" or "passphrase": which of the two the user made
	Sign  string `json:"sign"`
	Age   string `json:"age"`
	Added string `json:"added"` // RFC 3339, UTC
	State string `json:"state"` // [Active] or [Retired]
	T     string `json:"t,omitempty"`
	By    string `json:"by"`
	Sig   string `json:"sig"`
}

// The states of a slot.
const (
	Active  = "active"
	Retired = "retired"
)

// Removal takes a computer or a recovery slot out of the vault, for good. All
// fields but T are signed by By. There may be several for one ID.
type Removal struct {
	K       string `json:"k"`                  // [KindRemoval]
	ID      string `json:"id"`                 // who is removed
	LastSeq uint64 `json:"last_seq,omitempty"` // last snapshot of the computer that is still accepted
	// Keep names the computers and slots that ID vouched for and that stay.
	// What it vouched for and is not named, nobody knew of: it is not trusted.
	Keep  []string `json:"keep,omitempty"`
	Added string   `json:"added"` // RFC 3339, UTC
	T     string   `json:"t,omitempty"`
	By    string   `json:"by"`
	Sig   string   `json:"sig"`
}

// Records are the roster records of one or several snapshots.
type Records struct {
	Devices  []Device
	Slots    []Slot
	Removals []Removal
}

// Add reads one line of a vault and reports whether it is a roster record. A
// roster record that cannot be read is an error.
func (r *Records) Add(line []byte) (bool, error) {
	kind, err := kindOf(line)
	if err != nil {
		return false, err
	}
	switch kind {
	case KindDevice:
		return true, appendTo(&r.Devices, line)
	case KindSlot:
		return true, appendTo(&r.Slots, line)
	case KindRemoval:
		return true, appendTo(&r.Removals, line)
	}
	return false, nil
}

func kindOf(line []byte) (string, error) {
	var k struct {
		K string `json:"k"`
	}
	if err := json.Unmarshal(line, &k); err != nil {
		return "", errors.New("roster record is not JSON")
	}
	return k.K, nil
}

func appendTo[T any](list *[]T, line []byte) error {
	if len(*list) >= maxRoster {
		return fmt.Errorf("more than %d roster records of one kind", maxRoster)
	}
	var v T
	if err := json.Unmarshal(line, &v); err != nil {
		return errors.New("malformed roster record")
	}
	*list = append(*list, v)
	return nil
}

// Join gives the records of both, which may then hold several of one id.
func (r Records) Join(o Records) Records {
	return Records{
		Devices:  slices.Concat(r.Devices, o.Devices),
		Slots:    slices.Concat(r.Slots, o.Slots),
		Removals: slices.Concat(r.Removals, o.Removals),
	}
}

// Entry is the roster entry of this computer, not yet signed. The genesis
// computer signs its own; another one needs somebody to [Vouch].
func (k *Keys) Entry(name, system string, now time.Time) Device {
	return Device{
		K: KindDevice, ID: k.ID(), Name: name, System: system, Added: timestamp(now),
		Sign: EncodePublic(k.Public()), Age: k.Recipient().String(),
	}
}

// Entry is the roster entry of the slot, not yet signed.
func (r *Recovery) Entry(label string, now time.Time) Slot {
	return Slot{
		K: KindSlot, ID: r.ID(), Label: label, Added: timestamp(now), State: Active,
		Sign: EncodePublic(r.Public()), Age: r.Recipient().String(),
	}
}

func timestamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// Vouch gives the entry d with the signature of s, which makes it a part of
// the vault. It refuses an entry that does not hold together.
func Vouch(s Signer, vault string, d Device) (Device, error) {
	d.K, d.By = KindDevice, s.ID()
	if err := d.check(); err != nil {
		return Device{}, err
	}
	d.Sig = b64.EncodeToString(s.Sign(tagDevice, d.message(vault)))
	return d, nil
}

// VouchSlot gives the entry of a slot with the signature of s.
func VouchSlot(s Signer, vault string, e Slot) (Slot, error) {
	e.K, e.By = KindSlot, s.ID()
	if err := e.check(); err != nil {
		return Slot{}, err
	}
	e.Sig = b64.EncodeToString(s.Sign(tagSlot, e.message(vault)))
	return e, nil
}

// Remove signs the removal of the computer or slot id. keep comes from
// [Roster.Keep], less what the user does not know; lastSeq is the newest
// snapshot of that computer that was accepted here.
func Remove(s Signer, vault, id string, lastSeq uint64, keep []string, now time.Time) Removal {
	r := Removal{K: KindRemoval, ID: id, LastSeq: lastSeq, Added: timestamp(now), By: s.ID()}
	r.Keep = slices.Compact(slices.Sorted(slices.Values(keep)))
	r.Sig = b64.EncodeToString(s.Sign(tagRemoval, r.message(vault)))
	return r
}

func (d *Device) message(vault string) []byte {
	return fields(vault, d.ID, d.Sign, d.Age, d.Added, d.By)
}

func (e *Slot) message(vault string) []byte {
	return fields(vault, e.ID, e.Sign, e.Age, e.Added, e.By)
}

func (r *Removal) message(vault string) []byte {
	v := []string{vault, r.ID, strconv.FormatUint(r.LastSeq, 10), r.Added, r.By}
	return fields(append(v, r.Keep...)...)
}

// check sees to it that the id belongs to the key and both keys can be read.
func (d *Device) check() error {
	pub, err := ParsePublic(d.Sign)
	if err != nil || DeviceID(pub) != d.ID {
		return fmt.Errorf("device entry: %w", errKey)
	}
	if _, err := sealed.ParseRecipient(d.Age); err != nil {
		return fmt.Errorf("device entry: %w", err)
	}
	return nil
}

func (e *Slot) check() error {
	pub, err := ParsePublic(e.Sign)
	if err != nil || SlotID(pub) != e.ID {
		return fmt.Errorf("slot entry: %w", errKey)
	}
	if _, err := sealed.ParseRecipient(e.Age); err != nil {
		return fmt.Errorf("slot entry: %w", err)
	}
	return nil
}

// signed reports whether sig, as text, is pub's signature of a record.
func signed(pub ed25519.PublicKey, tag string, message []byte, sig string) bool {
	b, err := b64.DecodeString(strings.TrimSpace(sig))
	return err == nil && Verify(pub, tag, message, b)
}
