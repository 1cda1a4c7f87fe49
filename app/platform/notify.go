package platform

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode"
)

// Notice is what a notification says: two sentences of the catalogue as they
// stand there. Notifications lie on lock screens, in histories and in the logs
// of other programs, so no account, issuer, file or computer may be named, and
// nothing that came from outside may be put in.
type Notice struct {
	Title, Body string
}

// maxNoticeRunes bounds each text; catalogue sentences are far shorter.
const maxNoticeRunes = 200

// Notify shows a notification. It is best effort, and never the only way in
// which something is said; the error says that nobody will see it.
func Notify(ctx context.Context, n Notice) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	n.Title, n.Body = plainLine(n.Title), plainLine(n.Body)
	if n.Title == "" {
		return fmt.Errorf("notify: no title")
	}
	if err := notify(ctx, n); err != nil {
		return fmt.Errorf("notify: %w", err)
	}
	return nil
}

// plainLine leaves one line without control characters, of limited length.
func plainLine(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		if unicode.IsControl(r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, s)
	if r := []rune(s); len(r) > maxNoticeRunes {
		s = string(r[:maxNoticeRunes])
	}
	return strings.TrimSpace(s)
}
