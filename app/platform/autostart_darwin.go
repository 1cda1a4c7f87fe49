package platform

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

func autostartPath() (string, error) {
	home, err := os.UserHomeDir()
	return filepath.Join(home, "Library", "LaunchAgents", AppID+".plist"), err
}

func writeAutostart(command []string) error {
	path, err := autostartPath()
	if err != nil {
		return err
	}
	data, err := launchAgent(command)
	if err != nil {
		return err
	}
	return writeWhole(path, data)
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

func hasAutostart() (bool, error) {
	path, err := autostartPath()
	if err != nil {
		return false, err
	}
	_, err = os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}
