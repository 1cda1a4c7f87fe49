// Licences makes assets/licence/modules.zip: the licence of every module that
// is linked into the program on any system, with its text. Run it when go.mod
// changes:
//
//	go run ./scripts/licences
package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	if err := run("assets/licence/modules.zip"); err != nil {
		fmt.Fprintln(os.Stderr, "licences:", err)
		os.Exit(1)
	}
}

func run(out string) error {
	dirs := map[string]string{}
	for _, goos := range []string{"linux", "windows", "darwin"} {
		for _, cgo := range []string{"0", "1"} {
			if err := modules(dirs, goos, cgo); err != nil {
				return err
			}
		}
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return err
	}
	dirs["Go"] = strings.TrimSpace(string(root)) // its standard library and runtime
	dirs["GLFW"] = filepath.Join(dirs["github.com/go-gl/glfw/v3.4/glfw"], "glfw")
	var paths []string
	for p := range dirs {
		paths = append(paths, p)
	}
	slices.Sort(paths)
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for _, p := range paths {
		text, err := licenceOf(dirs[p])
		if err != nil {
			return fmt.Errorf("%s: %w", p, err)
		}
		name := kind(text)
		if name == "" {
			return fmt.Errorf("%s: a licence this program does not know", p)
		}
		w, err := z.CreateHeader(&zip.FileHeader{Name: p, Comment: name, Method: zip.Store})
		if err != nil {
			return err
		}
		if _, err := w.Write([]byte(text)); err != nil {
			return err
		}
	}
	if err := z.Close(); err != nil {
		return err
	}
	data, err := packed(buf.Bytes())
	if err != nil {
		return err
	}
	fmt.Printf("%d modules, %d bytes\n", len(paths), len(data))
	return os.WriteFile(out, data, 0o644)
}

// packed is an archive with another one in it: most licences are nearly the
// same, and compressed together they take a quarter of the room.
func packed(inner []byte) ([]byte, error) {
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	w, err := z.Create("texts.zip")
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(inner); err != nil {
		return nil, err
	}
	err = z.Close()
	return buf.Bytes(), err
}

// modules adds the modules of one build and where they lie. Packages that
// cannot be built here (the toolkit for another system) are listed all the
// same.
func modules(dirs map[string]string, goos, cgo string) error {
	tags := "no_emoji"
	if cgo == "0" {
		tags = "ci"
	}
	cmd := exec.Command("go", "list", "-e", "-tags", tags, "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Dir}}{{end}}{{end}}", ".")
	cmd.Env = append(os.Environ(), "GOOS="+goos, "CGO_ENABLED="+cgo)
	list, err := cmd.Output()
	if err != nil {
		return err
	}
	for _, line := range strings.Split(string(list), "\n") {
		if path, dir, ok := strings.Cut(line, "\t"); ok && dir != "" {
			dirs[path] = dir
		}
	}
	return nil
}

// licenceOf joins the licence files of a module.
func licenceOf(dir string) (string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return "", err
	}
	var texts []string
	for _, e := range entries {
		upper := strings.ToUpper(e.Name())
		for _, name := range []string{"LICENSE", "LICENCE", "COPYING", "NOTICE"} {
			if !e.IsDir() && strings.HasPrefix(upper, name) {
				data, err := os.ReadFile(filepath.Join(dir, e.Name()))
				if err != nil {
					return "", err
				}
				texts = append(texts, strings.ToValidUTF8(string(data), "?"))
				break
			}
		}
	}
	if len(texts) == 0 {
		return "", fmt.Errorf("no licence in %s", dir)
	}
	return strings.Join(texts, "\n\n"), nil
}

// kind names the licence by phrases that only it has (SPDX identifiers).
func kind(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	var out []string
	for _, k := range []struct{ phrase, name string }{
		{"Apache License", "Apache-2.0"},
		{"Mozilla Public License", "MPL-2.0"},
		{"Permission is hereby granted, free of charge", "MIT"},
		{"Permission to use, copy, modify", "ISC"},
		{"must not be misrepresented", "Zlib"},
	} {
		if strings.Contains(text, k.phrase) {
			out = append(out, k.name)
		}
	}
	if strings.Contains(text, "Redistribution and use in source and binary forms") {
		name := "BSD-2-Clause"
		if strings.Contains(text, "endorse or promote") {
			name = "BSD-3-Clause"
		}
		out = append(out, name)
	}
	return strings.Join(out, ", ")
}
