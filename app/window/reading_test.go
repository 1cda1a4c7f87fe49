package window

import (
	"context"
	"strings"
	"testing"
)

// A reading that takes its time is told of, can be stopped, and leaves nothing
// behind when it ends.
func TestReadingIsToldOf(t *testing.T) {
	r := newRig(t, setting{})
	ctx, stop := context.WithCancel(t.Context())
	busy := &readingSheet{a: r.App, stop: stop}
	busy.show()
	if len(r.sheets) != 1 || !strings.Contains(unbroken(r.texts()), unbroken(r.txt.T("import.reading"))) {
		t.Fatalf("%d sheets say %q", len(r.sheets), r.texts())
	}
	busy.end()
	if len(r.sheets) != 0 || ctx.Err() != nil {
		t.Errorf("at its end: %d sheets, %v", len(r.sheets), ctx.Err())
	}
	busy.show() // the time was up in the same moment
	if len(r.sheets) != 0 {
		t.Error("it is told of after its end")
	}
	busy = &readingSheet{a: r.App, stop: stop}
	busy.show()
	r.sheets[0].Close()
	if ctx.Err() == nil {
		t.Error("closed by the user, and it goes on")
	}
	busy.end()
}
