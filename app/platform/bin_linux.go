package platform

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// moveToBin follows the Trash specification 1.0 of freedesktop.org: the home
// trash for files on its own file system, else the one at the top of the
// file's file system. Nothing is copied between file systems.
func moveToBin(_ context.Context, path string) error {
	home, err := homeTrash()
	if err != nil {
		return err
	}
	same, err := sameFileSystem(path, home)
	if err != nil {
		return err
	}
	if same {
		return intoTrash(home, path, path)
	}
	top, err := topDirectory(path)
	if err != nil {
		return err
	}
	trash, err := topTrash(top)
	if err != nil {
		return err
	}
	// Inside a top directory's trash the origin is relative to that directory.
	rel, err := filepath.Rel(top, path)
	if err != nil {
		return err
	}
	return intoTrash(trash, path, rel)
}

func homeTrash() (string, error) {
	home, _ := os.UserHomeDir()
	data, err := absolute(os.Getenv("XDG_DATA_HOME"), home, ".local", "share")
	if err != nil {
		return "", err
	}
	dir := filepath.Join(data, "Trash")
	return dir, os.MkdirAll(dir, 0o700)
}

// topTrash is $top/.Trash/$uid where the administrator made .Trash with the
// sticky bit, else $top/.Trash-$uid.
func topTrash(top string) (string, error) {
	uid := strconv.Itoa(os.Getuid())
	shared := filepath.Join(top, ".Trash")
	if fi, err := os.Lstat(shared); err == nil && fi.IsDir() && fi.Mode()&os.ModeSticky != 0 {
		dir := filepath.Join(shared, uid)
		if err := makePrivate(dir); err == nil {
			return dir, nil
		}
	}
	dir := filepath.Join(top, ".Trash-"+uid)
	if err := makePrivate(dir); err != nil {
		return "", errors.Join(ErrNoBin, err)
	}
	return dir, nil
}

// makePrivate makes dir, or accepts it if it is ours and no link.
func makePrivate(dir string) error {
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	fi, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	if !fi.IsDir() || !ownedByUs(fi) {
		return fmt.Errorf("%s is not a directory of this user", dir)
	}
	return nil
}

// intoTrash writes the .trashinfo first, which takes the name for us, and then
// renames the file. A file that cannot be renamed leaves nothing behind.
func intoTrash(trash, path, origin string) error {
	for _, sub := range []string{"info", "files"} {
		if err := os.MkdirAll(filepath.Join(trash, sub), 0o700); err != nil {
			return errors.Join(ErrNoBin, err)
		}
	}
	text := "[Trash Info]\nPath=" + (&url.URL{Path: origin}).EscapedPath() +
		"\nDeletionDate=" + time.Now().Format("2006-01-02T15:04:05") + "\n"
	base := filepath.Base(path)
	ext := filepath.Ext(base)
	for i := 1; i < 1000; i++ {
		name := base
		if i > 1 {
			name = strings.TrimSuffix(base, ext) + "." + strconv.Itoa(i) + ext
		}
		info := filepath.Join(trash, "info", name+".trashinfo")
		f, err := os.OpenFile(info, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return errors.Join(ErrNoBin, err)
		}
		_, err = f.WriteString(text)
		err = errors.Join(err, f.Close())
		target := filepath.Join(trash, "files", name)
		if _, statErr := os.Lstat(target); statErr == nil {
			_ = os.Remove(info) // a file without its info: leave both names alone
			continue
		}
		if err == nil {
			err = os.Rename(path, target)
		}
		if err != nil {
			_ = os.Remove(info)
			return errors.Join(ErrNoBin, err)
		}
		return nil
	}
	return ErrNoBin
}

func device(path string) (uint64, error) {
	fi, err := os.Lstat(path)
	if err != nil {
		return 0, err
	}
	st, ok := fi.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, ErrNoBin
	}
	return uint64(st.Dev), nil
}

func sameFileSystem(a, b string) (bool, error) {
	da, err1 := device(a)
	db, err2 := device(b)
	return da == db, errors.Join(err1, err2)
}

// topDirectory is the highest directory above path on the same file system.
func topDirectory(path string) (string, error) {
	dev, err := device(path)
	if err != nil {
		return "", err
	}
	dir := filepath.Dir(path)
	for {
		up := filepath.Dir(dir)
		d, err := device(up)
		if err != nil {
			return "", err
		}
		if d != dev || up == dir {
			return dir, nil
		}
		dir = up
	}
}
