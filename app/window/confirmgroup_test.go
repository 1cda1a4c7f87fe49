package window

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"twofold/app/control"
	"twofold/app/locale"
)

// inGroup counts the accounts of a group.
func (r *rig) inGroup(name string) (n int) {
	for _, row := range r.ses.View().Rows {
		if slices.Contains(row.Groups, name) {
			n++
		}
	}
	return n
}

// newGroupButton is the button beside the picker.
func (r *rig) newGroupButton() (plus *control.IconButton) {
	r.ui.drain()
	r.each(func(o fyne.CanvasObject) bool {
		if b, ok := o.(*control.IconButton); ok && b.AccessibilityLabel() == r.txt.T("add.group.new") {
			plus = b
		}
		return true
	})
	if plus == nil {
		r.t.Fatal("no button for a new group")
	}
	return plus
}

// groupSelect is the picker on the page in front.
func (r *rig) groupSelect() (pick *control.Select) {
	r.ui.drain()
	r.each(func(o fyne.CanvasObject) bool {
		if s, ok := o.(*control.Select); ok {
			pick = s
		}
		return true
	})
	if pick == nil {
		r.t.Fatal("no group picker")
	}
	return pick
}

// TestAllIntoOneGroup: a group that is there by the arrow keys, a new one by
// its name, none by default; of an export and of links; and who goes back
// leaves no group behind.
func TestAllIntoOneGroup(t *testing.T) {
	for _, lang := range []locale.Language{locale.English, locale.Japanese} {
		r := newRig(t, setting{language: lang})
		r.accounts()
		group := r.ses.View().Groups[0].Name
		groups, before := len(r.ses.View().Groups), r.inGroup(group)

		r.readExport("aegis", "", 3)
		if pick := r.groupSelect(); pick.Chosen() != "" {
			t.Errorf("%q is chosen by itself", pick.Chosen())
		}
		r.win.Canvas().Focus(r.groupSelect())
		r.press(fyne.KeyDown)
		r.front().(*confirmPage).onAdd()
		r.closeSheets()
		if n := r.inGroup(group); n != before+3 {
			t.Errorf("%d accounts in %q, want %d", n, group, before+3)
		}

		links := "otpauth://totp/New:1?secret=GEZDGNBVGY3TQOJQMFRGGZDF&issuer=New\notpauth://totp/New:2?secret=MFRGGZDFMZTWQ2LKNNWG23TP&issuer=New"
		r.found(r.ses.ReadText(links))
		test.Tap(r.newGroupButton())
		r.sheetField().SetText("  Clients ")
		r.press(fyne.KeyReturn)
		if pick := r.groupSelect(); pick.Chosen() != "Clients" || len(r.ses.View().Groups) != groups {
			t.Errorf("chosen %q, %d groups", pick.Chosen(), len(r.ses.View().Groups))
		}
		r.back()
		if len(r.ses.View().Groups) != groups {
			t.Error("a group is left of what was not added")
		}
		r.found(r.ses.ReadText(links))
		test.Tap(r.newGroupButton())
		r.sheetField().SetText("Clients")
		r.press(fyne.KeyReturn)
		r.front().(*confirmPage).onAdd()
		if n := r.inGroup("Clients"); n != 2 || len(r.ses.View().Groups) != groups+1 {
			t.Errorf("%d accounts in the new group, %d groups", n, len(r.ses.View().Groups))
		}
	}
}

// sheetField is the line to type in of the sheet in front.
func (r *rig) sheetField() (field *control.Field) {
	r.ui.drain()
	r.each(func(o fyne.CanvasObject) bool {
		if f, ok := o.(*control.Field); ok {
			field = f
		}
		return true
	})
	if field == nil {
		r.t.Fatal("no field")
	}
	return field
}
