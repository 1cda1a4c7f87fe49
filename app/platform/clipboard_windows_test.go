package platform

import (
	"encoding/binary"
	"errors"
	"image/color"
	"strings"
	"testing"
)

func TestWindowsClipboardText(t *testing.T) {
	c := NewClipboard(nil)
	for _, text := range []string{"123456", "花子 é 😀", strings.Repeat("x", maxSensitiveText)} {
		if err := c.Write(text); err != nil {
			t.Fatal(err)
		}
		if got, err := c.ReadText(t.Context()); got != text || err != nil {
			t.Errorf("read %.20q, %v; want %.20q", got, err, text)
		}
	}
	for _, name := range markFormats {
		data, err := withClipboard(t.Context(), func() ([]byte, error) { return getClipboard(registerFormat(name), 4) })
		if err != nil || binary.LittleEndian.Uint32(data) != 0 {
			t.Errorf("mark %s: %v, %v; want zero", name, data, err)
		}
	}
	if _, err := c.Image(t.Context()); !errors.Is(err, ErrNoImage) {
		t.Errorf("picture of a text: %v, want ErrNoImage", err)
	}
	_ = c.Write("123456")
	if err := c.ClearIfStill("654321"); err != nil {
		t.Error(err)
	}
	if got, _ := c.ReadText(t.Context()); got != "123456" {
		t.Errorf("another value was cleared: %q", got)
	}
	if err := c.Close(); err != nil {
		t.Error(err)
	}
	if _, err := c.ReadText(t.Context()); !errors.Is(err, ErrNoText) {
		t.Errorf("after the end: %v, want ErrNoText", err)
	}
}

func TestWindowsClipboardImage(t *testing.T) {
	c := NewClipboard(nil)
	_, err := withClipboard(t.Context(), func() (struct{}, error) {
		_, _, _ = procEmptyClipboard.Call()
		return struct{}{}, setClipboard(cfDIB, dib(40, 32, dibRGB))
	})
	if err != nil {
		t.Fatal(err)
	}
	img, err := c.Image(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got := color.RGBAModel.Convert(img.At(0, 0)); img.Bounds().Dx() != 2 || got != (color.RGBA{255, 0, 0, 255}) {
		t.Errorf("picture %v with %v at (0,0)", img.Bounds(), got)
	}
}
