package sessiontest

import (
	"context"
	"sync"

	"twofold/app/platform"
)

// Keyring keeps lines in memory. Err, if set, is what every call gives.
type Keyring struct {
	mu    sync.Mutex
	lines map[string]string
	Err   error
}

// Get implements session.Keyring.
func (k *Keyring) Get(_ context.Context, computer string) ([]byte, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.Err != nil {
		return nil, k.Err
	}
	line, ok := k.lines[computer]
	if !ok {
		return nil, platform.ErrNotFound
	}
	return []byte(line), nil
}

// Set implements session.Keyring.
func (k *Keyring) Set(_ context.Context, computer string, line []byte) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.Err != nil {
		return k.Err
	}
	if k.lines == nil {
		k.lines = map[string]string{}
	}
	k.lines[computer] = string(line)
	return nil
}

// Delete implements session.Keyring.
func (k *Keyring) Delete(_ context.Context, computer string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.lines, computer)
	return k.Err
}

// Clipboard is a clipboard in memory.
type Clipboard struct {
	mu   sync.Mutex
	text string
}

// Write implements session.Clipboard.
func (c *Clipboard) Write(text string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.text = text
	return nil
}

// ClearIfStill implements session.Clipboard.
func (c *Clipboard) ClearIfStill(text string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.text == text {
		c.text = ""
	}
	return nil
}

// Text is what is on the clipboard.
func (c *Clipboard) Text() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.text
}
