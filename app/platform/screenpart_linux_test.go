package platform

import (
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
	"github.com/godbus/dbus/v5/prop"

	"twofold/test/sway"
)

const (
	screenshotPart  = "org.freedesktop.impl.portal.Screenshot"
	accessPart      = "org.freedesktop.impl.portal.Access"
	permissionStore = "org.freedesktop.impl.portal.PermissionStore"
)

// portalPart plays the part of another desktop behind the real portal.
type portalPart struct {
	answer func(interactive bool) (uint32, map[string]dbus.Variant)
	access uint32 // answer to the portal's question whether we may
}

func (p portalPart) Screenshot(_ dbus.ObjectPath, _, _ string, o map[string]dbus.Variant) (uint32, map[string]dbus.Variant, *dbus.Error) {
	interactive, _ := o["interactive"].Value().(bool)
	code, results := p.answer(interactive)
	return code, results, nil
}

func (p portalPart) AccessDialog(_ dbus.ObjectPath, _, _, _, _, _ string, _ map[string]dbus.Variant) (uint32, map[string]dbus.Variant, *dbus.Error) {
	return p.access, map[string]dbus.Variant{}, nil
}

func portalWith(t testing.TB, p portalPart) {
	t.Helper()
	privateHome(t)
	const part = "org.freedesktop.impl.portal.desktop.test"
	conn := standIn(t, sessionBus(t), part)
	_, err := prop.Export(conn, portalPath, prop.Map{screenshotPart: {"version": {Value: uint32(2)}}})
	if err = errors.Join(err, conn.Export(p, portalPath, screenshotPart), conn.Export(p, portalPath, accessPart)); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	err = os.WriteFile(filepath.Join(dir, "test.portal"), []byte("[portal]\nDBusName="+part+
		"\nInterfaces="+screenshotPart+";"+accessPart+";\nUseIn=test\n"), 0o644)
	if err != nil {
		t.Fatal(err)
	}
	conf := filepath.Join(os.Getenv("XDG_CONFIG_HOME"), "xdg-desktop-portal")
	err = errors.Join(os.Mkdir(conf, 0o700), // newer portals read this
		os.WriteFile(filepath.Join(conf, "portals.conf"), []byte("[preferred]\ndefault=test\n"), 0o600))
	if err != nil {
		t.Fatal(err)
	}
	// The portal remembers here whom it has let.
	sway.Service(t, permissionStore, "/usr/libexec/xdg-permission-store")
	sway.Frontend(t, "XDG_CURRENT_DESKTOP=test", "XDG_DESKTOP_PORTAL_DIR="+dir)
	setenv(t, "WAYLAND_DISPLAY", "wayland-none")
}

// TestRealPortalNames: other desktops write into the user's pictures, whatever
// those are called.
func TestRealPortalNames(t *testing.T) {
	for _, name := range []string{"Screenshot from now.png", "100% a#b?c;d.png", "画像/スクリーンショット 1.png", "a&b'c\"d\\e.png"} {
		path := filepath.Join(t.TempDir(), name)
		portalWith(t, portalPart{answer: func(bool) (uint32, map[string]dbus.Variant) {
			if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, encodePNG(t, noise(40, 30)), 0o644)); err != nil {
				t.Error(err)
			}
			return 0, map[string]dbus.Variant{"uri": dbus.MakeVariant((&url.URL{Scheme: "file", Path: path}).String())}
		}})
		screens, err := CaptureScreens(t.Context())
		if err != nil || len(screens) != 1 || screens[0].Bounds.Dx() != 40 || !screens[0].Chosen {
			t.Errorf("%q: %v, %v", name, screens, err)
		}
		if left, _ := os.ReadDir(filepath.Dir(path)); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
	}
}

// TestRealPortalAnswers: what a desktop's part says instead of a picture. One
// that ends at once is asked for all there is, which the portal lets the user
// refuse.
func TestRealPortalAnswers(t *testing.T) {
	for _, tt := range []struct {
		name         string
		code, access uint32
		least        time.Duration
		want         error
		asked        []bool // interactive or not
	}{
		{"closed", 1, 0, time.Hour, ErrCancelled, []bool{true}},
		{"closed otherwise", 2, 0, 0, ErrCancelled, []bool{true}},
		{"failed", 2, 0, time.Hour, ErrScreenPermission, []bool{true, false}},
		{"refused", 2, 1, time.Hour, ErrScreenPermission, []bool{true}},
		{"refused without a question", 2, 2, time.Hour, ErrScreenPermission, []bool{true}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var mu sync.Mutex // each question comes on a goroutine of its own
			var asked []bool
			portalWith(t, portalPart{access: tt.access, answer: func(interactive bool) (uint32, map[string]dbus.Variant) {
				mu.Lock()
				defer mu.Unlock()
				asked = append(asked, interactive)
				return tt.code, map[string]dbus.Variant{}
			}})
			if screens, err := capturePortal(t.Context(), tt.least); !errors.Is(err, tt.want) || screens != nil {
				t.Errorf("%v, %v; want %v", screens, err, tt.want)
			}
			mu.Lock()
			defer mu.Unlock()
			if !slices.Equal(asked, tt.asked) {
				t.Errorf("asked with a choice: %v, want %v", asked, tt.asked)
			}
		})
	}
}

// TestDrawn: a quick Esc counts as one where the tool that asks is installed.
func TestDrawn(t *testing.T) {
	privateHome(t)
	setenv(t, "PATH", t.TempDir())
	if without := drawn(); without <= seen {
		t.Errorf("%v without slurp, want more than %v", without, seen)
	}
	tool(t, "slurp", "exit 1")
	if with := drawn(); with != seen {
		t.Errorf("%v with slurp, want %v", with, seen)
	}
}
