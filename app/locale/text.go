package locale

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
)

// T gives the text of a key. Data are pairs of a placeholder's name and its
// value: T("row.next", "code", "065 578") fills {code}. A placeholder without
// a value stays visible, and so does a key that no catalogue has; a test
// finds both. Values are put in as they are, never read as placeholders.
func (t *Texts) T(key string, data ...any) string {
	return fill(t.lookup(&i18n.LocalizeConfig{MessageID: key}), data)
}

// N gives the plural form of a key that fits n, with {n} filled in. Further
// data as for [Texts.T].
func (t *Texts) N(key string, n int, data ...any) string {
	text := t.lookup(&i18n.LocalizeConfig{MessageID: key, PluralCount: n})
	return fill(text, append([]any{"n", n}, data...))
}

func (t *Texts) lookup(c *i18n.LocalizeConfig) string {
	t.mu.RLock()
	l := t.localizer
	t.mu.RUnlock()
	text, err := l.Localize(c)
	if err != nil && text == "" {
		return c.MessageID
	}
	return text
}

// fill puts values into {placeholders} in one pass, so that a value which
// looks like a placeholder is left alone.
func fill(text string, data []any) string {
	if len(data) < 2 || !strings.ContainsRune(text, '{') {
		return text
	}
	pairs := make([]string, 0, len(data))
	for i := 0; i+1 < len(data); i += 2 {
		pairs = append(pairs, "{"+fmt.Sprint(data[i])+"}", format(data[i+1]))
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

func format(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case int:
		return strconv.Itoa(v)
	}
	return fmt.Sprint(v)
}

// Plain takes the break marks (U+200B) out of a text, for places that do not
// wrap it themselves: terminals, notifications, files.
func Plain(text string) string { return strings.ReplaceAll(text, "\u200b", "") }

// List joins names the way the language does: "a, b, and c", 「a、b、c」.
func (t *Texts) List(items ...string) string {
	switch len(items) {
	case 0:
		return ""
	case 1:
		return items[0]
	case 2:
		return t.T("list.two", "a", items[0], "b", items[1])
	}
	last := len(items) - 1
	return strings.Join(items[:last], t.T("list.sep")) + t.T("list.last") + items[last]
}
