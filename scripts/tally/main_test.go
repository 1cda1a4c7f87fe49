package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const events = `{"Action":"start","Package":"p"}
{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Test":"TestA","Output":"quiet\n"}
{"Action":"pass","Package":"p","Test":"TestA","Elapsed":0}
{"Action":"output","Package":"p","Test":"TestB","Output":"b.go:1: loud\n"}
{"Action":"fail","Package":"p","Test":"TestB","Elapsed":0}
{"Action":"output","Package":"p","Test":"TestC","Output":"c.go:1: needs x\n"}
{"Action":"skip","Package":"p","Test":"TestC","Elapsed":0}
{"Action":"output","Package":"p","Output":"exit status 1\n"}
{"Action":"fail","Package":"p","Elapsed":0.1}
{"ImportPath":"q","Action":"build-output","Output":"q.go:1: undefined: x\n"}
{"Action":"fail","Package":"q","Elapsed":0}
{"Action":"skip","Package":"no tests","Elapsed":0}
go: a line of the go command
`

func TestTally(t *testing.T) {
	var out strings.Builder
	c, err := tally(strings.NewReader(events), &out)
	if err != nil {
		t.Fatal(err)
	}
	if want := (counts{passed: 1, failed: 2, skipped: 1}); c != want {
		t.Errorf("tally = %v, want %v", c, want)
	}
	for _, want := range []string{"loud", "needs x", "FAIL  p", "undefined: x", "FAIL  q", "a line of the go command"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("output lacks %q:\n%s", want, out.String())
		}
	}
	if strings.Contains(out.String(), "quiet") {
		t.Errorf("output of a passed test is shown:\n%s", out.String())
	}
}

func TestTotal(t *testing.T) {
	file := filepath.Join(t.TempDir(), "x.count")
	for range 2 {
		if err := appendTo(file, counts{1, 2, 3}); err != nil {
			t.Fatal(err)
		}
	}
	if c, err := total([]string{file, file}); err != nil || c != (counts{4, 8, 12}) {
		t.Errorf("total = %v, %v", c, err)
	}
	if err := os.WriteFile(file, []byte("x\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := total([]string{file}); err == nil {
		t.Error("a damaged file was counted")
	}
}
