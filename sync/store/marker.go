package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// The files of the data directory. Everything but the marker and the lock is
// an age file.
const (
	markerFile = "twofold.json"
	lockFile   = "lock"
	keysFile   = "keys.age"
	vaultFile  = "vault.age"
	// previousFile is the vault as it was when it was last opened well.
	previousFile = "vault.previous.age"
	frontierFile = "frontier.age"
	slotsDir     = "slots"
	outboxDir    = "outbox"
)

// Limits of the files, so that a damaged or hostile one costs little memory.
const (
	maxMarker   = 4 << 10
	maxKeys     = 1 << 20
	maxVault    = 64 << 20
	maxFrontier = 4 << 20
	maxSlot     = 256 << 10
	maxOutgoing = 64 << 20
)

// formatVersion is the version of this directory's layout, and of the marker.
const formatVersion = 1

// marker is the only file in clear: what has to be known before anything can
// be opened. It names the vault and the computer, as the file names in the
// shared folder do too, and nothing else about the user.
type marker struct {
	Twofold   int    `json:"twofold"`
	MinReader int    `json:"min_reader"`
	Vault     string `json:"vault"`
	Computer  string `json:"computer"`
	// Ready is false while the directory is being made. Nothing in such a
	// directory was ever acknowledged to the user.
	Ready bool `json:"ready"`
	// Keyring says that the system's keyring should hold a key for Computer.
	Keyring bool `json:"keyring"`
}

var errMarker = errors.New("marker is damaged")

// parseMarker reads the marker. A [*TooNewError] means that the rest of the
// directory must not be touched.
func parseMarker(b []byte) (marker, error) {
	var m marker
	if err := json.Unmarshal(b, &m); err != nil {
		return marker{}, errMarker // the content of a file never goes into an error
	}
	if m.Twofold < 1 || m.MinReader < 0 {
		return marker{}, errMarker
	}
	if m.MinReader > formatVersion {
		return marker{}, &TooNewError{File: markerFile, Version: m.MinReader}
	}
	if !validID(m.Vault) || !validID(m.Computer) {
		return marker{}, errMarker
	}
	return m, nil
}

// validID accepts the ids of vaults and computers: ten characters of the
// lower-case alphabets base32 is written in. It matters because ids become
// parts of file names.
func validID(id string) bool {
	return len(id) == 10 && strings.Trim(id, "abcdefghijklmnopqrstuvwxyz0123456789") == ""
}

func (s *Store) readMarker() (marker, error) {
	b, err := s.dir.Read(markerFile, maxMarker)
	if err != nil {
		return marker{}, err
	}
	return parseMarker(b)
}

func (s *Store) writeMarker(m marker) error {
	m.Twofold, m.MinReader = formatVersion, formatVersion
	b, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("encode marker: %w", err)
	}
	if err := s.dir.Write(markerFile, append(b, '\n')); err != nil {
		return err
	}
	s.marker = m
	return nil
}
