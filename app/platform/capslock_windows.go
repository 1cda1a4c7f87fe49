package platform

import "context"

var procGetKeyState = user32.NewProc("GetKeyState")

func capsLock(context.Context) (on, known bool) {
	const vkCapital = 0x14
	state, _, _ := procGetKeyState.Call(vkCapital)
	return state&1 != 0, true
}
