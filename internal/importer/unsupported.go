package importer

import "context"

// unsupportedFormats are known by sight and cannot be read. To say so, with
// the app's name, spares people the search for a mistake of their own.
func unsupportedFormats() []format {
	refuse := func(what string) func(context.Context, *content) (document, error) {
		return func(context.Context, *content) (document, error) { return nil, &UnsupportedError{What: what} }
	}
	return []format{
		{
			// Its secrets are bound to the Windows account that wrote it.
			app:       WinAuth,
			recognise: func(c *content) bool { return c.xmlRoot() == "WinAuth" },
			open:      refuse(WinAuthXML),
		},
		{
			app:       OTPClient,
			recognise: func(c *content) bool { return c.hasPrefix("OTPClient") },
			open:      refuse(OTPClientFile),
		},
		{
			app:       TwoFast,
			recognise: func(c *content) bool { return c.keys().has("IV", "Version", "Collection") },
			open:      refuse(TwoFastFile),
		},
	}
}
