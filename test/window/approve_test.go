//go:build window

package window_test

import (
	"fmt"
	"image"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"twofold/app/skin"
)

// TestApprove is two windows on one folder: the new one asks, shows a number
// and takes the accounts when its words are confirmed; before that it is
// refused once. No message of the two stays in the folder.
func TestApprove(t *testing.T) {
	for name, language := range map[string]string{"en": english, "ja": japanese} {
		t.Run(name, func(t *testing.T) { approve(t, language) })
	}
}

func approve(t *testing.T, language string) {
	homes := [2]string{t.TempDir(), t.TempDir()}
	shared := filepath.Join(t.TempDir(), "Shared")
	if err := os.Mkdir(shared, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, home := range homes {
		cloudAt(t, home, shared)
	}
	recoveryKey(t, homes[0])
	command(t, homes[0], "add", link("Alpha", "one", secretA), link("Beta", "two", secretB))
	command(t, homes[0], "folder", shared)

	one := openWith(t, homes[0], language, nil)
	one.name = "one-"
	one.see("Alpha")
	one.do("windowmove", "--sync", one.id, "40", "60")
	two := openWith(t, homes[1], language, nil)
	two.name = "two-"
	two.do("windowmove", "--sync", two.id, "560", "60")
	two.front()
	two.tap("first.recover")
	two.says("rec.folder.has")
	two.tap("common.next")
	two.says("rec.backup.latest")
	two.tap("common.next")
	two.tap("rec.unlock.approve")
	two.says("rec.num.alt")
	two.shot("1-waiting")

	// Not me.
	one.front()
	one.says("ap.badge")
	one.shot("1-badge")
	one.tap("ap.show")
	one.says("ap.number")
	one.tap("ap.deny")
	one.says("ap.denied.h")
	one.shot("2-denied")
	one.key("Escape")
	two.says("err.pair.declined")
	two.shot("2-declined")

	// Asked again, and this time it is.
	two.front()
	two.tap("rec.num.again")
	two.gone(two.txt.T("rec.num.again"))
	one.front()
	one.says("ap.badge")
	one.tap("ap.show")
	one.says("ap.number")
	two.says("rec.num.b.any")
	number := two.number()
	two.shot("3-number")
	one.gone(beginning(one.txt.T("ap.waiting")))
	one.front()
	one.text(number)
	one.shot("3-typed")
	one.key("Return")
	one.says("common.close")
	one.shot("4-words")
	two.front()
	two.tap("rec.num.match")
	two.see(two.txt.N("rec.sum.h", 2))
	two.shot("5-done")
	two.tap("common.done")
	two.see("Alpha")
	two.see("Beta")
	one.gone(beginning(one.txt.T("common.close")))
	one.waitFor(far, "folder without messages", func() bool {
		left, err := filepath.Glob(filepath.Join(shared, "*", "*.json"))
		return err == nil && len(left) == 0
	})
}

// number reads the six digits that stand large in the middle of the window, a
// pair at a time: in a third of the window there is no other text so large.
func (d *desk) number() string {
	d.t.Helper()
	var pairs []string
	d.wait("number", func() bool {
		img := d.picture()
		whole := looker.stencil("00 00 00", skin.CodeXL)
		digit := whole.w / 8
		left := img.Bounds().Min.X + img.Bounds().Dx()/2 - whole.w/2
		pairs = nil
		for i := range 3 {
			x := left + i*3*digit
			part := cropped(img, image.Rect(x-digit/2, img.Bounds().Min.Y, x+2*digit+digit/2, img.Bounds().Max.Y))
			for n := range 100 {
				pair := fmt.Sprintf("%02d", n)
				if _, ok := newPage(part).find(looker.stencil(pair, skin.CodeXL)); ok {
					pairs = append(pairs, pair)
					break
				}
			}
		}
		return len(pairs) == 3
	})
	return strings.Join(pairs, "")
}

func cropped(img image.Image, r image.Rectangle) image.Image {
	out := image.NewRGBA(image.Rect(0, 0, r.Dx(), r.Dy()))
	for y := range r.Dy() {
		for x := range r.Dx() {
			out.Set(x, y, img.At(r.Min.X+x, r.Min.Y+y))
		}
	}
	return out
}
