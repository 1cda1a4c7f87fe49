// Package platform is the seam to the operating system: keyring, clipboard,
// file dialogs, screen pictures, session locking, autostart and the like, one
// file per idea and system (linux, windows, darwin, other).
//
// It knows nothing of accounts, vaults or windows, and it never imports Fyne.
// Every call is bounded in time and size and ends when its context ends; none
// of them may be made from the goroutine that draws the window. Where a system
// cannot do something the call returns an error that says so
// ([errors.ErrUnsupported] or one of the Err values named beside the call), and
// the program goes on by another way: paste text, choose a file, type the
// passphrase.
//
// What passes through here may be secret (a code, a keyring value, an otpauth
// address handed over by a second start). Nothing of it is ever put into an
// error, a log, a process argument or a file name.
package platform
