package window

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/locale"
	"twofold/app/session"
)

// shownTitles are the rows of the list from the top.
func (r *rig) shownTitles() string {
	var out []string
	for _, it := range r.main().list.Items() {
		out = append(out, it.Title)
	}
	return strings.Join(out, " ")
}

func TestOrders(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	for _, name := range []string{"Beta", "Alpha", "Gamma"} {
		f := r.ses.ReadText("otpauth://totp/" + name + ":me?issuer=" + name + "&secret=" + strings.Repeat(string(name[0]), 16))
		if _, err := r.ses.Add(f.Candidates); err != nil {
			t.Fatal(err)
		}
		r.clock.Advance(time.Minute)
	}
	r.choose("Gamma")
	for range 2 {
		r.main().copy(r.main().list.Selected(), false)
	}
	r.choose("Beta")
	r.main().copy(r.main().list.Selected(), false)
	for _, tt := range []struct {
		sort session.Sort
		want string
		drag bool
	}{
		{session.SortName, "Alpha Beta Gamma", false},
		{session.SortUsed, "Gamma Beta Alpha", false},
		{session.SortAdded, "Gamma Alpha Beta", false},
		{session.SortManual, "Beta Alpha Gamma", true},
	} {
		set := r.ses.View().Settings
		set.Sort = tt.sort
		r.main().settings(set)
		if got := r.shownTitles(); got != tt.want {
			t.Errorf("by %s: %s, want %s", tt.sort, got, tt.want)
		}
		if r.main().list.Reorder != tt.drag {
			t.Errorf("by %s: rows can be dragged: %v", tt.sort, r.main().list.Reorder)
		}
	}
	r.run(cmdUndo) // choosing an order is an edit like others
	if got := r.shownTitles(); got != "Gamma Alpha Beta" {
		t.Errorf("after undo: %s", got)
	}
}

// TestFindsByEveryField: issuer, account, group, note and reading; what shows
// in the row is marked.
func TestFindsByEveryField(t *testing.T) {
	r := newRig(t, setting{language: locale.Japanese})
	r.accounts()
	for i := range r.ses.View().Rows {
		row := &r.ses.View().Rows[i]
		if row.Title() == "楽天証券" {
			note, reading := "家族の口座", "らくてん"
			must(r, r.ses.Edit(row.ID, session.Changes{Note: &note, Reading: &reading}))
			break
		}
	}
	for query, want := range map[string]string{
		"ama": "Amazon", "contoso.slack": "Slack", "口座": "楽天証券", "rakuten": "楽天証券", "ラクテン": "楽天証券",
	} {
		r.main().search(query)
		if got := r.shownTitles(); got != want {
			t.Errorf("%q finds %q, want %q", query, got, want)
		}
	}
	r.main().search("work")
	if got := r.shownTitles(); !strings.Contains(got, "AWS") {
		t.Errorf("the group finds %q", got)
	}
	r.main().search("maz")
	if items := r.main().list.Items(); len(items) != 1 || items[0].TitleHit != (control.Spans{{From: 1, To: 4}}) {
		t.Errorf("marked in %+v", items)
	}
	r.main().search("zon am")
	if items := r.main().list.Items(); len(items) != 1 || items[0].TitleHit != (control.Spans{{From: 0, To: 2}, {From: 3, To: 6}}) {
		t.Errorf("two words are marked in %+v", items)
	}
}

func TestHiddenCodesShowForAWhile(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.accounts()
	must(r, r.ses.SetSettings(session.Settings{Sort: session.SortManual, ShowNext: session.NextAlways, HideCodes: true}))
	r.choose("GitHub")
	r.win.Canvas().Focus(r.main().list)
	code, err := r.ses.View().Code(r.main().list.Selected(), noon)
	must(r, err)
	shows := func() bool { return strings.Contains(r.texts(), code.Now[:3]+"\n"+code.Now[3:]) }
	if shows() {
		t.Fatal("the code shows at once")
	}
	r.press(fyne.KeySpace)
	if !shows() {
		t.Error("Space does not show it")
	}
	r.clock.Advance(9 * time.Second)
	if !shows() {
		t.Error("gone before ten seconds")
	}
	r.clock.Advance(2 * time.Second)
	if shows() {
		t.Error("shows for ever")
	}
	r.press(fyne.KeyReturn) // copying needs no look
	if r.desk.Text() == "" {
		t.Error("a hidden code is not copied")
	}
	r.press(fyne.KeyDown)
	r.press(fyne.KeyUp) // selecting shows it as well
	if !shows() {
		t.Error("the keys select it, and it does not show")
	}
	r.press(fyne.KeyDown)
	if shows() {
		t.Error("shows when another one is selected")
	}
}

// TestRowDraggedOntoAGroup marks the group under the pointer, in the chips and
// in the sidebar, and joins the one it is dropped on.
func TestRowDraggedOntoAGroup(t *testing.T) {
	for _, width := range []float32{420, 960} {
		r := newRig(t, setting{language: locale.English, width: width, height: 680})
		r.accounts()
		p, v := r.main(), r.ses.View()
		id := ""
		for i := range v.Rows {
			if v.Rows[i].Title() == "Bank" {
				id = v.Rows[i].ID
			}
		}
		var at fyne.Position
		for y := float32(0); y < 680 && at.IsZero(); y += 6 {
			for x := float32(0); x < width; x += 6 {
				pos := fyne.NewPos(x, y)
				group := p.chips.strip.At(pos)
				if width > 720 {
					group = p.side.groups.At(pos)
				}
				if group == v.Groups[0].ID {
					at = pos
					break
				}
			}
		}
		if at.IsZero() {
			t.Fatalf("%v wide: the group is nowhere", width)
		}
		quiet := r.win.Canvas().Capture()
		p.draggedOver(at)
		if differing(quiet, r.win.Canvas().Capture()) == 0 {
			t.Errorf("%v wide: the group does not show that it would take the row", width)
		}
		p.draggedOver(fyne.NewPos(-9, -9))
		if n := differing(quiet, r.win.Canvas().Capture()); n > 0 {
			t.Errorf("%v wide: %d pixels of the mark stay", width, n)
		}
		p.droppedRow(id, at)
		if got := r.ses.View().Row(id).Groups; len(got) != 1 || got[0] != v.Groups[0].Name {
			t.Errorf("%v wide: in %v", width, got)
		}
	}
}

// TestAMovedRowStaysInView: an account that is moved by the keyboard beyond the
// edge of the list is still seen.
func TestAMovedRowStaysInView(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.accounts()
	title := r.main().list.Items()[0].Title
	r.choose(title)
	r.win.Canvas().Focus(r.main().list)
	for range 11 {
		r.main().moveBy(r.main().list.Selected(), 1)
		if !r.says(title) {
			t.Fatalf("%s is out of view: %q", title, r.texts())
		}
	}
	if got := r.main().list.Items()[11].Title; got != title {
		t.Errorf("at the end is %s, not %s", got, title)
	}
}
