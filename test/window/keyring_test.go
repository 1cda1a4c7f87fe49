//go:build window

package window_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/godbus/dbus/v5"

	"twofold/app/locale"
)

// ring is the Secret Service of the private desktop, whose keyring can be
// locked and unlocked as the password window of a desktop does.
type ring struct {
	t       *testing.T
	conn    *dbus.Conn
	session dbus.ObjectPath
}

const (
	secretsName    = "org.freedesktop.secrets"
	secretsPath    = dbus.ObjectPath("/org/freedesktop/secrets")
	loginKeyring   = dbus.ObjectPath("/org/freedesktop/secrets/collection/login")
	secretsService = "org.freedesktop.Secret.Service"
	// unlocker is how gnome-keyring is unlocked without its password window.
	unlocker = "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface"
	// ringPassword is what scripts/with-desktop.sh unlocks the keyring with.
	ringPassword = "test-password"
)

func newRing(t *testing.T) *ring {
	t.Helper()
	conn, err := dbus.ConnectSessionBus()
	if err != nil {
		t.Fatal(err)
	}
	r := &ring{t: t, conn: conn}
	var none dbus.Variant
	if err := conn.Object(secretsName, secretsPath).Call(secretsService+".OpenSession", 0, "plain", dbus.MakeVariant("")).Store(&none, &r.session); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.unlock(); _ = conn.Close() })
	return r
}

func (r *ring) lock() {
	r.t.Helper()
	var locked []dbus.ObjectPath
	var prompt dbus.ObjectPath
	if err := r.conn.Object(secretsName, secretsPath).Call(secretsService+".Lock", 0, []dbus.ObjectPath{loginKeyring}).Store(&locked, &prompt); err != nil {
		r.t.Fatal(err)
	}
	if len(locked) != 1 {
		r.t.Fatalf("locked %v, asks by %v", locked, prompt)
	}
}

func (r *ring) unlock() {
	r.t.Helper()
	secret := struct {
		Session dbus.ObjectPath
		Params  []byte
		Value   []byte
		Type    string
	}{r.session, []byte{}, []byte(ringPassword), "text/plain"}
	if err := r.conn.Object(secretsName, secretsPath).Call(unlocker+".UnlockWithMasterPassword", 0, loginKeyring, secret).Err; err != nil {
		r.t.Error(err)
	}
}

// TestLockedKeyring starts for the first time on a computer whose keyring is
// locked. The commands and the window say so, and not that there is none; once
// it is unlocked the window goes on without a passphrase.
func TestLockedKeyring(t *testing.T) {
	for name, language := range map[string]string{"en": english, "ja": japanese} {
		t.Run(name, func(t *testing.T) { lockedKeyring(t, language) })
	}
}

func lockedKeyring(t *testing.T, language string) {
	r := newRing(t)
	r.lock()
	texts := words(language)

	cmd := program(t.TempDir(), language, "add", link("Alpha", "one", secretA)) // without a terminal
	var said bytes.Buffer
	cmd.Stderr = &said
	if err := cmd.Run(); err == nil || cmd.ProcessState.ExitCode() != 1 {
		t.Errorf("added to a vault that nobody can open: %v", err)
	}
	for _, key := range []string{"setup.ring.locked", "setup.pass.or", "cli.nopass"} {
		if want := locale.Plain(texts.T(key)); !strings.Contains(said.String(), want) {
			t.Errorf("the command says %q, not %q", said.String(), want)
		}
	}

	home := t.TempDir()
	if language == japanese {
		settings(t, home, map[string]any{"theme": "dark"})
	}
	d := open(t, home, language)
	d.says("setup.ring.locked")
	d.says("setup.pass.or")
	d.shot("1-locked")
	d.key("Return") // the button that asks again has the keyboard
	d.gone(beginning(d.txt.T("common.working")))
	d.says("setup.ring.locked")
	r.unlock()
	d.tap("setup.ring.again")
	d.says("first.title")
	d.shot("2-open")
	d.quit()
	if got := command(t, home, "list", "--json"); strings.TrimSpace(got) != "[]" {
		t.Errorf("list says %q", got)
	}
}
