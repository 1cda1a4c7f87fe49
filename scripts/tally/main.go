// Tally reads the output of go test -json, prints what a person wants to see
// of it, and counts the tests.
//
//	go test -json ./... | tally [-add FILE]
//	tally -sum FILE...
//
// With -add the counts are appended to FILE as well; -sum adds such files up.
// It fails if a test failed, a package could not be built, or nothing ran.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
)

// event is one line of go test -json (see go doc test2json).
type event struct {
	Action     string
	Package    string
	ImportPath string // of build events
	Test       string
	Elapsed    float64
	Output     string
}

// counts are of tests and sub-tests; a package that failed without a test of
// its own, as one that does not compile, counts as one failure.
type counts struct{ passed, failed, skipped int }

func (c counts) String() string {
	return fmt.Sprintf("%d passed, %d failed, %d skipped", c.passed, c.failed, c.skipped)
}

func main() {
	add := flag.String("add", "", "append the counts to `FILE`")
	sum := flag.Bool("sum", false, "add up the files of -add")
	flag.Parse()
	var c counts
	var err error
	if *sum {
		c, err = total(flag.Args())
	} else {
		c, err = tally(os.Stdin, os.Stdout)
		if err == nil && *add != "" {
			err = appendTo(*add, c)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "tally:", err)
		os.Exit(1)
	}
	fmt.Println(c)
	if c.failed > 0 || c.passed == 0 {
		os.Exit(1)
	}
}

// tally prints a line for each package, all that failed tests said, and the
// reasons of skipped ones.
func tally(in io.Reader, out io.Writer) (counts, error) {
	var c counts
	said := map[string]*strings.Builder{} // output, by package and test
	failedIn := map[string]bool{}         // packages with a failed test
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var e event
		if json.Unmarshal(lines.Bytes(), &e) != nil || e.Action == "" {
			fmt.Fprintln(out, lines.Text()) // the go command itself
			continue
		}
		key := e.Package + "\x00" + e.Test
		switch e.Action {
		case "output":
			if said[key] == nil {
				said[key] = &strings.Builder{}
			}
			said[key].WriteString(e.Output)
			continue
		case "build-output":
			fmt.Fprint(out, e.Output)
			continue
		case "pass", "fail", "skip":
		default:
			continue
		}
		if e.Test == "" {
			closePackage(out, e, said[key], &c, failedIn)
			continue
		}
		switch e.Action {
		case "pass":
			c.passed++
		case "fail":
			c.failed++
			failedIn[e.Package] = true
			fmt.Fprint(out, text(said[key]))
		case "skip":
			c.skipped++
			fmt.Fprint(out, text(said[key]))
		}
		delete(said, key)
	}
	return c, lines.Err()
}

// closePackage prints the line go test prints for a package, and the rest of
// what it said if something went wrong outside its tests.
func closePackage(out io.Writer, e event, said *strings.Builder, c *counts, failedIn map[string]bool) {
	switch e.Action {
	case "pass":
		fmt.Fprintf(out, "ok    %s %.1fs\n", e.Package, e.Elapsed)
	case "fail":
		fmt.Fprint(out, text(said))
		fmt.Fprintf(out, "FAIL  %s %.1fs\n", e.Package, e.Elapsed)
		if !failedIn[e.Package] {
			c.failed++
		}
	}
}

func text(b *strings.Builder) string {
	if b == nil {
		return ""
	}
	return b.String()
}

func appendTo(file string, c counts) error {
	f, err := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintln(f, c.passed, c.failed, c.skipped); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

func total(files []string) (counts, error) {
	var all counts
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			return all, err
		}
		for {
			var c counts
			if _, err = fmt.Fscanln(f, &c.passed, &c.failed, &c.skipped); err != nil {
				break
			}
			all = counts{all.passed + c.passed, all.failed + c.failed, all.skipped + c.skipped}
		}
		f.Close()
		if err != io.EOF {
			return all, fmt.Errorf("read %s: %w", name, err)
		}
	}
	return all, nil
}
