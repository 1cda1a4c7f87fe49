package platform

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"strings"
	"sync"
)

// systemClipboard chooses by the session. In a Wayland session wl-clipboard is
// asked first: there only the focused window may use the clipboard, and it
// works around that. Without it the X11 clipboard that Wayland desktops bridge
// is used, and where there is none either, the toolkit's.
type systemClipboard struct{ x xClipboard }

func (s *systemClipboard) backend() (clipboardBackend, error) {
	switch {
	case os.Getenv("WAYLAND_DISPLAY") != "" && hasTool("wl-copy") && hasTool("wl-paste"):
		return waylandClipboard{}, nil
	case os.Getenv("DISPLAY") != "":
		return &s.x, nil
	}
	return nil, ErrNoClipboard
}

func (s *systemClipboard) close() { s.x.close() }

// xClipboard is the CLIPBOARD selection of X11.
type xClipboard struct {
	mu    sync.Mutex
	owner *selectionOwner // nil, or our last one, which may have lost it
}

func (x *xClipboard) write(ctx context.Context, text string) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	owner, err := ownSelection(ctx, text)
	if err != nil {
		return err
	}
	x.owner = owner // the one before lost the selection and ends by itself
	return nil
}

func (x *xClipboard) readText(ctx context.Context) (string, error) {
	x.mu.Lock()
	owner := x.owner
	x.mu.Unlock()
	if owner != nil && owner.owns() {
		return owner.text, nil
	}
	data, err := readSelection(ctx, MaxClipboardText, targetUTF8, targetPlainUTF8, "STRING")
	if errors.Is(err, errNoTarget) || errors.Is(err, errTooMuch) {
		return "", ErrNoText
	}
	return string(data), err
}

// clear leaves nobody owning the selection. Where a clipboard manager took our
// text over, the selection is taken from it first.
func (x *xClipboard) clear(ctx context.Context) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.owner == nil || !x.owner.owns() {
		owner, err := ownSelection(ctx, "")
		if err != nil {
			return err
		}
		x.owner = owner
	}
	x.owner.release()
	_, err := bounded(ctx, func() (struct{}, error) { <-x.owner.ended; return struct{}{}, nil })
	x.owner = nil
	return err
}

func (x *xClipboard) image(ctx context.Context) ([]byte, error) {
	data, err := readSelection(ctx, maxClipboardImage, imageTargets...)
	switch {
	case errors.Is(err, errNoTarget):
		return nil, ErrNoImage
	case errors.Is(err, errTooMuch):
		return nil, ErrImageTooLarge
	}
	return data, err
}

func (x *xClipboard) close() {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.owner != nil {
		x.owner.release()
		x.owner = nil
	}
}

// imageTargets are the kinds of picture we can decode, best first.
var imageTargets = []string{"image/png", "image/bmp", "image/tiff", "image/jpeg", "image/gif"}

// waylandClipboard uses wl-clipboard. Texts go through standard input.
type waylandClipboard struct{}

func (waylandClipboard) write(ctx context.Context, text string) error {
	args := []string{"--type", targetPlainUTF8}
	// Versions from 2.3 know how to mark it; older ones refuse the option.
	if help, err := runTool(ctx, nil, 64<<10, "wl-copy", "--help"); err == nil && strings.Contains(string(help), "--sensitive") {
		args = append(args, "--sensitive")
	}
	// wl-copy stays behind to serve the text, so none of our pipes may reach
	// it but standard input.
	cmd := exec.CommandContext(ctx, "wl-copy", args...)
	cmd.Stdin = strings.NewReader(text)
	return cmd.Run()
}

func (waylandClipboard) readText(ctx context.Context) (string, error) {
	kind, err := waylandType(ctx, targetPlainUTF8, targetUTF8, targetPlain, "STRING")
	if err != nil {
		return "", err
	}
	if kind == "" {
		return "", ErrNoText
	}
	data, err := runTool(ctx, nil, MaxClipboardText, "wl-paste", "--no-newline", "--type", kind)
	if errors.Is(err, errTooMuch) {
		return "", ErrNoText
	}
	return string(data), err
}

func (waylandClipboard) clear(ctx context.Context) error {
	return exec.CommandContext(ctx, "wl-copy", "--clear").Run()
}

func (waylandClipboard) image(ctx context.Context) ([]byte, error) {
	kind, err := waylandType(ctx, imageTargets...)
	if err != nil {
		return nil, err
	}
	if kind == "" {
		return nil, ErrNoImage
	}
	data, err := runTool(ctx, nil, maxClipboardImage, "wl-paste", "--no-newline", "--type", kind)
	if errors.Is(err, errTooMuch) {
		return nil, ErrImageTooLarge
	}
	return data, err
}

func (waylandClipboard) close() {}

// waylandType is the first wanted type the clipboard has, or "".
func waylandType(ctx context.Context, wanted ...string) (string, error) {
	list, err := runTool(ctx, nil, 64<<10, "wl-paste", "--list-types")
	var failed *toolFailed
	if errors.As(err, &failed) && (strings.Contains(failed.words, "No selection") || strings.Contains(failed.words, "Nothing is copied")) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	offered := strings.Split(string(list), "\n")
	for _, w := range wanted {
		for _, o := range offered {
			if o == w {
				return w, nil
			}
		}
	}
	return "", nil
}
