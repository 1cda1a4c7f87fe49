package locale_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"twofold/assets"
)

// composed are the keys the program puts together: the part that stands in the
// source, and where. Every other key stands there as it is.
var composed = map[string]string{
	"time.month.":  "locale: the month of a date",
	"import.from.": "window: the way out of another app",
	"export.f.":    "window: the formats of an export",
	"form.type.":   "window: the kinds of codes",
	"edit.kind.":   "window: whose an account is",
	"help.":        "window: the pages of the help",
	"cli.do.":      "cli: what a command is for",
	"cli.option.":  "cli: what an option is for",
	"bk.clock.":    "window: a clock that is slow or fast",
}

// ends are put behind a key that stands in the source, for a text that says
// more than the one without.
var ends = []string{".d", ".from", ".only"}

// TestEveryTextIsUsed finds texts that nothing asks for: what was taken out of
// the program goes out of the catalogues too, and what was written for it and
// never shown is noticed.
func TestEveryTextIsUsed(t *testing.T) {
	said := literals(t, moduleRoot(t), "app", "internal", "sync", "crypto", "main.go")
	for prefix, where := range composed {
		found := false
		for text := range said {
			found = found || strings.HasPrefix(text, prefix) && (text == prefix || strings.Contains(text, "%"))
		}
		if !found {
			t.Errorf("%s (%s): no source puts keys together with it", prefix, where)
		}
	}
	for key := range load(t, []byte(assets.Catalogue("en"))) {
		used := said[key]
		for _, end := range ends {
			head, ended := strings.CutSuffix(key, end)
			used = used || ended && said[head] && said[end]
		}
		for prefix := range composed {
			used = used || strings.HasPrefix(key, prefix)
		}
		if !used {
			t.Errorf("%s: nothing asks for this text", key)
		}
	}
}

// literals are the texts between quotes in the program's own source.
func literals(t *testing.T, root string, dirs ...string) map[string]bool {
	t.Helper()
	out := map[string]bool{}
	for _, dir := range dirs {
		err := filepath.WalkDir(filepath.Join(root, dir), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			source, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, source, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			ast.Inspect(file, func(n ast.Node) bool {
				if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
					if text, err := strconv.Unquote(lit.Value); err == nil {
						out[text] = true
					}
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}
