package window

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"twofold/app/config"
	"twofold/app/locale"
)

// looksChanged is all that changes how the window looks while it is used.
var looksChanged = []struct {
	name string
	set  func(s *config.Settings)
}{
	{"larger", func(s *config.Settings) { s.TextScale = 200 }},
	{"smaller", func(s *config.Settings) { s.TextScale = 85 }},
	{"light", func(s *config.Settings) { s.Theme = config.ThemeLight }},
	{"contrast", func(s *config.Settings) { s.Theme = config.ThemeHighContrast }},
	{"density", func(s *config.Settings) { s.Density = config.DensityLarge }},
	{"motion", func(s *config.Settings) { s.Motion = config.MotionReduced }},
}

// TestLooksChangeInPlace types into every field of every screen, with the caret
// within the text, and changes each part of how the window looks: the text, the
// caret, the selection, the keyboard, the page and the sheets above it stay.
func TestLooksChangeInPlace(t *testing.T) {
	fields, ran := 0, 0
	for _, s := range screens {
		for _, lang := range []locale.Language{locale.English, locale.Japanese} {
			t.Run(s.name+"-"+string(lang), func(t *testing.T) {
				ran++
				set := s.set
				set.language = lang
				r := newRig(t, set)
				s.build(r)
				r.win.Resize(set.size())
				all := r.entries()
				if len(all) == 0 {
					return
				}
				fields += len(all)
				r.typeIn(all)
				before, page, sheets := r.typing(), r.front(), len(r.sheets)
				for _, change := range looksChanged {
					must(r, r.cfg.Change(change.set))
					r.ui.drain()
					if got := r.typing(); !slices.Equal(got, before) {
						t.Fatalf("%s: the fields have\n%q, and had\n%q", change.name, got, before)
					}
					if r.front() != page || len(r.sheets) != sheets {
						t.Fatalf("%s: another page, or %d sheets of %d", change.name, len(r.sheets), sheets)
					}
				}
			})
		}
	}
	if ran == 2*len(screens) && fields < 40 {
		t.Errorf("only %d fields were found", fields)
	}
}

// typeIn types two digits into fields, and puts the caret between them.
func (r *rig) typeIn(fields []fyne.Focusable) {
	for _, e := range fields {
		r.win.Canvas().Focus(e)
		for _, c := range "27" {
			e.TypedRune(c)
		}
		e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
	}
}

// entries are the fields on the window, above all the uppermost sheet.
func (r *rig) entries() []fyne.Focusable {
	c := r.win.Canvas()
	root := c.Content()
	if top := c.Overlays().Top(); top != nil {
		root = top
	}
	var l laid
	l.walk(root, fyne.Position{}, endless, endless, nil)
	var out []fyne.Focusable
	for _, s := range l.controls {
		o := s.path[len(s.path)-1]
		if _, ok := o.(interface{ SelectedText() string }); ok {
			out = append(out, o.(fyne.Focusable))
		}
	}
	return out
}

// typing is what stands in the fields, with carets, selection and keyboard.
func (r *rig) typing() []string {
	var out []string
	for _, e := range r.entries() {
		v := reflect.ValueOf(e).Elem()
		out = append(out, fmt.Sprintf("%s|%d:%d|%s|%v", v.FieldByName("Text").String(),
			v.FieldByName("CursorRow").Int(), v.FieldByName("CursorColumn").Int(),
			e.(interface{ SelectedText() string }).SelectedText(), r.win.Canvas().Focused() == e))
	}
	return out
}
