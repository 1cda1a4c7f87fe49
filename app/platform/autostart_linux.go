package platform

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

func autostartPath() (string, error) {
	if os.Getenv("FLATPAK_ID") != "" {
		return "", errors.ErrUnsupported // the sandbox's own directory is never looked at
	}
	home, _ := os.UserHomeDir()
	config, err := absolute(os.Getenv("XDG_CONFIG_HOME"), home, ".config")
	if err != nil {
		return "", err
	}
	return filepath.Join(config, "autostart", AppID+".desktop"), nil
}

func writeAutostart(command []string) error {
	path, err := autostartPath()
	if err != nil {
		return err
	}
	return writeWhole(path, desktopEntry(command))
}

func removeAutostart() error {
	path, err := autostartPath()
	if err != nil {
		return err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// hasAutostart also sees that a desktop's settings turned the entry off.
func hasAutostart() (bool, error) {
	path, err := autostartPath()
	if err != nil {
		return false, err
	}
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	off := bytes.Contains(data, []byte("\nHidden=true")) || bytes.Contains(data, []byte("\nX-GNOME-Autostart-enabled=false"))
	return err == nil && !off, err
}
