package platform

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"time"
)

// errTooMuch says that a tool wrote more than it was allowed to.
var errTooMuch = errors.New("too much output")

// toolFailed says that a tool ran and gave up. Its words are for a decision
// (cancelled, not permitted), not for an error text: they may quote what it
// was given.
type toolFailed struct {
	tool  string
	code  int
	words string
}

func (e *toolFailed) Error() string { return fmt.Sprintf("%s ended with code %d", e.tool, e.code) }

// runTool runs a program of the system with input on its standard input and
// gives its output, at most limit bytes. Nothing secret may be among args:
// other users can see them.
func runTool(ctx context.Context, input []byte, limit int, name string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.WaitDelay = 500 * time.Millisecond // a child that keeps the pipe open does not hold us
	quietly(cmd)
	if input != nil {
		cmd.Stdin = bytes.NewReader(input)
	}
	out, words := &limited{left: limit}, &limited{left: 4 << 10, drop: true}
	cmd.Stdout, cmd.Stderr = out, words
	err := cmd.Run()
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if out.over {
		return nil, fmt.Errorf("%s: %w", filepath.Base(name), errTooMuch)
	}
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return nil, &toolFailed{filepath.Base(name), exit.ExitCode(), string(words.data)}
	}
	if err != nil && !errors.Is(err, exec.ErrWaitDelay) {
		return nil, fmt.Errorf("run %s: %w", filepath.Base(name), err)
	}
	return out.data, nil
}

// limited keeps the first bytes written to it. More of them are an error, or
// dropped without a word.
type limited struct {
	data []byte
	left int
	drop bool
	over bool
}

func (l *limited) Write(p []byte) (int, error) {
	n := min(len(p), l.left)
	l.data = append(l.data, p[:n]...)
	l.left -= n
	if n < len(p) && !l.drop {
		l.over = true
		return n, errTooMuch
	}
	return len(p), nil
}

// hasTool reports whether a program is on the path.
func hasTool(name string) bool {
	_, err := exec.LookPath(name)
	return err == nil
}

// bounded waits for a call that knows no context no longer than ctx allows.
// The call goes on behind it, and its answer is dropped.
func bounded[T any](ctx context.Context, call func() (T, error)) (T, error) {
	type answer struct {
		value T
		err   error
	}
	done := make(chan answer, 1)
	go func() {
		v, err := call()
		done <- answer{v, err}
	}()
	select {
	case a := <-done:
		return a.value, a.err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}
