package platform

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"sync"
	"time"
)

// Action is what a second start asks of the first.
type Action string

// The actions.
const (
	ActionRaise  Action = "raise"  // show the window and bring it to the front
	ActionToggle Action = "toggle" // hide the window if it is in front, else raise it
	ActionOpen   Action = "open"   // raise it and read the items
)

// Message is one request of a second start. Items are otpauth addresses and
// absolute paths of files; they may be secret and are never logged.
type Message struct {
	Action Action   `json:"action"`
	Items  []string `json:"items,omitempty"`
}

// Limits of one message.
const (
	maxMessageBytes = 64 << 10
	maxMessageItems = 100
	maxItemBytes    = 16 << 10
	messageTime     = 2 * time.Second
	maxConnections  = 4
)

var (
	// ErrNoInstance says that no first start listens for this data directory.
	ErrNoInstance = errors.New("no running window")
	// ErrInstanceRunning says that another process listens already.
	ErrInstanceRunning = errors.New("already running")
	// ErrMessage says that a message is outside its limits.
	ErrMessage = errors.New("message is not valid")
)

// stream is one connection: a unix socket or one end of a named pipe.
type stream interface {
	io.ReadWriteCloser
	SetDeadline(time.Time) error
}

// listener gives connections of this user only.
type listener interface {
	accept() (stream, error)
	close() error
}

// Instance is the listening side of the first start.
type Instance struct {
	l      listener
	handle func(Message)
	done   sync.WaitGroup
	open   chan struct{}

	mu sync.Mutex // one message is handled at a time
}

// ListenInstance makes this process the one that second starts talk to. Who
// may do so is settled before, by the lock on the data directory: a socket
// that nobody answers on is taken for the rest of a crash and replaced.
// handle is called on a goroutine of the instance, one message at a time, and
// must not wait for Close, nor long: the second start waits for it.
func ListenInstance(f Folders, handle func(Message)) (*Instance, error) {
	l, err := listenLocal(endpointName(f.Data))
	if err != nil {
		return nil, fmt.Errorf("listen for a second start: %w", err)
	}
	i := &Instance{l: l, handle: handle, open: make(chan struct{}, maxConnections)}
	i.done.Go(i.serve)
	return i, nil
}

// Close stops listening and waits until no message is being handled.
func (i *Instance) Close() error {
	err := i.l.close()
	i.done.Wait()
	return err
}

func (i *Instance) serve() {
	for {
		c, err := i.l.accept()
		if err != nil {
			return
		}
		select {
		case i.open <- struct{}{}:
		default: // enough are talking; nobody needs a fifth
			_ = c.Close()
			continue
		}
		i.done.Go(func() {
			defer func() { <-i.open }()
			defer c.Close()
			i.receive(c)
		})
	}
}

// receive reads one message, hands it on and says so: in this order, so that
// what is sent after the answer is handled after it. Whatever is not a message
// is dropped without an answer.
func (i *Instance) receive(c stream) {
	if c.SetDeadline(time.Now().Add(messageTime)) != nil {
		return
	}
	line, err := bufio.NewReader(io.LimitReader(c, maxMessageBytes)).ReadBytes('\n')
	if err != nil {
		return
	}
	m, err := decodeMessage(line)
	clear(line)
	if err != nil {
		return
	}
	i.pass(m)
	_, _ = c.Write([]byte("ok\n")) // a sender that went away has its wish all the same
}

func (i *Instance) pass(m Message) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.handle(m)
}

// SendInstance hands m to the first start and returns when it has it.
func SendInstance(ctx context.Context, f Folders, m Message) error {
	line, err := encodeMessage(m)
	if err != nil {
		return err
	}
	defer clear(line)
	if err := ctx.Err(); err != nil {
		return err
	}
	c, err := dialLocal(ctx, endpointName(f.Data))
	if err != nil {
		return fmt.Errorf("talk to the running window: %w", err)
	}
	defer c.Close()
	deadline := time.Now().Add(messageTime)
	if d, ok := ctx.Deadline(); ok && d.Before(deadline) {
		deadline = d
	}
	if err := c.SetDeadline(deadline); err != nil {
		return fmt.Errorf("talk to the running window: %w", err)
	}
	if _, err := c.Write(line); err != nil {
		return fmt.Errorf("talk to the running window: %w", err)
	}
	answer := make([]byte, 3)
	if _, err := io.ReadFull(c, answer); err != nil || string(answer) != "ok\n" {
		return fmt.Errorf("the running window does not answer: %w", ErrNoInstance)
	}
	return nil
}

func encodeMessage(m Message) ([]byte, error) {
	if err := m.check(); err != nil {
		return nil, err
	}
	line, err := json.Marshal(m)
	if err != nil || len(line) >= maxMessageBytes {
		return nil, ErrMessage
	}
	return append(line, '\n'), nil
}

func decodeMessage(line []byte) (Message, error) {
	var m Message
	dec := json.NewDecoder(bytes.NewReader(line))
	if dec.Decode(&m) != nil {
		return Message{}, ErrMessage
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return Message{}, ErrMessage
	}
	if m.check() != nil {
		return Message{}, ErrMessage
	}
	return m, nil
}

func (m Message) check() error {
	switch m.Action {
	case ActionRaise, ActionToggle:
		if len(m.Items) != 0 {
			return ErrMessage
		}
	case ActionOpen:
		if len(m.Items) == 0 || len(m.Items) > maxMessageItems {
			return ErrMessage
		}
	default:
		return ErrMessage
	}
	for _, item := range m.Items {
		if item == "" || len(item) > maxItemBytes {
			return ErrMessage
		}
	}
	return nil
}

// endpointName is short, because socket paths are, and differs for every
// data directory.
func endpointName(dataDir string) string {
	if real, err := filepath.EvalSymlinks(dataDir); err == nil {
		dataDir = real
	}
	sum := sha256.Sum256([]byte(dataDir))
	return "twofold-" + hex.EncodeToString(sum[:8])
}
