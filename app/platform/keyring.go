package platform

import (
	"context"
	"errors"
	"fmt"
	"time"

	keyring "github.com/zalando/go-keyring"
)

// KeyringService is the name of every item this program keeps in the keyring
// of the operating system. Item names and attributes are readable by any
// program of the user, so they name nothing but the program and the computer id.
const KeyringService = "Twofold"

// KeyringTimeout bounds each keyring call. A Secret Service that hangs never
// answers at all, and a locked one waits for its own password window.
const KeyringTimeout = 3 * time.Second

// KeyringValueMax is the largest value in bytes. Windows stops at 2560, the
// macOS tool at about 3000 after base64; a key line needs well under 200.
const KeyringValueMax = 1024

// maxStuckKeyringCalls bounds the goroutines that wait for a daemon which never
// answers: more calls are refused at once instead of piling up.
const maxStuckKeyringCalls = 4

// Reasons why the keyring did not serve. The caller falls back to the
// passphrase or the recovery key on any of them.
var (
	// ErrNoKeyring: this session has no keyring (no bus, no Secret Service).
	ErrNoKeyring = errors.New("no keyring in this session")
	// ErrKeyringLocked: there is a keyring, and it is locked or waits for its password.
	ErrKeyringLocked = errors.New("keyring is locked")
	// ErrKeyringDenied: the keyring refused, or failed in a way of its own.
	ErrKeyringDenied = errors.New("keyring refused")
	// ErrKeyringSlow: no answer within [KeyringTimeout].
	ErrKeyringSlow = errors.New("keyring does not answer")
	// ErrNotFound: the keyring works and holds no such item.
	ErrNotFound = errors.New("not in the keyring")
	// ErrKeyringValue: the value is empty, too long or not one printable ASCII line.
	ErrKeyringValue = errors.New("value does not fit the keyring")
)

// Keyring stores one line per computer id under the service name
// [KeyringService]. The zero value is not usable; call [NewKeyring].
//
// After ErrKeyringSlow a Set or Delete may still take effect later: the daemon
// has the request. Whoever relies on the item reads it back first.
type Keyring struct {
	timeout time.Duration
	slots   chan struct{}
	store   itemStore
}

// itemStore is the part of go-keyring in use, as one value so that a test can
// put a store in that never answers.
type itemStore struct {
	get    func(service, user string) (string, error)
	set    func(service, user, value string) error
	delete func(service, user string) error
}

// NewKeyring gives the keyring of this session. It does not touch it yet.
func NewKeyring() *Keyring {
	return &Keyring{
		timeout: KeyringTimeout,
		slots:   make(chan struct{}, maxStuckKeyringCalls),
		store:   itemStore{get: keyring.Get, set: keyring.Set, delete: keyring.Delete},
	}
}

// Get reads the line kept for this computer. The caller owns the bytes and
// wipes them. A value that no Set of ours could have written is ErrKeyringValue.
func (k *Keyring) Get(ctx context.Context, computer string) ([]byte, error) {
	if err := checkKeyringUser(computer); err != nil {
		return nil, err
	}
	v, err := k.do(ctx, func() (string, error) { return k.store.get(KeyringService, computer) })
	if err == nil {
		err = checkKeyringValue([]byte(v))
	}
	if err != nil {
		return nil, fmt.Errorf("read keyring: %w", err)
	}
	return []byte(v), nil
}

// Set writes or overwrites the line kept for this computer.
func (k *Keyring) Set(ctx context.Context, computer string, line []byte) error {
	if err := checkKeyringUser(computer); err != nil {
		return err
	}
	if err := checkKeyringValue(line); err != nil {
		return fmt.Errorf("write keyring: %w", err)
	}
	v := string(line) // the library takes nothing else
	_, err := k.do(ctx, func() (string, error) { return "", k.store.set(KeyringService, computer, v) })
	if err != nil {
		return fmt.Errorf("write keyring: %w", err)
	}
	return nil
}

// Delete removes the line kept for this computer; ErrNotFound if there is none.
func (k *Keyring) Delete(ctx context.Context, computer string) error {
	if err := checkKeyringUser(computer); err != nil {
		return err
	}
	_, err := k.do(ctx, func() (string, error) { return "", k.store.delete(KeyringService, computer) })
	if err != nil {
		return fmt.Errorf("delete from keyring: %w", err)
	}
	return nil
}

// do runs one call of go-keyring in its own goroutine and waits for it no
// longer than the time-out: the library knows neither contexts nor time-outs
// and blocks for ever on a hung daemon. The goroutine then stays behind, which
// is why slots bounds how many there can be.
func (k *Keyring) do(ctx context.Context, call func() (string, error)) (string, error) {
	if err := keyringReachable(); err != nil {
		return "", err
	}
	select {
	case k.slots <- struct{}{}:
	default:
		return "", ErrKeyringSlow
	}
	type answer struct {
		value string
		err   error
	}
	answered := make(chan answer, 1)
	go func() {
		defer func() { <-k.slots }()
		v, err := call()
		if err != nil && keyringRestarted(err) {
			v, err = call()
		}
		answered <- answer{v, err}
	}()
	timer := time.NewTimer(k.timeout)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case <-timer.C:
		return "", whySlow(ctx)
	case a := <-answered:
		if a.err == nil {
			return a.value, nil
		}
		return "", classifyKeyring(ctx, a.err)
	}
}

// classifyKeyring turns the library's untyped errors into ours. The library's
// text is dropped on purpose: on macOS it can hold the output of a tool.
func classifyKeyring(ctx context.Context, err error) error {
	switch {
	case errors.Is(err, keyring.ErrNotFound):
		return ErrNotFound
	case errors.Is(err, keyring.ErrSetDataTooBig):
		return ErrKeyringValue
	case errors.Is(err, keyring.ErrUnsupportedPlatform):
		return ErrNoKeyring
	}
	return whyRefused(ctx, err)
}

// checkKeyringValue accepts one line of printable ASCII: what every keyring
// gives back byte for byte.
func checkKeyringValue(v []byte) error {
	if len(v) == 0 || len(v) > KeyringValueMax {
		return ErrKeyringValue
	}
	for _, c := range v {
		if c < ' ' || c > '~' {
			return ErrKeyringValue
		}
	}
	return nil
}

// checkKeyringUser accepts what a computer id is made of. It becomes part of
// a command line of /usr/bin/security on macOS, so nothing else may pass.
func checkKeyringUser(computer string) error {
	if computer == "" || len(computer) > 128 {
		return fmt.Errorf("computer id of %d bytes: %w", len(computer), ErrKeyringValue)
	}
	for _, c := range []byte(computer) {
		ok := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.'
		if !ok {
			return fmt.Errorf("computer id: %w", ErrKeyringValue)
		}
	}
	return nil
}
