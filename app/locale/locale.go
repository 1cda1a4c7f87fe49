// Package locale chooses the language of the program and gives its texts,
// plural forms and phrases of time. The texts lie in catalogues in go-i18n
// JSON; English and Japanese are equal. It knows no window toolkit: what the
// toolkit needs for its own words is handed out as bytes by [Texts.Toolkit].
package locale

import (
	"fmt"
	"strings"
	"sync"

	"twofold/assets"
)

// Language is a language the program speaks, or [System].
type Language string

// The choices of the settings page.
const (
	System   Language = ""
	English  Language = "en"
	Japanese Language = "ja"
)

// Parse reads the value a settings file holds. Anything unknown is [System].
func Parse(s string) Language {
	switch l := Language(s); l {
	case English, Japanese:
		return l
	}
	return System
}

// Resolve turns a choice into English or Japanese. The names of the system's
// preferred languages ("ja-JP", "ja_JP.UTF-8") count best first and matter
// only for [System]; without one that we speak it is English.
func Resolve(choice Language, preferred []string) Language {
	if choice == English || choice == Japanese {
		return choice
	}
	for _, p := range preferred {
		base, _, _ := strings.Cut(strings.ToLower(p), ".")
		base, _, _ = strings.Cut(strings.ReplaceAll(base, "_", "-"), "-")
		switch base {
		case "ja":
			return Japanese
		case "en":
			return English
		}
	}
	return English
}

// FromEnvironment lists the preferred languages as POSIX programs find them:
// LC_ALL, then LC_MESSAGES, then LANG, and before them LANGUAGE unless the
// locale is "C". getenv is [os.Getenv].
func FromEnvironment(getenv func(string) string) []string {
	main := ""
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if main = getenv(name); main != "" {
			break
		}
	}
	if main == "" || main == "C" || main == "POSIX" || strings.HasPrefix(main, "C.") {
		return nil
	}
	var out []string
	for _, l := range strings.Split(getenv("LANGUAGE"), ":") {
		if l != "" {
			out = append(out, l)
		}
	}
	return append(out, main)
}

// Texts gives the texts of the language in use. The language can change while
// the program runs; all methods may be called from any goroutine.
type Texts struct {
	mu        sync.RWMutex
	language  Language
	texts     catalogue
	listeners []func()
}

// New gives the texts for a choice and the system's preferred languages, as
// [Resolve] understands them. It panics if a catalogue in the binary is
// broken, which the tests of this package rule out.
func New(choice Language, preferred []string) *Texts {
	t := &Texts{}
	t.set(Resolve(choice, preferred))
	return t
}

// Use changes the language and then calls the listeners of [Texts.OnChange],
// unless it already is the language in use.
func (t *Texts) Use(choice Language, preferred []string) {
	l := Resolve(choice, preferred)
	if l == t.Language() {
		return
	}
	t.mu.RLock()
	listeners := append([]func(){}, t.listeners...)
	t.mu.RUnlock()
	t.set(l)
	for _, f := range listeners {
		f()
	}
}

// OnChange has f called after each change of the language, on the goroutine
// that calls [Texts.Use].
func (t *Texts) OnChange(f func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.listeners = append(t.listeners, f)
}

// Language is the language in use, never [System].
func (t *Texts) Language() Language {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.language
}

func (t *Texts) set(l Language) {
	c, err := readCatalogue(assets.Catalogue(string(l)))
	if err != nil {
		panic(fmt.Sprintf("locale: catalogue %s: %v", l, err))
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.language, t.texts = l, c
}

// Toolkit gives the JSON catalogue that makes the window toolkit speak the
// language in use: the toolkit's own keys. The window registers it with the
// toolkit under the name of the system's language.
func (t *Texts) Toolkit() []byte { return assets.Toolkit(string(t.Language())) }
