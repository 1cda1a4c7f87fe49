package window

import (
	"testing"

	"twofold/app/locale"
)

// TestWhatWasFoundStaysInView when the search is cleared: Enter and Space are
// about a row that is seen.
func TestWhatWasFoundStaysInView(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.accounts()
	p := r.main()
	p.header.setQuery("nintendo")
	p.search("nintendo")
	r.run(cmdEscape)
	if got, want := p.list.Selected(), r.row("Nintendo").ID; got != want {
		t.Fatalf("%s is selected, want %s", got, want)
	}
	if _, _, shown := p.list.RowAt(p.list.Selected()); !shown {
		t.Error("the selected row is out of view")
	}
}
