// Bench measures the budgets of budgets.txt and prints them as a table. It
// judges nothing: a machine under load is over budget without anybody's fault.
// It fails only if a benchmark does.
package main

import (
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

//go:embed budgets.txt
var budgets string

// row is one line of budgets.txt.
type row struct {
	what      string
	limit     float64
	unit      string
	dir       string // of the package, from the root of the module
	benchmark string
	metric    string
	empty     string // metric of the empty window and its unit; "" for none
}

func main() {
	rows, err := parse(budgets)
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(2)
	}
	broken := false
	measured := map[string]float64{} // by benchmark and metric
	for _, dir := range dirs(rows) {
		for _, p := range patterns(dir, rows) {
			out, err := run(dir, p)
			if err != nil {
				fmt.Fprintf(os.Stderr, "bench: %s: %v\n%s", dir, err, out)
				broken = true
				continue
			}
			collect(string(out), measured)
		}
	}
	if size, err := programSize(); err == nil {
		measured["size "] = size
	} else if !os.IsNotExist(err) {
		fmt.Fprintln(os.Stderr, "bench:", err)
		broken = true
	}
	fmt.Print(table(rows, measured))
	if broken {
		os.Exit(1)
	}
}

func parse(text string) ([]row, error) {
	var rows []row
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "|")
		if len(f) == 5 {
			f = append(f, "")
		}
		if len(f) != 6 {
			return nil, fmt.Errorf("budgets.txt: %q has neither five nor six columns", line)
		}
		for i := range f {
			f[i] = strings.TrimSpace(f[i])
		}
		number, unit, _ := strings.Cut(f[1], " ")
		limit, err := strconv.ParseFloat(number, 64)
		if err != nil {
			return nil, fmt.Errorf("budgets.txt: %w", err)
		}
		rows = append(rows, row{f[0], limit, unit, f[2], f[3], f[4], f[5]})
	}
	return rows, nil
}

// dirs lists the packages that exist.
func dirs(rows []row) []string {
	var out []string
	for _, r := range rows {
		tests, _ := filepath.Glob(filepath.Join(r.dir, "*_test.go"))
		if r.benchmark != "size" && len(tests) > 0 && !slices.Contains(out, r.dir) {
			out = append(out, r.dir)
		}
	}
	return out
}

// run runs some benchmarks of one package and no tests.
func run(dir, pattern string) ([]byte, error) {
	args := []string{"go", "test", "-run", "^$", "-bench", pattern, "-tags"}
	if strings.HasPrefix(dir, "test/") {
		args = append(args, os.Getenv("TAGS")+",window", "-timeout", "30m", "./"+dir)
		args = append([]string{"scripts/with-desktop.sh"}, args...)
	} else {
		args = append(args, "ci", "./"+dir)
	}
	fmt.Fprintln(os.Stderr, "measuring", dir)
	return exec.Command(args[0], args[1:]...).CombinedOutput()
}

// patterns chooses the benchmarks of a package: those that are whole in one
// pattern, and those that have parts in another, because with a pattern for
// parts the go command measures nothing that has none.
func patterns(dir string, rows []row) []string {
	var whole, split, parts []string
	for _, r := range rows {
		name, part, found := strings.Cut(r.benchmark, "/")
		switch {
		case r.dir != dir:
		case found:
			split, parts = append(split, name), append(parts, regexp.QuoteMeta(part))
		default:
			whole = append(whole, name)
		}
	}
	var out []string
	if whole != nil {
		out = append(out, "^("+strings.Join(whole, "|")+")$")
	}
	if split != nil {
		out = append(out, "^("+strings.Join(split, "|")+")$/^("+strings.Join(parts, "|")+")$")
	}
	return out
}

// collect reads the lines "BenchmarkX-2  100  1234 ns/op  5.6 MiB".
func collect(out string, into map[string]float64) {
	for line := range strings.Lines(out) {
		f := strings.Fields(line)
		if len(f) < 4 || !strings.HasPrefix(f[0], "Benchmark") {
			continue
		}
		name := f[0]
		if i := strings.LastIndexByte(name, '-'); i > 0 {
			name = name[:i] // the number of processors
		}
		for i := 2; i+1 < len(f); i += 2 {
			if v, err := strconv.ParseFloat(f[i], 64); err == nil {
				into[name+" "+f[i+1]] = v
			}
		}
	}
}

// programSize links the program without symbols, in millions of bytes.
func programSize() (float64, error) {
	if _, err := os.Stat("main.go"); err != nil {
		return 0, err
	}
	file := filepath.Join("bin", "twofold-stripped")
	out, err := exec.Command("go", "build", "-tags", os.Getenv("TAGS"), "-ldflags", "-s -w", "-o", file, ".").CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("build: %w\n%s", err, out)
	}
	info, err := os.Stat(file)
	if err != nil {
		return 0, err
	}
	return float64(info.Size()) / 1e6, nil
}

func table(rows []row, measured map[string]float64) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-52s %10s %14s %14s\n", "what", "budget", "measured", "empty window")
	for _, r := range rows {
		budget := fmt.Sprintf("%g %s", r.limit, r.unit)
		v, ok := measured[r.benchmark+" "+r.metric]
		if !ok {
			fmt.Fprintf(&b, "%-52s %10s   not measured yet\n", r.what, budget)
			continue
		}
		if r.metric == "ns/op" && r.unit == "ms" {
			v /= 1e6
		}
		verdict := ""
		if v > r.limit {
			verdict = "  over"
		}
		line := fmt.Sprintf("%-52s %10s %14s %14s%s", r.what, budget, fmt.Sprintf("%.3g %s", v, r.unit), beside(r, measured), verdict)
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	return b.String()
}

// beside is the figure of the empty window, if there is one.
func beside(r row, measured map[string]float64) string {
	metric, unit, _ := strings.Cut(r.empty, " ")
	v, ok := measured[r.benchmark+" "+metric]
	if metric == "" || !ok {
		return ""
	}
	return fmt.Sprintf("%.3g %s", v, unit)
}
