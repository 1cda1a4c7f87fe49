package platform

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// portalStandIn plays xdg-desktop-portal on a real private bus, for what the
// real one never does: answer too early, wrongly, not at all. It follows the
// documents of the FileChooser, Screenshot and Request interfaces.
type portalStandIn struct {
	conn *dbus.Conn
	// answer is called for each request; what it gives is sent as Response.
	// A nil map with code 3 means: never answer.
	answer func(options map[string]dbus.Variant) (uint32, map[string]dbus.Variant)
	asked  chan portalAsked
}

type portalAsked struct {
	kind, parent, title string
	options             map[string]dbus.Variant
}

const neverAnswer = 3

func newPortal(t *testing.T, answer func(map[string]dbus.Variant) (uint32, map[string]dbus.Variant)) *portalStandIn {
	t.Helper()
	privateHome(t)
	p := &portalStandIn{conn: standIn(t, sessionBus(t), portalName), answer: answer, asked: make(chan portalAsked, 1)}
	for _, iface := range []string{"FileChooser", "Screenshot"} {
		if err := p.conn.Export(p, portalPath, "org.freedesktop.portal."+iface); err != nil {
			t.Fatal(err)
		}
	}
	return p
}

func (p *portalStandIn) OpenFile(sender dbus.Sender, parent, title string, o map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
	return p.request(sender, portalAsked{"open", parent, title, o}), nil
}

func (p *portalStandIn) SaveFile(sender dbus.Sender, parent, title string, o map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
	return p.request(sender, portalAsked{"save", parent, title, o}), nil
}

func (p *portalStandIn) Screenshot(sender dbus.Sender, parent string, o map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
	return p.request(sender, portalAsked{"screenshot", parent, "", o}), nil
}

func (p *portalStandIn) request(sender dbus.Sender, a portalAsked) dbus.ObjectPath {
	p.asked <- a
	token := a.options["handle_token"].Value().(string)
	path := dbus.ObjectPath("/org/freedesktop/portal/desktop/request/" +
		strings.ReplaceAll(strings.TrimPrefix(string(sender), ":"), ".", "_") + "/" + token)
	code, results := p.answer(a.options)
	if code == neverAnswer {
		return path
	}
	// Somebody else's answer, to be ignored.
	_ = p.conn.Emit(path+"x", portalRequest+".Response", uint32(0), map[string]dbus.Variant{})
	// The answer may come before the call returns: we must not miss it.
	_ = p.conn.Emit(path, portalRequest+".Response", code, results)
	return path
}

func uris(list ...string) map[string]dbus.Variant {
	return map[string]dbus.Variant{"uris": dbus.MakeVariant(list)}
}

func TestPortalPickFiles(t *testing.T) {
	p := newPortal(t, func(map[string]dbus.Variant) (uint32, map[string]dbus.Variant) {
		return 0, uris("file:///home/h/a%20b%25.png", "file://localhost/%E5%86%99/x.jpg")
	})
	got, err := PickFiles(t.Context(), Dialog{
		Title: "Open image", Several: true, Folder: "/home/h", Parent: 0xab,
		Filters: []Filter{{"Pictures", []string{"*.png", "*.jp2"}}},
	})
	want := []string{"/home/h/a b%.png", "/写/x.jpg"}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("picked %q, %v; want %q", got, err, want)
	}
	a := <-p.asked
	if a.kind != "open" || a.parent != "x11:ab" || a.title != "Open image" || a.options["multiple"].Value() != true {
		t.Errorf("asked %+v", a)
	}
	if f := a.options["current_folder"].Value(); string(f.([]byte)) != "/home/h\x00" {
		t.Errorf("folder %q", f)
	}
	var filters []portalFilter
	if err := dbus.Store([]any{a.options["filters"].Value()}, &filters); err != nil {
		t.Fatal(err)
	}
	wantFilters := []portalFilter{{"Pictures", []portalPattern{{0, "*.[pP][nN][gG]"}, {0, "*.[jJ][pP]2"}}}}
	if !reflect.DeepEqual(filters, wantFilters) {
		t.Errorf("filters %v, want %v", filters, wantFilters)
	}
	if sig := dbus.SignatureOf(filters).String(); sig != "a(sa(us))" {
		t.Errorf("filters are sent as %s", sig)
	}
}

func TestPortalAnswers(t *testing.T) {
	tests := []struct {
		name    string
		code    uint32
		results map[string]dbus.Variant
		want    error // nil: any error
	}{
		{"cancelled", 1, nil, ErrCancelled},
		{"ended before it was there", 2, nil, ErrNoPicker},
		{"no uris", 0, nil, errPortalEnded},
		{"uris of another type", 0, map[string]dbus.Variant{"uris": dbus.MakeVariant("file:///x")}, errPortalEnded},
		{"no files", 0, uris(), ErrCancelled},
		{"another scheme", 0, uris("https://example.org/x"), nil},
		{"another computer", 0, uris("file://server/x"), nil},
		{"a zero in the name", 0, uris("file:///a%00b"), nil},
		{"no absolute path", 0, uris("file:a"), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := newPortal(t, func(map[string]dbus.Variant) (uint32, map[string]dbus.Variant) {
				if tt.results == nil {
					tt.results = map[string]dbus.Variant{}
				}
				return tt.code, tt.results
			})
			got, err := PickFiles(t.Context(), Dialog{})
			<-p.asked
			if err == nil || got != nil || tt.want != nil && !errors.Is(err, tt.want) {
				t.Errorf("picked %q, %v; want %v", got, err, tt.want)
			}
		})
	}
}

func TestPortalFolderAndSave(t *testing.T) {
	p := newPortal(t, func(map[string]dbus.Variant) (uint32, map[string]dbus.Variant) { return 0, uris("file:///home/h/x/") })
	if got, err := PickFolder(t.Context(), Dialog{Title: "Folder"}); got != "/home/h/x" || err != nil {
		t.Errorf("folder %q, %v", got, err)
	}
	if a := <-p.asked; a.kind != "open" || a.options["directory"].Value() != true || a.parent != "" {
		t.Errorf("asked %+v", a)
	}
	if got, err := SaveFile(t.Context(), Dialog{Title: "Save", Name: "../Twofold: kit?.pdf"}); got != "/home/h/x" || err != nil {
		t.Errorf("save %q, %v", got, err)
	}
	if a := <-p.asked; a.kind != "save" || a.options["current_name"].Value() != "-Twofold- kit-.pdf" {
		t.Errorf("asked %+v", a)
	}
}

func TestPortalThatNeverAnswers(t *testing.T) {
	t.Run("cancelled by us", func(t *testing.T) {
		p := newPortal(t, func(map[string]dbus.Variant) (uint32, map[string]dbus.Variant) { return neverAnswer, nil })
		ctx, cancel := context.WithCancel(t.Context())
		go func() { <-p.asked; cancel() }()
		if _, err := PickFiles(ctx, Dialog{}); !errors.Is(err, context.Canceled) {
			t.Errorf("picked: %v, want cancelled", err)
		}
	})
	t.Run("portal dies", func(t *testing.T) {
		p := newPortal(t, func(map[string]dbus.Variant) (uint32, map[string]dbus.Variant) { return neverAnswer, nil })
		go func() { <-p.asked; time.Sleep(50 * time.Millisecond); _ = p.conn.Close() }()
		if _, err := PickFiles(t.Context(), Dialog{}); !errors.Is(err, errPortalEnded) {
			t.Errorf("picked: %v, want errPortalEnded", err)
		}
	})
}

// tool puts a script of that name first on the path.
func tool(t *testing.T, name, script string) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+script), 0o700); err != nil {
		t.Fatal(err)
	}
	setenv(t, "PATH", dir+":"+os.Getenv("PATH"))
}

func TestDialogTools(t *testing.T) {
	d := Dialog{Title: "Open", Several: true, Folder: "/home/h", Filters: []Filter{{"Pic|tures", []string{"*.png"}}}}
	t.Run("none", func(t *testing.T) {
		privateHome(t)
		xvfb(t)
		setenv(t, "PATH", t.TempDir())
		if _, err := PickFiles(t.Context(), d); !errors.Is(err, ErrNoPicker) {
			t.Errorf("picked: %v, want ErrNoPicker", err)
		}
	})
	t.Run("no display", func(t *testing.T) {
		privateHome(t)
		tool(t, "zenity", "echo /x")
		if _, err := PickFolder(t.Context(), d); !errors.Is(err, ErrNoPicker) {
			t.Errorf("picked: %v, want ErrNoPicker", err)
		}
	})
	t.Run("zenity", func(t *testing.T) {
		home := privateHome(t)
		xvfb(t)
		tool(t, "zenity", `printf '%s\n' "$@" > "$HOME/args"; printf '/a b\n/c\n'`)
		got, err := PickFiles(t.Context(), d)
		if err != nil || !slices.Equal(got, []string{"/a b", "/c"}) {
			t.Errorf("picked %q, %v", got, err)
		}
		args, _ := os.ReadFile(filepath.Join(home, "args"))
		want := "--file-selection\n--title=Open\n--filename=/home/h/\n--multiple\n--separator=\n\n--file-filter=Pic tures | *.[pP][nN][gG]\n"
		if string(args) != want {
			t.Errorf("arguments %q, want %q", args, want)
		}
	})
	t.Run("kdialog", func(t *testing.T) {
		home := privateHome(t)
		xvfb(t)
		setenv(t, "XDG_CURRENT_DESKTOP", "KDE")
		tool(t, "kdialog", `printf '%s\n' "$@" > "$HOME/args"; echo /home/h/x.pdf`)
		got, err := SaveFile(t.Context(), Dialog{Title: "Save", Folder: "/home/h", Name: "x.pdf"})
		if err != nil || got != "/home/h/x.pdf" {
			t.Errorf("saved to %q, %v", got, err)
		}
		if args, _ := os.ReadFile(filepath.Join(home, "args")); string(args) != "--title\nSave\n--getsavefilename\n/home/h/x.pdf\n" {
			t.Errorf("arguments %q", args)
		}
	})
	t.Run("cancelled", func(t *testing.T) {
		privateHome(t)
		xvfb(t)
		tool(t, "zenity", "exit 1")
		if _, err := PickFolder(t.Context(), d); !errors.Is(err, ErrCancelled) {
			t.Errorf("picked: %v, want ErrCancelled", err)
		}
	})
}

func FuzzPathOfURI(f *testing.F) {
	f.Add("file:///home/h/a%20b")
	f.Add("file://localhost/x")
	f.Add("otpauth://totp/x")
	f.Fuzz(func(t *testing.T, uri string) {
		p, ok := pathOfURI(uri)
		if ok != (p != "") || ok && (!filepath.IsAbs(p) || filepath.Clean(p) != p) {
			t.Fatalf("pathOfURI(%q) = %q, %v", uri, p, ok)
		}
	})
}
