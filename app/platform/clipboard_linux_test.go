package platform

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// xclip keeps running in the background to serve what it was given; it ends
// with the X server of its test.
func xclipSet(t *testing.T, target string, data []byte) {
	t.Helper()
	cmd := exec.Command("xclip", "-quiet", "-selection", "clipboard", "-target", target)
	cmd.Stdin = bytes.NewReader(data)
	start(t, cmd)
	eventually(t, "xclip", func() bool {
		// Ours may hold the same text: only ours has the hint among its targets.
		targets, err := exec.Command("xclip", "-selection", "clipboard", "-target", targetTargets, "-o").Output()
		if err != nil || bytes.Contains(targets, []byte(targetHint)) {
			return false
		}
		out, err := exec.Command("xclip", "-selection", "clipboard", "-target", target, "-o").Output()
		return err == nil && bytes.Equal(out, data)
	})
}

func xclipGet(t *testing.T, target string) string {
	t.Helper()
	return string(run(t, nil, "xclip", "-selection", "clipboard", "-target", target, "-o"))
}

func xSession(t *testing.T) *Clipboard {
	t.Helper()
	needs(t, "xclip")
	privateHome(t)
	xvfb(t)
	c := NewClipboard(nil)
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func TestXClipboardWrite(t *testing.T) {
	c := xSession(t)
	for _, text := range []string{"123456", "花子 é", strings.Repeat("x", maxSensitiveText)} {
		if err := c.Write(text); err != nil {
			t.Fatal(err)
		}
		if got := xclipGet(t, targetUTF8); got != text {
			t.Errorf("xclip reads %.20q, want %.20q", got, text)
		}
		if got, err := c.ReadText(t.Context()); got != text || err != nil {
			t.Errorf("we read %.20q, %v", got, err)
		}
	}
	if got := xclipGet(t, targetHint); got != "secret" {
		t.Errorf("hint for clipboard managers %q, want secret", got)
	}
	for _, target := range []string{targetHint, targetUTF8, targetTime, targetPlainUTF8} {
		if !strings.Contains(xclipGet(t, targetTargets), target) {
			t.Errorf("targets without %s", target)
		}
	}
	if err := exec.Command("xclip", "-selection", "clipboard", "-target", "image/png", "-o").Run(); err == nil {
		t.Error("a text was given out as a picture")
	}
	for _, bad := range []string{"", "\xff", strings.Repeat("x", maxSensitiveText+1)} {
		if c.Write(bad) == nil {
			t.Errorf("%d bad bytes were written", len(bad))
		}
	}
}

func TestXClipboardClear(t *testing.T) {
	c := xSession(t)
	if err := c.ClearIfStill("123456"); err != nil {
		t.Errorf("clear of an empty clipboard: %v", err)
	}
	_ = c.Write("123456")
	if err := c.ClearIfStill("999999"); err != nil || xclipGet(t, targetUTF8) != "123456" {
		t.Errorf("another value was cleared (%v)", err)
	}
	if err := c.ClearIfStill("123456"); err != nil {
		t.Fatal(err)
	}
	if _, err := c.ReadText(t.Context()); !errors.Is(err, ErrNoText) {
		t.Errorf("after clearing: %v, want ErrNoText", err)
	}
	// Somebody copies something else meanwhile.
	_ = c.Write("123456")
	xclipSet(t, targetUTF8, []byte("shopping"))
	if err := c.ClearIfStill("123456"); err != nil || xclipGet(t, targetUTF8) != "shopping" {
		t.Errorf("somebody else's text was cleared (%v)", err)
	}
	if got, err := c.ReadText(t.Context()); got != "shopping" || err != nil {
		t.Errorf("read %q, %v", got, err)
	}
}

// A clipboard manager takes texts over: then we are no longer the owner, and
// the value is there all the same.
func TestXClipboardClearAfterAManager(t *testing.T) {
	c := xSession(t)
	_ = c.Write("123456")
	xclipSet(t, targetUTF8, []byte("123456"))
	if err := c.ClearIfStill("123456"); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("xclip", "-selection", "clipboard", "-o").Output(); err == nil {
		t.Errorf("still there: %q", out)
	}
}

func TestXClipboardClose(t *testing.T) {
	c := xSession(t)
	_ = c.Write("123456")
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("xclip", "-selection", "clipboard", "-o").Output(); err == nil {
		t.Errorf("still there after the end: %q", out)
	}
	_ = c.Write("654321")
	xclipSet(t, targetUTF8, []byte("shopping"))
	if err := c.Close(); err != nil || xclipGet(t, targetUTF8) != "shopping" {
		t.Errorf("somebody else's text was cleared at the end (%v)", err)
	}
}

func TestXClipboardReadText(t *testing.T) {
	c := xSession(t)
	if _, err := c.ReadText(t.Context()); !errors.Is(err, ErrNoText) {
		t.Errorf("empty clipboard: %v, want ErrNoText", err)
	}
	big := strings.Repeat("漢字", MaxClipboardText/6) // comes in increments
	for _, text := range []string{"otpauth://totp/x?secret=A", big} {
		xclipSet(t, targetUTF8, []byte(text))
		if got, err := c.ReadText(t.Context()); got != text || err != nil {
			t.Errorf("read %d bytes, %v; want %d", len(got), err, len(text))
		}
	}
	xclipSet(t, targetUTF8, bytes.Repeat([]byte("x"), MaxClipboardText+10))
	if _, err := c.ReadText(t.Context()); !errors.Is(err, ErrNoText) {
		t.Errorf("too long: %v, want ErrNoText", err)
	}
	xclipSet(t, "STRING", []byte("\xff\xfe"))
	if _, err := c.ReadText(t.Context()); !errors.Is(err, ErrNoText) {
		t.Errorf("not text: %v, want ErrNoText", err)
	}
}

// noise is a picture that hardly compresses, so that it comes in increments.
func noise(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	r := rand.New(rand.NewPCG(1, 2))
	for i := range img.Pix {
		img.Pix[i] = byte(r.Uint32()) | 0x80*byte(i&3/3)
	}
	return img
}

func encodePNG(t *testing.T, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestXClipboardImage(t *testing.T) {
	c := xSession(t)
	if _, err := c.Image(t.Context()); !errors.Is(err, ErrNoImage) {
		t.Errorf("empty clipboard: %v, want ErrNoImage", err)
	}
	xclipSet(t, targetUTF8, []byte("text"))
	if _, err := c.Image(t.Context()); !errors.Is(err, ErrNoImage) {
		t.Errorf("text: %v, want ErrNoImage", err)
	}
	for _, size := range []int{8, 1200} {
		want := noise(size, size)
		xclipSet(t, "image/png", encodePNG(t, want))
		got, err := c.Image(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if got.Bounds() != want.Bounds() || color.NRGBAModel.Convert(got.At(3, 5)) != want.At(3, 5) {
			t.Errorf("picture of %v at (3,5) %v, want %v %v", got.Bounds(), got.At(3, 5), want.Bounds(), want.At(3, 5))
		}
	}
	xclipSet(t, "image/png", []byte("\x89PNG\r\n\x1a\n rubbish"))
	if _, err := c.Image(t.Context()); err == nil {
		t.Error("a damaged picture was read")
	}
}

func TestXClipboardHungServer(t *testing.T) {
	needs(t, "Xvfb")
	privateHome(t)
	server := xvfb(t)
	c := NewClipboard(nil)
	_ = c.Write("123456")
	if err := server.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Process.Signal(syscall.SIGCONT) })
	began := time.Now()
	if err := c.Write("654321"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("write to a hung server: %v", err)
	}
	if took := time.Since(began); took > 2*clipboardTime {
		t.Errorf("a hung server held us for %v", took)
	}
}

// fallbackClipboard plays the window's own clipboard.
type fallbackClipboard struct {
	text string
	err  error
}

func (f *fallbackClipboard) Content() (string, error) { return f.text, f.err }

func (f *fallbackClipboard) SetContent(text string) error {
	if f.err == nil {
		f.text = text
	}
	return f.err
}

func TestClipboardFallback(t *testing.T) {
	privateHome(t)
	none := NewClipboard(nil)
	if err := none.Write("1"); !errors.Is(err, ErrNoClipboard) {
		t.Errorf("write without a display: %v, want ErrNoClipboard", err)
	}
	if _, err := none.Image(t.Context()); !errors.Is(err, ErrNoClipboard) {
		t.Errorf("picture without a display: %v, want ErrNoClipboard", err)
	}
	f := &fallbackClipboard{}
	c := NewClipboard(f)
	if err := c.Write("123456"); err != nil || f.text != "123456" {
		t.Errorf("fallback holds %q, %v", f.text, err)
	}
	if got, err := c.ReadText(t.Context()); got != "123456" || err != nil {
		t.Errorf("read %q, %v", got, err)
	}
	f.text = "other"
	if err := c.ClearIfStill("123456"); err != nil || f.text != "other" {
		t.Errorf("fallback holds %q, %v", f.text, err)
	}
	_ = c.Write("123456")
	if err := c.Close(); err != nil || f.text != "" {
		t.Errorf("fallback holds %q after the end, %v", f.text, err)
	}
	if _, err := c.Image(t.Context()); !errors.Is(err, ErrTextOnly) || !c.TextOnly() || none.TextOnly() {
		t.Errorf("picture: %v, want ErrTextOnly", err)
	}
	f.err = ErrNoClipboard // the window is not in front
	if err := c.Write("1"); !errors.Is(err, ErrNoClipboard) {
		t.Errorf("write without any: %v", err)
	}
	if _, err := c.ReadText(t.Context()); !errors.Is(err, ErrNoClipboard) {
		t.Errorf("read without any: %v", err)
	}
}

func TestWaylandClipboard(t *testing.T) {
	needs(t, "wl-copy", "wl-paste")
	wayland(t)
	c := NewClipboard(nil)
	if _, err := c.ReadText(t.Context()); !errors.Is(err, ErrNoText) {
		t.Errorf("empty clipboard: %v, want ErrNoText", err)
	}
	if _, err := c.Image(t.Context()); !errors.Is(err, ErrNoImage) {
		t.Errorf("empty clipboard: %v, want ErrNoImage", err)
	}
	if err := c.Write("花子 123"); err != nil {
		t.Fatal(err)
	}
	if got := run(t, nil, "wl-paste", "--no-newline"); string(got) != "花子 123" {
		t.Errorf("wl-paste reads %q", got)
	}
	if got, err := c.ReadText(t.Context()); got != "花子 123" || err != nil {
		t.Errorf("we read %q, %v", got, err)
	}
	if err := c.ClearIfStill("other"); err != nil {
		t.Error(err)
	}
	if err := c.ClearIfStill("花子 123"); err != nil {
		t.Error(err)
	}
	if _, err := c.ReadText(t.Context()); !errors.Is(err, ErrNoText) {
		t.Errorf("after clearing: %v, want ErrNoText", err)
	}
	want := noise(300, 200)
	cmd := exec.Command("wl-copy", "--type", "image/png")
	cmd.Stdin = bytes.NewReader(encodePNG(t, want))
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	got, err := c.Image(t.Context())
	if err != nil || got.Bounds() != want.Bounds() {
		t.Errorf("picture %v, %v", got, err)
	}
	if _, err := c.ReadText(t.Context()); !errors.Is(err, ErrNoText) {
		t.Errorf("text of a picture: %v, want ErrNoText", err)
	}
}
