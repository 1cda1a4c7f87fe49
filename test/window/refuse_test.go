//go:build window

package window_test

import (
	"bytes"
	endian "encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/draw"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestRefusals drops what cannot be taken. Each thing is refused with its own
// sentence, and the list stays as it is.
func TestRefusals(t *testing.T) {
	home := t.TempDir()
	command(t, home, "add", link("Kept", "one", secretA))
	d := open(t, home, english)
	d.see("Kept")
	refused := func(path, key string, data ...any) {
		t.Helper()
		d.drop(path)
		d.says(key, data...)
		d.shot(strings.TrimSuffix(filepath.Base(path), ".png"))
		d.key("Return")
		d.says("status.savekey") // the sheet is gone, the status line is back
	}

	empty := image.NewRGBA(image.Rect(0, 0, 640, 480))
	draw.Draw(empty, empty.Bounds(), image.NewUniform(color.RGBA{30, 90, 160, 255}), image.Point{}, draw.Src)
	draw.Draw(empty, image.Rect(100, 100, 300, 200), image.White, image.Point{}, draw.Src)
	refused(save(t, home, "holiday.png", empty), "err.qr.none")

	refused(screenshot(t, home, "menu.png", "https://menu.example.com/today"), "err.qr.web", "host", "menu.example.com")

	whole, err := os.ReadFile(screenshot(t, home, "whole.png", link("Cut", "off", secretB)))
	if err != nil {
		t.Fatal(err)
	}
	refused(file(t, home, "cut.png", whole[:len(whole)/3]), "err.image.damaged", "file", "cut.png")
	refused(file(t, home, "vast.png", pngHeader(30000, 30000)), "err.image.big", "w", 30000, "h", 30000)
	refused(file(t, home, "letter.doc", bytes.Repeat([]byte{0xd0, 0xcf, 0x11, 0xe0, 7, 0}, 500)), "err.file.unknown", "file", "letter.doc")

	d.drop(screenshot(t, home, "same.png", link("Kept", "one", secretA)))
	d.says("dup.same")
	d.shot("same")
	d.key("Escape")
	d.says("status.savekey")
	d.quit()
	if out := command(t, home, "list", "--json"); bytes.Count([]byte(out), []byte(`"id"`)) != 1 {
		t.Errorf("after refusals the list is %s", out)
	}
}

func file(t *testing.T, dir, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// pngHeader is the start of a PNG of a size, with nothing behind it.
func pngHeader(w, h uint32) []byte {
	head := append([]byte("IHDR"), endian.BigEndian.AppendUint32(endian.BigEndian.AppendUint32(nil, w), h)...)
	head = append(head, 8, 6, 0, 0, 0)
	out := append([]byte("\x89PNG\r\n\x1a\n"), 0, 0, 0, 13)
	out = append(out, head...)
	return endian.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(head))
}

// TestPassphrase sets a passphrase where there is no keyring, and opens with it
// and only with it.
func TestPassphrase(t *testing.T) {
	home := t.TempDir()
	d := open(t, home, english, "--no-keyring")
	d.says("setup.pass.h")
	d.text("seven purple boats")
	d.key("Return") // to the second field
	d.shot("1-setup")
	d.text("seven purple boats")
	d.shot("2-again")
	d.key("Return")
	d.says("first.title")
	d.quit()

	d = open(t, home, english, "--no-keyring")
	d.says("lock.h")
	d.text("seven purple goats")
	d.key("Return")
	d.says("lock.wrong")
	d.shot("3-wrong")
	d.text("seven purple boats")
	d.key("Return")
	d.says("first.title")
	d.quit()
}

// TestDamagedVault overwrites the vault and its earlier copy with rubbish. The
// program says so, keeps the rubbish, and can start anew.
func TestDamagedVault(t *testing.T) {
	home := t.TempDir()
	command(t, home, "add", link("Lost", "one", secretA))
	command(t, home, "add", link("Lost", "two", secretB))
	rubbish := []byte("this was a vault once, and somebody's disk had other ideas")
	files, err := filepath.Glob(filepath.Join(home, "data", "vault*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("files %v: %v", files, err)
	}
	for _, f := range files {
		if err := os.WriteFile(f, rubbish, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	d := open(t, home, english)
	d.says("err.vault.damaged")
	d.shot("1-damaged")
	if n := filesWith(t, home, rubbish); n == 0 {
		t.Error("what was in the damaged file is gone")
	}
	d.tap("err.vault.fresh.cta")
	d.says("err.vault.fresh.h")
	d.shot("2-question")
	d.key("Return")
	d.says("first.title")
	d.quit()
	if n := filesWith(t, home, rubbish); n == 0 {
		t.Error("the fresh start removed the damaged file")
	}
}

func filesWith(t *testing.T, dir string, content []byte) (n int) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err == nil && bytes.Equal(data, content) {
			n++
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestSaveFails takes the data directory away while the program runs. An edit
// stays in the list with a warning, and is saved once the directory is back.
func TestSaveFails(t *testing.T) {
	home := t.TempDir()
	command(t, home, "add", link("Alpha", "one", secretA), link("Beta", "two", secretB))
	d := open(t, home, english)
	d.see("Alpha")
	data, away := filepath.Join(home, "data"), filepath.Join(home, "away")
	if err := os.Rename(data, away); err != nil {
		t.Fatal(err)
	}
	d.rename("Alpha", "Changed")
	d.says("status.unsaved")
	d.see("Changed")
	d.shot("1-unsaved")
	d.key("ctrl+l") // would lose the edit
	d.says("err.save.gone")
	d.shot("2-lock")
	d.key("Return")
	d.gone(beginning(d.txt.T("err.save.gone")))
	d.see("Changed")
	d.key("ctrl+q")
	d.says("err.save.quit.h")
	d.shot("3-quit")
	d.key("Return") // the way back
	d.gone(beginning(d.txt.T("err.save.quit.h")))
	if err := os.Rename(away, data); err != nil {
		t.Fatal(err)
	}
	d.gone(beginning(d.txt.T("status.unsaved")))
	d.see("Changed")
	d.quit()
	if out := command(t, home, "list"); !bytes.Contains([]byte(out), []byte("Changed")) {
		t.Errorf("after the retry the list is %q", out)
	}
}

// TestFullDisk runs on a file system without room.
func TestFullDisk(t *testing.T) {
	home := t.TempDir()
	small := filepath.Join(home, "data")
	if err := os.Mkdir(small, 0o700); err != nil {
		t.Fatal(err)
	}
	if out, err := tool("mount", "-t", "tmpfs", "-o", "size=1m,mode=700", "tmpfs", small).CombinedOutput(); err != nil {
		t.Skipf("a small file system cannot be mounted here: %v %s", err, out)
	}
	t.Cleanup(func() { _ = tool("umount", "-l", small).Run() })
	command(t, home, "add", link("Alpha", "one", secretA))
	d := open(t, home, english)
	d.see("Alpha")
	ballast := filepath.Join(small, "ballast")
	fill, err := os.Create(ballast)
	if err != nil {
		t.Fatal(err)
	}
	for err == nil {
		_, err = fill.Write(make([]byte, 1024))
	}
	_ = fill.Close()
	d.rename("Alpha", "Changed")
	spot := d.says("status.unsaved")
	d.see("Changed")
	d.click(spot.middle())
	d.says("err.save.full")
	d.shot("1-full")
	d.key("Return")
	d.gone(beginning(d.txt.T("err.save.full")))
	d.see("Changed")
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	d.gone(beginning(d.txt.T("status.unsaved")))
	d.quit()
	if out := command(t, home, "list"); !bytes.Contains([]byte(out), []byte("Changed")) {
		t.Errorf("after the retry the list is %q", out)
	}
}

// rename changes the service of an account by keys alone.
func (d *desk) rename(from, to string) {
	d.t.Helper()
	d.click(d.see(from).middle())
	d.key("F2")
	d.says("edit.title")
	d.key("ctrl+a")
	d.text(to)
	d.tap("common.save")
	d.gone(beginning(d.txt.T("edit.title")))
}
