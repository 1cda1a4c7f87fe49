package platform

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// captureScreens runs the system's own tool, which writes only to files: one a
// screen, into a directory of ours that nobody else can enter and that is gone
// before the pictures are decoded. The tool fails where the user has not
// allowed Screen Recording.
func captureScreens(ctx context.Context) ([]Screen, error) {
	ctx, cancel := context.WithTimeout(ctx, captureTime)
	defer cancel()
	files, err := captureFiles(ctx)
	if err != nil {
		return nil, err
	}
	var screens []Screen
	x := 0
	for _, data := range files {
		img, err := decodePicture(data)
		if err != nil {
			return nil, err
		}
		// The tool does not say where the screens lie: they are put in a row.
		b := img.Bounds()
		screens = append(screens, Screen{Image: img, Bounds: image.Rect(x, 0, x+b.Dx(), b.Dy())})
		x += b.Dx()
	}
	return screens, nil
}

func captureFiles(ctx context.Context) (files [][]byte, err error) {
	dir, err := os.MkdirTemp("", "twofold-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	args := []string{"-x", "-t", "png"}
	var names []string
	for i := range maxScreens {
		names = append(names, filepath.Join(dir, fmt.Sprintf("%d.png", i)))
	}
	_, err = runTool(ctx, nil, 4<<10, "/usr/sbin/screencapture", append(args, names...)...)
	var failed *toolFailed
	if errors.As(err, &failed) {
		return nil, ErrScreenPermission
	}
	if err != nil {
		return nil, errors.Join(ErrNoScreen, err)
	}
	for _, name := range names {
		data, err := readLimited(name)
		if errors.Is(err, fs.ErrNotExist) {
			break // there are no more screens
		}
		if err != nil {
			return nil, err
		}
		files = append(files, data)
	}
	if files == nil {
		return nil, ErrScreenPermission
	}
	return files, nil
}

func readLimited(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxClipboardImage+1))
	if err == nil && len(data) > maxClipboardImage {
		err = ErrImageTooLarge
	}
	return data, err
}
