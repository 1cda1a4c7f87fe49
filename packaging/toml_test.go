// Package packaging holds a test that the files which describe the program to
// desktops and tools say the same.
package packaging

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

func read(t *testing.T, name string) string {
	t.Helper()
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// value is what stands behind key, without the quotes of TOML.
func value(t *testing.T, text, key string) string {
	t.Helper()
	m := regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(key) + ` ?= ?(.*)$`).FindStringSubmatch(text)
	if m == nil {
		t.Fatalf("no %s", key)
	}
	return strings.Trim(m[1], `"`)
}

// list turns ["a", "b"] into the list of a desktop entry, a;b;
func list(toml string) string {
	var b strings.Builder
	for _, m := range regexp.MustCompile(`"([^"]*)"`).FindAllStringSubmatch(toml, -1) {
		b.WriteString(m[1] + ";")
	}
	return b.String()
}

func TestDescriptionsAgree(t *testing.T) {
	const id = "app.twofold.Twofold"
	toml, desktop := read(t, "../FyneApp.toml"), read(t, "linux/"+id+".desktop")
	meta, mime := read(t, "linux/"+id+".metainfo.xml.in"), read(t, "linux/"+id+".mime.xml")
	for key, of := range map[string]string{"Name": "Name", "GenericName": "GenericName", "Comment": "Comment"} {
		if a, b := value(t, toml, key), value(t, desktop, of); a != b {
			t.Errorf("FyneApp.toml has %s %q, the desktop entry %q", key, a, b)
		}
	}
	for key, of := range map[string]string{"Keywords": "Keywords", "Categories": "Categories", "MimeTypes": "MimeType"} {
		if a, b := list(value(t, toml, key)), value(t, desktop, of); a != b {
			t.Errorf("FyneApp.toml has %s %q, the desktop entry %q", key, a, b)
		}
	}
	if got := value(t, toml, "ID"); got != id {
		t.Errorf("FyneApp.toml has the id %q", got)
	}
	if !strings.Contains(read(t, "../app/window/app.go"), `"`+id+`"`) {
		t.Errorf("the window has another id than %s", id)
	}
	next, _, _ := strings.Cut(value(t, read(t, "version.sh"), "next"), " ")
	if got := value(t, toml, "Version"); got != next {
		t.Errorf("FyneApp.toml is of version %s, version.sh leads to %s", got, next)
	}
	if _, err := os.Stat("../" + value(t, toml, "Icon")); err != nil {
		t.Error(err)
	}
	if !strings.Contains(meta, "<summary>"+value(t, desktop, "Comment")+"</summary>") ||
		!strings.Contains(meta, "<summary xml:lang=\"ja\">"+value(t, desktop, "Comment[ja]")+"</summary>") {
		t.Error("the summary of the metainfo is not the comment of the desktop entry")
	}
	for _, kind := range strings.Split(strings.Trim(value(t, desktop, "MimeType"), ";"), ";") {
		if !strings.Contains(meta, "<mediatype>"+kind+"</mediatype>") {
			t.Errorf("the metainfo lacks %s", kind)
		}
		if strings.HasPrefix(kind, "application/") && !strings.Contains(mime, `type="`+kind+`"`) {
			t.Errorf("the MIME file lacks %s", kind)
		}
	}
}
