package platform

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// pipeListener offers a named pipe, one instance after the other. Only this
// user may open it, and nobody over the network.
type pipeListener struct {
	name *uint16
	sa   *windows.SecurityAttributes
	stop windows.Handle // event: close was called
	next windows.Handle // the instance that waits for a client
}

// pipeName puts the user into the name: the name space is one for all users.
func pipeName(name string) (string, *windows.SID, error) {
	user, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		return "", nil, fmt.Errorf("who am I: %w", err)
	}
	return `\\.\pipe\` + name + "-" + user.User.Sid.String(), user.User.Sid, nil
}

func listenLocal(name string) (listener, error) {
	if c, err := dialLocal(context.Background(), name); err == nil {
		_ = c.Close()
		return nil, ErrInstanceRunning
	}
	path, sid, err := pipeName(name)
	if err != nil {
		return nil, err
	}
	p, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return nil, err
	}
	// Owner this user; the only entry allows this user everything.
	sd, err := windows.SecurityDescriptorFromString("O:" + sid.String() + "D:P(A;;GA;;;" + sid.String() + ")")
	if err != nil {
		return nil, fmt.Errorf("describe pipe: %w", err)
	}
	stop, err := windows.CreateEvent(nil, 1, 0, nil)
	if err != nil {
		return nil, err
	}
	l := &pipeListener{name: p, stop: stop, sa: &windows.SecurityAttributes{
		Length: uint32(unsafe.Sizeof(windows.SecurityAttributes{})), SecurityDescriptor: sd,
	}}
	// The first instance must be the first of that name: a name that is
	// already taken is another start of ours, or somebody who lies in wait.
	l.next, err = l.instance(windows.FILE_FLAG_FIRST_PIPE_INSTANCE)
	if err != nil {
		_ = windows.CloseHandle(stop)
		if errors.Is(err, windows.ERROR_ACCESS_DENIED) || errors.Is(err, windows.ERROR_PIPE_BUSY) {
			return nil, ErrInstanceRunning
		}
		return nil, fmt.Errorf("create pipe: %w", err)
	}
	return l, nil
}

func (l *pipeListener) instance(flags uint32) (windows.Handle, error) {
	return windows.CreateNamedPipe(l.name,
		windows.PIPE_ACCESS_DUPLEX|windows.FILE_FLAG_OVERLAPPED|flags,
		windows.PIPE_TYPE_BYTE|windows.PIPE_REJECT_REMOTE_CLIENTS,
		windows.PIPE_UNLIMITED_INSTANCES, 4096, 4096, 0, l.sa)
}

func (l *pipeListener) accept() (stream, error) {
	h := l.next // only accept touches it, and accept is not called twice at once
	err := l.waitForClient(h)
	if err == nil {
		l.next, err = l.instance(0)
	}
	if err != nil {
		return nil, errors.Join(os.ErrClosed, err, windows.CloseHandle(h))
	}
	// An overlapped handle gives the file deadlines (Go 1.25).
	return os.NewFile(uintptr(h), "pipe"), nil
}

// waitForClient waits until somebody opens the instance or close is called. One
// that has left again by then was there too: reading from it ends at once, and
// nobody who comes and goes can end the listening.
func (l *pipeListener) waitForClient(h windows.Handle) error {
	connected, err := windows.CreateEvent(nil, 1, 0, nil)
	if err != nil {
		return err
	}
	defer windows.CloseHandle(connected)
	o := &windows.Overlapped{HEvent: connected}
	switch err := windows.ConnectNamedPipe(h, o); {
	case err == nil, errors.Is(err, windows.ERROR_PIPE_CONNECTED), errors.Is(err, windows.ERROR_NO_DATA):
		return nil
	case !errors.Is(err, windows.ERROR_IO_PENDING):
		return err
	}
	var n uint32
	which, err := windows.WaitForMultipleObjects([]windows.Handle{connected, l.stop}, false, windows.INFINITE)
	if err != nil || which != windows.WAIT_OBJECT_0 {
		_ = windows.CancelIoEx(h, o)
		_ = windows.GetOverlappedResult(h, o, &n, true) // o must outlive the call
		return errors.Join(os.ErrClosed, err)
	}
	err = windows.GetOverlappedResult(h, o, &n, true)
	if errors.Is(err, windows.ERROR_NO_DATA) || errors.Is(err, windows.ERROR_BROKEN_PIPE) {
		return nil
	}
	return err
}

// close ends accept. The event stays open: accept may still be waiting on it,
// and it is one handle for the life of the process.
func (l *pipeListener) close() error { return windows.SetEvent(l.stop) }

func dialLocal(ctx context.Context, name string) (stream, error) {
	path, sid, err := pipeName(name)
	if err != nil {
		return nil, err
	}
	p, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return nil, err
	}
	for deadline := time.Now().Add(messageTime); ; {
		// The server may learn who we are but not act in our name.
		const flags = windows.FILE_FLAG_OVERLAPPED | windows.SECURITY_SQOS_PRESENT | windows.SECURITY_IDENTIFICATION
		h, err := windows.CreateFile(p, windows.GENERIC_READ|windows.GENERIC_WRITE, 0, nil, windows.OPEN_EXISTING, flags, 0)
		if err == nil {
			return ownPipe(h, sid)
		}
		if errors.Is(err, windows.ERROR_FILE_NOT_FOUND) {
			return nil, ErrNoInstance
		}
		if !errors.Is(err, windows.ERROR_PIPE_BUSY) || time.Now().After(deadline) {
			return nil, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// ownPipe hands nothing to a pipe that another user made under our name: the
// message may hold an otpauth address.
func ownPipe(h windows.Handle, sid *windows.SID) (stream, error) {
	sd, err := windows.GetSecurityInfo(h, windows.SE_KERNEL_OBJECT, windows.OWNER_SECURITY_INFORMATION)
	if err == nil {
		var owner *windows.SID
		owner, _, err = sd.Owner()
		if err == nil && !owner.Equals(sid) {
			err = ErrNoInstance
		}
	}
	if err != nil {
		return nil, errors.Join(err, windows.CloseHandle(h))
	}
	return os.NewFile(uintptr(h), "pipe"), nil
}
