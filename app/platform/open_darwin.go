package platform

import (
	"context"
	"errors"
	"fmt"
)

func openTarget(ctx context.Context, target string) error {
	if _, err := runTool(ctx, nil, 4<<10, "/usr/bin/open", target); err != nil {
		return fmt.Errorf("open: %w", errors.Join(ErrCannotOpen, err))
	}
	return nil
}
