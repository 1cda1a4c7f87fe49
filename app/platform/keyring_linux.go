package platform

import (
	"context"
	"errors"
	"time"

	"github.com/godbus/dbus/v5"
)

const (
	secretsName       = "org.freedesktop.secrets"
	secretsPath       = dbus.ObjectPath("/org/freedesktop/secrets")
	secretsLogin      = dbus.ObjectPath("/org/freedesktop/secrets/collection/login")
	secretsService    = "org.freedesktop.Secret.Service"
	secretsCollection = "org.freedesktop.Secret.Collection"
)

// keyringReachable looks for a session bus before the library does: without
// one it would start a bus daemon of its own (dbus-launch) and leave it behind.
func keyringReachable() error {
	if sessionBusAddress() == "" {
		return ErrNoKeyring
	}
	return nil
}

// keyringRestarted tells that the daemon ended in the middle of the call. The
// session bus starts another at the next one, which knows nothing of the
// sessions opened with the old: the whole call is done again, once. Reading and
// writing an item twice has the same outcome as once.
func keyringRestarted(err error) bool {
	var e dbus.Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Name {
	case "org.freedesktop.DBus.Error.NoReply", "org.freedesktop.Secret.Error.NoSession":
		return true
	}
	return false
}

// whySlow tells a locked keyring that waits for its password window from a
// daemon that hangs.
func whySlow(ctx context.Context) error {
	if errors.Is(secretsState(ctx), ErrKeyringLocked) {
		return ErrKeyringLocked
	}
	return ErrKeyringSlow
}

// whyRefused asks the bus itself: the library's errors are texts that differ
// between daemons and versions.
func whyRefused(ctx context.Context, _ error) error {
	if err := secretsState(ctx); err != nil {
		return err
	}
	return ErrKeyringDenied
}

// secretsState looks at the Secret Service (specification 0.2) over a
// connection of its own: nil means it is there and its collection is unlocked.
func secretsState(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 500*time.Millisecond)
	defer cancel()
	conn, err := dialSession(ctx)
	if err != nil {
		return ErrNoKeyring
	}
	defer conn.Close()
	if !hasOwner(ctx, conn, secretsName) {
		if ctx.Err() != nil {
			return ErrKeyringSlow
		}
		return ErrNoKeyring
	}
	locked, err := collectionLocked(ctx, conn, secretsLogin)
	if err != nil && ctx.Err() == nil {
		locked, err = defaultLocked(ctx, conn)
	}
	switch {
	case ctx.Err() != nil:
		return ErrKeyringSlow
	case err != nil:
		return err
	case locked:
		return ErrKeyringLocked
	}
	return nil
}

func collectionLocked(ctx context.Context, conn *dbus.Conn, path dbus.ObjectPath) (bool, error) {
	v, err := property(ctx, conn.Object(secretsName, path), secretsCollection, "Locked")
	if err != nil {
		return false, err
	}
	locked, ok := v.Value().(bool)
	if !ok {
		return false, ErrKeyringDenied
	}
	return locked, nil
}

// defaultLocked follows the alias "default"; a service without any collection
// is as good as none.
func defaultLocked(ctx context.Context, conn *dbus.Conn) (bool, error) {
	var path dbus.ObjectPath
	err := conn.Object(secretsName, secretsPath).
		CallWithContext(ctx, secretsService+".ReadAlias", 0, "default").Store(&path)
	if err != nil {
		return false, ErrKeyringDenied
	}
	if path == "/" {
		return false, ErrNoKeyring
	}
	locked, err := collectionLocked(ctx, conn, path)
	if err != nil {
		return false, ErrKeyringDenied
	}
	return locked, nil
}
