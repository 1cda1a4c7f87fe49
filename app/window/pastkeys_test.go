package window

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"twofold/app/locale"
	"twofold/app/session"
)

// TestEarlierKeyIsTakenAgain: a key that was replaced can be found on the edit
// page by the code it makes, and used again.
func TestEarlierKeyIsTakenAgain(t *testing.T) {
	for _, l := range []locale.Language{locale.English, locale.Japanese} {
		r := newRig(t, setting{language: l})
		r.accounts()
		id := r.ses.View().Rows[0].ID
		code := func() string { c, _ := r.ses.View().Code(id, r.clock.Now()); return c.Now }
		first := code()
		must(r, r.ses.Edit(id, session.Changes{Key: &session.Manual{Secret: "KRSXG5CTMVRXEZLU"}}))
		if code() == first {
			t.Fatal("the key is still the first")
		}
		r.push(func() page { return newEdit(r.App, id) })
		test.Tap(findButton(t, r, r.txt.T("key.past.h")))
		if !strings.Contains(r.texts(), first) || !strings.Contains(r.texts(), code()) {
			t.Errorf("the codes %s and %s are not both on the page: %q", first, code(), r.texts())
		}
		test.Tap(findButton(t, r, r.txt.T("key.past.use")))
		if code() != first {
			t.Errorf("code %s after choosing the key of %s", code(), first)
		}
		if _, ok := r.front().(*mainPage); !ok {
			t.Errorf("in front is %T", r.front())
		}
		r.push(func() page { return newEdit(r.App, r.ses.View().Rows[1].ID) })
		if strings.Contains(r.texts(), r.txt.T("key.past.h")) {
			t.Error("earlier keys on the page of an account that has one key")
		}
	}
}

func TestRehearsalIsOfferedOnceAYear(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.accounts()
	words := r.backedUp(t.TempDir())
	due := func() bool { r.opened(); return strings.Contains(r.texts(), r.txt.T("rehearse.due")) }
	r.opened()
	r.clock.Set(r.clock.Now().Add(364 * 24 * time.Hour)) // no timer runs: there would be one a second
	if due() {
		t.Error("offered before the year is over")
	}
	r.clock.Set(r.clock.Now().Add(2 * 24 * time.Hour))
	if !due() {
		t.Fatalf("not offered: %q", r.texts())
	}
	r.main().foot.act()
	p, ok := r.front().(*rehearsalPage)
	if !ok {
		t.Fatalf("in front is %T", r.front())
	}
	p.words.SetText("one two")
	p.onTry()
	if !strings.Contains(strings.ReplaceAll(r.texts(), "\n", " "), "doesn't open") {
		t.Errorf("a wrong key: %q", r.texts())
	}
	p.words.SetText(strings.Join(words, " "))
	p.onTry()
	if !strings.Contains(r.texts(), r.txt.T("rehearse.good")) || !strings.Contains(r.texts(), "12 accounts") {
		t.Errorf("said %q", r.texts())
	}
	r.home()
	if due() {
		t.Error("offered again at once")
	}
}
