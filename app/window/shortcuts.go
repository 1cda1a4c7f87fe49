package window

import (
	"runtime"
	"strings"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/skin"
)

// shortcutsPage lists the keys of this system.
type shortcutsPage struct{ root *control.Wizard }

func newShortcuts(a *App) page {
	t := a.txt.T
	w := control.NewWizard(t("set.shortcuts"), t("common.back"), nil, a.back)
	var lines []fyne.CanvasObject
	for _, k := range keyList() {
		lines = append(lines, control.Labelled(t(k.text), control.NewWords(k.keys, skin.Small, skin.Text2)))
	}
	w.SetBody(card(lines...))
	return &shortcutsPage{w}
}

func (p *shortcutsPage) content() fyne.CanvasObject { return p.root }

type keyLine struct{ text, keys string }

// keyList is the map of keys as a person reads it; the bindings are in
// bindings, and the plain keys in the list.
func keyList() []keyLine {
	ctrl, alt, enter, del := "Ctrl+", "Alt+", "Enter", []string{"Delete"}
	if runtime.GOOS == "darwin" {
		ctrl, alt, enter, del = "⌘", "⌥", "↩", []string{"Delete", "⌘⌫"}
	}
	menu := []string{"Shift+F10", "Menu"}
	if runtime.GOOS == "darwin" {
		menu = menu[:1] // its keyboards have no such key
	}
	k := func(text string, keys ...string) keyLine { return keyLine{text, strings.Join(keys, ", ")} }
	return []keyLine{
		k("keys.move", "↑", "↓", "←", "→"),
		k("keys.ends", "Home", "End"),
		k("keys.page", "PgUp", "PgDn"),
		k("keys.copy", enter, ctrl+"C"),
		k("keys.copynext", ctrl+"Shift+C"),
		k("keys.big", "Space"),
		k("keys.search", ctrl+"F"),
		k("keys.clear", "Esc"),
		k("keys.paste", ctrl+"V"),
		k("keys.add", ctrl+"N"),
		k("keys.scan", ctrl+"Shift+S"),
		k("keys.region", ctrl+"Shift+A"),
		k("keys.open", ctrl+"O"),
		k("keys.edit", "F2", ctrl+"E"),
		k("keys.delete", del...),
		k("keys.undo", ctrl+"Z"),
		k("keys.menu", menu...),
		k("keys.reorder", alt+"↑", alt+"↓"),
		k("keys.group", ctrl+"0 … 9"),
		k("keys.groupmove", alt+"←", alt+"→"),
		k("keys.backup", ctrl+"S"),
		k("keys.lock", ctrl+"L"),
		k("keys.settings", ctrl+","),
		k("keys.help", "F1", ctrl+"/"),
		k("keys.zoom", ctrl+"+", ctrl+"-"),
		k("keys.zoomback", ctrl+"Shift+0"),
		k("keys.tab", "Tab", "Shift+Tab"),
		k("keys.press", "Space", enter),
		k("keys.value", "↑", "↓", "←", "→"),
		k("keys.save", enter, ctrl+"S"),
		k("keys.frame", "↑", "↓", "←", "→"),
		k("keys.framesize", "+", "-"),
		k("keys.framecorner", "Shift+↑", "↓", "←", "→"),
		k("keys.turn", "PgUp", "PgDn", "←", "→"),
		k("keys.hide", ctrl+"W"),
		k("keys.quit", ctrl+"Q"),
	}
}
