package platform

import (
	"context"
	"errors"
	"testing"
	"time"
)

func TestKeyringEndsWithContext(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=never-dialled")
	release := make(chan struct{})
	k := NewKeyring()
	k.store.get = func(string, string) (string, error) { <-release; return "late", nil }
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := k.Get(ctx, "c1"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("get with an ended context: %v, want its error", err)
	}
	close(release)
	for range cap(k.slots) { // every slot comes back
		k.slots <- struct{}{}
	}
}

func TestKeyringForeignValue(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=never-dialled")
	k := NewKeyring()
	k.store.get = func(string, string) (string, error) { return "not\nours", nil }
	if v, err := k.Get(t.Context(), "c1"); v != nil || !errors.Is(err, ErrKeyringValue) {
		t.Errorf("get of a foreign value: %q, %v; want nothing and ErrKeyringValue", v, err)
	}
}
