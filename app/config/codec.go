package config

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// MaxBytes is the largest file that is read; a real one has about 1 KiB.
const MaxBytes = 256 << 10

// ErrDamaged says that the file is not a settings file.
var ErrDamaged = errors.New("settings file is damaged")

// NewerError says that a newer program wrote the file. It is read as far as
// possible and not written, so that the newer program loses nothing.
type NewerError struct{ Version int }

func (e *NewerError) Error() string {
	return fmt.Sprintf("settings file has version %d, this program writes %d", e.Version, Version)
}

// document is the file's object key by key, as it was read. Keeping the raw
// values is what preserves unknown keys and values we do not accept.
type document map[string]json.RawMessage

// parse reads a file. Without an error the document has a version we write;
// with *NewerError it is filled all the same.
func parse(data []byte) (document, error) {
	if len(data) > MaxBytes {
		return nil, fmt.Errorf("%w: larger than %d bytes", ErrDamaged, MaxBytes)
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	var d document
	if err := dec.Decode(&d); err != nil || d == nil {
		return nil, fmt.Errorf("%w: not a JSON object", ErrDamaged)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%w: something follows the object", ErrDamaged)
	}
	var version int
	if err := json.Unmarshal(d["version"], &version); err != nil || version < 1 {
		return nil, fmt.Errorf("%w: no version", ErrDamaged)
	}
	if version > Version {
		return d, &NewerError{version}
	}
	return d, nil
}

// settings reads every known key by itself, so that one bad value costs only
// its own setting. It names the keys that had to fall back to the default.
func (d document) settings() (Settings, []string) {
	s := Defaults()
	var bad []string
	for _, name := range names() {
		raw, ok := d[name]
		if !ok {
			continue
		}
		one, err := json.Marshal(document{name: raw})
		if err != nil {
			bad = append(bad, name)
			continue
		}
		try := s
		if bytes.Equal(bytes.TrimSpace(raw), []byte("null")) || json.Unmarshal(one, &try) != nil {
			bad = append(bad, name)
			continue
		}
		s = try
	}
	s, outside := s.repaired()
	return s, append(bad, outside...)
}

// with gives a copy in which exactly the values that differ between before
// and after are replaced.
func (d document) with(before, after Settings) (document, error) {
	old, err := before.document()
	if err != nil {
		return nil, err
	}
	changed, err := after.document()
	if err != nil {
		return nil, err
	}
	out := document{"version": json.RawMessage(fmt.Sprint(Version))}
	for name, raw := range d {
		out[name] = raw
	}
	for name, raw := range changed {
		if _, has := d[name]; !has || !bytes.Equal(old[name], raw) {
			out[name] = raw
		}
	}
	return out, nil
}

// encode writes the keys in order, one a line, as a person can read them.
func (d document) encode() ([]byte, error) {
	data, err := json.MarshalIndent(d, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encode settings: %w", err)
	}
	if len(data) >= MaxBytes {
		return nil, fmt.Errorf("encode settings: %d bytes are too many", len(data))
	}
	return append(data, '\n'), nil
}

func (s Settings) document() (document, error) {
	if s.Folders == nil {
		s.Folders = []string{} // an empty list, not null
	}
	data, err := json.Marshal(s)
	if err != nil {
		return nil, fmt.Errorf("encode settings: %w", err)
	}
	var d document
	if err := json.Unmarshal(data, &d); err != nil {
		return nil, fmt.Errorf("encode settings: %w", err)
	}
	return d, nil
}

// names are the keys this version knows.
func names() []string {
	d, _ := Defaults().document() // a plain struct always encodes
	out := make([]string, 0, len(d))
	for name := range d {
		out = append(out, name)
	}
	return out
}
