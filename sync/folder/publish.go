package folder

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

const (
	// busyPatience is how long a rename is tried that Windows refuses while
	// a scanner or a sync client holds the file.
	busyPatience = 2 * time.Second
	// tempAge is how old this computer's temporary files get before they are
	// taken for leftovers of a crash.
	tempAge = time.Hour
)

// Publish implements [Folder]. The file appears whole, under its final name,
// by a rename within the folder; only if the system refuses that for two
// seconds is it written under its name directly, which a reader survives,
// because it compares the hash in the name.
func (d *Dir) Publish(ctx context.Context, name string, data []byte) error {
	if err := d.names.checkName(name); err != nil {
		return err
	}
	if len(data) == 0 || len(data) > MaxFile {
		return fmt.Errorf("publish %s: %w", name, ErrTooLarge)
	}
	_, err := run(ctx, d.clock, d.writing, func() (struct{}, error) {
		return struct{}{}, d.publish(ctx, name, data)
	})
	if err != nil {
		return d.fail("publish", name, err)
	}
	return nil
}

func (d *Dir) publish(ctx context.Context, name string, data []byte) error {
	info, err := os.Stat(d.root)
	if err != nil {
		return errors.Join(ErrUnavailable, err)
	}
	// Without a look at what is there, another disk is not trusted.
	if err := d.sameVolume(info, false); err != nil {
		return errors.Join(ErrUnavailable, err)
	}
	final := filepath.Join(d.root, name)
	if there, err := d.there(final, data); there || err != nil {
		return err
	}
	temp, err := d.tempName()
	if err != nil {
		return err
	}
	if err := d.fill(temp, data); err != nil {
		_ = d.sys.remove(temp) // the first error is the one that matters
		return err
	}
	err = d.patiently(ctx, func() error { return d.sys.rename(temp, final) })
	if err != nil {
		_ = d.sys.remove(temp)
	}
	if isBusy(err) {
		err = d.direct(final, data)
	}
	if err != nil {
		return err
	}
	syncDir(d.root)
	d.sweep()
	return nil
}

// there reports whether the file lies there already, as after a crash between
// the rename and the note of it. Another content is never replaced.
func (d *Dir) there(final string, data []byte) (bool, error) {
	if _, err := os.Lstat(final); errors.Is(err, fs.ErrNotExist) {
		return false, nil
	} else if err != nil {
		return false, err
	}
	b, err := d.sys.read(final)
	if err != nil {
		return false, err
	}
	if !bytes.Equal(b, data) {
		return false, ErrExists
	}
	return true, nil
}

// fill writes a new file and proves what is in it.
func (d *Dir) fill(path string, data []byte) error {
	f, err := d.sys.create(path)
	if err != nil {
		return err
	}
	n, err := f.Write(data)
	if err == nil && n < len(data) {
		err = io.ErrShortWrite
	}
	if err == nil {
		if err = f.Sync(); err != nil && cannotSync(err) {
			err = nil // network and FUSE file systems may have no such call
		}
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	back, err := d.sys.read(path)
	if err != nil {
		return err
	}
	if !bytes.Equal(back, data) {
		return ErrMismatch
	}
	return nil
}

// direct writes the file under its final name.
func (d *Dir) direct(final string, data []byte) error {
	err := d.fill(final, data)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		_ = d.sys.remove(final)
	}
	return err
}

// patiently repeats what Windows refuses while another program holds a file.
func (d *Dir) patiently(ctx context.Context, do func() error) error {
	begin := d.clock.Now()
	for wait := 10 * time.Millisecond; ; wait *= 2 {
		err := do()
		if !isBusy(err) {
			return err
		}
		left := busyPatience - d.clock.Now().Sub(begin)
		if left <= 0 {
			return err
		}
		c, stop := d.clock.After(min(d.jitter(wait), left))
		select {
		case <-c:
		case <-ctx.Done():
			stop()
			return err
		}
	}
}

// jitter keeps two programs that wait for each other from doing so in step.
func (d *Dir) jitter(wait time.Duration) time.Duration {
	var b [1]byte
	if _, err := io.ReadFull(d.rand, b[:]); err != nil {
		return wait
	}
	return wait + wait*time.Duration(b[0])/512
}

func (d *Dir) tempName() (string, error) {
	var b [8]byte
	if _, err := io.ReadFull(d.rand, b[:]); err != nil {
		return "", fmt.Errorf("read random bytes: %w", err)
	}
	return filepath.Join(d.root, d.names.Temp+hex.EncodeToString(b[:])+".tmp"), nil
}

// sweep removes what crashes of this computer left behind, at most once in
// tempAge. A failure is no trouble: readers skip such files.
func (d *Dir) sweep() {
	now := d.clock.Now()
	d.mu.Lock()
	due := now.Sub(d.swept) >= tempAge
	if due {
		d.swept = now
	}
	d.mu.Unlock()
	if !due || d.names.Temp == "" {
		return
	}
	entries, err := os.ReadDir(d.root)
	if err != nil {
		return
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), d.names.Temp) || !strings.HasSuffix(e.Name(), ".tmp") {
			continue
		}
		info, err := e.Info()
		if err == nil && info.Mode().IsRegular() && now.Sub(info.ModTime()) >= tempAge {
			_ = d.sys.remove(filepath.Join(d.root, e.Name()))
		}
	}
}
