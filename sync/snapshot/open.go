package snapshot

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"twofold/crypto/identity"
	"twofold/crypto/sealed"
	"twofold/crypto/secret"
)

// Snapshot is a file that was decrypted whole, and whose signature is that of
// a computer of the vault.
type Snapshot struct {
	Header Header
	Hash   string // [Hash] of the file
	// Lines are the records, without header, padding and signature. They are
	// parts of one buffer, which [Snapshot.Wipe] overwrites. Those of Bad are
	// among them: what cannot be read is kept, not dropped.
	Lines   [][]byte
	Bad     []BadLine
	Records identity.Records // the roster among the lines

	plain secret.Bytes
}

// BadLine is a record out of bounds.
type BadLine struct {
	Index int   // in Lines
	Err   error // what is wrong; never quotes the record
}

// Wipe overwrites the plaintext. Lines must not be used afterwards.
func (s *Snapshot) Wipe() { s.plain.Wipe() }

// Reader holds what is needed to judge snapshots of one vault.
type Reader struct {
	Vault string            // id of the vault
	Root  ed25519.PublicKey // signing key of the computer that created it
	// Known are the roster records of this computer's vault; empty on a
	// recovery. A removal known here counts against every file.
	Known identity.Records
	IDs   []sealed.Identity // keys to decrypt with
}

// Open reads a snapshot of the folder. The roster that judges its signature
// is what is known together with what the snapshot itself brings: a computer
// that was approved elsewhere proves itself by its chain of signatures. For
// the errors see the list of this package and [TooNewError].
func (r Reader) Open(file []byte) (*Snapshot, error) {
	return r.open(file, Full, Delta)
}

// OpenLocal reads this computer's own file. One that asks for a later reader
// comes with its content and [TooNewError] both: it can be looked at, and must
// not be written again.
func (r Reader) OpenLocal(file []byte) (*Snapshot, error) {
	return r.open(file, Local)
}

func (r Reader) open(file []byte, kinds ...Kind) (*Snapshot, error) {
	u, err := Decrypt(file, r.IDs...)
	if err != nil {
		return nil, err
	}
	if u.Header.Vault != r.Vault {
		u.Wipe()
		return nil, ErrWrongVault
	}
	ro := identity.NewRoster(r.Vault, r.Root, r.Known.Join(u.Records))
	return u.Verify(ro, kinds...)
}

// Unverified is a file that was decrypted, and that anybody can have written
// who knows the recipients. On a recovery, when nothing is known yet, the
// rosters of all files are put together before any file is judged.
type Unverified struct {
	Header  Header
	Records identity.Records // signed each for itself; see [identity.NewRoster]

	snap     *Snapshot
	signed   []byte // everything before the last line
	sig      []byte
	signedBy string
}

// Wipe overwrites the plaintext.
func (u *Unverified) Wipe() { u.snap.Wipe() }

// Decrypt opens a file and takes it apart, without a word on who wrote it.
func Decrypt(file []byte, ids ...sealed.Identity) (*Unverified, error) {
	plain, err := sealed.Open(file, ids...)
	if err != nil {
		return nil, fmt.Errorf("open snapshot: %w", err)
	}
	u, err := parse(plain)
	if err != nil {
		plain.Wipe()
		return nil, err
	}
	u.snap.Hash = Hash(file)
	return u, nil
}

// SignedBy reports whether somebody who belongs to the vault by ro has signed
// it. Unlike [Unverified.Verify] it leaves the file as it is.
func (u *Unverified) SignedBy(ro *identity.Roster) bool {
	pub, err := ro.Signer(u.Header.Dev)
	return err == nil && u.signedBy == u.Header.Dev && identity.Verify(pub, tag, u.signed, u.sig)
}

// Verify checks kind, signature and version. On an error the plaintext is
// wiped, but for the [TooNewError] of a local file, see [Reader.OpenLocal]. No
// kind given means any but [Local].
func (u *Unverified) Verify(ro *identity.Roster, kinds ...Kind) (*Snapshot, error) {
	pub, err := ro.Signer(u.Header.Dev)
	return u.verify(pub, err, kinds)
}

// VerifyPast is [Unverified.Verify] for a file the user picked to look back
// at: it lets a removed computer's old snapshots through. Nothing of them is
// to be joined without the user's word, see [identity.Roster.PastSigner].
func (u *Unverified) VerifyPast(ro *identity.Roster, kinds ...Kind) (*Snapshot, error) {
	pub, err := ro.PastSigner(u.Header.Dev, u.Header.Seq)
	return u.verify(pub, err, kinds)
}

func (u *Unverified) verify(pub ed25519.PublicKey, err error, kinds []Kind) (*Snapshot, error) {
	if err == nil {
		err = u.judge(pub, kinds)
	}
	var newer *TooNewError
	if errors.As(err, &newer) && u.Header.Kind == Local && slices.Contains(kinds, Local) {
		return u.snap, err
	}
	if err != nil {
		u.Wipe()
		return nil, err
	}
	return u.snap, nil
}

func (u *Unverified) judge(pub ed25519.PublicKey, kinds []Kind) error {
	if u.signedBy != u.Header.Dev || !identity.Verify(pub, tag, u.signed, u.sig) {
		return ErrSignature
	}
	if len(kinds) == 0 {
		kinds = []Kind{Full, Delta}
	}
	if !slices.Contains(kinds, u.Header.Kind) && u.Header.MinReader <= Version {
		return fmt.Errorf("%w: %.16q", ErrWrongKind, string(u.Header.Kind))
	}
	// Only now is the header somebody's word: a forged file must not be able
	// to stop sync by calling itself too new.
	if u.Header.MinReader > Version {
		return &TooNewError{u.Header.Format, u.Header.MinReader, u.Header.App, true}
	}
	return nil
}

// parse takes a plaintext apart. Its result shares the bytes.
func parse(plain secret.Bytes) (*Unverified, error) {
	b := plain.Reveal()
	u := &Unverified{snap: &Snapshot{plain: plain}}
	first, rest, ok := bytes.Cut(b, []byte("\n"))
	if !ok {
		return nil, fmt.Errorf("%w: no header", ErrMalformed)
	}
	if err := u.header(first); err != nil {
		return nil, err
	}
	// The signature is the last line, so everything else is under it.
	body, ok := bytes.CutSuffix(rest, []byte("\n"))
	if !ok {
		return nil, fmt.Errorf("%w: no end", ErrMalformed)
	}
	cut := bytes.LastIndexByte(body, '\n') + 1
	if err := u.signature(body[cut:]); err != nil {
		return nil, err
	}
	u.signed = b[:len(first)+1+cut]
	if err := u.records(body[:cut]); err != nil {
		return nil, err
	}
	u.snap.Header, u.snap.Records = u.Header, u.Records
	return u, nil
}

func (u *Unverified) header(line []byte) error {
	if len(line) > maxLine || within(line) != nil {
		return fmt.Errorf("%w: header", ErrMalformed)
	}
	err := json.Unmarshal(line, &u.Header)
	h := &u.Header
	if h.Format > Version {
		// So new that nothing about the file is certain.
		return &TooNewError{h.Format, h.MinReader, h.App, false}
	}
	if err != nil || h.Format < 1 || h.MinReader < 1 || !identity.ValidID(h.Vault) || !identity.ValidID(h.Dev) {
		return fmt.Errorf("%w: header", ErrMalformed)
	}
	return nil
}

func (u *Unverified) signature(line []byte) error {
	var s struct {
		K       string `json:"k"`
		By      string `json:"by"`
		Ed25519 string `json:"ed25519"`
	}
	if len(line) > 1024 || json.Unmarshal(line, &s) != nil || s.K != "sig" {
		return fmt.Errorf("%w: none", ErrSignature)
	}
	sig, err := b64.DecodeString(s.Ed25519)
	if err != nil {
		return fmt.Errorf("%w: not base64", ErrSignature)
	}
	u.sig, u.signedBy = sig, s.By
	return nil
}

// records splits the body into lines, each of which ends with a line feed.
func (u *Unverified) records(body []byte) error {
	for len(body) > 0 {
		line, rest, _ := bytes.Cut(body, []byte("\n"))
		body = rest
		if len(line) == 0 || bytes.HasPrefix(line, []byte(padOpen)) {
			continue // padding is longer than any field may be
		}
		if len(u.snap.Lines) == MaxRecords {
			return fmt.Errorf("more than %d records: %w", MaxRecords, sealed.ErrTooLarge)
		}
		u.snap.Lines = append(u.snap.Lines, line)
		err := within(line)
		if err == nil && mayBeRoster(line) {
			err = u.roster(line)
		}
		if err != nil {
			u.snap.Bad = append(u.snap.Bad, BadLine{len(u.snap.Lines) - 1, err})
		}
	}
	return nil
}

func (u *Unverified) roster(line []byte) error {
	if len(line) > maxLine {
		return errLine
	}
	_, err := u.Records.Add(line)
	return err
}

// mayBeRoster spares the parsing of ten thousand accounts: records are
// written without spaces. A roster record written otherwise is not found, and
// then nobody is trusted by it.
func mayBeRoster(line []byte) bool {
	for _, k := range []string{`"k":"dev"`, `"k":"slot"`, `"k":"removal"`} {
		if bytes.Contains(line, []byte(k)) {
			return true
		}
	}
	return false
}
