package platform

import (
	"context"
	"os"

	"github.com/jezek/xgb/xproto"
)

// capsLock reads the modifiers from the pointer's state, as X11 gives them to
// everybody. On Wayland the X server only knows of its own windows.
func capsLock(ctx context.Context) (on, known bool) {
	if os.Getenv("WAYLAND_DISPLAY") != "" {
		return false, false
	}
	conn, err := openX(ctx)
	if err != nil {
		return false, false
	}
	defer conn.Close()
	mask, err := bounded(ctx, func() (uint16, error) {
		reply, err := xproto.QueryPointer(conn, rootScreen(conn).Root).Reply()
		if err != nil {
			return 0, err
		}
		return reply.Mask, nil
	})
	return mask&xproto.ModMaskLock != 0, err == nil
}
