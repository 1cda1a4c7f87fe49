//go:build !linux && !windows && !darwin

package platform

type systemClipboard struct{}

func (*systemClipboard) backend() (clipboardBackend, error) { return nil, ErrNoClipboard }

func (*systemClipboard) close() {}
