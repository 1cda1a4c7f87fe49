package window

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"twofold/app/control"
	"twofold/app/locale"
	"twofold/app/platform"
	"twofold/internal/account"
	"twofold/internal/exporter"
)

// plain is a picture in one colour.
func plain(w, h int, c color.Color) image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.Set(x, y, c)
		}
	}
	return img
}

func TestOwnPicture(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.accounts()
	r.choose("GitHub")
	id := r.main().list.Selected()
	file := filepath.Join(t.TempDir(), "me.png")
	broken := filepath.Join(t.TempDir(), "broken.png")
	huge := filepath.Join(t.TempDir(), "huge.png")
	whole := encode(t, plain(800, 400, color.NRGBA{200, 0, 0, 255}))
	// A header that claims 60,000 by 60,000 pixels costs nothing to refuse.
	claim := append([]byte(nil), encode(t, plain(8, 8, color.White))...)
	copy(claim[16:24], []byte{0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60})
	for path, data := range map[string][]byte{file: whole, broken: whole[:len(whole)/2], huge: claim} {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	edit := func() *editPage {
		r.run(cmdEdit)
		p, ok := r.front().(*editPage)
		if !ok {
			t.Fatalf("in front is %T", r.front())
		}
		return p
	}
	p := edit()
	for _, bad := range []string{broken, huge, filepath.Join(t.TempDir(), "gone.png")} {
		r.dropped([]string{bad})
		if len(r.sheets) != 1 || p.icon.png != nil {
			t.Fatalf("%s: %d sheets, picture of %d bytes", filepath.Base(bad), len(r.sheets), len(p.icon.png))
		}
		r.closeSheets()
	}
	r.dropped([]string{file})
	if p.icon.png == nil || len(r.sheets) != 0 {
		t.Fatal("a dropped picture is not taken")
	}
	test.Tap(p.save)
	kept := r.ses.View().Row(id).Icon.PNG
	if len(kept) == 0 || len(kept) > account.MaxIcon {
		t.Fatalf("kept %d bytes", len(kept))
	}
	if a := r.avatarOf(r.ses.View().Row(id)); !a.Fill {
		t.Error("the row does not show it")
	}

	p = edit()
	r.desk.err = platform.ErrCancelled
	p.icon.onChoose()
	if len(r.sheets) != 0 || p.icon.edited() {
		t.Error("closing the picker changed something")
	}
	r.desk.err, r.desk.picks = nil, []string{file}
	p.icon.onPaste()
	if len(r.sheets) != 1 || !strings.Contains(r.texts(), "no picture on the clipboard") {
		t.Error("an empty clipboard is not said")
	}
	r.closeSheets()
	r.desk.image = plain(40, 40, color.NRGBA{0, 0, 200, 255})
	r.run(cmdPaste)
	if !p.icon.edited() {
		t.Error("the picture of the clipboard is not taken")
	}
	p.icon.set(nil)
	test.Tap(p.save)
	if r.ses.View().Row(id).Icon.PNG != nil {
		t.Error("the default did not come back")
	}
	r.run(cmdUndo)
	if !bytes.Equal(r.ses.View().Row(id).Icon.PNG, kept) {
		t.Error("undo did not bring the picture back")
	}
}

// TestRefusedPicture: who chooses a picture for an account is told what is wrong
// with it, and nothing of QR codes or exports.
func TestRefusedPicture(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.accounts()
	r.choose("GitHub")
	r.run(cmdEdit)
	p := r.front().(*editPage)
	file := filepath.Join(t.TempDir(), "picture")
	claim := encode(t, plain(8, 8, color.White))
	copy(claim[16:24], []byte{0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60})
	binary.BigEndian.PutUint32(claim[29:], crc32.ChecksumIEEE(claim[12:29]))
	svg := `<svg viewBox="0 0 2 2"><use href="#a"/><path d="M0 0h2v2z"/></svg>`
	avif := "\x00\x00\x00\x1cftypavif\x00\x00\x00\x00avifmif1miaf"
	for _, tt := range []struct{ content, what, next string }{
		{string(claim), "err.image.big", "err.icon.smaller"},
		{strings.Repeat("x", 65<<20), "err.file.big", "err.icon.smaller"},
		{avif, "err.image.other", "err.icon.other.d"},
		{svg, "err.icon.svg", "err.icon.other.d"},
		{strings.Replace(svg, "<use", strings.Repeat(" ", 130<<10)+"<use", 1), "err.icon.svg", "err.icon.other.d"},
		{"", "err.file.empty", "err.file.again"},
		{"hello", "err.image.format", ""},
		{string(encode(t, plain(1, 5000, color.White))), "err.icon.blank", ""},
		{string(encode(t, plain(50, 50, color.Transparent))), "err.icon.blank", ""},
	} {
		must(r, os.WriteFile(file, []byte(tt.content), 0o600))
		r.dropped([]string{file})
		data := []any{"file", "picture", "w", 60000, "h", 60000, "format", "AVIF", "size", "> 64 MB"}
		if len(r.sheets) != 1 || !r.told(tt.what, data...) || tt.next != "" && !r.told(tt.next) || r.told("err.image.big.d") || p.icon.png != nil {
			t.Errorf("%s: %d sheets: %q", tt.what, len(r.sheets), r.texts())
		}
		r.closeSheets()
	}
	// A key must not be shown in a row for everybody to read.
	r.withKey()
	_, kit, err := r.ses.RecoveryWords()
	must(r, err)
	for name, text := range map[string]string{
		"an account": okta, "the kit": kit, "one to be refused": okta + "&digits=99",
	} {
		img, err := exporter.Picture(text)
		must(r, err)
		r.desk.image = img
		must(r, os.WriteFile(file, encode(t, img), 0o600))
		for way, take := range map[string]func(){"drop": func() { r.dropped([]string{file}) }, "paste": func() { r.run(cmdPaste) }} {
			take()
			if len(r.sheets) != 1 || !r.told("err.icon.key") || !r.told("err.icon.key.d") || p.icon.png != nil {
				t.Errorf("%s by %s: %d sheets: %q", name, way, len(r.sheets), r.texts())
			}
			r.closeSheets()
		}
	}
	img, err := exporter.Picture("https://example.com/")
	must(r, err)
	must(r, os.WriteFile(file, encode(t, img), 0o600))
	if r.dropped([]string{file}); p.icon.png == nil {
		t.Error("a QR code without a key is a picture as any other")
	}
	dir := filepath.Dir(file)
	r.dropped([]string{dir})
	if !r.told("err.file.folder", "file", filepath.Base(dir)) {
		t.Errorf("a directory: %q", r.texts())
	}
}

// packFile writes an icon pack with one icon that can be read.
func (r *rig) packFile(path string) {
	r.t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, data := range map[string]string{
		"a.svg":     `<svg viewBox="0 0 2 2"><path d="M0 0h2v2z" fill="#080"/></svg>`,
		"pack.json": `{"name":"Mine","icons":[{"filename":"a.svg","issuer":["Bank"]},{"filename":"b.png","issuer":["None"]}]}`,
	} {
		f, err := z.Create(name)
		if err == nil {
			_, err = f.Write([]byte(data))
		}
		must(r, err)
	}
	must(r, z.Close())
	must(r, os.WriteFile(path, b.Bytes(), 0o600))
}

func TestIconPack(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.accounts()
	dir := t.TempDir()
	good, bad := filepath.Join(dir, "icons.zip"), filepath.Join(dir, "bad.zip")
	r.packFile(good)
	must(r, os.WriteFile(bad, []byte("PK"), 0o600))

	r.run(cmdSettings)
	p := r.front().(*settingsPage)
	r.desk.picks = []string{bad}
	p.loadIcons()
	if len(r.sheets) != 1 || !strings.Contains(strings.ReplaceAll(r.texts(), "\n", " "), "not an icon pack") || r.ses.IconPack().Len() != 0 {
		t.Fatal("a bad pack is not refused")
	}
	r.closeSheets()
	r.desk.picks = []string{good}
	p.loadIcons()
	if len(r.sheets) != 1 || r.ses.IconPack().Len() != 1 {
		t.Fatalf("%d sheets, %d icons", len(r.sheets), r.ses.IconPack().Len())
	}
	r.closeSheets()
	if a := r.avatarFor("Bank", "Bank"); a.Icon == nil || a.Letter != "" {
		t.Error("the account has no icon of the pack")
	}
	r.ses.OpenIcons() // as the next start does
	if r.ses.IconPack().Name() != "Mine" {
		t.Error("the pack is gone after a start")
	}
	must(r, r.ses.DropIcons())
	if r.avatarFor("Bank", "Bank").Icon != nil {
		t.Error("the icon stays without the pack")
	}
}

func TestRecoveryCodesAreTicked(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	for _, s := range screens {
		if s.name == "codes" {
			s.build(r)
		}
	}
	p := r.front().(*codesPage)
	if !strings.Contains(r.texts(), "2 of 3 codes left") {
		t.Errorf("the page says %q", r.texts())
	}
	codes := r.ses.View().Row(p.id).RecoveryCodes
	r.win.Canvas().Focus(r.ticks()[1])
	r.press(fyne.KeySpace)
	if got := r.ses.View().Row(p.id).RecoveryCodes; !got[1].Used || got[2].Used {
		t.Errorf("after a tick: %+v", got)
	}
	if now := r.win.Canvas().Focused(); now != fyne.Focusable(r.ticks()[1]) {
		t.Errorf("the keyboard went from the tick to %v", now)
	}
	r.run(cmdUndo)
	if got := r.ses.View().Row(p.id).RecoveryCodes; got[1].Used {
		t.Error("undo did not take the tick back")
	}
	r.o.Inline = false // both are asked for before the first is saved
	p.mark(1, codes[1].Text, true)
	p.mark(2, codes[2].Text, true)
	for p.turn.busy {
		r.ui.drain()
		runtime.Gosched()
	}
	r.o.Inline = true
	if got := r.ses.View().Row(p.id).RecoveryCodes; !got[1].Used || !got[2].Used {
		t.Errorf("of two quick ticks: %+v", got)
	}
	p.copy("c5d90-12ae8")
	if r.desk.Text() != "c5d90-12ae8" {
		t.Error("not copied")
	}
	r.back()
	if strings.Contains(r.texts(), "c5d90") {
		t.Error("the codes are still on the window")
	}
}

// ticks are the switches on the window, from the top down.
func (r *rig) ticks() (out []*control.Toggle) {
	r.each(func(o fyne.CanvasObject) bool {
		if t, ok := o.(*control.Toggle); ok {
			out = append(out, t)
		}
		return true
	})
	return out
}
