package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"golang.org/x/term"
)

// maxPassphrase is more than anybody types.
const maxPassphrase = 4 << 10

// errNoTerminal means that there is nobody to ask.
var errNoTerminal = errors.New("no terminal to ask for the passphrase, and no --passphrase-fd")

// errNoPassphrase means that nothing was typed, or that the descriptor was
// empty.
var errNoPassphrase = errors.New("no passphrase was given")

// errPassphrase means that the descriptor could not be read.
var errPassphrase = errors.New("passphrase cannot be read")

// PassphraseFrom reads passphrases from a file descriptor, or from the
// terminal if fd is negative. One line end at the end does not count.
func PassphraseFrom(fd int) func(prompt string) ([]byte, error) {
	return func(prompt string) ([]byte, error) {
		if fd >= 0 {
			f := os.Stdin // on Windows 0 is no handle of its own
			if fd > 0 {
				f = os.NewFile(uintptr(fd), "passphrase")
			}
			if f == nil {
				return nil, errNoTerminal
			}
			if fd > 2 { // ours alone, and no child of ours is to inherit it
				defer f.Close()
			}
			b, err := readCapped(f, maxPassphrase)
			if err != nil {
				return nil, fmt.Errorf("%w: %w", errPassphrase, err)
			}
			return bytes.TrimSuffix(bytes.TrimSuffix(b, []byte("\n")), []byte("\r")), nil
		}
		if !term.IsTerminal(int(os.Stdin.Fd())) {
			return nil, errNoTerminal
		}
		fmt.Fprint(os.Stderr, prompt)
		b, err := term.ReadPassword(int(os.Stdin.Fd()))
		fmt.Fprintln(os.Stderr)
		if errors.Is(err, io.EOF) {
			return nil, errNoPassphrase
		}
		return b, err
	}
}
