package window

import (
	"testing"

	"fyne.io/fyne/v2"

	"twofold/app/locale"
	"twofold/app/session"
	"twofold/internal/account"
)

// TestAnOfferIsOfTheLastChange: the button of the status line never takes back
// something else than its words say.
func TestAnOfferIsOfTheLastChange(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.accounts()
	deleted := r.txt.T("status.deleted", "name", "GitHub")
	r.choose("GitHub")
	r.run(cmdDelete)
	r.press(fyne.KeyReturn)
	if !r.says(deleted) {
		t.Fatal("nothing is said of the deletion")
	}
	group := r.ses.View().Groups[0]
	if err := r.ses.RenameGroup(group.ID, "Code"); err != nil {
		t.Fatal(err)
	}
	if r.says(deleted) {
		t.Error("after another change the offer is still there")
	}
	r.main().askRemoveGroup(group.ID)
	r.press(fyne.KeyReturn)
	if want := r.txt.T("status.deleted", "name", "Code"); len(r.ses.View().Groups) != 2 || !r.says(want) {
		t.Fatalf("a deleted group: %q, want %q", r.texts(), want)
	}
	r.main().foot.act()
	if r.groupNames() != "Code Personal Work" || len(r.ses.View().Trash) != 1 {
		t.Errorf("undo leaves the groups %s, %d deleted accounts", r.groupNames(), len(r.ses.View().Trash))
	}
}

// TestEditChangesWhatWasEdited: what another computer, or a tick, changed while
// the page was open is not put back by saving.
func TestEditChangesWhatWasEdited(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.accounts()
	id := r.row("GitHub").ID
	codes := []account.RecoveryCode{{Text: "x one"}, {Text: "two"}}
	if err := r.ses.Edit(id, session.Changes{RecoveryCodes: &codes}); err != nil {
		t.Fatal(err)
	}
	r.push(func() page { return newEdit(r.App, id) })
	edit := r.front().(*editPage)
	note, used := "changed elsewhere", []account.RecoveryCode{{Text: "x one"}, {Text: "two", Used: true}}
	if err := r.ses.Edit(id, session.Changes{Note: &note, RecoveryCodes: &used}); err != nil {
		t.Fatal(err)
	}
	edit.name.SetText("me")
	edit.onSave()
	row := r.ses.View().Row(id)
	if row.Name != "me" || row.Note != note || row.RecoveryCodes[0].Used || !row.RecoveryCodes[1].Used {
		t.Errorf("saved: %+v", row)
	}
	if !r.says(r.txt.T("common.undo")) {
		t.Error("no undo is offered")
	}
	r.main().foot.act()

	// Nothing was changed: nothing is said, and there is nothing to take back.
	r.push(func() page { return newEdit(r.App, id) })
	before := r.ses.LastChange()
	r.front().(*editPage).onSave()
	if r.ses.LastChange() != before || r.says(r.txt.T("common.undo")) {
		t.Error("saving what was not changed is a change")
	}
}

// TestEditKeepsWhatCouldNotBeSaved: the page with what was typed stays.
func TestEditKeepsWhatCouldNotBeSaved(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.accounts()
	id := r.row("GitHub").ID
	r.push(func() page { return newEdit(r.App, id) })
	edit := r.front().(*editPage)
	edit.note.SetText("an hour's work")
	if err := r.ses.Delete(id); err != nil {
		t.Fatal(err)
	}
	if err := r.ses.Purge(id); err != nil { // as another computer may
		t.Fatal(err)
	}
	edit.onSave()
	if r.front() != page(edit) || edit.note.Text() != "an hour's work" || len(r.sheets) != 1 {
		t.Errorf("in front is %T under %d sheets", r.front(), len(r.sheets))
	}
}

// TestKeysSaveAForm: Enter in a line of it, and Ctrl+S.
func TestKeysSaveAForm(t *testing.T) {
	for name, save := range map[string]func(*rig, *editPage){
		"Enter":  func(r *rig, _ *editPage) { r.press(fyne.KeyReturn) },
		"Ctrl+S": func(r *rig, _ *editPage) { r.run(cmdBackup) },
	} {
		r := newRig(t, setting{language: locale.English})
		r.accounts()
		id := r.row("GitHub").ID
		r.push(func() page { return newEdit(r.App, id) })
		edit := r.front().(*editPage)
		edit.name.Focus()
		edit.name.SetText("me")
		save(r, edit)
		if _, main := r.front().(*mainPage); !main || r.ses.View().Row(id).Name != "me" {
			t.Errorf("%s leaves %T in front and saves %q", name, r.front(), r.ses.View().Row(id).Name)
		}
	}
	r := newRig(t, setting{language: locale.English})
	r.accounts()
	r.push(func() page { return newManual(r.App) })
	form := r.front().(*manualPage)
	form.issuer.SetText("Typed")
	form.key.secret.SetText("KRSXG5CTMVRXEZLU")
	r.run(cmdBackup)
	if r.row("Typed") == nil {
		t.Errorf("Ctrl+S adds nothing; in front is %T", r.front())
	}
}

// TestATypedKeyIsNotLostUnasked on the way back from the form.
func TestATypedKeyIsNotLostUnasked(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.accounts()
	r.push(func() page { return newManual(r.App) })
	form := r.front().(*manualPage)
	form.key.secret.SetText("JBSWY3DPEHPK3PXP")
	r.run(cmdEscape)
	if r.front() != page(form) || !r.says(r.txt.T("edit.unsaved.h")) {
		t.Fatalf("in front is %T without a question", r.front())
	}
	r.closeSheets()
	form.key.secret.SetText("")
	r.run(cmdEscape)
	if r.front() == page(form) {
		t.Error("the empty form asks, too")
	}
}
