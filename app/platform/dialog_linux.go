package platform

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/godbus/dbus/v5"
)

const (
	chooserOpen = "org.freedesktop.portal.FileChooser.OpenFile"
	chooserSave = "org.freedesktop.portal.FileChooser.SaveFile"
)

// The portal comes first: it is the desktop's own dialog, and the only one
// that works from inside a sandbox. Then the tools that GNOME and KDE bring.

func pickFiles(ctx context.Context, d Dialog) ([]string, error) {
	paths, err := portalChooser(ctx, chooserOpen, d, map[string]dbus.Variant{"multiple": dbus.MakeVariant(d.Several)})
	if !errors.Is(err, errNoPortal) {
		return paths, err
	}
	return toolChooser(ctx, d, pickTool{
		zenity:  []string{"--file-selection"},
		kdialog: "--getopenfilename",
	})
}

func pickFolder(ctx context.Context, d Dialog) (string, error) {
	paths, err := portalChooser(ctx, chooserOpen, d, map[string]dbus.Variant{"directory": dbus.MakeVariant(true)})
	if errors.Is(err, errNoPortal) {
		paths, err = toolChooser(ctx, d, pickTool{
			zenity:  []string{"--file-selection", "--directory"},
			kdialog: "--getexistingdirectory",
		})
	}
	return first(paths), err
}

func saveFile(ctx context.Context, d Dialog) (string, error) {
	paths, err := portalChooser(ctx, chooserSave, d, map[string]dbus.Variant{"current_name": dbus.MakeVariant(d.Name)})
	if errors.Is(err, errNoPortal) {
		paths, err = toolChooser(ctx, d, pickTool{
			zenity:  []string{"--file-selection", "--save", "--confirm-overwrite"},
			kdialog: "--getsavefilename",
		})
	}
	return first(paths), err
}

func first(paths []string) string {
	if len(paths) == 0 {
		return ""
	}
	return paths[0]
}

// portalFilter and portalPattern have the D-Bus form (sa(us)); kind 0 is a glob.
type portalFilter struct {
	Name     string
	Patterns []portalPattern
}

type portalPattern struct {
	Kind    uint32
	Pattern string
}

// seen is how long a dialog stands on the screen at least before a person can
// close it. What ends sooner was never there.
const seen = 100 * time.Millisecond

func portalChooser(ctx context.Context, method string, d Dialog, options map[string]dbus.Variant) ([]string, error) {
	options["modal"] = dbus.MakeVariant(true)
	if filepath.IsAbs(d.Folder) {
		options["current_folder"] = dbus.MakeVariant(append([]byte(d.Folder), 0))
	}
	var filters []portalFilter
	for _, f := range d.Filters {
		pf := portalFilter{Name: f.Name}
		for _, p := range f.Patterns {
			pf.Patterns = append(pf.Patterns, portalPattern{0, anyCase(p)})
		}
		filters = append(filters, pf)
	}
	if filters != nil {
		options["filters"] = dbus.MakeVariant(filters)
	}
	parent := ""
	if d.Parent != 0 && os.Getenv("WAYLAND_DISPLAY") == "" {
		parent = fmt.Sprintf("x11:%x", d.Parent)
	}
	asked := time.Now()
	results, err := askPortal(ctx, method, options, parent, d.Title)
	if errors.Is(err, errPortalClosed) {
		if time.Since(asked) < seen {
			return nil, errors.Join(errNoPortal, err)
		}
		return nil, ErrCancelled
	}
	if err != nil {
		return nil, err
	}
	uris, ok := results["uris"].Value().([]string)
	if !ok {
		return nil, errPortalEnded
	}
	var paths []string
	for _, uri := range uris {
		p, ok := pathOfURI(uri)
		if !ok {
			return nil, fmt.Errorf("file dialog gave an address that is no file")
		}
		paths = append(paths, p)
	}
	return paths, nil
}

// pickTool says how the two tools are asked for the same thing.
type pickTool struct {
	zenity  []string
	kdialog string
}

func toolChooser(ctx context.Context, d Dialog, tool pickTool) ([]string, error) {
	if !hasDisplay() {
		return nil, ErrNoPicker
	}
	var name string
	var args []string
	switch {
	case hasTool("kdialog") && (strings.Contains(os.Getenv("XDG_CURRENT_DESKTOP"), "KDE") || !hasTool("zenity")):
		name, args = "kdialog", kdialogArgs(d, tool.kdialog)
	case hasTool("zenity"):
		name, args = "zenity", zenityArgs(d, tool.zenity)
	default:
		return nil, ErrNoPicker
	}
	out, err := runTool(ctx, nil, maxPicked*4096, name, args...)
	var failed *toolFailed
	if errors.As(err, &failed) && failed.code == 1 {
		return nil, ErrCancelled
	}
	if err != nil {
		return nil, errors.Join(ErrNoPicker, err)
	}
	var paths []string
	for line := range strings.SplitSeq(string(out), "\n") {
		if line != "" {
			paths = append(paths, line)
		}
	}
	return paths, nil
}

// startPath is where a tool opens: the folder, ended with a slash, or the
// proposed file in it.
func startPath(d Dialog) string {
	folder := d.Folder
	if !filepath.IsAbs(folder) {
		folder, _ = os.UserHomeDir()
	}
	return folder + "/" + d.Name
}

func zenityArgs(d Dialog, args []string) []string {
	args = append(args, "--title="+d.Title, "--filename="+startPath(d))
	if d.Several {
		args = append(args, "--multiple", "--separator=\n")
	}
	for _, f := range d.Filters {
		filter := strings.ReplaceAll(f.Name, "|", " ") + " |"
		for _, p := range f.Patterns {
			filter += " " + anyCase(p)
		}
		args = append(args, "--file-filter="+filter)
	}
	return args
}

func kdialogArgs(d Dialog, kind string) []string {
	args := []string{"--title", d.Title}
	if d.Several {
		args = append(args, "--multiple", "--separate-output")
	}
	args = append(args, kind, startPath(d))
	var filters []string
	for _, f := range d.Filters {
		var patterns []string
		for _, p := range f.Patterns {
			patterns = append(patterns, anyCase(p))
		}
		filters = append(filters, strings.ReplaceAll(f.Name, "|", " ")+" ("+strings.Join(patterns, " ")+")")
	}
	if filters != nil && kind != "--getexistingdirectory" {
		args = append(args, strings.Join(filters, "\n"))
	}
	return args
}
