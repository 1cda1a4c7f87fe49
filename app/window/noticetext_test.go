package window

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// TestNoticesAreFixedTexts reads the program: whatever the desktop is given to
// show on locked screens and to keep is a sentence of the catalogue, with
// nothing put into it.
func TestNoticesAreFixedTexts(t *testing.T) {
	files, err := filepath.Glob("../*/*.go")
	if err != nil || len(files) < 100 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	found := 0
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			l, ok := n.(*ast.CompositeLit)
			if !ok {
				return true
			}
			if s, ok := l.Type.(*ast.SelectorExpr); !ok || s.Sel.Name != "Notice" || !endsIn(s.X, "platform") {
				return true
			}
			found++
			for _, e := range l.Elts {
				if pair, ok := e.(*ast.KeyValueExpr); !ok || !fixed(pair.Value) {
					t.Errorf("%s: a notification with more than a sentence of the catalogue", file)
				}
			}
			return true
		})
	}
	if found != 1 {
		t.Errorf("%d notifications are made, want 1", found)
	}
}

// endsIn reports whether an expression is a name, or ends in it.
func endsIn(e ast.Expr, name string) bool {
	switch e := e.(type) {
	case *ast.SelectorExpr:
		return e.Sel.Name == name
	case *ast.Ident:
		return e.Name == name
	}
	return false
}

// fixed reports whether an expression is locale.Plain(….T("key")).
func fixed(e ast.Expr) bool {
	for _, call := range []string{"Plain", "T"} {
		c, ok := e.(*ast.CallExpr)
		if !ok || !endsIn(c.Fun, call) || len(c.Args) != 1 {
			return false
		}
		e = c.Args[0]
	}
	_, ok := e.(*ast.BasicLit)
	return ok
}
