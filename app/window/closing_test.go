package window

import (
	"testing"

	"twofold/app/locale"
)

// TestSlowWorkClosesItsOwnPage: what takes a second or two ends with its page,
// and not with the one that was opened above it meanwhile.
func TestSlowWorkClosesItsOwnPage(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.accounts()
	r.push(func() page { return newRules(r.App) })
	rules := r.front().(*rulesPage)
	r.run(cmdSettings)
	rules.onSave() // ends while the settings are in front
	if _, there := r.front().(*settingsPage); !there {
		t.Fatalf("in front is %T", r.front())
	}
	r.back()
	if _, list := r.front().(*mainPage); !list {
		t.Errorf("below the settings is %T", r.front())
	}

	r.push(func() page { return newRules(r.App) })
	r.front().(*rulesPage).onSave()
	if _, list := r.front().(*mainPage); !list || len(r.stack) != 1 {
		t.Errorf("after saving, in front is %T of %d", r.front(), len(r.stack))
	}
}
