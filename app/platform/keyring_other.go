//go:build !linux

package platform

import "context"

// keyringReachable has nothing to look at here: the Windows credential store
// and the macOS keychain are always there.
func keyringReachable() error { return nil }

// keyringRestarted: no daemon to end here.
func keyringRestarted(error) bool { return false }

// whySlow has no way to ask here; a macOS keychain that waits for its password
// window looks like this too.
func whySlow(context.Context) error { return ErrKeyringSlow }

// whyRefused drops the library's text, which on macOS can hold tool output.
func whyRefused(context.Context, error) error { return ErrKeyringDenied }
