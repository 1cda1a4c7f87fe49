package window

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"twofold/app/locale"
)

// groupNames are the groups in the user's order.
func (r *rig) groupNames() string {
	var out []string
	for _, g := range r.ses.View().Groups {
		out = append(out, g.Name)
	}
	return strings.Join(out, " ")
}

// TestGroupsAreReordered by the mouse and by Alt with an arrow, above the list
// and in the sidebar, and back by undo.
func TestGroupsAreReordered(t *testing.T) {
	for _, width := range []float32{420, 960} {
		r := newRig(t, setting{language: locale.English, width: width, height: 680})
		r.accounts()
		p, was := r.main(), r.groupNames()
		if was != "Development Personal Work" {
			t.Fatalf("the groups are %s", was)
		}
		var bar interface {
			fyne.Draggable
			fyne.Focusable
			fyne.Shortcutable
			At(fyne.Position) string
		} = p.chips.strip
		var area fyne.CanvasObject = p.chips.strip
		key, dx, dy := fyne.KeyRight, float32(12), float32(0)
		if width > 720 {
			bar, area, key, dx, dy = p.side.groups, p.side.groups, fyne.KeyDown, 0, 12
		}
		id := r.ses.View().Groups[0].ID
		origin := r.fy.Driver().AbsolutePositionForObject(area)
		at := fyne.NewPos(-1, -1)
		for y := float32(8); y < area.Size().Height && at.X < 0; y += 4 {
			for x := float32(8); x < area.Size().Width; x += 4 {
				if bar.At(origin.AddXY(x, y)) == id {
					at = fyne.NewPos(x, y)
					break
				}
			}
		}
		for range 30 {
			at = at.AddXY(dx, dy)
			bar.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: at}, Dragged: fyne.NewDelta(dx, dy)})
			if bar.At(origin.Add(at)) == r.ses.View().Groups[2].ID {
				break
			}
		}
		bar.DragEnd()
		if got := r.groupNames(); strings.HasPrefix(got, "Development") {
			t.Errorf("%v wide: after the drag %s", width, got)
		}
		r.run(cmdUndo)
		if got := r.groupNames(); got != was {
			t.Errorf("%v wide: undone %s", width, got)
		}

		p.choose(id, false)
		r.win.Canvas().Focus(bar)
		bar.TypedShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierAlt})
		if got := r.groupNames(); got != "Personal Development Work" {
			t.Errorf("%v wide: by the keyboard %s", width, got)
		}
		if r.win.Canvas().Focused() != bar || p.group != id {
			t.Errorf("%v wide: the keyboard is on %T, group %s", width, r.win.Canvas().Focused(), p.group)
		}
		r.run(cmdUndo)
		if got := r.groupNames(); got != was {
			t.Errorf("%v wide: undone %s", width, got)
		}
	}
}

// TestGroupsHaveAMenu opens the context menu of a group with the mouse and with
// its key, above the list and in the sidebar; there is none for all accounts.
func TestGroupsHaveAMenu(t *testing.T) {
	for _, width := range []float32{420, 960} {
		r := newRig(t, setting{language: locale.English, width: width, height: 680})
		r.accounts()
		p, rename := r.main(), r.txt.T("group.rename")
		var bar fyne.Focusable = p.chips.strip
		if width > 720 {
			bar = p.side.groups
		}
		click := func(label string) (found bool) {
			r.each(func(o fyne.CanvasObject) bool {
				a, named := o.(fyne.Accessible)
				if s, ok := o.(fyne.SecondaryTappable); ok && named && strings.HasPrefix(a.AccessibilityLabel(), label) {
					s.TappedSecondary(&fyne.PointEvent{AbsolutePosition: fyne.NewPos(60, 60)})
					found = true
				}
				return true
			})
			return found
		}
		closed := func() {
			r.win.Canvas().Overlays().Top().(fyne.Focusable).TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
		}
		if !click("Personal") || !r.says(rename) || p.group != "" {
			t.Fatalf("%v wide: no menu with the mouse, or another group is shown", width)
		}
		closed()
		if click("All"); r.says(rename) {
			t.Errorf("%v wide: all accounts have the menu of a group", width)
		}
		r.win.Canvas().Focus(bar)
		if r.press(desktop.KeyMenu); r.says(rename) {
			t.Errorf("%v wide: the key opens a menu for all accounts", width)
		}
		p.choose(r.ses.View().Groups[0].ID, false)
		r.win.Canvas().Focus(bar)
		if r.press(desktop.KeyMenu); !r.says(rename) {
			t.Errorf("%v wide: no menu by the key", width)
		}
		closed()
		p.groupItems(p.group)[0].Do() // the old name is selected, and typing replaces it
		f := r.win.Canvas().Focused()
		f.TypedRune('N')
		f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		if got := r.groupNames(); got != "N Personal Work" {
			t.Errorf("%v wide: renamed %s", width, got)
		}
	}
}
