package platform

import (
	"context"
	"errors"

	"github.com/kbinani/screenshot"
)

func captureScreens(ctx context.Context) ([]Screen, error) {
	ctx, cancel := context.WithTimeout(ctx, captureTime)
	defer cancel()
	return bounded(ctx, func() ([]Screen, error) {
		var screens []Screen
		for i := range min(screenshot.NumActiveDisplays(), maxScreens) {
			bounds := screenshot.GetDisplayBounds(i)
			img, err := screenshot.CaptureRect(bounds)
			if err != nil {
				return nil, errors.Join(ErrNoScreen, err)
			}
			screens = append(screens, Screen{Image: img, Bounds: bounds})
		}
		return screens, nil
	})
}
