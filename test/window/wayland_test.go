//go:build window

package window_test

import (
	"context"
	"errors"
	"image"
	"image/draw"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"twofold/internal/qr"
	"twofold/test/sway"
)

// Users of Wayland: the program as a client of a real compositor, the real
// portal with its part for wlroots, and a code behind the window, which is
// found only if the window is out of the way.

const theScreen = "HEADLESS-1"

// middleCode and leftCode are what the codes on the screen say: one in the middle,
// where the window comes up, one to the left of it.
var middleCode, leftCode = link("Behind", "hanako", secretA), link("Beside", "taro", secretB)

// leftPart is a part of the screen with only the code to the left.
var leftPart = image.Rect(60, 60, 400, 400)

// codes puts both codes on the screen.
func (s *seat) codes(t *testing.T) {
	t.Helper()
	screen := s.Outputs()[0].Rect.Rectangle()
	img := image.NewRGBA(screen)
	draw.Draw(img, screen, image.NewUniform(sway.Backdrop), image.Point{}, draw.Src)
	a := code(t, middleCode)
	put(img, a, (screen.Dx()-a.Bounds().Dx())/2, (screen.Dy()-a.Bounds().Dy())/2)
	put(img, code(t, leftCode), leftPart.Min.X+40, leftPart.Min.Y+40)
	s.Show(theScreen, img, func(img image.Image) bool { return slices.Equal(readable(img), []string{middleCode, leftCode}) })
}

// readable are the texts of the codes in a picture.
func readable(img image.Image) (out []string) {
	found, _ := qr.Read(context.Background(), img)
	for _, c := range found.Codes {
		out = append(out, c.Text)
	}
	slices.Sort(out)
	return out
}

// asks has the program ask for a picture by a key. The program does not listen
// to it until it is done with the question before, so it is pressed again.
func (d *desk) asks(key string) {
	d.t.Helper()
	d.wait("window to go", func() bool {
		if d.hasKeys() {
			d.key(key)
		}
		_, shown := d.window()
		return !shown
	})
	d.asked()
}

// asked waits until the desktop's question stands, and a person could have seen
// it. The window must be gone by then.
func (d *desk) asked() {
	d.t.Helper()
	d.seat.Asked()
	if _, shown := d.window(); shown {
		d.t.Error("the window is on the screen while it is pictured")
	}
	begin := time.Now()
	d.wait("a glance at the question", func() bool { return time.Since(begin) > glance })
}

// back waits for the window after the question.
func (d *desk) back() { d.t.Helper(); d.wait("window to come back", d.hasKeys) }

// TestWaylandScreen reads a code from the whole screen and one from a part. The
// portal asks what to picture, the user draws a frame. Most desktops have
// XWayland, and the window is one of X11 there.
func TestWaylandScreen(t *testing.T) {
	for name, tt := range map[string]struct{ language, theme, shell string }{
		"en":       {english, "dark", "xdg_shell"},
		"ja":       {japanese, "light", "xdg_shell"},
		"XWayland": {english, "light", "xwayland"},
	} {
		t.Run(name, func(t *testing.T) {
			home := t.TempDir()
			temp := filepath.Join(home, "temp")
			if err := os.Mkdir(temp, 0o700); err != nil {
				t.Fatal(err)
			}
			settings(t, home, map[string]any{"theme": tt.theme})
			s := sit(t)
			s.codes(t)
			s.Portal()
			display := ""
			if tt.shell == "xwayland" {
				display = s.XWayland()
			}
			d := s.open(t, home, tt.language, "TMPDIR="+temp, "DISPLAY="+display)
			d.says("first.title")
			d.shot("1-first")
			if w, _ := d.window(); w.Shell != tt.shell {
				t.Errorf("the window is one of %s, want %s", w.Shell, tt.shell)
			}
			if img, err := s.Screen(theScreen); err != nil || slices.Contains(readable(img), middleCode) {
				t.Fatalf("the window does not hide the code: %v", err)
			}
			d.key("ctrl+n")
			d.says("add.title")
			d.shot("2-ways")
			d.tap("add.scan")
			d.asked()
			s.mouse.Drag(image.Rect(leftPart.Max.X+10, 0, 1279, 719))
			d.back()
			d.says("add.confirm.h")
			d.see("Behind")
			d.shot("3-found")
			d.key("Return")
			d.see(d.txt.N("status.added", 1))
			d.shot("4-added")

			d.asks("ctrl+shift+a")
			s.mouse.Drag(leftPart)
			d.back()
			d.says("add.confirm.h")
			d.see("Beside")
			d.shot("5-part")
			d.key("Return")
			d.see(d.txt.N("status.added", 1))
			d.see("Beside")
			d.quit()
			out := command(t, home, "list", "--json")
			if n := strings.Count(out, `"id"`); n != 2 {
				t.Errorf("%d accounts, want 2: %s", n, out)
			}
			for _, name := range []string{"Behind", "hanako", "Beside", "taro"} {
				if !strings.Contains(out, `"`+name+`"`) {
					t.Errorf("no %s in %s", name, out)
				}
			}
			nothingLeft(t, home)
		})
	}
}

// nothingLeft looks for pictures that a capture left.
func nothingLeft(t *testing.T, home string) {
	t.Helper()
	for _, file := range pictures(t, home) {
		t.Errorf("%s is a picture", file)
	}
	if _, err := os.Lstat(sway.PortalFile); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the portal's file: %v", err)
	}
}

// TestWaylandRefused closes the portal's question, and draws a frame where no
// code is.
func TestWaylandRefused(t *testing.T) {
	for language, theme := range map[string]string{english: "light", japanese: "dark"} {
		t.Run(language[:2], func(t *testing.T) {
			home := t.TempDir()
			settings(t, home, map[string]any{"theme": theme})
			s := sit(t)
			s.codes(t)
			s.Portal()
			d := s.open(t, home, language)
			d.says("first.title")
			d.asks("ctrl+shift+s")
			s.keys.Press("Escape")
			d.back()
			d.says("first.title")
			d.shot("1-closed")

			// A sheet that said something would keep the keys to itself.
			for _, part := range []string{"ctrl+shift+s", "ctrl+shift+a"} {
				d.asks(part)
				s.mouse.Drag(image.Rect(20, 500, 400, 700))
				d.back()
				d.says(map[string]string{"ctrl+shift+s": "err.qr.screen", "ctrl+shift+a": "err.qr.part"}[part])
				d.shot("2-" + part)
				d.key("Return")
				d.says("first.title")
			}
			d.quit()
			nothingLeft(t, home)
		})
	}
}

// TestWaylandWithoutPortal: a desktop without a portal that pictures the screen
// has grim, or else nothing but a sentence.
func TestWaylandWithoutPortal(t *testing.T) {
	for language, theme := range map[string]string{english: "light", japanese: "dark"} {
		t.Run(language[:2], func(t *testing.T) {
			home := t.TempDir()
			settings(t, home, map[string]any{"theme": theme})
			s := sit(t)
			s.codes(t)
			sway.Frontend(t, "XDG_CURRENT_DESKTOP=sway", "XDG_DESKTOP_PORTAL_DIR="+t.TempDir(), "WAYLAND_DISPLAY="+s.Display)
			d := s.open(t, home, language, "PATH="+t.TempDir())
			d.says("first.title")
			d.key("ctrl+shift+s")
			d.says("err.screen.none")
			d.shot("1-none")
			d.key("Return")
			d.says("first.title")
			d.quit()

			// As the desktop entry starts it, for those who have XWayland.
			d = s.open(t, home, language, "FYNE_PLATFORM=x11")
			d.says("first.title")
			d.key("ctrl+shift+s")
			d.says("add.confirm.h")
			d.see("Behind")
			d.see("Beside")
			d.shot("2-grim")
			d.quit()
			nothingLeft(t, home)
		})
	}
}
