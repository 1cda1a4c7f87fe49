package window

import (
	"testing"

	"fyne.io/fyne/v2"

	"twofold/app/config"
	"twofold/app/control"
	"twofold/app/locale"
)

// TestFoldedBars chooses in the smallest window at the largest text: what the
// bars held is in the menu, the group that is shown is named, the status comes
// back with its words when the text is small again, and no row draws over itself
// when another is selected.
func TestFoldedBars(t *testing.T) {
	for _, lang := range []locale.Language{locale.English, locale.Japanese} {
		t.Run(string(lang), func(t *testing.T) {
			small := fyne.NewSize(minWidth, minHeight)
			r := newRig(t, setting{language: lang, scale: 200, width: minWidth, height: minHeight})
			r.accounts()
			r.win.Resize(small)
			p := r.main()
			if want := (mainFolds{header: true, chips: true, status: true}); p.folds != want {
				t.Fatalf("%+v folds, want %+v", p.folds, want)
			}
			r.choose("Google")
			r.choose("GitHub")
			for _, problem := range problemsOf(r, small) {
				t.Error(problem)
			}
			items := p.foldedItems()
			if len(items) < 2 || items[0].Label != r.txt.T("main.add") || items[1].Label != r.txt.T("main.groups") {
				t.Fatalf("the menu offers %+v", items)
			}
			pick(t, items[1].Sub, "Work")
			if p.group == "" || p.searchWords() != "Work" {
				t.Errorf("the search field says %q for group %q", p.searchWords(), p.group)
			}
			pick(t, p.foldedItems()[1].Sub, r.txt.T("main.all"))
			if p.group != "" || p.searchWords() != r.txt.T("main.search") {
				t.Errorf("the search field says %q for group %q", p.searchWords(), p.group)
			}
			must(r, r.cfg.Change(func(s *config.Settings) { s.TextScale = 100 }))
			r.win.Resize(small)
			if p := r.main(); p.folds != (mainFolds{}) || len(p.foldedItems()) > 0 || !p.chips.strip.Visible() {
				t.Errorf("%+v folds at the normal size", p.folds)
			}
		})
	}
}

func pick(t *testing.T, items []control.MenuItem, label string) {
	t.Helper()
	for _, i := range items {
		if i.Label == label {
			i.Do()
			return
		}
	}
	t.Fatalf("no %q among %+v", label, items)
}
