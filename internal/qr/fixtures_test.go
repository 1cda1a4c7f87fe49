package qr_test

import (
	"context"
	"encoding/json"
	"image"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"twofold/internal/qr"
)

// fixture is one test picture with the texts in it.
type fixture struct {
	File     string
	Category string
	Expected []string
	set      string
	path     string
}

// fixtures returns the test pictures of a set, or skips the test.
func fixtures(t testing.TB, set string) []fixture {
	t.Helper()
	return fixturesIn(t, filepath.Join(fixtureDir(t), "qr", set), set)
}

// fixturesIn returns the test pictures in a directory.
func fixturesIn(t testing.TB, dir, set string) []fixture {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(dir, "manifest.json"))
	if err != nil {
		t.Skipf("no test pictures: %v", err)
	}
	var manifest struct{ Images []fixture }
	if err := json.Unmarshal(raw, &manifest); err != nil {
		t.Fatal(err)
	}
	for i := range manifest.Images {
		f := &manifest.Images[i]
		f.set, f.path = set, filepath.Join(dir, f.File)
		correct(f)
	}
	return manifest.Images
}

// correct mends what the lists of expected texts say wrongly. The codes were
// read without errors beyond correction, encoded again, and compared with the
// picture module by module.
func correct(f *fixture) {
	switch f.set + "/" + f.File {
	case "zxing/qrcode-2_13.png":
		// The list has "photograph": a letter less than the code.
		f.Expected = []string{"The 2005 USGS aerial photography of the Washington Monument is censored."}
	case "zxing/multi-qrcode-1_1.png":
		// The list has none of the four.
		f.Expected = []string{
			"You get to SIT AT MRS. SIGMON'S DESK FOR A DAY!!  Awesome!!  Way to go!! Guess I better clean up! :)",
			"You earned the class 5 EXTRA MINUTES OF RECESS!!  Fabulous!!  Way to go!!",
			"You earned the class a 5 MINUTE DANCE PARTY!!  Awesome!  Way to go!  Let's boogie!",
			"You get to CREATE OUR JOURNAL PROMPT FOR THE DAY!  Yay!  Way to go!  ",
		}
	}
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

func (f fixture) open(t testing.TB) image.Image {
	t.Helper()
	data, err := os.ReadFile(f.path)
	if err != nil {
		t.Fatal(err)
	}
	img, err := qr.Decode(data)
	if err != nil {
		t.Fatalf("%s: %v", f.File, err)
	}
	return img
}

// judge says which expected texts were not read, and which texts were read
// that nobody expected.
func (f fixture) judge(texts []string) (missing, wrong []string) {
	missing = slices.Clone(f.Expected)
	for _, text := range texts {
		if i := slices.Index(missing, text); i >= 0 {
			missing = slices.Delete(missing, i, i+1)
		} else if !slices.Contains(f.Expected, text) {
			wrong = append(wrong, text)
		}
	}
	return missing, wrong
}

func texts(codes []qr.Code) (out []string) {
	for _, c := range codes {
		out = append(out, c.Text)
	}
	return out
}

// tally counts the pictures of one category.
type tally struct {
	all, read, wrong int
	times            []float64 // ms
}

func (t *tally) add(missing, wrong []string, took time.Duration) {
	t.all++
	t.wrong += len(wrong)
	if len(missing) == 0 {
		t.read++
	}
	t.times = append(t.times, float64(took.Microseconds())/1000)
}

// time returns a quantile of the times, in ms.
func (t *tally) time(q float64) float64 {
	slices.Sort(t.times)
	return t.times[int(q*float64(len(t.times)-1))]
}

func (t *tally) rate() float64 {
	return 100 * float64(t.read) / float64(t.all)
}

// tallies counts by category, in the order they come, and in all under the
// name of the set.
type tallies struct {
	names []string
	by    map[string]*tally
}

func (t *tallies) of(name string) *tally {
	if t.by == nil {
		t.by = map[string]*tally{}
	}
	if t.by[name] == nil {
		t.by[name] = &tally{}
		t.names = append(t.names, name)
	}
	return t.by[name]
}

// TestFixtures reads the test pictures and fails below the rates that were
// promised, or for any wrong text. It prints rate and processor time by
// category.
func TestFixtures(t *testing.T) {
	if testing.Short() {
		t.Skip("takes half a minute")
	}
	for set, least := range map[string]float64{"screens": 99, "zxing": 95.5} {
		t.Run(set, func(t *testing.T) {
			var counts tallies
			for _, f := range fixtures(t, set) {
				img := f.open(t)
				start := cpuTime()
				res, err := qr.Read(context.Background(), img)
				took := cpuTime() - start
				if err != nil {
					t.Fatal(err)
				}
				missing, wrong := f.judge(texts(res.Codes))
				counts.of(f.Category).add(missing, wrong, took)
				counts.of(set).add(missing, wrong, took)
				if len(missing) > 0 {
					t.Logf("%s: missed %d of %d, seen %d", f.File, len(missing), len(f.Expected), len(res.Seen))
				}
				if len(wrong) > 0 {
					t.Errorf("%s: read %q, which is wrong", f.File, wrong)
				}
				if len(missing) == 0 && len(res.Seen) > 0 {
					t.Errorf("%s: saw a code at %v where there is none that was not read", f.File, res.Seen)
				}
			}
			for _, name := range counts.names {
				c := counts.of(name)
				t.Logf("%-15s %3d of %3d  %5.1f %%  wrong %d  ms median %6.1f  p95 %6.1f  max %6.1f",
					name, c.read, c.all, c.rate(), c.wrong, c.time(0.5), c.time(0.95), c.time(1))
			}
			if got := counts.of(set).rate(); got < least {
				t.Errorf("read %.1f %% of %s, want %.1f %%", got, set, least)
			}
		})
	}
}
