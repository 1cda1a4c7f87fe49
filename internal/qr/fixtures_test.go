package qr_test

import (
	"context"
	"encoding/json"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"twofold/internal/qr"
)

// picture is one entry of a manifest of test pictures.
type picture struct {
	File     string
	Category string
	Expected []string
	set      string
}

// fixtures returns the test pictures of a set, or skips the test.
func fixtures(t testing.TB, set string) []picture {
	t.Helper()
	dir := filepath.Join(fixtureDir(t), "qr", set)
	raw, err := os.ReadFile(filepath.Join(dir, "manifest.json"))
	if err != nil {
		t.Skipf("no test pictures: %v", err)
	}
	var manifest struct{ Images []picture }
	if err := json.Unmarshal(raw, &manifest); err != nil {
		t.Fatal(err)
	}
	for i := range manifest.Images {
		manifest.Images[i].set = set
		manifest.Images[i].File = filepath.Join(dir, manifest.Images[i].File)
	}
	return manifest.Images
}

// fixtureDir is $TWOFOLD_FIXTURES, or ../shared/fixtures beside the module.
func fixtureDir(t testing.TB) string {
	t.Helper()
	if dir := os.Getenv("TWOFOLD_FIXTURES"); dir != "" {
		return dir
	}
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return filepath.Join(dir, "..", "shared", "fixtures")
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			t.Skip("no go.mod above the test")
		}
		dir = parent
	}
}

func (p picture) open(t testing.TB) image.Image {
	t.Helper()
	data, err := os.ReadFile(p.File)
	if err != nil {
		t.Fatal(err)
	}
	img, err := qr.Decode(data)
	if err != nil {
		t.Fatalf("%s: %v", p.File, err)
	}
	return img
}

// score says which expected texts were read, and which texts were read that
// nobody expected.
func score(want []string, codes []qr.Code) (missing, wrong []string) {
	rest := slices.Clone(want)
	for _, c := range codes {
		if i := slices.Index(rest, c.Text); i >= 0 {
			rest = slices.Delete(rest, i, i+1)
		} else if !slices.Contains(want, c.Text) {
			wrong = append(wrong, c.Text)
		}
	}
	return rest, wrong
}

// tally counts pictures of one category.
type tally struct {
	name         string
	all, read    int
	wrong, extra int
	times        []time.Duration
}

func (t *tally) String() string {
	slices.Sort(t.times)
	at := func(q float64) float64 {
		return float64(t.times[int(q*float64(len(t.times)-1))].Microseconds()) / 1000
	}
	return fmt.Sprintf("%-16s %4d/%-4d %5.1f %%  wrong %d  ms median %6.1f  p95 %6.1f  max %6.1f",
		t.name, t.read, t.all, 100*float64(t.read)/float64(t.all), t.wrong, at(0.5), at(0.95), at(1))
}

func TestFixtures(t *testing.T) {
	if testing.Short() {
		t.Skip("takes half a minute")
	}
	targets := map[string]float64{"screens": 0.99, "zxing": 0.955}
	for _, set := range []string{"screens", "zxing"} {
		t.Run(set, func(t *testing.T) {
			total := &tally{name: set}
			byCategory := map[string]*tally{}
			var order []string
			only := os.Getenv("QR_ONLY")
			for _, p := range fixtures(t, set) {
				if only != "" && !strings.Contains(p.File, only) {
					continue
				}
				img := p.open(t)
				start := cpuTime()
				res, err := qr.Read(context.Background(), img)
				took := cpuTime() - start
				if err != nil {
					t.Fatal(err)
				}
				missing, wrong := score(p.Expected, res.Codes)
				if byCategory[p.Category] == nil {
					byCategory[p.Category] = &tally{name: p.Category}
					order = append(order, p.Category)
				}
				for _, tl := range []*tally{total, byCategory[p.Category]} {
					tl.all++
					tl.times = append(tl.times, took)
					if len(missing) == 0 {
						tl.read++
					}
					if len(p.Expected) > 0 {
						tl.wrong += len(wrong)
					}
				}
				if len(missing) > 0 {
					t.Logf("%s: missed %d of %d, seen %d", filepath.Base(p.File), len(missing), len(p.Expected), len(res.Seen))
				}
				if len(wrong) > 0 {
					t.Logf("%s: unexpected %q", filepath.Base(p.File), wrong)
				}
			}
			for _, name := range order {
				t.Log(byCategory[name])
			}
			t.Log(total)
			if rate := float64(total.read) / float64(total.all); only == "" && rate < targets[set] {
				t.Errorf("read %.1f %% of %s, want %.1f %%", 100*rate, set, 100*targets[set])
			}
		})
	}
}
