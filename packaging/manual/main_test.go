package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"twofold/app/cli"
)

func TestCommands(t *testing.T) {
	got := commands("usage: twofold [--no-keyring] [COMMAND]\n" +
		"       twofold list [--json]\n" +
		"       twofold add URI or FILE...  [--json] [--yes] [--json]\n" +
		"       twofold [OPTION]\n\nMore about it.\n")
	if len(got) != 2 || got[0].name != "list" || got[1].usage != "add URI or FILE... [--json] [--yes] [--json]" {
		t.Fatalf("commands = %+v", got)
	}
	if f := strings.Join(got[1].flags, " "); f != "--json --yes" {
		t.Errorf("flags of add = %s", f)
	}
}

func TestWordsOfACommand(t *testing.T) {
	got := commands("usage: twofold\n       twofold key [show | remove ID | FOLDER] [--yes]\n       twofold recover FOLDER or FILE\n")
	if len(got) != 2 || strings.Join(got[0].words, " ") != "show remove" || got[1].words != nil {
		t.Errorf("commands = %+v", got)
	}
}

// Every command of the program is explained, and stands in every file with
// each of its flags.
func TestEveryCommand(t *testing.T) {
	var usage bytes.Buffer
	cli.Usage(&usage, english.texts)
	dir := t.TempDir()
	if err := write(dir, "1.2.3", "2026-11-22"); err != nil {
		t.Fatal(err)
	}
	files := []string{
		"share/man/man1/twofold.1", "share/man/ja/man1/twofold.1",
		"share/bash-completion/completions/twofold", "share/zsh/site-functions/_twofold",
		"share/fish/vendor_completions.d/twofold.fish",
	}
	for _, name := range files {
		raw, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		text := strings.ReplaceAll(string(raw), `\-`, "-")
		text = strings.ReplaceAll(text, " -l ", " --")
		for _, c := range commands(usage.String()) {
			if !cli.Known(c.name) {
				t.Errorf("usage names %s, which is no command", c.name)
			}
			for _, want := range append(append([]string{c.name}, c.flags...), c.words...) {
				if !strings.Contains(text, want) {
					t.Errorf("%s lacks %s of %s", name, want, c.name)
				}
			}
		}
		for _, g := range cli.Options() {
			if !strings.Contains(text, g.Flag) {
				t.Errorf("%s lacks %s", name, g.Flag)
			}
		}
	}
}
