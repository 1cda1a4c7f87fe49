package importer

import (
	"context"
	"crypto/aes"
	"crypto/hmac"
	"encoding/binary"
	"hash"

	"github.com/tobischo/argon2"
	xargon2 "golang.org/x/crypto/argon2"
	"golang.org/x/crypto/scrypt"
)

// Costs of key derivation come from the file, so they are an attacker's to
// choose. What real apps and careful people set is allowed (the Ente default
// is 1 GiB and 4 passes); more is refused before anything is spent.
const (
	maxPBKDF2Rounds = 20_000_000
	maxScryptMemory = 2 << 30   // bytes
	maxScryptWork   = 16 << 30  // bytes touched, memory times p
	maxArgonMemory  = 2 << 20   // KiB
	maxArgonWork    = 128 << 20 // KiB touched: memory times passes
	maxArgonLanes   = 255
	maxAESKDFRounds = 200_000_000
)

func checkCost(what string, value, limit uint64) error {
	if value > limit {
		return &CostError{What: what, Value: value, Limit: limit}
	}
	return nil
}

// pbkdf2Key is PBKDF2 (RFC 8018, section 5.2) that listens to ctx; the
// standard library's cannot be interrupted.
func pbkdf2Key(ctx context.Context, h func() hash.Hash, password, salt []byte, rounds uint64, size int, progress Progress) ([]byte, error) {
	if rounds == 0 {
		return nil, damaged("PBKDF2 with no rounds")
	}
	if err := checkCost("PBKDF2 rounds", rounds, maxPBKDF2Rounds); err != nil {
		return nil, err
	}
	prf := hmac.New(h, password)
	blocks := (size + prf.Size() - 1) / prf.Size()
	out := make([]byte, 0, blocks*prf.Size())
	u := make([]byte, 0, prf.Size())
	for block := 1; block <= blocks; block++ {
		prf.Reset()
		prf.Write(salt)
		prf.Write(binary.BigEndian.AppendUint32(nil, uint32(block)))
		out = prf.Sum(out)
		t := out[len(out)-prf.Size():]
		u = append(u[:0], t...)
		for i := uint64(1); i < rounds; i++ {
			if i%8192 == 0 {
				if err := ctx.Err(); err != nil {
					clear(out)
					return nil, err
				}
				progress((float64(block-1) + float64(i)/float64(rounds)) / float64(blocks))
			}
			prf.Reset()
			prf.Write(u)
			u = prf.Sum(u[:0])
			for j := range t {
				t[j] ^= u[j]
			}
		}
	}
	clear(u)
	return out[:size], nil
}

// scryptKey is scrypt (RFC 7914).
func scryptKey(ctx context.Context, password, salt []byte, n, r, p uint64, size int, progress Progress) ([]byte, error) {
	switch {
	case n < 2 || n&(n-1) != 0 || r == 0 || p == 0:
		return nil, damaged("scrypt with N=%d r=%d p=%d", n, r, p)
	case n > maxScryptMemory/128 || r > maxScryptMemory/128 || p > maxScryptWork/128:
		return nil, &CostError{What: "scrypt N", Value: max(n, r, p), Limit: maxScryptMemory / 128}
	}
	memory := 128 * n * r
	if err := checkCost("scrypt memory in bytes", memory, maxScryptMemory); err != nil {
		return nil, err
	}
	if err := checkCost("scrypt work in bytes", memory*p, maxScryptWork); err != nil {
		return nil, err
	}
	return await(ctx, password, progress, func(password []byte) ([]byte, error) {
		return scrypt.Key(password, salt, int(n), int(r), int(p), size)
	})
}

// argonKind is a variant of Argon2 (RFC 9106).
type argonKind int

const (
	argon2d argonKind = iota
	argon2id
)

// argonKey is Argon2 version 1.3 with memory in KiB.
func argonKey(ctx context.Context, kind argonKind, password, salt []byte, passes, memory, lanes uint64, size int, progress Progress) ([]byte, error) {
	if passes == 0 || lanes == 0 || memory == 0 {
		return nil, damaged("Argon2 with %d passes, %d KiB, %d lanes", passes, memory, lanes)
	}
	if err := checkCost("Argon2 memory in KiB", memory, maxArgonMemory); err != nil {
		return nil, err
	}
	if err := checkCost("Argon2 lanes", lanes, maxArgonLanes); err != nil {
		return nil, err
	}
	// Little memory makes up for many passes: KeePass offers to spend a
	// second, which comes out as 117 passes over 1 MiB.
	least := max(memory, 8*lanes)
	if err := checkCost("Argon2 passes", passes, maxArgonWork/least); err != nil {
		return nil, err
	}
	return await(ctx, password, progress, func(password []byte) ([]byte, error) {
		if kind == argon2d {
			return argon2.DKey(password, salt, uint32(passes), uint32(memory), uint8(lanes), uint32(size)), nil
		}
		return xargon2.IDKey(password, salt, uint32(passes), uint32(memory), uint8(lanes), uint32(size)), nil
	})
}

// await runs a derivation that cannot be interrupted beside the caller. When
// ctx ends first the caller goes on at once, and the derivation runs out by
// itself, within the limits above; it works on its own copy of the password,
// so that the caller may wipe.
func await(ctx context.Context, password []byte, progress Progress, derive func([]byte) ([]byte, error)) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	progress(-1)
	type result struct {
		key []byte
		err error
	}
	own := append([]byte(nil), password...)
	done := make(chan result, 1) // room for a result nobody waits for
	go func() {
		var r result
		defer func() { done <- r }()
		defer clear(own)
		defer recovered(&r.err)
		r.key, r.err = derive(own)
	}()
	select {
	case r := <-done:
		return r.key, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// aesKDF is the key transformation of KeePass before Argon2: AES-256 over both
// halves of the key, rounds times.
func aesKDF(ctx context.Context, key [32]byte, seed []byte, rounds uint64, progress Progress) ([32]byte, error) {
	if err := checkCost("AES-KDF rounds", rounds, maxAESKDFRounds); err != nil {
		return key, err
	}
	c, err := aes.NewCipher(seed)
	if err != nil || len(seed) != 32 {
		return key, damaged("AES-KDF seed of %d bytes", len(seed))
	}
	for i := range rounds {
		if i%(1<<18) == 0 {
			if err := ctx.Err(); err != nil {
				return key, err
			}
			progress(float64(i) / float64(rounds))
		}
		c.Encrypt(key[:16], key[:16])
		c.Encrypt(key[16:], key[16:])
	}
	return key, nil
}
