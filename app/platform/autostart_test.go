package platform

import (
	"encoding/xml"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestQuoteExec(t *testing.T) {
	for in, want := range map[string]string{
		"/usr/bin/twofold": `"/usr/bin/twofold"`,
		"/home/a b/t":      `"/home/a b/t"`,
		`/a"b`:             `"/a\\"b"`,
		"/50%/t":           `"/50%%/t"`,
		"/$HOME/`x`":       "\"/\\\\$HOME/\\\\`x\\\\`\"",
		`C:\t`:             `"C:\\\\t"`,
		"/家/プログラム":         `"/家/プログラム"`,
	} {
		if got := quoteExec(in); got != want {
			t.Errorf("quoteExec(%q) = %s, want %s", in, got, want)
		}
	}
}

func TestLaunchAgentIsXML(t *testing.T) {
	command := []string{"/Applications/<Two> & fold.app/x", "--hidden"}
	data, err := launchAgent(command)
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	d := xml.NewDecoder(strings.NewReader(string(data)))
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if c, ok := token.(xml.CharData); ok && strings.TrimSpace(string(c)) != "" {
			texts = append(texts, string(c))
		}
	}
	want := []string{"Label", AppID, "ProgramArguments", command[0], command[1], "RunAtLoad"}
	if !slices.Equal(texts, want) {
		t.Errorf("texts %q, want %q", texts, want)
	}
}

func TestSetAutostartRefuses(t *testing.T) {
	for _, program := range []string{"", "twofold", "./twofold"} {
		if SetAutostart(true, program) == nil {
			t.Errorf("program %q was accepted", program)
		}
	}
	abs, err := filepath.Abs("x\ny")
	if err != nil {
		t.Fatal(err)
	}
	if SetAutostart(true, abs) == nil {
		t.Error("a path with a line break was accepted")
	}
}
