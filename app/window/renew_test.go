package window

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"twofold/app/config"
	"twofold/app/locale"
)

// TestLanguageChangesAtOnce types into every field of every screen and changes
// the language: what was typed, the caret and the keyboard stay, and the screen
// says the same as one that was made in that language.
func TestLanguageChangesAtOnce(t *testing.T) {
	pairs := map[locale.Language]locale.Language{locale.English: locale.Japanese, locale.Japanese: locale.English}
	for _, s := range screens {
		if s.name == "list" || s.name == "search" || s.name == "noresults" {
			continue // the row says only for a moment that it was copied; TestSearchStays
		}
		for lang, other := range pairs {
			t.Run(s.name+"-"+string(lang), func(t *testing.T) {
				open := func(lang locale.Language) *rig {
					set := s.set
					set.language = lang
					r := newRig(t, set)
					s.build(r)
					r.win.Resize(set.size())
					r.typeIn(r.entries())
					return r
				}
				r := open(lang)
				if len(r.sheets) > 0 || r.win.Canvas().Overlays().Top() != nil {
					return // a sheet asks for a decision before the settings can be opened
				}
				want, before, layers := open(other).wording(), r.typing(), len(r.stack)
				check := func(how string) {
					t.Helper()
					if got := r.typing(); !slices.Equal(got, before) {
						t.Errorf("%s: the fields have\n%q, and had\n%q", how, got, before)
					}
					if got := r.wording(); !slices.Equal(got, want) {
						t.Errorf("%s: the window says\n%q, and should\n%q", how, got, want)
					}
					if len(r.stack) != layers {
						t.Errorf("%s: %d pages, and there were %d", how, len(r.stack), layers)
					}
				}
				r.speak(other)
				check("in front")
				if !kept(r.front()) {
					return
				}
				r.speak(lang)
				want = r.wording()
				r.speak(other)
				r.push(func() page { return newSettings(r.App) })
				r.speak(lang)
				r.back()
				check("under the settings")
			})
		}
	}
}

// speak changes the language, as the settings do.
func (r *rig) speak(lang locale.Language) {
	must(r, r.cfg.Change(func(s *config.Settings) { s.Language = string(lang) }))
	r.ui.drain()
}

// wording is all that is written on the window.
func (r *rig) wording() []string {
	var l laid
	l.walk(r.win.Canvas().Content(), fyne.Position{}, endless, endless, nil)
	var out []string
	for _, s := range l.texts {
		out = append(out, s.text)
	}
	return out
}

// TestSearchStays: what is searched for stays while another page is open above
// the list, also in another language.
func TestSearchStays(t *testing.T) {
	for _, change := range []bool{false, true} {
		r := newRig(t, setting{language: locale.English})
		r.accounts()
		r.main().header.search.Type('s')
		for _, c := range "ato" {
			r.win.Canvas().Focused().TypedRune(c)
		}
		before := len(r.main().list.Items())
		r.run(cmdSettings)
		if change {
			r.speak(locale.Japanese)
		}
		r.back()
		p := r.main()
		if p.header.search.Text() != "sato" || p.query != "sato" || len(p.list.Items()) != before || before == 12 {
			t.Errorf("%q is searched for, with %d results of %d", p.query, len(p.list.Items()), before)
		}
		if all := "All"; change == slices.Contains(r.wording(), all) {
			t.Errorf("the window says %q", r.wording())
		}
	}
}
