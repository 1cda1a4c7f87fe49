//go:build windows || darwin

package platform

import (
	"context"
	"errors"
	"path/filepath"

	"github.com/ncruces/zenity"
)

// The system's own dialogs, by zenity: COM on Windows, osascript on macOS.

func pickFiles(ctx context.Context, d Dialog) ([]string, error) {
	if d.Several {
		paths, err := zenity.SelectFileMultiple(nativeOptions(ctx, d)...)
		return paths, nativeError(ctx, err)
	}
	path, err := zenity.SelectFile(nativeOptions(ctx, d)...)
	return []string{path}, nativeError(ctx, err)
}

func pickFolder(ctx context.Context, d Dialog) (string, error) {
	path, err := zenity.SelectFile(append(nativeOptions(ctx, d), zenity.Directory())...)
	return path, nativeError(ctx, err)
}

func saveFile(ctx context.Context, d Dialog) (string, error) {
	path, err := zenity.SelectFileSave(append(nativeOptions(ctx, d), zenity.ConfirmOverwrite())...)
	return path, nativeError(ctx, err)
}

func nativeOptions(ctx context.Context, d Dialog) []zenity.Option {
	options := []zenity.Option{zenity.Context(ctx), zenity.Title(d.Title)}
	if filepath.IsAbs(d.Folder) {
		options = append(options, zenity.Filename(filepath.Join(d.Folder, d.Name)+trailing(d)))
	} else if d.Name != "" {
		options = append(options, zenity.Filename(d.Name))
	}
	var filters zenity.FileFilters
	for _, f := range d.Filters {
		filters = append(filters, zenity.FileFilter{Name: f.Name, Patterns: f.Patterns, CaseFold: true})
	}
	if filters != nil {
		options = append(options, filters)
	}
	if d.Parent != 0 {
		options = append(options, nativeParent(d.Parent)...)
	}
	return options
}

// trailing marks a path without a name as a folder.
func trailing(d Dialog) string {
	if d.Name == "" {
		return string(filepath.Separator)
	}
	return ""
}

func nativeError(ctx context.Context, err error) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, zenity.ErrCanceled):
		return ErrCancelled
	}
	return errors.Join(ErrNoPicker, err)
}
