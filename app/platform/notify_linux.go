package platform

import (
	"context"
	"strings"

	"github.com/godbus/dbus/v5"
)

// notify follows the Desktop Notifications Specification 1.2. The body may be
// read as markup, so the markup characters are escaped where the server says
// that it does so.
func notify(ctx context.Context, n Notice) error {
	conn, err := dialSession(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	server := conn.Object("org.freedesktop.Notifications", "/org/freedesktop/Notifications")
	const iface = "org.freedesktop.Notifications"
	var abilities []string
	if err := server.CallWithContext(ctx, iface+".GetCapabilities", 0).Store(&abilities); err != nil {
		return err
	}
	for _, a := range abilities {
		if a == "body-markup" {
			n.Body = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(n.Body)
		}
	}
	hints := map[string]dbus.Variant{
		"desktop-entry":  dbus.MakeVariant(AppID),
		"urgency":        dbus.MakeVariant(byte(1)),
		"transient":      dbus.MakeVariant(true), // leave no history
		"suppress-sound": dbus.MakeVariant(true),
	}
	var id uint32
	return server.CallWithContext(ctx, iface+".Notify", 0,
		"Twofold", uint32(0), AppID, n.Title, n.Body, []string{}, hints, int32(-1)).Store(&id)
}
