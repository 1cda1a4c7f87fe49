package window

import (
	"errors"
	"testing"

	"twofold/app/locale"
	"twofold/app/platform"
)

// onText runs f on a goroutine of its own while the UI goroutine takes what
// comes, and gives its error.
func (r *rig) onText(f func() error) (err error) {
	r.t.Helper()
	done := make(chan error, 1)
	go func() { done <- f() }()
	ended := false
	r.settle("end of the clipboard's work", func() bool {
		select {
		case err = <-done:
			ended = true
		default:
		}
		return ended
	})
	return err
}

// TestWindowText copies only where that is sure to work, and clears always.
func TestWindowText(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	is := true
	w := &windowText{wayland: func() bool { return is }}
	set := func(text string) error { return r.onText(func() error { return w.SetContent(text) }) }
	if err := set("1"); !errors.Is(err, platform.ErrNoClipboard) {
		t.Errorf("without a window: %v", err)
	}
	w.app.Store(r.App)
	r.inFront = false
	if err := set("1"); !errors.Is(err, platform.ErrNoClipboard) || r.fy.Clipboard().Content() != "" {
		t.Errorf("from behind: %v", err)
	}
	r.inFront = true
	if err := set("123456"); err != nil || r.fy.Clipboard().Content() != "123456" {
		t.Errorf("from the front: %v", err)
	}
	r.inFront = false
	var text string
	read := func() (err error) { text, err = w.Content(); return err }
	if err := r.onText(read); err != nil || text != "123456" {
		t.Errorf("it holds %q, %v", text, err)
	}
	if err := set(""); err != nil || r.fy.Clipboard().Content() != "" {
		t.Errorf("clearing from behind: %v", err)
	}
	is = false
	if err := r.onText(read); !errors.Is(err, platform.ErrNoClipboard) {
		t.Errorf("on X11: %v", err)
	}
}

// TestTextOnlyIsSaid tells at the setting, and where a picture was pasted.
func TestTextOnlyIsSaid(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.textOnly = true
	r.accounts()
	r.run(cmdSettings)
	if !r.told("set.clip.textonly") {
		t.Error("the settings do not say it")
	}
	r.back()
	r.desk.imageErr = platform.ErrTextOnly
	r.paste()
	if !r.told("err.clip.textonly") {
		t.Error("pasting a picture does not say it")
	}
}
