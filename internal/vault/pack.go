package vault

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"twofold/internal/account"
)

// A packed list is the text inside an encrypted backup file: the header line
// of a snapshot with kind "backup", and the records of some accounts. It has no
// signature and no roster; the password around it vouches for it, and any
// vault may take the accounts in. docs/vault-format.md describes it.

// packFormat is the version that is written, and the newest that is read.
const packFormat = 1

// maxPacked is how many lines of a packed list are looked at: three times as
// many as any import takes.
const maxPacked = 300_000

// Why a text is no packed list that can be read.
var (
	// ErrNotPacked: its first line is not a header.
	ErrNotPacked = errors.New("not a packed list of accounts")
	// ErrPackedNewer: it was written for a newer reader than this one.
	ErrPackedNewer = errors.New("packed list of a newer version")
	// ErrPackedTooMany: it has more lines than are looked at.
	ErrPackedTooMany = errors.New("packed list with too many lines")
)

// packHeader is the first line. Snapshots have more members, which do not
// matter here.
type packHeader struct {
	Twofold   int    `json:"twofold"`
	MinReader int    `json:"min_reader"`
	Kind      string `json:"kind"`
	Time      string `json:"time,omitempty"`
}

// Pack writes accounts in their order, with all they have: names, note,
// groups, icon, recovery codes, usage, the key in use and its counter. Those
// with a time of deletion are in the trash of what is written. The text holds
// every secret in the clear. An account that cannot be written is an error: a
// backup has all or is none.
func Pack(by Author, as []account.Account) ([]byte, error) {
	d := New()
	defer d.Wipe()
	ids, errs := d.AddAll(by, as)
	if err := errors.Join(errs...); err != nil {
		return nil, fmt.Errorf("pack: %w", err)
	}
	var trash []string
	for i, a := range as {
		if !a.Trashed.IsZero() {
			trash = append(trash, ids[i])
		}
	}
	if len(trash) > 0 {
		if err := d.Trash(by, trash...); err != nil {
			return nil, fmt.Errorf("pack: %w", err)
		}
	}
	head, err := json.Marshal(packHeader{
		Twofold: packFormat, MinReader: packFormat, Kind: "backup", Time: by.Now().UTC().Format(time.RFC3339),
	})
	if err != nil {
		return nil, fmt.Errorf("pack: %w", err)
	}
	lines := d.Lines()
	size := len(head) + 1
	for _, l := range lines {
		size += len(l) + 1
	}
	out := append(append(make([]byte, 0, size), head...), '\n') // one allocation: no copies of secrets are left behind
	for _, l := range lines {
		out = append(append(out, l...), '\n')
		clear(l)
	}
	return out, nil
}

// IsPacked reports whether text begins like a packed list, or like a snapshot
// that was decrypted by hand.
func IsPacked(text []byte) bool {
	_, _, err := packedHeader(text)
	return err == nil
}

func packedHeader(text []byte) (h packHeader, rest []byte, err error) {
	const longest = 128 << 10 // that of a snapshot names every computer
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	if !bytes.HasPrefix(text, []byte(`{"twofold"`)) {
		return h, nil, ErrNotPacked
	}
	head, rest, _ := bytes.Cut(text, []byte("\n"))
	if len(head) > longest || json.Unmarshal(head, &h) != nil || h.Twofold < 1 || h.MinReader < 1 {
		return h, nil, ErrNotPacked
	}
	return h, rest, nil
}

// Unpack reads what [Pack] wrote, or the text of a snapshot. Lines that cannot
// be used are given beside the document; nothing in them makes it fail. The
// errors are [ErrNotPacked], [ErrPackedNewer] and [ErrPackedTooMany].
func Unpack(text []byte) (*Document, []Quarantined, error) {
	h, rest, err := packedHeader(text)
	switch {
	case err != nil:
		return nil, nil, err
	case h.MinReader > packFormat:
		return nil, nil, fmt.Errorf("%w: %d", ErrPackedNewer, h.MinReader)
	case bytes.Count(rest, []byte("\n")) > maxPacked:
		return nil, nil, ErrPackedTooMany
	}
	var lines [][]byte
	for line := range bytes.Lines(rest) {
		if line = bytes.TrimRight(line, "\r\n"); len(line) > 0 {
			lines = append(lines, line)
		}
	}
	d, bad := Read(lines)
	return d, bad, nil
}
