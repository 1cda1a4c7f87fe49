package cli_test

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"

	"twofold/app/cli"
	"twofold/app/locale"
)

// typist is a command that runs while somebody reads what it prints and types.
type typist struct {
	t    *testing.T
	in   *io.PipeWriter
	out  chan string // lines
	errs complaints
	code chan int
}

// complaints can be read while they are written.
type complaints struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (c *complaints) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.b.Write(p)
}

func (c *complaints) String() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.b.String()
}

// complains waits until the sentence of key, up to its first gap, was said
// beside the output, and says how often.
func (x *typist) complains(key string) int {
	x.t.Helper()
	want, _, _ := strings.Cut(locale.Plain(locale.New(locale.English, nil).T(key)), "{")
	for {
		if n := strings.Count(x.errs.String(), want); n > 0 {
			return n
		}
		runtime.Gosched()
	}
}

func (r *rig) start(args ...string) *typist {
	r.t.Helper()
	in, type_ := io.Pipe()
	read, out := io.Pipe()
	x := &typist{t: r.t, in: type_, out: make(chan string, 100), code: make(chan int, 1)}
	go func() {
		defer close(x.out)
		for lines := bufio.NewScanner(read); lines.Scan(); {
			x.out <- lines.Text()
		}
	}()
	go func() {
		x.code <- r.runWith(in, out, &x.errs, args...)
		_ = out.Close()
		_ = in.Close()
	}()
	return x
}

// says gives the rest of the next line that begins with the words of key, up
// to their first gap.
func (x *typist) says(key string) string {
	x.t.Helper()
	words, _, _ := strings.Cut(locale.Plain(locale.New(locale.English, nil).T(key)), "{")
	for line := range x.out {
		if rest, ok := strings.CutPrefix(line, words); ok {
			return rest
		}
	}
	x.t.Fatalf("never says %q", words)
	return ""
}

func (x *typist) types(line string) {
	x.t.Helper()
	if _, err := io.WriteString(x.in, line+"\n"); err != nil {
		x.t.Fatal(err)
	}
}

// ends reads what is left, and gives the exit status.
func (x *typist) ends() int {
	x.t.Helper()
	for range x.out {
	}
	return <-x.code
}

// paired starts both sides up to the number.
func paired(t *testing.T) (old, fresh *rig, approve, ask *typist, number string) {
	t.Helper()
	old, fresh = newRig(t), newRig(t)
	old.must("add", github)
	old.key()
	old.must("folder", t.TempDir(), "--yes")
	if out := old.must("pair"); !strings.Contains(out, "No computer") {
		t.Errorf("pair says %q", out)
	}
	ask = fresh.start("pair", old.folder)
	for !strings.Contains(old.must("pair", "--json"), "request") {
	}
	approve = old.start("pair", "approve")
	return old, fresh, approve, ask, ask.says("cli.pair.number")
}

func TestPair(t *testing.T) {
	old, fresh, approve, ask, number := paired(t)
	wrong := "11 11 11"
	if number == wrong {
		wrong = "11 11 12"
	}
	approve.types(wrong)
	approve.types(number)
	theirs := approve.says("cli.pair.words")
	if mine := ask.says("cli.pair.words"); mine != theirs || len(strings.Fields(mine)) != 4 {
		t.Errorf("words %q and %q", mine, theirs)
	}
	ask.types("yes")
	if code := ask.ends(); code != cli.Done {
		t.Fatalf("the new computer ends with %d: %s", code, ask.errs.String())
	}
	if code := approve.ends(); code != cli.Done {
		t.Fatalf("the old computer ends with %d: %s", code, approve.errs.String())
	}
	if out := fresh.must("code", "GitHub"); out != "287082\n" {
		t.Errorf("code = %q", out)
	}
	entries, err := os.ReadDir(old.folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".json") {
			t.Errorf("left in the folder: %s", e.Name())
		}
	}
}

// TestPairWaitsForTheFolder: a folder that goes away is said, once, on both
// sides, and the exchange goes on when it is there again.
func TestPairWaitsForTheFolder(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows keeps a folder that is watched where it is")
	}
	old, _, approve, ask, number := paired(t)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	approve.complains("cli.pair.enter")
	must(os.Rename(old.folder, old.folder+" away"))
	ask.complains("err.folder.missing")
	approve.types(number)
	approve.complains("err.folder.missing")
	must(os.Rename(old.folder+" away", old.folder))
	approve.types(number)
	ask.says("cli.pair.words")
	ask.types("yes")
	if a, b := ask.ends(), approve.ends(); a != cli.Done || b != cli.Done {
		t.Errorf("ends with %d and %d:\n%s\n%s", a, b, ask.errs.String(), approve.errs.String())
	}
	for side, x := range map[string]*typist{"new": ask, "old": approve} {
		if n := x.complains("err.folder.missing"); n != 1 {
			t.Errorf("the %s side says it %d times", side, n)
		}
	}
}

func TestPairEnds(t *testing.T) {
	t.Run("three wrong numbers", func(t *testing.T) {
		_, fresh, approve, ask, number := paired(t)
		wrong := "11 11 11"
		if number == wrong {
			wrong = "11 11 12"
		}
		for range 3 {
			approve.types(wrong)
		}
		if approve.ends() != cli.Refused || ask.ends() != cli.Refused {
			t.Error("ends as if it had worked")
		}
		if out := fresh.must("list"); out != "" {
			t.Errorf("has accounts: %q", out)
		}
	})
	t.Run("the words differ", func(t *testing.T) {
		_, fresh, approve, ask, number := paired(t)
		approve.types(number)
		approve.says("cli.pair.words")
		ask.says("cli.pair.words")
		ask.types("no")
		if ask.ends() != cli.Refused || approve.ends() != cli.Refused {
			t.Error("ends as if it had worked")
		}
		if out := fresh.must("list"); out != "" {
			t.Errorf("has accounts: %q", out)
		}
	})
	t.Run("nobody asks", func(t *testing.T) {
		r := newRig(t)
		r.must("add", github)
		r.key()
		r.must("folder", t.TempDir(), "--yes")
		if code, _, errs := r.run("pair", "approve"); code != cli.Refused || !strings.Contains(errs, "No computer") {
			t.Errorf("%d: %q", code, errs)
		}
	})
}
