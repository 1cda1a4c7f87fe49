package window

import (
	"testing"

	"fyne.io/fyne/v2/test"

	"twofold/app/locale"
)

// TestADoubleClickDeletesNothingForEver: the question comes up where the
// pointer is, and the second click of a double click falls on its button.
func TestADoubleClickDeletesNothingForEver(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.accounts()
	must(r, r.ses.Delete(r.ses.View().Rows[0].ID))
	r.push(func() page { return newTrash(r.App) })
	test.Tap(r.button(r.txt.T("trash.purge")))
	yes := r.button(r.txt.T("trash.purge.btn"))
	test.Tap(yes)
	if len(r.ses.View().Trash) != 1 || len(r.sheets) != 1 {
		t.Fatalf("%d deleted accounts, %d questions: the second click has answered", len(r.ses.View().Trash), len(r.sheets))
	}
	r.clock.Advance(clickRests)
	test.Tap(yes)
	if len(r.ses.View().Trash) != 0 || len(r.sheets) != 0 {
		t.Errorf("%d deleted accounts, %d questions after the answer", len(r.ses.View().Trash), len(r.sheets))
	}
}
