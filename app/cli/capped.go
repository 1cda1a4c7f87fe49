package cli

import (
	"errors"
	"io"
)

// errTooMuch ends the reading of what is larger than anything we take.
var errTooMuch = errors.New("file is too large")

// readCapped reads all of r, but never more than most bytes.
func readCapped(r io.Reader, most int64) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r, most+1))
	if err == nil && int64(len(b)) > most {
		return nil, errTooMuch
	}
	return b, err
}
