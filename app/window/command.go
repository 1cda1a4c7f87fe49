package window

import (
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// command is something the user can ask for with a key from anywhere.
type command string

// The commands. Each has a line on the page of shortcuts, whose text is the
// catalogue entry "cmd." + the command.
const (
	cmdCopy     command = "copy"
	cmdCopyNext command = "copynext"
	cmdBig      command = "big"
	cmdSearch   command = "search"
	cmdEscape   command = "escape"
	cmdPaste    command = "paste"
	cmdAdd      command = "add"
	cmdScan     command = "scan"
	cmdRegion   command = "region"
	cmdOpen     command = "open"
	cmdEdit     command = "edit"
	cmdDelete   command = "delete"
	cmdMenu     command = "menu"
	cmdUp       command = "moveup"
	cmdDown     command = "movedown"
	cmdUndo     command = "undo"
	cmdBackup   command = "backup"
	cmdLock     command = "lock"
	cmdSettings command = "settings"
	cmdKeys     command = "keys"
	cmdZoomIn   command = "zoomin"
	cmdZoomOut  command = "zoomout"
	cmdZoomBack command = "zoomback"
	cmdClose    command = "close"
	cmdQuit     command = "quit"
	cmdGroup0   command = "group0" // all; group1 to group9 follow
)

// binding is a key for a command.
type binding struct {
	cmd command
	key fyne.KeyName
	mod fyne.KeyModifier
}

// bindings lists the keys of this system, in the order of the shortcuts page.
// Plain keys (Enter, Space, Delete, F1) are not here: they belong to whatever
// has the focus, and the list page answers them.
func bindings() []binding {
	const ctrl, shift = fyne.KeyModifierShortcutDefault, fyne.KeyModifierShift
	del := binding{cmdDelete, fyne.KeyDelete, fyne.KeyModifierShift}
	if runtime.GOOS == "darwin" {
		del = binding{cmdDelete, fyne.KeyBackspace, ctrl}
	}
	bs := []binding{
		{cmdCopy, fyne.KeyC, ctrl},
		{cmdCopyNext, fyne.KeyC, ctrl | shift},
		{cmdSearch, fyne.KeyF, ctrl},
		{cmdPaste, fyne.KeyV, ctrl},
		{cmdAdd, fyne.KeyN, ctrl},
		{cmdScan, fyne.KeyS, ctrl | shift},
		{cmdRegion, fyne.KeyA, ctrl | shift},
		{cmdOpen, fyne.KeyO, ctrl},
		{cmdEdit, fyne.KeyE, ctrl},
		del,
		{cmdUndo, fyne.KeyZ, ctrl},
		{cmdMenu, fyne.KeyF10, shift},
		{cmdUp, fyne.KeyUp, fyne.KeyModifierAlt},
		{cmdDown, fyne.KeyDown, fyne.KeyModifierAlt},
		{cmdBackup, fyne.KeyS, ctrl},
		{cmdLock, fyne.KeyL, ctrl},
		{cmdSettings, fyne.KeyComma, ctrl},
		{cmdKeys, fyne.KeySlash, ctrl},
		{cmdZoomIn, fyne.KeyPlus, ctrl},
		{cmdZoomIn, fyne.KeyEqual, ctrl},
		{cmdZoomIn, fyne.KeyEqual, ctrl | shift},     // where plus is Shift and equal
		{cmdZoomIn, fyne.KeySemicolon, ctrl | shift}, // where it is Shift and semicolon, as in Japan
		{cmdZoomOut, fyne.KeyMinus, ctrl},
		{cmdZoomBack, fyne.Key0, ctrl | shift},
		{cmdClose, fyne.KeyW, ctrl},
		{cmdQuit, fyne.KeyQ, ctrl},
	}
	for i, k := range []fyne.KeyName{
		fyne.Key0, fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4,
		fyne.Key5, fyne.Key6, fyne.Key7, fyne.Key8, fyne.Key9,
	} {
		bs = append(bs, binding{groupCommand(i), k, ctrl})
	}
	return bs
}

// groupCommand chooses group n from 1, or all for 0.
func groupCommand(n int) command { return command("group" + string(rune('0'+n))) }

// commandOf finds the command a shortcut stands for. Fyne makes its own types
// of the common ones, so both forms are looked at.
func commandOf(s fyne.Shortcut) (command, bool) {
	switch s.(type) {
	case *fyne.ShortcutCopy:
		return cmdCopy, true
	case *fyne.ShortcutPaste:
		return cmdPaste, true
	case *fyne.ShortcutUndo:
		return cmdUndo, true
	}
	k, ok := s.(fyne.KeyboardShortcut)
	if !ok {
		return "", false
	}
	for _, b := range bindings() {
		if b.key == k.Key() && b.mod == k.Mod() {
			return b.cmd, true
		}
	}
	return "", false
}

// bindCommands listens where Fyne looks when nothing that takes shortcuts has
// the focus. Widgets of ours that have it call [App.shortcut] themselves.
func (a *App) bindCommands() {
	c := a.win.Canvas()
	for _, b := range bindings() {
		c.AddShortcut(&desktop.CustomShortcut{KeyName: b.key, Modifier: b.mod}, a.shortcut)
	}
	c.AddShortcut(&fyne.ShortcutCopy{}, a.shortcut)
	c.AddShortcut(&fyne.ShortcutPaste{}, a.shortcut)
	c.AddShortcut(&fyne.ShortcutUndo{}, a.shortcut)
	c.SetOnTypedKey(a.typedKey)
	c.SetOnTypedRune(a.typedRune)
}

// shortcut runs the command of s: the page in front first, then the window.
func (a *App) shortcut(s fyne.Shortcut) {
	if c, ok := commandOf(s); ok {
		a.run(c)
	}
}

// run gives a command to the page in front, then to the window.
func (a *App) run(c command) {
	a.ses.Touch()
	if (len(a.sheets) > 0 || a.picking != nil) && c != cmdQuit && c != cmdLock {
		if p, ok := a.front().(*mainPage); ok && p.big != nil && len(a.sheets) == 1 && a.picking == nil {
			p.big.command(c)
		}
		return // a sheet asks for a decision first
	}
	if p, ok := a.front().(commander); ok && p.command(c) {
		return
	}
	a.command(c)
}

// typedKey takes plain keys that no widget had.
func (a *App) typedKey(k *fyne.KeyEvent) {
	a.ses.Touch()
	if a.picking != nil {
		if k.Name == fyne.KeyEscape {
			a.picking.Dismiss()
		}
		return
	}
	if n := len(a.sheets); n > 0 {
		a.sheets[n-1].TypedKey(k)
		return
	}
	if p, ok := a.front().(typist); ok && p.key(k) {
		return
	}
	switch k.Name {
	case fyne.KeyEscape:
		a.run(cmdEscape)
	case fyne.KeyF1:
		a.run(cmdKeys)
	}
}

func (a *App) typedRune(r rune) {
	a.ses.Touch()
	if len(a.sheets) > 0 || a.picking != nil {
		return
	}
	if p, ok := a.front().(typist); ok {
		p.char(r)
	}
}
