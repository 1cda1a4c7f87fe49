package importer_test

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"twofold/crypto/secret"
	"twofold/internal/account"
	"twofold/internal/importer"
)

// readAll goes as far as it gets with files that may be anything.
func readAll(files []importer.File, password string) (importer.Result, error) {
	src, err := importer.Open(context.Background(), files)
	if err != nil {
		return importer.Result{}, err
	}
	if src.Locked() {
		if err := src.Unlock(context.Background(), secret.FromString(password), nil); err != nil {
			return importer.Result{}, err
		}
	}
	return src.Read()
}

// known are the errors a window has sentences for.
func known(err error) bool {
	var damaged *importer.DamagedError
	var newer *importer.NewerError
	var cost *importer.CostError
	var large *importer.TooLargeError
	var many *importer.TooManyError
	var codes *importer.NoCodesError
	var needs *importer.NeedsFileError
	var unsupported *importer.UnsupportedError
	var field *account.FieldError
	for _, sentinel := range []error{importer.ErrUnknownFile, importer.ErrWrongPassword, importer.ErrNoAccounts,
		importer.ErrNoCode, importer.ErrOtherCode, importer.ErrRestricted, importer.ErrLocked} {
		if errors.Is(err, sentinel) {
			return true
		}
	}
	return errors.As(err, &damaged) || errors.As(err, &newer) || errors.As(err, &cost) || errors.As(err, &large) ||
		errors.As(err, &many) || errors.As(err, &codes) || errors.As(err, &needs) || errors.As(err, &unsupported) ||
		errors.As(err, &field)
}

// cheap leaves out the formats whose key derivation has a fixed high cost.
func cheap(s sample) bool {
	switch s.name {
	case "stratum strong", "proton encrypted", "extension v3", "steam desktop encrypted", "stratum legacy":
		return false
	}
	return true
}

// TestCutShort ends every file at many places: no panic, no accounts that were
// not there, an error that means something.
func TestCutShort(t *testing.T) {
	for _, s := range samples() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			vs := s.supports(vectors())
			files := s.build(t, vs)
			whole := files[0].Data
			cuts := 40
			if !cheap(s) {
				cuts = 4
			}
			for i := range cuts {
				files[0].Data = whole[:len(whole)*i/cuts]
				r, err := readAll(files, s.password)
				if err != nil && !known(err) {
					t.Errorf("cut to %d of %d bytes: %T %v", len(files[0].Data), len(whole), err, err)
				}
				if len(files) == 1 && len(r.Entries) > len(vs) {
					t.Errorf("cut to %d bytes: %d accounts out of %d", len(files[0].Data), len(r.Entries), len(vs))
				}
			}
			files[0].Data = whole
		})
	}
}

// TestTruncatedIsSaid: a JSON file that ends early is recognised all the same,
// and said to end early.
func TestTruncatedIsSaid(t *testing.T) {
	for _, s := range jsonSamples() {
		switch s.name {
		case "1password", "proton pass", "freeotp", "authy preferences", "steam desktop", "unknown json":
			continue // not JSON outside, or in several files
		}
		t.Run(s.name, func(t *testing.T) {
			files := s.build(t, s.supports(vectors()))
			files[0].Data = files[0].Data[:len(files[0].Data)-2]
			_, err := importer.Open(context.Background(), files)
			var d *importer.DamagedError
			if !errors.As(err, &d) || !d.Truncated {
				t.Fatalf("Open = %v, want a truncated file", err)
			}
			if d.App != s.app && d.App != importer.JSON && d.App != importer.Bitwarden {
				t.Errorf("taken for %s, want %s", d.App, s.app)
			}
		})
	}
}

// TestFlippedBytes changes bytes at random places.
func TestFlippedBytes(t *testing.T) {
	for _, s := range samples() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			vs := s.supports(vectors())
			files := s.build(t, vs)
			whole := files[0].Data
			random := rand.New(rand.NewPCG(1, 2))
			rounds := 60
			if !cheap(s) {
				rounds = 4
			}
			for range rounds {
				data := bytes.Clone(whole)
				for range 1 + random.IntN(4) {
					data[random.IntN(len(data))] = byte(random.IntN(256))
				}
				files[0].Data = data
				// A changed number of rounds must not make the test slow: the
				// context ends what the limits allow.
				ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
				src, err := importer.Open(ctx, files)
				if err == nil && src.Locked() {
					err = src.Unlock(ctx, secret.FromString(s.password), nil)
				}
				if err == nil {
					_, err = src.Read()
				}
				cancel()
				if err != nil && !known(err) && !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("%T %v", err, err)
				}
			}
		})
	}
}
