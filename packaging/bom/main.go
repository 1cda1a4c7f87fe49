// Bom says what a binary is made of: every Go module in it, by name, version,
// checksum and licence, as a CycloneDX 1.5 bill of materials, and the texts of
// all those licences in one file. Both come from the binary itself, so that
// they tell what was shipped, not what was meant to be.
//
//	go run ./packaging/bom -version 1.2.3 -date 2026-11-22T00:00:00Z \
//		-sbom twofold.cdx.json -licences LICENCES.txt BINARY
//
// It fails on a module without a licence, or under one it does not know.
package main

import (
	"debug/buildinfo"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"runtime/debug"
	"strings"
)

func main() {
	version := flag.String("version", "", "version of the program")
	date := flag.String("date", "", "date of the release, RFC 3339")
	sbom := flag.String("sbom", "", "file for the bill of materials")
	licences := flag.String("licences", "", "file for the licence texts")
	flag.Parse()
	if err := run(flag.Arg(0), *version, *date, *sbom, *licences); err != nil {
		fmt.Fprintln(os.Stderr, "bom:", err)
		os.Exit(1)
	}
}

func run(binary, version, date, sbom, licences string) error {
	parts, err := partsOf(binary)
	if err != nil {
		return err
	}
	raw, err := json.MarshalIndent(newBOM(parts, version, date), "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(sbom, append(raw, '\n'), 0o644); err != nil {
		return err
	}
	return os.WriteFile(licences, []byte(texts(parts)), 0o644)
}

// part is something the binary holds.
type part struct {
	name, version string
	sum           string // as in go.sum, "h1:..."; empty for what is no module
	texts         []text
	ids           []string // SPDX names of the licences
}

// partsOf lists what the binary holds: our own files with a licence of their
// own, Go's library, and the modules.
func partsOf(binary string) ([]part, error) {
	info, err := buildinfo.ReadFile(binary)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", binary, err)
	}
	dirs, err := moduleDirs(info.Deps)
	if err != nil {
		return nil, err
	}
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return nil, fmt.Errorf("go env: %w", err)
	}
	parts := []part{
		{name: "twofold", texts: []text{{"LICENSE", read("LICENSE")}}},
		{name: "M PLUS fonts", texts: []text{{"OFL.txt", read("assets/font/OFL.txt")}}},
		{name: "BIP 39 word list", texts: []text{{"LICENSE", read("packaging/licences/bip39-word-list.txt")}}},
		{name: "go", version: strings.TrimPrefix(info.GoVersion, "go"), texts: licencesIn(strings.TrimSpace(string(goroot)), false)},
	}
	for _, m := range info.Deps {
		if m.Replace != nil {
			m = m.Replace
		}
		dir := dirs[m.Path+"@"+m.Version]
		if dir == "" {
			return nil, fmt.Errorf("module %s %s is in the binary but not in go.mod", m.Path, m.Version)
		}
		parts = append(parts, part{name: m.Path, version: m.Version, sum: m.Sum, texts: licencesIn(dir, true)})
	}
	for i := range parts {
		if err := parts[i].identify(); err != nil {
			return nil, err
		}
	}
	return parts, nil
}

// moduleDirs says where the module cache keeps each module. They are asked for
// by name: for "all" the go command wants files that an offline build lacks.
func moduleDirs(modules []*debug.Module) (map[string]string, error) {
	args := []string{"list", "-m", "-f", "{{.Path}}@{{.Version}}\t{{.Dir}}", "twofold"}
	for _, m := range modules {
		args = append(args, m.Path)
	}
	raw, err := exec.Command("go", args...).Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	dirs := map[string]string{}
	for line := range strings.Lines(string(raw)) {
		name, dir, _ := strings.Cut(strings.TrimSpace(line), "\t")
		dirs[name] = dir
	}
	return dirs, nil
}

// read gives a file of the source; an empty text is an error later.
func read(name string) string {
	raw, err := os.ReadFile(name)
	if err != nil {
		return ""
	}
	return string(raw)
}
