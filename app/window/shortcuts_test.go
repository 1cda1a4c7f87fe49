package window

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// keyNames are the keys as the page of shortcuts writes them. The second name
// of some says where a key stands under another one.
var keyNames = map[string][]string{
	"KeyUp": {"↑"}, "KeyDown": {"↓"}, "KeyLeft": {"←"}, "KeyRight": {"→"},
	"KeyHome": {"Home"}, "KeyEnd": {"End"}, "KeyPageUp": {"PgUp"}, "KeyPageDown": {"PgDn"},
	"KeyReturn": {"Enter", "↩"}, "KeyEnter": {"Enter", "↩"}, "KeySpace": {"Space"}, "KeyEscape": {"Esc"},
	"KeyDelete": {"Delete"}, "KeyTab": {"Tab"}, "KeyF1": {"F1"}, "KeyF2": {"F2"},
	"KeyF10": {"Shift+F10"}, "KeyMenu": {"Menu", "Shift+F10"},
}

// unlisted are keys that need no line: they edit text, or only say that another
// key is a capital.
var unlisted = []string{"KeyBackspace", "KeyShiftLeft", "KeyShiftRight", "KeyName", "KeyEvent"}

// TestShortcutsAreComplete looks through the sources of the window and of its
// controls for keys they answer, and for each of them on the page of shortcuts.
func TestShortcutsAreComplete(t *testing.T) {
	listed := listedKeys()
	used := handledKeys(t)
	for name, where := range used {
		names, known := keyNames[name]
		switch {
		case slices.Contains(unlisted, name), strings.HasPrefix(name, "KeyModifier"):
		case !known:
			t.Errorf("%s answers %s, which no test knows: list it on the page of shortcuts", where, name)
		case !slices.ContainsFunc(names, func(n string) bool { return slices.Contains(listed, n) }):
			t.Errorf("%s answers %s, and the page of shortcuts does not list it", where, name)
		}
	}
	for name := range keyNames {
		if used[name] == "" {
			t.Errorf("nothing answers %s", name)
		}
	}
	for _, b := range bindings() {
		if b.key == fyne.KeyEqual || b.key == fyne.KeySemicolon {
			continue // how plus is typed on some keyboards
		}
		if strings.HasPrefix(string(b.cmd), "group") {
			continue // one line says "0 … 9"
		}
		if b.key == fyne.KeyDelete {
			continue // with Shift it deletes as without
		}
		if name := keyText(b); !slices.Contains(listed, name) {
			t.Errorf("%s is %s, and the page of shortcuts does not list it", name, b.cmd)
		}
	}
}

// designKeys is the map of keys of the design, as far as it is the same on all
// systems.
var designKeys = []string{
	"↑", "↓", "←", "→", "Home", "End", "PgUp", "PgDn", "Space", "Esc", "F2", "F1", "Shift+F10",
	"⌃C", "⌃Shift+C", "⌃F", "⌃V", "⌃N", "⌃Shift+S", "⌃O", "⌃E", "⌥↑", "⌥↓", "⌃0 … 9", "⌃S", "⌃L", "⌃,", "⌃/", "⌃+", "⌃-", "⌃W", "⌃Q", "⌃Shift+0",
}

// TestShortcutsAreThoseOfTheDesign compares the page with the design.
func TestShortcutsAreThoseOfTheDesign(t *testing.T) {
	ctrl, alt := "Ctrl+", "Alt+"
	if runtime.GOOS == "darwin" {
		ctrl, alt = "⌘", "⌥"
	}
	for _, key := range designKeys {
		key = strings.NewReplacer("⌃", ctrl, "⌥", alt).Replace(key)
		if !slices.Contains(listedKeys(), key) {
			t.Errorf("the page of shortcuts does not list %s", key)
		}
	}
}

func listedKeys() []string {
	var out []string
	for _, l := range keyList() {
		out = append(out, strings.Split(l.keys, ", ")...)
	}
	return out
}

// keyText is a binding as the page writes it.
func keyText(b binding) string {
	text := ""
	if b.mod&fyne.KeyModifierShortcutDefault != 0 {
		text = "Ctrl+"
		if runtime.GOOS == "darwin" {
			text = "⌘"
		}
	}
	if b.mod&fyne.KeyModifierAlt != 0 {
		text += map[bool]string{false: "Alt+", true: "⌥"}[runtime.GOOS == "darwin"]
	}
	if b.mod&fyne.KeyModifierShift != 0 {
		text += "Shift+"
	}
	names := map[fyne.KeyName]string{fyne.KeyUp: "↑", fyne.KeyDown: "↓", fyne.KeyBackspace: "⌫", fyne.KeyDelete: "Delete", desktop.KeyMenu: "Menu"}
	if name := names[b.key]; name != "" {
		return text + name
	}
	return text + string(b.key)
}

// handledKeys are the keys that the sources name outside of the bindings, with
// a file that does.
func handledKeys(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	must(&rig{t: t}, err)
	more, err := filepath.Glob("../control/*.go")
	must(&rig{t: t}, err)
	out := map[string]string{}
	for _, path := range append(files, more...) {
		if strings.HasSuffix(path, "_test.go") || path == "command.go" {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			s, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if p, ok := s.X.(*ast.Ident); ok && (p.Name == "fyne" || p.Name == "desktop") && strings.HasPrefix(s.Sel.Name, "Key") && s.Sel.Name != "Keyable" {
				out[s.Sel.Name] = path
			}
			return true
		})
	}
	return out
}
