//go:build window

package window_test

import (
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"twofold/internal/qr"
)

// link is an otpauth URI with the usual parameters.
func link(issuer, name, secret string) string {
	return fmt.Sprintf("otpauth://totp/%s:%s?secret=%s&issuer=%s", issuer, name, secret, issuer)
}

// code draws a QR code.
func code(t *testing.T, text string) image.Image {
	t.Helper()
	img, err := qr.Draw(text, qr.Options{Module: 4})
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// screenshot makes a picture like one of a desktop: a coloured ground, a panel,
// a browser window with lines of text, and a QR code in it.
func screenshot(t *testing.T, dir, name, text string) string {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 1366, 768))
	for y := range 768 {
		for x := range 1366 {
			img.Set(x, y, color.RGBA{uint8(20 + x/12), uint8(60 + y/10), uint8(120 + (x+y)/20), 255})
		}
	}
	box := func(r image.Rectangle, c color.Color) {
		draw.Draw(img, r, image.NewUniform(c), image.Point{}, draw.Src)
	}
	box(image.Rect(0, 736, 1366, 768), color.Gray{40})
	box(image.Rect(180, 60, 1180, 700), color.Gray{250})
	box(image.Rect(180, 60, 1180, 96), color.Gray{210})
	for i := range 22 {
		box(image.Rect(220, 130+i*22, 480+(i*53)%180, 138+i*22), color.Gray{120})
	}
	pic := code(t, text)
	draw.Draw(img, pic.Bounds().Add(image.Pt(760, 200)), pic, image.Point{}, draw.Src)
	return save(t, dir, name, img)
}

func save(t testing.TB, dir, name string, img image.Image) string {
	t.Helper()
	path := filepath.Join(dir, name)
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, img); err != nil {
		t.Fatal(err)
	}
	return path
}

// totp is what another program, oathtool of the OATH toolkit, makes of a key at
// a time.
func totp(t testing.TB, secret string, at time.Time, more ...string) string {
	t.Helper()
	args := append([]string{"--totp", "-b", "--now", at.UTC().Format("2006-01-02 15:04:05 UTC")}, more...)
	out, err := tool("oathtool", append(args, secret)...).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

// copied waits for a code of secret on the clipboard. The code of the period
// before counts too: it may have been over a moment ago.
func (d *desk) copied(secret string, more ...string) string {
	d.t.Helper()
	began := time.Now()
	var got string
	d.wait("code on the clipboard", func() bool {
		got = clipboard()
		for _, at := range []time.Time{time.Now(), began, began.Add(-30 * time.Second)} {
			if got == totp(d.t, secret, at, more...) {
				return true
			}
		}
		return false
	})
	return got
}

// settings writes the settings file before a start.
func settings(t testing.TB, home string, values map[string]any) {
	t.Helper()
	values["version"] = 1
	data, err := json.Marshal(values)
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(home, "data", "config")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "settings.json"), data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// savedSetting waits until the settings file holds a number.
func (d *desk) savedSetting(name string, want int) {
	d.t.Helper()
	d.wait(fmt.Sprintf("%s %d in the settings", name, want), func() bool {
		data, err := os.ReadFile(filepath.Join(d.home, "data", "config", "settings.json"))
		if err != nil {
			return false
		}
		values := map[string]any{}
		return json.Unmarshal(data, &values) == nil && values[name] == float64(want)
	})
}
