package pair_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"twofold/sync/pair"
)

var update = flag.Bool("update", false, "write the golden messages anew")

// TestGoldenVersion1: the messages of an exchange that was once held are read
// for ever. What is sealed in them can be opened by nobody any more.
func TestGoldenVersion1(t *testing.T) {
	dir := filepath.Join("testdata", "v1")
	if *update {
		x := newTalk(t, newOld(t))
		x.answer()
		x.reveal()
		x.grant()
		end, err := x.appr.Cancel()
		if err != nil {
			t.Fatal(err)
		}
		x.m[0] = end
		for _, m := range x.m {
			if err := os.WriteFile(filepath.Join(dir, m.Name()), m.Data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	steps := map[int]bool{}
	for _, f := range files {
		n, ok := pair.ParseName(f.Name())
		if !ok {
			t.Errorf("%s is not taken for a message", f.Name())
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if m, err := pair.Parse(n, data); err != nil || m.Name() != f.Name() {
			t.Errorf("%s: %v", f.Name(), err)
		}
		steps[n.Step] = true
	}
	if len(steps) != 5 {
		t.Errorf("steps %v, want all five", steps)
	}
}
