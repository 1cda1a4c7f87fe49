// Package macos holds a test of the property lists of the bundle.
package macos

import (
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// entries reads the pairs of the outer dictionary of a property list.
func entries(t *testing.T, file string) map[string]string {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := map[string]string{}
	var key string
	dec := xml.NewDecoder(f)
	for {
		tok, err := dec.Token()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		start, ok := tok.(xml.StartElement)
		if !ok {
			continue
		}
		switch start.Name.Local {
		case "key", "string":
			var text string
			if err := dec.DecodeElement(&text, &start); err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			if start.Name.Local == "key" {
				key = text
			} else if out[key] == "" {
				out[key] = text
			}
		case "true", "false":
			out[key] = start.Name.Local
		}
	}
}

// TestInfo reads the list in the source, and that of a bundle that was laid
// out (TWOFOLD_APP).
func TestInfo(t *testing.T) {
	file, version := "Info.plist.in", regexp.MustCompile(`^@[A-Z]+@$`)
	if app := os.Getenv("TWOFOLD_APP"); app != "" {
		file, version = filepath.Join(app, "Contents", "Info.plist"), regexp.MustCompile(`^\d+\.\d+\.\d+$`)
	}
	got := entries(t, file)
	for key, want := range map[string]string{
		"CFBundleIdentifier": "app.twofold.Twofold", "CFBundleExecutable": "twofold", "CFBundleIconFile": "twofold.icns",
		"CFBundlePackageType": "APPL", "NSHighResolutionCapable": "true",
	} {
		if got[key] != want {
			t.Errorf("%s = %q, want %q", key, got[key], want)
		}
	}
	for _, key := range []string{"CFBundleShortVersionString", "CFBundleVersion"} {
		if !version.MatchString(got[key]) {
			t.Errorf("%s = %q is no version", key, got[key])
		}
	}
}

// The hardened runtime is given up in one point only.
func TestEntitlements(t *testing.T) {
	got := entries(t, "entitlements.plist")
	if len(got) != 1 || got["com.apple.security.automation.apple-events"] != "true" {
		t.Errorf("entitlements = %v", got)
	}
	for key := range got {
		if strings.Contains(key, "disable") {
			t.Errorf("%s weakens the runtime", key)
		}
	}
}
