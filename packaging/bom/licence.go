package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// text is one licence file.
type text struct{ name, body string }

var (
	licenceName = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|patents)([-_.].*)?$`)
	// What lies here is not in the binary.
	beside = regexp.MustCompile(`^(testdata|_examples?|examples?|cmd|docs?|vendor|third_party|\..*)$`)
)

// licencesIn finds the licence files of a module. Deep: those of what it
// embeds (fonts, C code) too, which lie beside it.
func licencesIn(dir string, deep bool) []text {
	var out []text
	_ = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && path != dir && (!deep || beside.MatchString(d.Name())):
			return fs.SkipDir
		case d.IsDir() || !licenceName.MatchString(d.Name()) || strings.HasSuffix(d.Name(), ".go"):
			return nil
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(out, func(t text) bool { return t.body == string(raw) }) {
			out = append(out, text{filepath.ToSlash(name), string(raw)})
		}
		return nil
	})
	return out
}

// marks are phrases that only one licence has, most telling first.
var marks = []struct{ phrase, id string }{
	{"apache license version 2.0", "Apache-2.0"},
	{"licensed under the apache license, version 2.0", "Apache-2.0"},
	{"mozilla public license version 2.0", "MPL-2.0"},
	{"sil open font license version 1.1", "OFL-1.1"},
	{"bitstream vera", "Bitstream-Vera"},
	{"creative commons attribution 4.0", "CC-BY-4.0"},
	{"this is free and unencumbered software", "Unlicense"},
	{"permission is hereby granted, free of charge, to any person obtaining a copy of this software", "MIT"},
	{"permission to use, copy, modify, and/or distribute this software for any purpose", "ISC"},
	{"permission to use, copy, modify, and distribute this software for any purpose", "ISC"},
	{"this software is provided 'as-is', without any express or implied warranty", "Zlib"},
	{"neither the name of", "BSD-3-Clause"},
	{"names of its contributors may be used to endorse", "BSD-3-Clause"},
	{"redistribution and use in source and binary forms", "BSD-2-Clause"},
}

var spaces = regexp.MustCompile(`[\s]+`)

// spdx names the licences of a text. One text may hold several.
func spdx(body string) []string {
	flat := strings.ToLower(spaces.ReplaceAllString(body, " "))
	flat = strings.NewReplacer("license, version", "license version", "‘", "'", "’", "'").Replace(flat)
	var out []string
	for _, m := range marks {
		if !strings.Contains(flat, strings.ReplaceAll(m.phrase, "license, version", "license version")) || slices.Contains(out, m.id) {
			continue
		}
		if m.id == "BSD-2-Clause" && slices.Contains(out, "BSD-3-Clause") {
			continue // the shorter one is a part of the longer
		}
		out = append(out, m.id)
	}
	return out
}

// identify names the licences of a part.
func (p *part) identify() error {
	for _, t := range p.texts {
		for _, id := range spdx(t.body) {
			if !slices.Contains(p.ids, id) {
				p.ids = append(p.ids, id)
			}
		}
	}
	if len(p.ids) == 0 {
		return fmt.Errorf("%s %s: no licence we know among %d texts", p.name, p.version, len(p.texts))
	}
	slices.Sort(p.ids)
	return nil
}

// texts is all licences in one file; a text that several parts share verbatim
// stands once.
func texts(parts []part) string {
	var b strings.Builder
	b.WriteString("Twofold contains the following. Each part stands under the licences named\nbeside it; their texts follow.\n\n")
	users := map[string][]string{}
	var order []string
	for _, p := range parts {
		name := strings.TrimSpace(p.name + " " + p.version)
		fmt.Fprintf(&b, "  %-70s %s\n", name, strings.Join(p.ids, " AND "))
		for _, t := range p.texts {
			if users[t.body] == nil {
				order = append(order, t.body)
			}
			users[t.body] = append(users[t.body], name+" ("+t.name+")")
		}
	}
	for _, body := range order {
		b.WriteString("\n" + strings.Repeat("=", 78) + "\n")
		for _, u := range users[body] {
			b.WriteString(u + "\n")
		}
		b.WriteString(strings.Repeat("-", 78) + "\n\n" + strings.TrimRight(body, "\n") + "\n")
	}
	return b.String()
}
