//go:build window

package window_test

import (
	"context"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"
)

// tool prepares another program, which is ended when it hangs.
func tool(name string, args ...string) *exec.Cmd {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Cancel = func() error { defer cancel(); return cmd.Process.Kill() }
	return cmd
}

// do sends keys and clicks with xdotool.
func (d *desk) do(args ...string) {
	d.t.Helper()
	if out, err := tool("xdotool", args...).CombinedOutput(); err != nil {
		d.t.Fatalf("xdotool %v: %v\n%s", args, err, out)
	}
}

func (d *desk) key(names ...string) {
	d.t.Helper()
	for _, n := range names {
		if d.seat != nil {
			d.seat.keys.Press(n)
		} else {
			d.do("key", "--clearmodifiers", n)
		}
		time.Sleep(60 * time.Millisecond) // what a quick typist leaves between keys
	}
}

func (d *desk) text(s string) { d.t.Helper(); d.do("type", "--delay", "25", s) }

func (d *desk) click(x, y int) {
	d.t.Helper()
	if d.seat != nil {
		d.seatClick(x, y)
		return
	}
	d.do("mousemove", "--window", d.id, fmt.Sprint(x), fmt.Sprint(y), "click", "1")
}

func (d *desk) doubleClick(x, y int) {
	d.t.Helper()
	d.do("mousemove", "--window", d.id, fmt.Sprint(x), fmt.Sprint(y), "click", "--repeat", "2", "--delay", "90", "1")
}

// drag moves the mouse with the button held, in steps as a hand does.
func (d *desk) drag(from, to image.Point) {
	d.t.Helper()
	d.do("mousemove", "--window", d.id, fmt.Sprint(from.X), fmt.Sprint(from.Y), "mousedown", "1")
	const steps = 12
	for i := 1; i <= steps; i++ {
		p := from.Add(to.Sub(from).Mul(i).Div(steps))
		d.do("mousemove", "--window", d.id, fmt.Sprint(p.X), fmt.Sprint(p.Y))
		time.Sleep(20 * time.Millisecond) // a hand's pace
	}
	d.do("mouseup", "1")
}

// picture is the window as it is on the screen; empty if there is none.
func (d *desk) picture() image.Image {
	d.t.Helper()
	look := func() (image.Image, error) { return photograph(d.id) }
	if d.seat != nil {
		look = d.seatPicture
	}
	img, err := look()
	if err != nil {
		return image.NewRGBA(image.Rect(0, 0, 1, 1))
	}
	return img
}

// painted waits until there is more than one colour in the window.
func (d *desk) painted() {
	d.t.Helper()
	d.wait("painted window", func() bool { return len(colours(d.picture())) > 4 })
}

func colours(img image.Image) map[[3]uint32]int {
	m := map[[3]uint32]int{}
	b := img.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y += 3 {
		for x := b.Min.X; x < b.Max.X; x += 3 {
			r, g, bl, _ := img.At(x, y).RGBA()
			m[[3]uint32{r >> 8, g >> 8, bl >> 8}]++
		}
	}
	return m
}

// shot keeps a picture for people when TWOFOLD_SHOTS names a directory.
func (d *desk) shot(name string) {
	dir := os.Getenv("TWOFOLD_SHOTS")
	if dir == "" {
		return
	}
	_ = os.MkdirAll(dir, 0o755)
	img := d.picture()
	if img.Bounds().Dx() < 2 {
		return // the window is gone
	}
	f, err := os.Create(filepath.Join(dir, strings.ReplaceAll(d.t.Name(), "/", "-")+"-"+d.name+name+".png"))
	if err != nil {
		return
	}
	defer f.Close()
	_ = png.Encode(f, img)
}

// sees reports whether a text is in the window now.
func (d *desk) sees(text string) (spot, bool) {
	d.t.Helper()
	return looker.find(d.picture(), text)
}

// see waits for a text.
func (d *desk) see(text string) spot {
	d.t.Helper()
	var at spot
	d.wait(fmt.Sprintf("%q in the window", text), func() (ok bool) {
		at, ok = d.sees(text)
		return ok
	})
	return at
}

// gone waits until a text is no longer there.
func (d *desk) gone(text string) {
	d.t.Helper()
	d.wait(fmt.Sprintf("end of %q in the window", text), func() bool {
		_, ok := d.sees(text)
		return !ok
	})
}

// says waits for a sentence of the catalogue: for the beginning of it, which
// no line break divides.
func (d *desk) says(key string, data ...any) spot {
	d.t.Helper()
	return d.see(beginning(d.txt.T(key, data...)))
}

// tap clicks on a text of the catalogue once it is there.
func (d *desk) tap(key string, data ...any) {
	d.t.Helper()
	d.click(d.says(key, data...).middle())
}

// beginning is as much of a text as stands on its first line for sure.
func beginning(text string) string {
	text, _, _ = strings.Cut(text, "\n")
	cut, width := " ", 22
	if strings.Contains(text, "\u200b") {
		cut, width = "\u200b", 13 // phrases of Japanese
	}
	out := ""
	for _, part := range strings.SplitAfter(text, cut) {
		if out != "" && utf8.RuneCountInString(out+part) > width {
			break
		}
		out += part
	}
	return strings.TrimSpace(strings.ReplaceAll(out, "\u200b", ""))
}

// clipboard is the text on the clipboard, as another program sees it.
func clipboard() string {
	out, _ := tool("xclip", "-selection", "clipboard", "-o").Output()
	return string(out)
}

// putText puts a text on the clipboard as another program does.
func (d *desk) putText(text string) {
	d.t.Helper()
	cmd := tool("xclip", "-selection", "clipboard", "-i")
	cmd.Stdin = strings.NewReader(text)
	if err := cmd.Run(); err != nil {
		d.t.Fatal(err)
	}
	d.wait("text on the clipboard", func() bool { return clipboard() == text })
}

// putPicture puts a PNG file on the clipboard as an image editor does.
func (d *desk) putPicture(file string) {
	d.t.Helper()
	if err := tool("xclip", "-selection", "clipboard", "-t", "image/png", "-i", file).Run(); err != nil {
		d.t.Fatal(err)
	}
	d.wait("picture on the clipboard", func() bool {
		out, _ := tool("xclip", "-selection", "clipboard", "-t", "TARGETS", "-o").Output()
		return strings.Contains(string(out), "image/png")
	})
}

// drop drops files on the middle of the window.
func (d *desk) drop(paths ...string) {
	d.t.Helper()
	if err := dropFiles(d.id, 200, 300, paths...); err != nil {
		d.t.Fatal(err)
	}
}
