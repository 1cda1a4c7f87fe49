package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestSPDX(t *testing.T) {
	tests := []struct{ body, want string }{
		{"Apache License\n     Version 2.0, January 2004", "Apache-2.0"},
		{"Permission is hereby granted, free of charge, to any\nperson obtaining a copy of this software and", "MIT"},
		{"Redistribution and use in source and binary forms, with or without\n...\n * Neither the name of X", "BSD-3-Clause"},
		{"Redistribution and use in source and binary forms, with or without", "BSD-2-Clause"},
		{"This Font Software is licensed under the SIL Open Font License, Version 1.1.", "OFL-1.1"},
		{"Mozilla Public License Version 2.0", "MPL-2.0"},
		{"All rights reserved.", ""},
	}
	for _, tt := range tests {
		if got := strings.Join(spdx(tt.body), " "); got != tt.want {
			t.Errorf("spdx(%.40q) = %q, want %q", tt.body, got, tt.want)
		}
	}
}

func TestPartWithoutLicence(t *testing.T) {
	for _, p := range []part{{name: "x"}, {name: "x", texts: []text{{"LICENSE", "Ask me."}}}} {
		if p.identify() == nil {
			t.Errorf("a part with %d texts and no known licence was let through", len(p.texts))
		}
	}
}

// The test's own binary is one with modules: the whole way, on the real
// module cache.
func TestRealBinary(t *testing.T) {
	t.Chdir("../..")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	sbom, licences := filepath.Join(dir, "a.json"), filepath.Join(dir, "b.txt")
	if err := run(self, "1.2.3", "2026-11-22T00:00:00Z", sbom, licences); err != nil {
		t.Fatal(err)
	}
	var got bom
	raw, err := os.ReadFile(sbom)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &got); err != nil {
		t.Fatal(err)
	}
	if c := got.Metadata.Component; c.Name != "twofold" || c.Version != "1.2.3" || c.Licences[0].Expression != "Apache-2.0" {
		t.Errorf("the program itself is %+v", c)
	}
	i := slices.IndexFunc(got.Components, func(c component) bool { return c.Name == "go" })
	if i < 0 || got.Components[i].Licences[0].Expression != "BSD-3-Clause" {
		t.Errorf("Go's library is missing or of another licence: %+v", got.Components)
	}
	text, err := os.ReadFile(licences)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"SIL OPEN FONT LICENSE", "Apache License", "The Go Authors", "Tyler Smith"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the licence texts lack %q", want)
		}
	}
}

func TestHashes(t *testing.T) {
	got := hashes("h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
	if len(got) != 1 || got[0].Content != strings.Repeat("0", 64) {
		t.Errorf("hashes = %v", got)
	}
	if hashes("h1:short") != nil {
		t.Error("a sum that is none was taken")
	}
}
