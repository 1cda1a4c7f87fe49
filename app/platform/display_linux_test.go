package platform

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"testing"
)

// TestChooseDisplay opens the window where something answers, whatever the
// variables say.
func TestChooseDisplay(t *testing.T) {
	home := privateHome(t)
	xvfb(t)
	x := os.Getenv("DISPLAY")
	compositor, err := net.Listen("unix", filepath.Join(home, "run", "wayland-7"))
	if err != nil {
		t.Fatal(err)
	}
	defer compositor.Close()
	const stale, gone = ":987", "wayland-9"
	for _, tt := range []struct {
		asked, wayland, x        string
		want                     error
		platform, wayland2, left string // what is in the environment then
	}{
		{"", "", x, nil, "", "", x},
		{"x11", "", x, nil, "x11", "", x},
		{"wayland", "", x, nil, "", "", x},
		{"", "wayland-7", x, nil, "x11", "wayland-7", x},
		{"x11", "wayland-7", x, nil, "x11", "wayland-7", x},
		{"wayland", "wayland-7", x, nil, "wayland", "wayland-7", x},
		{"", "wayland-7", "", nil, "wayland", "wayland-7", ""},
		{"x11", "wayland-7", "", nil, "wayland", "wayland-7", ""}, // the desktop entry, and no XWayland
		{"", compositor.Addr().String(), "", nil, "wayland", compositor.Addr().String(), ""},
		{"", "wayland-7", stale, nil, "wayland", "wayland-7", ""},
		{"x11", "wayland-7", stale, nil, "wayland", "wayland-7", ""},
		{"", gone, x, nil, "", "", x},
		{"wayland", gone, x, nil, "", "", x},
		{"", gone, stale, ErrNoDisplay, "", "", stale},
		{"", "", stale, ErrNoDisplay, "", "", stale},
		{"", gone, "", ErrNoDisplay, "", "", ""},
		{"", "", "", ErrNoDisplay, "", "", ""},
	} {
		setenv(t, platformVariable, tt.asked)
		setenv(t, "WAYLAND_DISPLAY", tt.wayland)
		setenv(t, "DISPLAY", tt.x)
		if there := hasDisplay(); there != (tt.want == nil) {
			t.Errorf("%+v: a display is there: %v", tt, there)
		}
		err := ChooseDisplay()
		if got := os.Getenv(platformVariable); !errors.Is(err, tt.want) || got != tt.platform {
			t.Errorf("%+v: %v, %q", tt, err, got)
		}
		if w, x := os.Getenv("WAYLAND_DISPLAY"), os.Getenv("DISPLAY"); w != tt.wayland2 || x != tt.left {
			t.Errorf("%+v: then %q and %q", tt, w, x)
		}
	}
	setenv(t, "XDG_RUNTIME_DIR", "")
	setenv(t, "WAYLAND_DISPLAY", "wayland-7")
	if err := ChooseDisplay(); !errors.Is(err, ErrNoDisplay) {
		t.Errorf("a compositor without a directory: %v", err)
	}
}
