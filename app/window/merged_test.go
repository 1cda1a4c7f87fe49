package window

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"twofold/app/control"
	"twofold/app/locale"
	"twofold/app/session"
)

// merged lets two computers name one account at the same time; the second
// one's name counts.
func (r *rig) merged() (id string) {
	r.t.Helper()
	p := r.newPeer("Hanako's laptop")
	id = p.add("otpauth://totp/GitHub:hanako?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=GitHub", nil)
	p.backUp()
	p.joinBy(r.ses, "Hanako's desktop")
	for _, name := range []string{"hanako-dev", "hanako@home.example"} { // two edits: the later stamp, whatever the ids
		must(r, p.Edit(id, session.Changes{Name: &name}))
	}
	work := "hanako@work.example"
	must(r, r.ses.Edit(id, session.Changes{Name: &work}))
	p.settle(r.ses)
	r.home()
	return id
}

// TestBothValuesOfAMergeAreShown: the row has a mark, the page shows both
// values, and either can be taken.
func TestBothValuesOfAMergeAreShown(t *testing.T) {
	for _, l := range []locale.Language{locale.English, locale.Japanese} {
		for _, take := range []bool{true, false} {
			r := newRig(t, setting{language: l})
			id := r.merged()
			mark := r.txt.T("merged.mark")
			if !strings.Contains(r.texts(), mark+locale.Plain(r.txt.T("computers.comma"))+"hanako@h") {
				t.Errorf("the list says %q", r.texts())
			}
			r.push(func() page { return newEdit(r.App, id) })
			for _, want := range []string{"hanako@work.example", "hanako@home.example", locale.Plain(r.txt.T("merged.h"))} {
				if !strings.Contains(r.texts(), want) {
					t.Errorf("%q is not on the page: %q", want, r.texts())
				}
			}
			want := "hanako@home.example"
			if take {
				want = "hanako@work.example"
				test.Tap(findButton(t, r, r.txt.T("merged.use")))
				test.Tap(r.front().(*editPage).save)
			} else {
				test.Tap(findButton(t, r, r.txt.T("merged.keep")))
				if strings.Contains(r.texts(), locale.Plain(r.txt.T("merged.h"))) {
					t.Errorf("still on the page: %q", r.texts())
				}
				r.home()
			}
			if got := r.ses.View().Row(id); got.Name != want || got.Merged || strings.Contains(r.texts(), mark+locale.Plain(r.txt.T("computers.comma"))) {
				t.Errorf("%+v; the list says %q", got, r.texts())
			}
		}
	}
}

// TestTheMarkDoesNotMoveWhatASearchFound: the found part of a name stays marked
// behind the word.
func TestTheMarkDoesNotMoveWhatASearchFound(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	row := &session.Row{Issuer: "GitHub", Name: "hanako", Merged: true}
	it := r.itemOf(session.Hit{Row: row, Subtitle: [][2]int{{2, 4}}})
	if got := it.Subtitle[it.SubtitleHit[0].From:it.SubtitleHit[0].To]; got != "na" || !strings.HasPrefix(it.Subtitle, r.txt.T("merged.mark")) {
		t.Errorf("%q of %q", got, it.Subtitle)
	}
	it = r.itemOf(session.Hit{Row: row, Subtitle: [][2]int{{0, 2}, {4, 6}}})
	if got := it.Subtitle[it.SubtitleHit[0].From:it.SubtitleHit[0].To] + it.Subtitle[it.SubtitleHit[1].From:it.SubtitleHit[1].To]; got != "hako" {
		t.Errorf("two words: %q of %q", got, it.Subtitle)
	}
	row.Merged = false
	if it := r.itemOf(session.Hit{Row: row}); it.Subtitle != "hanako" || it.SubtitleHit != (control.Spans{}) {
		t.Errorf("%+v", it)
	}
}
