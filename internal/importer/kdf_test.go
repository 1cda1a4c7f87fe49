package importer

import (
	"bytes"
	"context"
	"crypto/pbkdf2"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"hash"
	"testing"

	"pgregory.net/rapid"
)

func quiet(float64) {}

// TestPBKDF2AgreesWithTheStandardLibrary, over all sizes that matter.
func TestPBKDF2AgreesWithTheStandardLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		password := rapid.SliceOfN(rapid.Byte(), 0, 200).Draw(t, "password")
		salt := rapid.SliceOfN(rapid.Byte(), 0, 64).Draw(t, "salt")
		rounds := rapid.IntRange(1, 50).Draw(t, "rounds")
		size := rapid.IntRange(1, 100).Draw(t, "size")
		h := rapid.SampledFrom([]func() hash.Hash{sha1.New, sha256.New, sha512.New}).Draw(t, "hash")
		got, err := pbkdf2Key(context.Background(), h, password, salt, uint64(rounds), size, quiet)
		if err != nil {
			t.Fatal(err)
		}
		want, err := pbkdf2.Key(h, string(password), salt, rounds, size)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Fatalf("%x, want %x", got, want)
		}
	})
}

// TestArgon2Vectors are those of RFC 9106 without secret and data, which the
// RFC has not; they come from the reference implementation's test.c (version
// 0x13, t=2, m=2^16, p=1 and t=2, m=2^8, p=2).
func TestArgon2Vectors(t *testing.T) {
	tests := []struct {
		kind                  argonKind
		passes, memory, lanes uint64
		want                  string
	}{
		{argon2id, 2, 1 << 16, 1, "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7"},
		{argon2id, 2, 256, 2, "6d093c501fd5999645e0ea3bf620d7b8be7fd2db59c20d9fff9539da2bf57037"},
	}
	for _, tt := range tests {
		got, err := argonKey(context.Background(), tt.kind, []byte("password"), []byte("somesalt"), tt.passes, tt.memory, tt.lanes, 32, quiet)
		if err != nil || hex.EncodeToString(got) != tt.want {
			t.Errorf("Argon2 of %+v = %x, %v", tt, got, err)
		}
	}
	d, err := argonKey(context.Background(), argon2d, []byte("password"), []byte("somesalt"), 2, 256, 2, 32, quiet)
	id, _ := argonKey(context.Background(), argon2id, []byte("password"), []byte("somesalt"), 2, 256, 2, 32, quiet)
	if err != nil || bytes.Equal(d, id) {
		t.Errorf("Argon2d is Argon2id: %v", err)
	}
}

// TestScryptVector is the second of RFC 7914, section 12.
func TestScryptVector(t *testing.T) {
	const want = "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"
	got, err := scryptKey(context.Background(), []byte("password"), []byte("NaCl"), 1024, 8, 16, 64, quiet)
	if err != nil || hex.EncodeToString(got) != want {
		t.Errorf("scrypt = %x, %v", got, err)
	}
}

// TestLimitsAllowWhatRealAppsAsk: the least that must be accepted.
func TestLimitsAllowWhatRealAppsAsk(t *testing.T) {
	stop, cancel := context.WithCancel(context.Background())
	cancel() // nothing is derived: a refused cost comes before the context
	var cost *CostError
	for name, err := range map[string]error{
		"PBKDF2, 10 M rounds":      second(pbkdf2Key(stop, sha1.New, nil, nil, 10_000_000, 20, quiet)),
		"scrypt, N=2^20, r=8":      second(scryptKey(stop, nil, nil, 1<<20, 8, 1, 32, quiet)),
		"Argon2id, 1 GiB, 16":      second(argonKey(stop, argon2id, nil, nil, 16, 1<<20, 4, 32, quiet)),
		"Argon2d, 1 MiB, 117":      second(argonKey(stop, argon2d, nil, nil, 117, 1<<10, 2, 32, quiet)),
		"Argon2d, 64 KiB, 100,000": second(argonKey(stop, argon2d, nil, nil, 100_000, 64, 2, 32, quiet)),
		"AES-KDF, 100 M rounds":    secondOf32(aesKDF(stop, [32]byte{}, make([]byte, 32), 100_000_000, quiet)),
	} {
		if errors.As(err, &cost) || !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, err := range map[string]error{
		"PBKDF2":        second(pbkdf2Key(stop, sha1.New, nil, nil, 1<<40, 20, quiet)),
		"scrypt":        second(scryptKey(stop, nil, nil, 1<<22, 8, 1, 32, quiet)),
		"scrypt p":      second(scryptKey(stop, nil, nil, 1<<20, 8, 1<<20, 32, quiet)),
		"Argon2 memory": second(argonKey(stop, argon2id, nil, nil, 1, 3<<20, 1, 32, quiet)),
		"Argon2 passes": second(argonKey(stop, argon2id, nil, nil, 65, 2<<20, 1, 32, quiet)),
		"Argon2 lanes":  second(argonKey(stop, argon2id, nil, nil, 1, 1024, 256, 32, quiet)),
		"many lanes":    second(argonKey(stop, argon2id, nil, nil, 1<<40, 1, 255, 32, quiet)),
		"AES-KDF":       secondOf32(aesKDF(stop, [32]byte{}, make([]byte, 32), 1<<40, quiet)),
	} {
		if !errors.As(err, &cost) {
			t.Errorf("%s: %v, want a refused cost", name, err)
		}
	}
	var damaged *DamagedError
	for name, err := range map[string]error{
		"no rounds":    second(pbkdf2Key(stop, sha1.New, nil, nil, 0, 20, quiet)),
		"N=3":          second(scryptKey(stop, nil, nil, 3, 8, 1, 32, quiet)),
		"no memory":    second(argonKey(stop, argon2id, nil, nil, 1, 0, 1, 32, quiet)),
		"seed missing": secondOf32(aesKDF(stop, [32]byte{}, nil, 1, quiet)),
	} {
		if !errors.As(err, &damaged) {
			t.Errorf("%s: %v, want a damaged file", name, err)
		}
	}
}

func second(_ []byte, err error) error       { return err }
func secondOf32(_ [32]byte, err error) error { return err }

// TestAwaitTurnsAPanicIntoAnError: a goroutine's panic would end the program.
func TestAwaitTurnsAPanicIntoAnError(t *testing.T) {
	_, err := await(context.Background(), nil, quiet, func([]byte) ([]byte, error) { panic("x") })
	var d *DamagedError
	if !errors.As(err, &d) {
		t.Errorf("await = %v, want a damaged file", err)
	}
}

// TestAwaitHasItsOwnPassword: the caller wipes while the derivation runs.
func TestAwaitHasItsOwnPassword(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	password := []byte("secret")
	go1, seen := make(chan bool), make(chan string, 1)
	go func() {
		<-go1
		clear(password)
		cancel()
	}()
	_, err := await(ctx, password, quiet, func(own []byte) ([]byte, error) {
		close(go1)
		<-ctx.Done()
		seen <- string(own)
		return nil, nil
	})
	if err != nil && !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if got := <-seen; got != "secret" {
		t.Errorf("the derivation saw %q", got)
	}
}

// TestAegisPadded: only long passwords, by a tenth of their characters.
func TestAegisPadded(t *testing.T) {
	for _, tt := range []struct{ length, want int }{{10, 0}, {57, 0}, {58, 63}, {60, 66}, {100, 110}} {
		if got := len(aegisPadded(bytes.Repeat([]byte{'a'}, tt.length))); got != tt.want {
			t.Errorf("%d characters become %d bytes, want %d", tt.length, got, tt.want)
		}
	}
	if got := aegisPadded(bytes.Repeat([]byte("あ"), 60)); got != nil {
		t.Errorf("60 characters of three bytes become %d bytes", len(got))
	}
}
