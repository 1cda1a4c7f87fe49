//go:build !linux && !windows && !darwin

package platform

import "context"

func pickFiles(context.Context, Dialog) ([]string, error) { return nil, ErrNoPicker }

func pickFolder(context.Context, Dialog) (string, error) { return "", ErrNoPicker }

func saveFile(context.Context, Dialog) (string, error) { return "", ErrNoPicker }
