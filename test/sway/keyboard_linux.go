package sway

import (
	"os"
	"strings"
)

// Keyboard is a keyboard on the desk, by the protocol virtual-keyboard-unstable-v1.
// Its keys have the codes of a real one, which programs look at beside the
// letters; those of wtype have invented ones.
type Keyboard struct {
	*wire
	id uint32
}

// keymap is that of an American keyboard. The compositor fills it in from the
// data of xkb and hands it to its clients in one piece.
const keymap = `xkb_keymap {
	xkb_keycodes { include "evdev+aliases(qwerty)" };
	xkb_types { include "complete" };
	xkb_compat { include "complete" };
	xkb_symbols { include "pc+us+inet(evdev)" };
};
`

// The codes of keys: linux/input-event-codes.h. The letters follow each other
// as they lie on the keyboard.
var keys = func() map[string]uint32 {
	m := map[string]uint32{
		"Escape": 1, "Tab": 15, "Return": 28, "space": 57, "comma": 51, "F1": 59,
		"Left": 105, "Right": 106, "Up": 103, "Down": 108,
	}
	for row, first := range map[string]uint32{"1234567890": 2, "qwertyuiop": 16, "asdfghjkl": 30, "zxcvbnm": 44} {
		for i, letter := range row {
			m[string(letter)] = first + uint32(i)
		}
	}
	return m
}()

// modifier is a key that is held while another is pressed.
type modifier struct{ code, mask uint32 }

var modifiers = map[string]modifier{"shift": {42, 1}, "ctrl": {29, 4}, "alt": {56, 8}}

// Keyboard puts a keyboard on the desk.
func (d *Desk) Keyboard() *Keyboard {
	d.t.Helper()
	w := d.connect()
	seat, manager := w.bind("wl_seat"), w.bind("zwp_virtual_keyboard_manager_v1")
	w.last++
	k := &Keyboard{wire: w, id: w.last}
	w.send(manager, 0, numbers(seat, k.id)) // create_virtual_keyboard
	// The protocol passes the keymap as an open file.
	f, err := os.CreateTemp(d.t.TempDir(), "keymap")
	if err == nil {
		_, err = f.WriteString(keymap + "\x00")
	}
	if err != nil {
		d.t.Fatal(err)
	}
	defer f.Close()
	const textual = 1
	w.send(k.id, 0, numbers(textual, uint32(len(keymap)+1)), int(f.Fd())) // keymap
	w.settle(nil)
	eventually(d.t, "the keyboard", func() bool {
		var inputs []struct{ Type string }
		d.ask(&inputs, "--type", "get_inputs")
		for _, in := range inputs {
			if in.Type == "keyboard" {
				return true
			}
		}
		return false
	})
	return k
}

// Press presses a key and lets it go, with others held: "ctrl+shift+s".
func (k *Keyboard) Press(combination string) {
	k.t.Helper()
	parts := strings.Split(combination, "+")
	code, ok := keys[parts[len(parts)-1]]
	if !ok {
		k.t.Fatalf("the keyboard has no %q", combination)
	}
	var mask uint32
	for _, name := range parts[:len(parts)-1] {
		held, ok := modifiers[name]
		if !ok {
			k.t.Fatalf("the keyboard has no %q", combination)
		}
		mask |= held.mask
		k.key(held.code, 1)
		k.hold(mask)
		defer func() { k.hold(0); k.key(held.code, 0); k.settle(nil) }()
	}
	k.key(code, 1)
	k.key(code, 0)
	k.settle(nil)
}

func (k *Keyboard) key(code, down uint32) { k.send(k.id, 1, numbers(0, code, down)) }
func (k *Keyboard) hold(mask uint32)      { k.send(k.id, 2, numbers(mask, 0, 0, 0)) } // modifiers
