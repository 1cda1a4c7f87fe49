package platform

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"unicode"
)

var (
	// ErrCancelled says that the user closed the dialog without an answer.
	ErrCancelled = errors.New("cancelled")
	// ErrNoPicker says that this system shows no file dialog; the window then
	// offers its own.
	ErrNoPicker = errors.New("no file dialog")
)

// Filter is one kind of file a dialog offers.
type Filter struct {
	Name     string   // of the catalogue, "Pictures"
	Patterns []string // "*.png"; capitals do not matter
}

// Dialog says what a file dialog shows. All texts are catalogue sentences.
type Dialog struct {
	Title   string
	Filters []Filter
	Several bool   // more than one file may be chosen
	Folder  string // where it opens, absolute, or ""
	Name    string // the name offered for saving, without a folder
	// Parent is the native handle of the window (X11 id, HWND) that the
	// dialog belongs to, or 0.
	Parent uintptr
}

// maxPicked bounds how many files one dialog gives.
const maxPicked = 1000

// PickFiles lets the user choose one file or several; ErrCancelled,
// ErrNoPicker. It waits for the user as long as ctx allows.
func PickFiles(ctx context.Context, d Dialog) ([]string, error) {
	paths, err := pickFiles(ctx, d)
	if err != nil {
		return nil, fmt.Errorf("choose files: %w", err)
	}
	return checkPicked(paths)
}

// PickFolder lets the user choose a folder; ErrCancelled, ErrNoPicker.
func PickFolder(ctx context.Context, d Dialog) (string, error) {
	d.Several, d.Filters = false, nil
	path, err := pickFolder(ctx, d)
	if err != nil {
		return "", fmt.Errorf("choose a folder: %w", err)
	}
	return onePicked(path)
}

// SaveFile lets the user choose where to save; the dialog has asked before it
// gives a file that exists. Nothing is created. ErrCancelled, ErrNoPicker.
func SaveFile(ctx context.Context, d Dialog) (string, error) {
	d.Several = false
	d.Name = fileName(d.Name)
	path, err := saveFile(ctx, d)
	if err != nil {
		return "", fmt.Errorf("choose where to save: %w", err)
	}
	return onePicked(path)
}

func onePicked(path string) (string, error) {
	paths, err := checkPicked([]string{path})
	if err != nil {
		return "", err
	}
	return paths[0], nil
}

// checkPicked refuses what no dialog should give.
func checkPicked(paths []string) ([]string, error) {
	if len(paths) == 0 {
		return nil, ErrCancelled
	}
	if len(paths) > maxPicked {
		return nil, fmt.Errorf("file dialog gave %d files", len(paths))
	}
	for i, p := range paths {
		if !filepath.IsAbs(p) || strings.ContainsRune(p, 0) {
			return nil, errors.New("file dialog gave no absolute path")
		}
		paths[i] = filepath.Clean(p)
	}
	return paths, nil
}

// fileName makes a plain file name of a suggestion.
func fileName(name string) string {
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '-'
		}
		return r
	}, name)
	return strings.Trim(name, " .")
}

// pathOfURI gives the path of a file address on this computer.
func pathOfURI(uri string) (string, bool) {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "file" || u.Host != "" && u.Host != "localhost" || !filepath.IsAbs(u.Path) {
		return "", false
	}
	return filepath.Clean(u.Path), true
}

// anyCase spells a pattern so that capitals do not matter: "*.[pP][nN][gG]".
func anyCase(pattern string) string {
	var b strings.Builder
	for _, r := range pattern {
		low, up := unicode.ToLower(r), unicode.ToUpper(r)
		if low == up {
			b.WriteRune(r)
			continue
		}
		b.WriteString("[" + string(low) + string(up) + "]")
	}
	return b.String()
}
