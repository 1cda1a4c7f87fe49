package platform

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"
)

// listenTest starts an instance whose messages come out of the channel.
func listenTest(t *testing.T, f Folders) (*Instance, <-chan Message) {
	t.Helper()
	got := make(chan Message, 10)
	i, err := ListenInstance(f, func(m Message) { got <- m })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = i.Close() })
	return i, got
}

func instanceFolders(t *testing.T) Folders {
	t.Helper()
	dir := t.TempDir()
	t.Setenv("XDG_RUNTIME_DIR", "")
	t.Setenv("TMPDIR", dir)
	return Folders{Data: dir}
}

func TestInstanceMessages(t *testing.T) {
	f := instanceFolders(t)
	_, got := listenTest(t, f)
	for _, m := range []Message{
		{Action: ActionRaise},
		{Action: ActionToggle},
		{Action: ActionOpen, Items: []string{"otpauth://totp/x?secret=A", "/home/hanako/写真.png", "line\nbreak"}},
		{Action: ActionOpen, Items: []string{strings.Repeat("x", maxItemBytes)}},
	} {
		if err := SendInstance(t.Context(), f, m); err != nil {
			t.Fatalf("send %s: %v", m.Action, err)
		}
		if g := <-got; !reflect.DeepEqual(g, m) {
			t.Errorf("received %+v, want %+v", g, m)
		}
	}
}

// TestInstanceInOrder: what is sent after an answer is handled after it, so that
// two calls from one script never change places.
func TestInstanceInOrder(t *testing.T) {
	f := instanceFolders(t)
	_, got := listenTest(t, f)
	for range 50 {
		if err := SendInstance(t.Context(), f, Message{Action: ActionToggle}); err != nil {
			t.Fatal(err)
		}
		select {
		case <-got:
		default:
			t.Fatal("answered before it was handled")
		}
	}
}

func TestInstanceRefusesMessages(t *testing.T) {
	f := instanceFolders(t)
	_, got := listenTest(t, f)
	many := make([]string, maxMessageItems+1)
	for i := range many {
		many[i] = "x"
	}
	for name, m := range map[string]Message{
		"no action":      {},
		"unknown action": {Action: "quit"},
		"raise items":    {Action: ActionRaise, Items: []string{"x"}},
		"open nothing":   {Action: ActionOpen},
		"empty item":     {Action: ActionOpen, Items: []string{""}},
		"long item":      {Action: ActionOpen, Items: []string{strings.Repeat("x", maxItemBytes+1)}},
		"many items":     {Action: ActionOpen, Items: many},
		"large":          {Action: ActionOpen, Items: []string{strings.Repeat("a", maxItemBytes), strings.Repeat("b", maxItemBytes), strings.Repeat("c", maxItemBytes), strings.Repeat("d", maxItemBytes)}},
	} {
		if err := SendInstance(t.Context(), f, m); !errors.Is(err, ErrMessage) {
			t.Errorf("%s: %v, want ErrMessage", name, err)
		}
	}
	if len(got) != 0 {
		t.Errorf("%d messages arrived", len(got))
	}
}

func TestInstanceHostileClients(t *testing.T) {
	f := instanceFolders(t)
	_, got := listenTest(t, f)
	for _, text := range []string{"", "\n", "{}\n", `{"action":"raise"} x` + "\n", "\x00\xff\n", strings.Repeat("x", 2*maxMessageBytes)} {
		c, err := dialLocal(t.Context(), endpointName(f.Data))
		if err != nil {
			t.Fatal(err)
		}
		_ = c.SetDeadline(time.Now().Add(messageTime))
		_, _ = c.Write([]byte(text))
		if len(text) > 0 {
			if n, err := c.Read(make([]byte, 1)); err == nil {
				t.Errorf("%.20q was answered with %d bytes", text, n)
			}
		}
		_ = c.Close()
	}
	// One that stays silent does not keep the next one waiting.
	silent, err := dialLocal(t.Context(), endpointName(f.Data))
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	if err := SendInstance(t.Context(), f, Message{Action: ActionRaise}); err != nil {
		t.Fatal(err)
	}
	if m := <-got; m.Action != ActionRaise {
		t.Errorf("received %+v", m)
	}
}

func TestInstanceOnlyOne(t *testing.T) {
	f := instanceFolders(t)
	first, _ := listenTest(t, f)
	if _, err := ListenInstance(f, func(Message) {}); !errors.Is(err, ErrInstanceRunning) {
		t.Errorf("second listener: %v, want ErrInstanceRunning", err)
	}
	other := Folders{Data: t.TempDir()}
	if err := SendInstance(t.Context(), other, Message{Action: ActionRaise}); !errors.Is(err, ErrNoInstance) {
		t.Errorf("send to another data directory: %v, want ErrNoInstance", err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if err := SendInstance(t.Context(), f, Message{Action: ActionRaise}); !errors.Is(err, ErrNoInstance) {
		t.Errorf("send after close: %v, want ErrNoInstance", err)
	}
	_, got := listenTest(t, f)
	if err := SendInstance(t.Context(), f, Message{Action: ActionRaise}); err != nil {
		t.Errorf("send to the next instance: %v", err)
	}
	<-got
}

func TestSendInstanceEndsWithContext(t *testing.T) {
	f := instanceFolders(t)
	listenTest(t, f)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := SendInstance(ctx, f, Message{Action: ActionRaise}); err == nil {
		t.Error("send with an ended context: no error")
	}
}

func FuzzDecodeMessage(f *testing.F) {
	f.Add([]byte(`{"action":"open","items":["otpauth://totp/a?secret=b"]}` + "\n"))
	f.Add([]byte(`{"action":"raise","items":null}`))
	f.Fuzz(func(t *testing.T, line []byte) {
		m, err := decodeMessage(line)
		if err != nil {
			if !reflect.DeepEqual(m, Message{}) {
				t.Fatal("a message beside an error")
			}
			return
		}
		again, err := encodeMessage(m)
		if err != nil {
			return // escapes made it longer than the limit
		}
		m2, err := decodeMessage(again)
		if err != nil || m2.Action != m.Action || len(m2.Items) != len(m.Items) {
			t.Fatalf("%+v became %+v, %v", m, m2, err)
		}
	})
}
