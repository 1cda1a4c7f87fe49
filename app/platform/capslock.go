package platform

import (
	"context"
	"time"
)

// CapsLock reports whether Caps Lock is on, where that can be known: a hint
// beside a password field that was refused.
func CapsLock(ctx context.Context) (on, known bool) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return capsLock(ctx)
}
