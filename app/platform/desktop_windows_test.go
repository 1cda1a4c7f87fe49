package platform

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"golang.org/x/sys/windows"
)

// Some of these need a real desktop: under Wine the shell has no balloons and
// the session is never locked, so the messages are posted by hand.

func TestWindowsKeyring(t *testing.T) {
	k := NewKeyring()
	const id = "twofold-test"
	if err := k.Set(t.Context(), id, []byte("one line")); err != nil {
		t.Fatal(err)
	}
	if got, err := k.Get(t.Context(), id); string(got) != "one line" || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
	long := strings.Repeat("k", KeyringValueMax)
	if err := k.Set(t.Context(), id, []byte(long)); err != nil {
		t.Error(err)
	}
	if got, _ := k.Get(t.Context(), id); string(got) != long {
		t.Errorf("got %d bytes", len(got))
	}
	if err := k.Delete(t.Context(), id); err != nil {
		t.Error(err)
	}
	if _, err := k.Get(t.Context(), id); err == nil {
		t.Error("still there")
	}
}

func TestWindowsAutostart(t *testing.T) {
	if on, err := HasAutostart(); on || err != nil {
		t.Skipf("this computer starts Twofold already (%v)", err)
	}
	if err := SetAutostart(true, `C:\Program Files\Two "fold"\twofold.exe`, "--hidden"); err != nil {
		t.Fatal(err)
	}
	if on, err := HasAutostart(); !on || err != nil {
		t.Errorf("after turning it on: %v, %v", on, err)
	}
	for range 2 {
		if err := SetAutostart(false, ""); err != nil {
			t.Error(err)
		}
	}
	if on, err := HasAutostart(); on || err != nil {
		t.Errorf("after turning it off: %v, %v", on, err)
	}
}

func TestWindowsWatch(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	got := make(chan Event, 4)
	tell := func(e Event) { got <- e }
	w, err := newHiddenWindow(func(msg uint32, wparam, _ uintptr) (uintptr, bool) {
		return onWatchMessage(msg, wparam, tell)
	})
	if err != nil {
		t.Fatal(err)
	}
	defer w.close()
	for _, tt := range []struct {
		msg    uint32
		wparam uintptr
		want   EventKind
	}{
		{wmWTSSessionChange, wtsSessionLock, SessionLocked},
		{wmWTSSessionChange, wtsRemoteDisconnect, SessionLocked},
		{wmWTSSessionChange, wtsSessionUnlock, SessionUnlocked},
		{wmPowerBroadcast, pbtSuspend, Suspending},
		{wmPowerBroadcast, pbtResumeAutomatic, Resumed},
	} {
		if ok, _, err := procPostMessage.Call(uintptr(w.handle), uintptr(tt.msg), tt.wparam, 0); ok == 0 {
			t.Fatal(err)
		}
		select {
		case e := <-got:
			if e.Kind != tt.want {
				t.Errorf("message %#x %d is event %v, want %v", tt.msg, tt.wparam, e.Kind, tt.want)
			}
			e.Done()
		case <-time.After(10 * time.Second):
			t.Fatalf("message %#x %d: no event", tt.msg, tt.wparam)
		}
	}
	events := Watch(ctx)
	cancel()
	for range events { // the real one ends as well
	}
}

func TestWindowsSmallThings(t *testing.T) {
	if d, err := IdleTime(t.Context()); err != nil || d < 0 {
		t.Errorf("idle time %v, %v", d, err)
	}
	if _, known := CapsLock(t.Context()); !known {
		t.Error("Caps Lock is not known")
	}
	w, err := newHiddenWindow(nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("exclude from capture: %v", ExcludeFromCapture(uintptr(w.handle), true))
	w.close()
	t.Logf("notice: %v", Notify(t.Context(), Notice{"Twofold", "A notice"}))
}

func TestPutUTF16(t *testing.T) {
	buf := make([]uint16, 4)
	for in, want := range map[string]string{"ab": "ab", "abcdef": "abc", "ab😀": "ab", "": ""} {
		clear(buf)
		if err := putUTF16(buf, in); err != nil {
			t.Fatal(err)
		}
		got := windows.UTF16ToString(buf)
		if got != want || buf[3] != 0 || utf16.IsSurrogate(rune(buf[2])) && in != "😀" {
			t.Errorf("putUTF16(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestWindowsMoveToBin(t *testing.T) {
	path := filepath.Join(t.TempDir(), "花 x.json")
	if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := MoveToBin(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Lstat(path); err == nil {
		t.Error("the file is still there")
	}
}
