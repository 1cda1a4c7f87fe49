package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"twofold/crypto/identity"
	"twofold/crypto/phrase"
	"twofold/crypto/sealed"
)

// wordsFile keeps the ten words on the computer that made them, to be shown
// and printed again. It is addressed to this computer alone: unlike the vault
// it must not open with an older recovery key.
const wordsFile = "words.age"

// ErrNoWords means that the ten words are not known here: another computer
// made them, or they were replaced.
var ErrNoWords = errors.New("words of the recovery key are not on this computer")

// words is the content of words.age.
type words struct {
	Twofold int    `json:"twofold"`
	Slot    string `json:"slot"`
	Words   string `json:"words"`
}

// keepWords notes the words of a slot. The newest take the place of others.
func (s *Store) keepWords(slot string, p phrase.Phrase) error {
	pass := p.Secret()
	defer pass.Wipe()
	return s.writeWords(words{Twofold: formatVersion, Slot: slot, Words: string(pass.Reveal())}, s.in.keys)
}

func (s *Store) writeWords(w words, keys *identity.Keys) error {
	plain, err := json.Marshal(w)
	if err != nil {
		return fmt.Errorf("keep recovery key: %w", err)
	}
	defer clear(plain)
	file, err := sealed.Seal(plain, keys.Recipient())
	if err != nil {
		return fmt.Errorf("keep recovery key: %w", err)
	}
	return s.dir.Write(wordsFile, file)
}

func (s *Store) readWords() (words, error) {
	file, err := s.dir.Read(wordsFile, maxKeys)
	if errors.Is(err, fs.ErrNotExist) {
		return words{}, ErrNoWords
	}
	if err != nil {
		return words{}, err
	}
	plain, err := sealed.Open(file, s.in.keys.Identity())
	if err != nil {
		// It is of earlier keys of this computer, or damaged: the words are on
		// paper, and new ones can be made.
		return words{}, fmt.Errorf("%w: %w", ErrNoWords, err)
	}
	defer plain.Wipe()
	var w words
	if json.Unmarshal(plain.Reveal(), &w) != nil {
		return words{}, ErrNoWords
	}
	return w, nil
}

// Words gives the ten words that were made here and still count, and the id of
// their slot: [ErrNoWords]. Ask who sits here before they are shown.
func (s *Store) Words() (phrase.Phrase, string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	roster, err := s.roster()
	if err != nil {
		return phrase.Phrase{}, "", err
	}
	w, err := s.readWords()
	if err != nil {
		return phrase.Phrase{}, "", err
	}
	if m, ok := roster.Member(w.Slot); !ok || m.State != identity.Enrolled {
		return phrase.Phrase{}, "", ErrNoWords
	}
	p, err := phrase.Parse(w.Words)
	if err != nil {
		return phrase.Phrase{}, "", ErrNoWords
	}
	return p, w.Slot, nil
}

// wordsSlot is the slot whose words are kept; empty for none.
func (s *Store) wordsSlot() string {
	w, err := s.readWords()
	if err != nil {
		return ""
	}
	return w.Slot
}

// forgetWords deletes the words of slots that were retired.
func (s *Store) forgetWords(retired []string) error {
	if !slices.Contains(retired, s.wordsSlot()) {
		return nil
	}
	return s.dir.Remove(wordsFile)
}
