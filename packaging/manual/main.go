// Manual writes the man pages, in English and Japanese, and the shell
// completions. What commands there are it takes from the program itself, so
// that none can be left out.
//
//	go run ./packaging/manual -out DIR -version 1.2.3 -date 2026-11-22
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"twofold/app/cli"
)

func main() {
	out := flag.String("out", "", "directory laid out like /usr")
	version := flag.String("version", "", "version of the program")
	date := flag.String("date", "", "date of the release, as 2026-11-22")
	flag.Parse()
	if err := write(*out, *version, *date); err != nil {
		fmt.Fprintln(os.Stderr, "manual:", err)
		os.Exit(1)
	}
}

// write makes every file below dir.
func write(dir, version, date string) error {
	var usage bytes.Buffer
	cli.Usage(&usage, english.texts)
	cmds := commands(usage.String())
	if len(cmds) == 0 {
		return fmt.Errorf("the program's usage names no command")
	}
	files := map[string]string{
		"share/man/man1/twofold.1":                     page(english, cmds, version, date),
		"share/man/ja/man1/twofold.1":                  page(japanese, cmds, version, date),
		"share/bash-completion/completions/twofold":    bash(cmds),
		"share/zsh/site-functions/_twofold":            zsh(cmds),
		"share/fish/vendor_completions.d/twofold.fish": fish(cmds),
	}
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// command is one command as the program's usage gives it.
type command struct {
	name  string
	usage string   // all of the line, as "code NAME [--next]"
	flags []string // with their dashes
	words []string // that follow it, as "show" in "[show | remove ID]"
}

var (
	flagName = regexp.MustCompile(`--[a-z][a-z-]*`)
	subWord  = regexp.MustCompile(`[[|] ?([a-z]+)`)
)

// commands reads the program's usage: a first line about the program, then a
// line "twofold COMMAND ..." for each command.
func commands(usage string) []command {
	var out []command
	for i, line := range strings.Split(usage, "\n") {
		rest, ok := strings.CutPrefix(strings.TrimSpace(line), "twofold ")
		if i == 0 || !ok || rest == "" || rest[0] < 'a' || rest[0] > 'z' {
			continue
		}
		name, _, _ := strings.Cut(rest, " ")
		c := command{name: name, usage: strings.Join(strings.Fields(rest), " "), flags: unique(flagName.FindAllString(rest, -1))}
		for _, m := range subWord.FindAllStringSubmatch(rest, -1) {
			c.words = append(c.words, m[1])
		}
		out = append(out, c)
	}
	return out
}

func unique(in []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, s := range in {
		if !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}
