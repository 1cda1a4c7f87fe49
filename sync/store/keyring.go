package store

import (
	"context"
	"fmt"

	"twofold/crypto/sealed"
	"twofold/crypto/secret"
)

// Keyring keeps one line of text per computer id, as the system's keyring
// does. Its errors are passed on as they are, wrapped.
type Keyring interface {
	// Get gives the line; the caller wipes it.
	Get(ctx context.Context, computer string) ([]byte, error)
	Set(ctx context.Context, computer string, line []byte) error
	Delete(ctx context.Context, computer string) error
}

// keyringKey asks the keyring for the key of this computer.
func (s *Store) keyringKey(ctx context.Context) (sealed.Identity, error) {
	if s.o.Keyring == nil || !s.marker.Keyring || s.marker.Computer == "" {
		return sealed.Identity{}, ErrNoKeyring
	}
	line, err := s.o.Keyring.Get(ctx, s.marker.Computer)
	if err != nil {
		return sealed.Identity{}, fmt.Errorf("ask keyring: %w", err)
	}
	text := secret.New(line)
	defer text.Wipe()
	id, err := sealed.ParseIdentity(text)
	if err != nil {
		return sealed.Identity{}, ErrKeyringKey
	}
	return id, nil
}

// putKeyring gives the keyring a key for computer and reads it back: what the
// keyring does not give back now, it will not give back tomorrow.
func (s *Store) putKeyring(ctx context.Context, computer string, key sealed.Identity) error {
	line := key.Line()
	defer line.Wipe()
	if err := s.o.Keyring.Set(ctx, computer, line.Reveal()); err != nil {
		return fmt.Errorf("ask keyring: %w", err)
	}
	back, err := s.o.Keyring.Get(ctx, computer)
	if err != nil {
		return fmt.Errorf("ask keyring: %w", err)
	}
	got := secret.New(back)
	defer got.Wipe()
	if !got.Equal(line) {
		return ErrKeyringKey
	}
	return nil
}

// takeKeyring removes what a failed attempt may have left in the keyring. It
// opens nothing, so it does not matter if that fails.
func (s *Store) takeKeyring(ctx context.Context, computer string) {
	if s.o.Keyring != nil {
		_ = s.o.Keyring.Delete(context.WithoutCancel(ctx), computer)
	}
}
