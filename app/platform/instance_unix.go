//go:build !windows

package platform

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

// socketListener is a unix socket in a directory that only its owner can enter.
type socketListener struct{ l *net.UnixListener }

func (s socketListener) accept() (stream, error) {
	for {
		c, err := s.l.AcceptUnix()
		if err != nil {
			return nil, err
		}
		// The directory already keeps other users out; this holds even where
		// its mode was changed by hand.
		if !samePeer(c) {
			_ = c.Close()
			continue
		}
		return c, nil
	}
}

func (s socketListener) close() error { return s.l.Close() } // removes the socket too

func listenLocal(name string) (listener, error) {
	dir, err := runtimeDir()
	if err != nil {
		return nil, err
	}
	path := filepath.Join(dir, name+".sock")
	if c, err := net.DialTimeout("unix", path, messageTime); err == nil {
		_ = c.Close()
		return nil, ErrInstanceRunning
	}
	// Nobody answers: what is left of a crash. Only a socket of ours is removed.
	if fi, err := os.Lstat(path); err == nil {
		if fi.Mode()&os.ModeSocket == 0 || !ownedByUs(fi) {
			return nil, fmt.Errorf("%s is not a socket of this user", path)
		}
		if err := os.Remove(path); err != nil {
			return nil, err
		}
	}
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return socketListener{l}, nil
}

func dialLocal(ctx context.Context, name string) (stream, error) {
	dir, err := runtimeDir()
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithDeadline(ctx, time.Now().Add(messageTime))
	defer cancel()
	c, err := new(net.Dialer).DialContext(ctx, "unix", filepath.Join(dir, name+".sock"))
	if errors.Is(err, os.ErrNotExist) || errors.Is(err, syscall.ECONNREFUSED) {
		return nil, ErrNoInstance
	}
	if err != nil {
		return nil, err
	}
	return c.(*net.UnixConn), nil
}

// runtimeDir is a directory that only this user can enter: XDG_RUNTIME_DIR
// where the session gives one, else one of our own in the temporary directory
// (which on macOS belongs to the user already).
func runtimeDir() (string, error) {
	if dir := os.Getenv("XDG_RUNTIME_DIR"); filepath.IsAbs(dir) {
		if privateDir(dir) == nil {
			return dir, nil
		}
	}
	dir := filepath.Join(os.TempDir(), "twofold-"+strconv.Itoa(os.Getuid()))
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return "", err
	}
	return dir, privateDir(dir)
}

// privateDir refuses a directory that somebody else made or can enter: in a
// shared temporary directory anybody can be first to take a name.
func privateDir(dir string) error {
	fi, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	if !fi.IsDir() || fi.Mode().Perm()&0o077 != 0 || !ownedByUs(fi) {
		return fmt.Errorf("%s is not private to this user", dir)
	}
	return nil
}

func ownedByUs(fi os.FileInfo) bool {
	st, ok := fi.Sys().(*syscall.Stat_t)
	return ok && int(st.Uid) == os.Getuid()
}
