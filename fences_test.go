package main_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// The house has floors, from the top; a package uses only what stands below
// it in this list. docs/architecture.md says what each is for. A sub-package
// counts as part of the package it lies in.
var house = []string{
	".", // main.go, the wiring
	"app/window", "app/control", "app/skin", "app/cli", "app/session", "app/locale", "app/config", "app/release", "app/platform",
	"sync/engine", "sync/pair", "sync/store", "sync/folder", "sync/snapshot",
	"internal/importer", "internal/exporter", "internal/vault", "internal/icon", "internal/otpauth", "internal/code", "internal/account",
	"internal/qr", "internal/brand",
	"crypto/identity", "crypto/phrase", "crypto/sealed", "crypto/secret",
	"assets",
}

// apart are pairs within reach of each other that must not know each other.
// A name that ends in a slash stands for all below it; "*" is the whole house.
var apart = []struct{ user, used, reason string }{
	{"app/window", "crypto/", "the window never touches keys; it asks the session"},
	{"app/window", "sync/", "the window never touches files and the folder; it asks the session"},
	{"app/control", "crypto/", "a widget never touches keys"},
	{"app/control", "sync/", "a widget never touches files and the folder"},
	{"app/skin", "crypto/", "the theme never touches keys"},
	{"app/skin", "sync/", "the theme never touches files and the folder"},
	{"app/cli", "crypto/", "a command never touches keys; it asks the session"},
	{"app/cli", "sync/", "a command never touches files and the folder; it asks the session"},
	{"app/cli", "app/skin", "commands work without a display"},
	{"internal/importer", "internal/exporter", "what we write must not decide what we read"},
	{"app/platform", "*", "a seam to the operating system knows nothing of ours"},
	{"app/release", "*", "what talks to a network knows nothing of ours"},
	{"app/config", "*", "settings of this computer know nothing of accounts and hold no secret"},
	{"sync/folder", "*", "the folder is a mailbox: it carries bytes it cannot read"},
	{"internal/qr", "*", "a picture knows nothing of accounts"},
}

// thirdParties says who may use which module outside the standard library,
// and why only those. What is not in the table may not be used at all.
var thirdParties = []struct {
	module string
	users  []string
	reason string
}{
	{"fyne.io/", []string{"app/window", "app/control", "app/skin"}, "everything else works and is tested without a display"},
	{"github.com/go-gl/", []string{"app/window"}, "only the idle governor reaches below Fyne"},
	{"github.com/pquerna/otp", []string{"internal/code", "internal/otpauth"}, "its lenient defaults stay behind our checks"},
	{"google.golang.org/protobuf/encoding/protowire", []string{"internal/otpauth"}, "one wire format, one reader"},
	{"github.com/makiuchi-d/gozxing", []string{"internal/qr"}, "it can panic and run long; qr guards it"},
	{"github.com/boombuler/barcode", []string{"internal/qr"}, "one package draws QR codes"},
	{"golang.org/x/image", []string{"internal/qr", "internal/importer", "internal/exporter", "internal/brand", "internal/icon", "app/window", "app/control", "app/skin", "app/platform"}, "image decoders read hostile bytes"},
	{"github.com/fyne-io/oksvg", []string{"internal/icon"}, "it can panic and run long; icon guards it"},
	{"github.com/srwiley/rasterx", []string{"internal/icon"}, "draws what oksvg reads"},
	{"filippo.io/age", []string{"crypto/sealed", "crypto/identity"}, "one place decides about encryption"},
	{"golang.org/x/crypto", []string{"crypto/", "internal/importer", "internal/exporter"}, "keys are made in crypto; the others read and write foreign formats"},
	{"github.com/tobischo/argon2", []string{"internal/importer"}, "Argon2d, which only KeePass files need"},
	{"github.com/fsnotify/fsnotify", []string{"sync/folder"}, "one package watches"},
	{"github.com/zalando/go-keyring", []string{"app/platform"}, "it can block for ever; platform puts a limit on it"},
	{"github.com/godbus/dbus", []string{"app/platform"}, "the operating system is behind one seam"},
	{"github.com/rymdport/portal", []string{"app/platform"}, "the operating system is behind one seam"},
	{"github.com/ncruces/zenity", []string{"app/platform"}, "the operating system is behind one seam"},
	{"github.com/kbinani/screenshot", []string{"app/platform"}, "the operating system is behind one seam"},
	{"github.com/jezek/xgb", []string{"app/platform"}, "the operating system is behind one seam"},
	{"golang.org/x/sys", []string{"app/platform", "sync/store", "sync/folder"}, "system calls are behind one seam; store makes files durable with them, folder tells a full disk from a cloud placeholder"},
	{"syscall", []string{"app/platform", "sync/store", "sync/folder"}, "system calls are behind one seam; store needs them to make files durable, folder to tell error codes and placeholders apart"},
	{"github.com/gofrs/flock", []string{"sync/store", "app/platform"}, "one process owns a data directory"},
	{"golang.org/x/term", []string{".", "app/cli"}, "only commands read from a terminal"},
	{"golang.org/x/text", []string{"app/", "internal/", "sync/", "crypto/"}, "data about characters, no behaviour of ours"},
	{"github.com/nicksnyder/go-i18n", []string{"app/locale"}, "one package chooses words"},
	{"codeberg.org/go-pdf/fpdf", []string{"internal/exporter"}, "one package prints"},
	{"net/http", []string{"app/release"}, "Twofold talks to no server, but for the notice of a new version that a user switched on"},
	{"plugin", nil, "no code is loaded at run time"},
}

// pkg is what the checker needs to know of a package.
type pkg struct {
	Path    string   // inside the module, "." for its root
	Imports []string // full import paths, without those of tests
	Deep    []string // all it depends on in the end
}

const module = "twofold"

// breaches holds the packages of the house against the tables.
func breaches(pkgs []pkg) []string {
	var out []string
	for _, p := range pkgs {
		from := storey(p.Path)
		if from < 0 {
			if !isTool(p.Path) {
				out = append(out, fmt.Sprintf("%s has no place in the house", p.Path))
			}
			continue
		}
		for _, imp := range p.Imports {
			used, own := strings.CutPrefix(imp, module+"/")
			var bad string
			if own {
				bad = ownBreach(p.Path, used, from)
			} else {
				bad = thirdBreach(p.Path, imp)
			}
			if bad != "" {
				out = append(out, fmt.Sprintf("%s uses %s: %s", p.Path, imp, bad))
			}
		}
		mayFyne := p.Path == "." || slices.Contains(thirdParties[0].users, house[from])
		for _, d := range p.Deep {
			if !mayFyne && strings.HasPrefix(d, "fyne.io/") {
				out = append(out, fmt.Sprintf("%s depends on %s in the end: %s", p.Path, d, thirdParties[0].reason))
				break
			}
		}
	}
	return out
}

func ownBreach(user, used string, from int) string {
	to := storey(used)
	switch {
	case to < 0:
		return "tools and tests are not part of the program"
	case to < from:
		return "it stands above"
	case to == from:
		return "" // a package and its sub-packages
	}
	for _, a := range apart {
		if within(user, a.user) && (a.used == "*" || within(used, a.used)) {
			return a.reason
		}
	}
	return ""
}

func thirdBreach(user, imp string) string {
	first, _, _ := strings.Cut(imp, "/")
	for _, t := range thirdParties {
		if !within(imp, t.module) {
			continue
		}
		if slices.ContainsFunc(t.users, func(u string) bool { return within(user, u) }) {
			return ""
		}
		return t.reason
	}
	if strings.Contains(first, ".") {
		return "this module is not in the table of third parties"
	}
	return "" // the standard library
}

// within reports whether p is root, or lies in it. A root that ends in a slash
// stands only for what lies in it.
func within(p, root string) bool {
	return p == root || strings.HasPrefix(p, strings.TrimSuffix(root, "/")+"/")
}

// storey is the place of a package in the house, or -1.
func storey(p string) int {
	return slices.IndexFunc(house, func(h string) bool { return p == h || h != "." && strings.HasPrefix(p, h+"/") })
}

// isTool reports whether a package only builds, checks or measures.
func isTool(p string) bool {
	top, _, _ := strings.Cut(p, "/")
	return top == "scripts" || top == "test" || top == "packaging"
}

// list asks the go command about all packages of the module.
func list(t *testing.T, goos, cgo, tags string) []pkg {
	t.Helper()
	cmd := exec.Command("go", "list", "-e", "-json=ImportPath,Imports,Deps", "-tags", tags, "./...")
	cmd.Env = append(os.Environ(), "GOOS="+goos, "GOARCH=amd64", "CGO_ENABLED="+cgo)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	raw, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list for %s: %v: %s", goos, err, errs.String())
	}
	var out []pkg
	for dec := json.NewDecoder(bytes.NewReader(raw)); ; {
		var p struct {
			ImportPath    string
			Imports, Deps []string
		}
		if err := dec.Decode(&p); err == io.EOF {
			return out
		} else if err != nil {
			t.Fatal(err)
		}
		name := "."
		if p.ImportPath != module {
			name = strings.TrimPrefix(p.ImportPath, module+"/")
		}
		out = append(out, pkg{name, p.Imports, p.Deps})
	}
}

// TestFences holds on every system, with and without C, because an import may
// stand in a file of one system only.
func TestFences(t *testing.T) {
	for _, goos := range []string{"linux", "windows", "darwin"} {
		for cgo, tags := range map[string]string{"0": "ci", "1": ""} {
			t.Run(goos+"/cgo="+cgo, func(t *testing.T) {
				t.Parallel()
				pkgs := list(t, goos, cgo, tags)
				if len(pkgs) < 10 {
					t.Fatalf("go list found only %d packages", len(pkgs))
				}
				for _, b := range breaches(pkgs) {
					t.Error(b)
				}
			})
		}
	}
}

// ceilings of lines. Hand-written files above 400 lines need a reason; none
// goes above 600.
const (
	mainCeiling = 120
	fileCeiling = 600
)

// misplaced walks the source for Go files that are too long or in the two
// folders that hold packages only.
func misplaced(root fs.FS) ([]string, error) {
	var out []string
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != "." && (strings.HasPrefix(d.Name(), ".") || name == "bin" || name == "dist" || d.Name() == "testdata"):
			return fs.SkipDir
		case d.IsDir() || path.Ext(name) != ".go":
			return nil
		}
		src, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		if dir := path.Dir(name); dir == "sync" || dir == "crypto" {
			out = append(out, fmt.Sprintf("%s: a package named like the standard library's; only sub-packages belong here", name))
		}
		most := fileCeiling
		if name == "main.go" {
			most = mainCeiling
		}
		generated := bytes.Contains(src[:min(len(src), 400)], []byte("// Code generated "))
		if lines := bytes.Count(src, []byte("\n")); lines > most && !generated {
			out = append(out, fmt.Sprintf("%s has %d lines; %d is the ceiling", name, lines, most))
		}
		return nil
	})
	return out, err
}

func TestFiles(t *testing.T) {
	_, here, _, _ := runtime.Caller(0)
	bad, err := misplaced(os.DirFS(path.Dir(here)))
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range bad {
		t.Error(b)
	}
}

// Every direct dependency has a row in docs/dependencies.md.
func TestDependenciesAreExplained(t *testing.T) {
	mod, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := os.ReadFile("docs/dependencies.md")
	if err != nil {
		t.Fatal(err)
	}
	direct := 0
	for line := range strings.Lines(string(mod)) {
		f := strings.Fields(line)
		if len(f) != 2 || !strings.HasPrefix(f[1], "v") {
			continue // not a requirement, or an indirect one
		}
		direct++
		if !strings.Contains(string(rows), "| `"+f[0]+"` |") {
			t.Errorf("docs/dependencies.md has no row for %s", f[0])
		}
	}
	if direct == 0 {
		t.Error("go.mod has no direct requirement: this test reads it wrongly")
	}
}
