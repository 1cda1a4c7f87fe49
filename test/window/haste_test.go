//go:build window

package window_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestStartHasNoRaces starts a program that watches its own memory for races:
// the list of accounts is made on a second goroutine while the toolkit makes
// the window. How many processors there are decides who is first.
func TestStartHasNoRaces(t *testing.T) {
	usual := binary
	t.Cleanup(func() { binary = usual })
	watched := filepath.Join(t.TempDir(), "twofold")
	build := exec.Command("go", "build", "-race", "-tags", buildTags(), "-o", watched, "twofold")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	home := t.TempDir()
	command(t, home, "add", link("Alpha", "one", secretA), link("東京銀行", "two", secretB))
	for _, processors := range []string{"1", "2", "8"} {
		for _, language := range []string{english, japanese} {
			binary = watched
			d := openWith(t, home, language, []string{"GOMAXPROCS=" + processors})
			d.see("Alpha")
			d.key("Down", "Return")
			d.copied(secretB)
			d.quit()
			if d.close(); t.Failed() {
				t.Fatalf("with %s processors, %s", processors, language)
			}
		}
	}
}

// TestDriverHeap: the graphics driver gets its memory in huge pages until the
// start is over, and then none any more.
func TestDriverHeap(t *testing.T) {
	mode, err := os.ReadFile("/sys/kernel/mm/transparent_hugepage/enabled")
	if err != nil || bytes.Contains(mode, []byte("[never]")) {
		t.Skip("this system has no transparent huge pages")
	}
	home := t.TempDir()
	command(t, home, "add", link("Alpha", "one", secretA))
	d := open(t, home, english)
	if huge, other := d.heap(); huge == 0 {
		info, _ := os.ReadFile("/proc/buddyinfo")
		t.Skipf("no part of the heap is in huge pages, of %d; the system may have too few that are free:\n%s", other, info)
	}
	d.wait("end of the start", func() bool {
		huge, other := d.heap()
		return huge == 0 && other > 0
	})
	d.see("Alpha")
}

// heap counts the parts of the C library's heap that are to be in huge pages,
// and those that are not, by their flags (proc(5), VmFlags).
func (d *desk) heap() (huge, other int) {
	d.t.Helper()
	maps, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps", d.cmd.Process.Pid))
	if err != nil {
		d.t.Fatal(err)
	}
	heap := false
	for line := range strings.Lines(string(maps)) {
		f := strings.Fields(line)
		switch {
		case len(f) > 1 && strings.Contains(f[0], "-"):
			heap = f[len(f)-1] == "[heap]"
		case heap && len(f) > 1 && f[0] == "VmFlags:":
			if strings.Contains(line, " hg") {
				huge++
			} else {
				other++
			}
		}
	}
	return huge, other
}
