package locale

import (
	"fmt"
	"strconv"
	"strings"
)

// T gives the text of a key. Data are pairs of a placeholder's name and its
// value: T("row.next", "code", "065 578") fills {code}. A placeholder without
// a value stays visible, and so does a key that no catalogue has; a test
// finds both. Values are put in as they are, never read as placeholders.
func (t *Texts) T(key string, data ...any) string {
	return fill(t.lookup(key, 0), data)
}

// N gives the plural form of a key that fits n, with {n} filled in. Further
// data as for [Texts.T].
func (t *Texts) N(key string, n int, data ...any) string {
	return fill(t.lookup(key, n), append([]any{"n", n}, data...))
}

// lookup finds the text for n things, or gives the key back. Of the two
// languages only English has a form of its own, for one thing; a catalogue
// without that form, the Japanese one, has the same text for any number (CLDR).
func (t *Texts) lookup(key string, n int) string {
	t.mu.RLock()
	m, ok := t.texts[key]
	t.mu.RUnlock()
	if !ok {
		return key
	}
	return m.text(n == 1 || n == -1)
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
