package platform

import (
	"errors"
	"os"
	"testing"

	"github.com/godbus/dbus/v5"
)

// leaver is a service that is asked and ends without an answer.
type leaver struct{ asked, end chan struct{} }

func (l leaver) Ask() *dbus.Error {
	close(l.asked)
	<-l.end
	return nil
}

// TestKeyringRestartSeenOnTheBus takes the error from a real bus.
func TestKeyringRestartSeenOnTheBus(t *testing.T) {
	privateHome(t)
	sessionBus(t)
	const name = "io.example.Leaver"
	service := standIn(t, os.Getenv("DBUS_SESSION_BUS_ADDRESS"), name)
	l := leaver{make(chan struct{}), make(chan struct{})}
	defer close(l.end)
	if err := service.Export(l, "/", name); err != nil {
		t.Fatal(err)
	}
	client := standIn(t, os.Getenv("DBUS_SESSION_BUS_ADDRESS"), "")
	call := client.Object(name, "/").Go(name+".Ask", 0, make(chan *dbus.Call, 1))
	<-l.asked
	if err := service.Close(); err != nil {
		t.Fatal(err)
	}
	if err := (<-call.Done).Err; !keyringRestarted(err) {
		t.Errorf("a service that ended while it was asked: %v, not taken for a restart", err)
	}
	err := client.Object("io.example.Nobody", "/").Call("io.example.Nobody.Ask", 0).Err
	if err == nil || keyringRestarted(err) {
		t.Errorf("a service that is not there: %v, taken for a restart", err)
	}
}

func TestKeyringAsksAgainOnce(t *testing.T) {
	ended := dbus.Error{Name: "org.freedesktop.DBus.Error.NoReply"}
	for _, c := range []struct {
		name   string
		errs   []error // of the calls, one after the other
		value  string
		called int
	}{
		{"answers", []error{nil}, "kept", 1},
		{"ends once", []error{ended, nil}, "kept", 2},
		{"loses the session", []error{dbus.Error{Name: "org.freedesktop.Secret.Error.NoSession"}, nil}, "kept", 2},
		{"ends again", []error{ended, ended, nil}, "", 2},
		{"refuses", []error{errors.New("no"), nil}, "", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			privateHome(t)
			sessionBus(t)
			called := 0
			k := NewKeyring()
			k.store.get = func(string, string) (string, error) {
				called++
				if err := c.errs[called-1]; err != nil {
					return "", err
				}
				return "kept", nil
			}
			v, err := k.Get(t.Context(), "c1")
			if string(v) != c.value || called != c.called || (err == nil) != (c.value != "") {
				t.Errorf("get = %q, %v after %d calls; want %q after %d", v, err, called, c.value, c.called)
			}
		})
	}
}
