package sealed

import (
	"bytes"
	"fmt"
	"strconv"
)

const (
	intro     = "age-encryption.org/v1\n"
	maxHeader = 1 << 20 // bytes; 256 hybrid recipients take 400 KiB
)

// header is what the caps need to know about a file before age sees it.
type header struct {
	recipients int
	passphrase bool // the only entry is a passphrase
	cost       Cost // of that passphrase
}

// readHeader counts the entries of an age header without any cryptography.
// It checks no more than it needs: age itself parses the header strictly.
func readHeader(file []byte) (header, error) {
	if len(file) > MaxFile {
		return header{}, fmt.Errorf("%d bytes: %w", len(file), ErrTooLarge)
	}
	rest, ok := bytes.CutPrefix(file, []byte(intro))
	if !ok {
		return header{}, ErrNotAge
	}
	whole := len(rest) <= maxHeader
	rest = rest[:min(len(rest), maxHeader)]
	var h header
	for {
		line, after, ok := bytes.Cut(rest, []byte("\n"))
		if !ok && !whole {
			return header{}, fmt.Errorf("header: %w", ErrTooLarge)
		}
		if !ok {
			return header{}, fmt.Errorf("header has no end: %w", ErrDamaged)
		}
		rest = after
		if bytes.HasPrefix(line, []byte("---")) {
			return h, nil
		}
		if args, ok := bytes.CutPrefix(line, []byte("-> ")); ok {
			if err := h.add(args); err != nil {
				return header{}, err
			}
		}
	}
}

// add takes one header entry: its type and arguments.
func (h *header) add(args []byte) error {
	h.recipients++
	if h.recipients > MaxRecipients {
		return fmt.Errorf("header: %w", ErrTooLarge)
	}
	f := bytes.Fields(args)
	if len(f) == 0 || string(f[0]) != "scrypt" {
		h.passphrase = false
		return nil
	}
	// age demands that a passphrase stands alone.
	h.passphrase = h.recipients == 1
	if len(f) != 3 {
		return nil // age finds the mistake
	}
	n, err := strconv.Atoi(string(f[2]))
	if err != nil || n < 1 {
		return fmt.Errorf("passphrase cost: %w", ErrDamaged)
	}
	h.cost = max(h.cost, Cost(n))
	return nil
}

// NeedsPassphrase reports whether file is an age file for a passphrase, as
// recovery files are, and not for identities. It checks nothing else.
func NeedsPassphrase(file []byte) bool {
	h, err := readHeader(file)
	return err == nil && h.passphrase
}
