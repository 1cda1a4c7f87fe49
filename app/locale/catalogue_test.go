package locale_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"twofold/assets"
)

// entry is one text: its forms by plural category, "" for a text without.
type entry map[string]string

func load(t *testing.T, raw []byte) map[string]entry {
	t.Helper()
	var doc map[string]any
	if err := json.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	out := map[string]entry{}
	for key, v := range doc {
		switch v := v.(type) {
		case string:
			out[key] = entry{"": v}
		case map[string]any:
			e := entry{}
			for form, text := range v {
				e[form] = text.(string)
			}
			out[key] = e
		default:
			t.Errorf("%s is a %T", key, v)
		}
	}
	return out
}

var placeholder = regexp.MustCompile(`\{(\w+)\}`)

func placeholders(s string) []string {
	var names []string
	for _, m := range placeholder.FindAllStringSubmatch(s, -1) {
		names = append(names, m[1])
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func TestCataloguesMatch(t *testing.T) {
	pairs := map[string]func(string) []byte{"texts": func(l string) []byte { return []byte(assets.Catalogue(l)) }, "toolkit": assets.Toolkit}
	for name, get := range pairs {
		en, ja := load(t, get("en")), load(t, get("ja"))
		for key, e := range en {
			j, ok := ja[key]
			if !ok {
				t.Errorf("%s: %s is missing in ja", name, key)
				continue
			}
			comparePlural(t, key, e, j)
			want := placeholders(last(e))
			if got := placeholders(last(j)); !slices.Equal(got, want) {
				t.Errorf("%s: placeholders of ja = %v, of en = %v", key, got, want)
			}
		}
		for key := range ja {
			if _, ok := en[key]; !ok {
				t.Errorf("%s: %s is missing in en", name, key)
			}
		}
	}
}

// last is the form that has every placeholder: "other", or the only one.
func last(e entry) string {
	if s, ok := e["other"]; ok {
		return s
	}
	return e[""]
}

func comparePlural(t *testing.T, key string, en, ja entry) {
	t.Helper()
	for form, text := range en {
		if strings.TrimSpace(text) == "" {
			t.Errorf("%s: en %q is empty", key, form)
		}
		if strings.ContainsRune(text, '\u200b') {
			t.Errorf("%s: en has a break mark", key)
		}
	}
	if strings.TrimSpace(last(ja)) == "" {
		t.Errorf("%s: ja is empty", key)
	}
	_, plural := en["other"]
	_, one := en["one"]
	if plural && !one && !strings.HasPrefix(key, "file.") {
		t.Errorf("%s: en has no form for one", key)
	}
	if _, p := ja["other"]; p != plural {
		t.Errorf("%s: plural in en %v, in ja %v", key, plural, p)
	}
	if _, ok := ja["one"]; ok {
		t.Errorf("%s: ja has a form for one, which Japanese never uses", key)
	}
}

func TestJapaneseTerms(t *testing.T) {
	banned := map[string]string{
		"コンピューター":     "パソコン",
		"QR コード":      "QRコード",
		"～":           "〜, which the font has",
		"クラウドバックアップ":  "クラウド バックアップ",
		"バックアップフォルダー": "バックアップ フォルダー",
		"フォルダ ":       "フォルダー",
		"２":           "half-width digits",
		"。。":          "one full stop",
	}
	for key, e := range load(t, []byte(assets.Catalogue("ja"))) {
		text := strings.ReplaceAll(last(e), "\u200b", "")
		for bad, good := range banned {
			if strings.Contains(text, bad) {
				t.Errorf("%s: %q, use %s", key, bad, good)
			}
		}
		if regexp.MustCompile(`[0-9}][件分秒時日個]`).MatchString(text) {
			t.Errorf("%s: no space before the counter: %s", key, text)
		}
		// The space before Latin letters and digits stands at the end of a line
		// when it is broken there, where it is not seen.
		if at := tight.FindString(strings.ReplaceAll(text, "QRコード", "")); at != "" {
			t.Errorf("%s: no space in %q", key, at)
		}
		if strings.Contains(last(e), "\u200b ") {
			t.Errorf("%s: a line may begin with a space: %q", key, last(e))
		}
	}
}

// tight is a Japanese word right before a Latin one or a number.
var tight = regexp.MustCompile(`[\p{Hiragana}\p{Katakana}\p{Han}ー][A-Za-z0-9]`)

// TestKeysInSource finds every key the program asks for in its own source and
// looks it up: the first argument of a call of T or N.
func TestKeysInSource(t *testing.T) {
	en := load(t, []byte(assets.Catalogue("en")))
	root := moduleRoot(t)
	for _, dir := range []string{"app", "main.go"} {
		err := filepath.WalkDir(filepath.Join(root, dir), func(path string, d fs.DirEntry, err error) error {
			if os.IsNotExist(err) {
				return nil
			}
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			checkFile(t, path, en)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func checkFile(t *testing.T, path string, en map[string]entry) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) == 0 {
			return true
		}
		sel, ok := call.Fun.(*ast.SelectorExpr)
		if !ok || (sel.Sel.Name != "T" && sel.Sel.Name != "N") {
			return true
		}
		lit, ok := call.Args[0].(*ast.BasicLit)
		if !ok || lit.Kind != token.STRING {
			return true
		}
		key, err := strconv.Unquote(lit.Value)
		if err != nil {
			return true
		}
		e, known := en[key]
		if !known {
			t.Errorf("%s asks for %q, which no catalogue has", filepath.Base(path), key)
			return true
		}
		if _, plural := e["other"]; plural != (sel.Sel.Name == "N") {
			t.Errorf("%s asks for %q by %s, but its plural is %v", filepath.Base(path), key, sel.Sel.Name, plural)
		}
		return true
	})
}

func moduleRoot(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			t.Fatal("no go.mod above the test")
		}
		dir = up
	}
}
