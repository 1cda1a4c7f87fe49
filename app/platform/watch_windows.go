package platform

import "context"

// Messages of winuser.h and their parameters.
const (
	wmPowerBroadcast     = 0x0218
	wmWTSSessionChange   = 0x02B1
	pbtSuspend           = 0x0004
	pbtResumeSuspend     = 0x0007
	pbtResumeAutomatic   = 0x0012
	notifyForThisSession = 0
	deviceNotifyWindow   = 0
	wtsConsoleDisconnect = 0x2
	wtsRemoteDisconnect  = 0x4
	wtsSessionLock       = 0x7
	wtsSessionUnlock     = 0x8
	wtsConsoleConnect    = 0x1
	wtsRemoteConnect     = 0x3
	messageHandled       = 1
)

var (
	procWTSRegister       = wtsapi32.NewProc("WTSRegisterSessionNotification")
	procWTSUnregister     = wtsapi32.NewProc("WTSUnRegisterSessionNotification")
	procRegisterSuspend   = user32.NewProc("RegisterSuspendResumeNotification")
	procUnregisterSuspend = user32.NewProc("UnregisterSuspendResumeNotification")
)

// watch listens with a hidden window of its own.
func watch(ctx context.Context, tell func(Event)) {
	w, err := newHiddenWindow(func(msg uint32, wparam, _ uintptr) (uintptr, bool) {
		return onWatchMessage(msg, wparam, tell)
	})
	if err != nil {
		<-ctx.Done()
		return
	}
	defer w.close() // last: what was registered needs the window
	if ok, _, _ := procWTSRegister.Call(uintptr(w.handle), notifyForThisSession); ok != 0 {
		defer procWTSUnregister.Call(uintptr(w.handle))
	}
	// Computers with modern standby send no broadcast to those who do not ask.
	if procRegisterSuspend.Find() == nil {
		if h, _, _ := procRegisterSuspend.Call(uintptr(w.handle), deviceNotifyWindow); h != 0 {
			defer procUnregisterSuspend.Call(h)
		}
	}
	<-ctx.Done()
}

// onWatchMessage runs on the window's thread. Suspending holds the message,
// and with it the computer, until the event is done or the time is up.
func onWatchMessage(msg uint32, wparam uintptr, tell func(Event)) (uintptr, bool) {
	switch {
	case msg == wmPowerBroadcast && wparam == pbtSuspend:
		e, released := heldEvent(Suspending, func() {})
		tell(e)
		<-released
		return messageHandled, true
	case msg == wmPowerBroadcast && (wparam == pbtResumeAutomatic || wparam == pbtResumeSuspend):
		tell(Event{Kind: Resumed})
		return messageHandled, true
	case msg == wmWTSSessionChange:
		switch wparam {
		case wtsSessionLock, wtsConsoleDisconnect, wtsRemoteDisconnect:
			tell(Event{Kind: SessionLocked})
		case wtsSessionUnlock, wtsConsoleConnect, wtsRemoteConnect:
			tell(Event{Kind: SessionUnlocked})
		}
		return 0, true
	}
	return 0, false
}
