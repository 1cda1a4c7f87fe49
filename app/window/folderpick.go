package window

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/platform"
	"twofold/app/session"
	"twofold/app/skin"
)

// folderPick chooses a folder: those of cloud services that were found, best
// first, and any other by the system's picker. Both wizards begin with it.
type folderPick struct {
	a       *App
	body    *control.Column
	choices *control.Choices
	found   *control.Paragraph // stands over them
	notes   *control.Column
	writes  bool                   // a folder of our own will be made in it
	near    []session.FolderChoice // what was found on this computer
	list    []session.FolderChoice // those to choose from
	own     []session.FolderChoice // the one that was chosen by hand; it stays when others are found
	judged  bool                   // what the own one is was looked up
	changed func()
}

func newFolderPick(a *App, recovery bool, changed func()) *folderPick {
	t := a.txt.T
	f := &folderPick{a: a, changed: changed, writes: !recovery, notes: control.NewColumn(6)}
	f.found = control.NewParagraph(t("sync.found"), skin.CapBold, skin.Text2)
	f.found.Hide()
	f.choices = control.NewChoices(nil, "", func(string) { f.show() })
	head, text := t("sync.h"), t("sync.b")
	if recovery {
		head, text = t("rec.folder.h"), t("rec.folder.b")
	}
	ways := []fyne.CanvasObject{control.Middle(control.NewButton(t("sync.other"), "folder", control.Link, f.other).Low())}
	if recovery && a.ses.Phase() == session.Open {
		ways = append(ways, control.Middle(control.NewButton(t("rec.file"), "file", control.Link, a.chooseExport).Low()))
	}
	f.body = control.NewColumn(12,
		control.NewParagraph(head, skin.Title, skin.Text), sentence(text),
		f.found, f.choices, f.notes,
		control.NewColumn(0, ways...))
	var found []session.FolderChoice
	a.work(func(context.Context) { found = a.ses.Folders() }, func() { f.set(found) })
	return f
}

// set shows the folders that were found; those with a backup come first.
func (f *folderPick) set(found []session.FolderChoice) {
	f.near, f.list = found, slices.Clone(f.own)
	for _, p := range found {
		if len(f.own) == 0 || p.Path != f.own[0].Path {
			f.list = append(f.list, p)
		}
	}
	setShown(f.found, len(f.list) > 0 && len(f.own) == 0)
	var cs []control.Choice
	for i, p := range f.list {
		avatar := control.Monogram(serviceTitle(p))
		c := control.Choice{ID: p.Path, Title: serviceTitle(p), Detail: p.Path, Avatar: &avatar}
		switch {
		case p.Holds:
			c.Badge = f.a.txt.T("rec.folder.has")
		case i == 0 && p.Service != "":
			c.Badge = f.a.txt.T("common.recommended")
		}
		cs = append(cs, c)
	}
	chosen := f.choices.Chosen()
	if chosen == "" && len(f.list) > 0 {
		chosen = f.list[0].Path
	}
	f.choices.SetChoices(cs, chosen)
	f.show()
}

// inherit takes the folders and the choice of the list it was made anew from.
func (f *folderPick) inherit(old *folderPick) {
	f.own, f.judged = old.own, old.judged
	f.choices.SetChoices(nil, old.path())
	f.set(old.near)
}

// serviceTitle names a folder: by its service, or by its own name if it was
// chosen by hand.
func serviceTitle(p session.FolderChoice) string {
	if p.Service == "" {
		return filepath.Base(p.Path)
	}
	if p.Name != "" && p.Name != p.Service {
		return p.Service + " " + p.Name
	}
	return p.Service
}

// show says what is to be known about the chosen folder.
func (f *folderPick) show() {
	var notes []fyne.CanvasObject
	t := f.a.txt.T
	if len(f.list) == 0 {
		notes = append(notes, sentence(t("sync.nonefound")))
	}
	for _, p := range f.list {
		if p.Path != f.choices.Chosen() {
			continue
		}
		for _, w := range p.Warnings {
			if key := warningKeys[w]; key != "" {
				notes = append(notes, control.NewParagraph(t(key), skin.Small, skin.Warn))
			}
		}
		if f.writes && !p.Holds && filepath.Base(p.Path) != session.SubFolder {
			notes = append(notes, control.NewParagraph(t("sync.create"), skin.Small, skin.Text2))
		}
		if p.Service == "" && f.judged {
			key := "sync.notcloud.warn"
			if !f.writes {
				key = "rec.notcloud.warn" // nothing is backed up yet
			}
			notes = append(notes, control.NewParagraph(t(key), skin.Small, skin.Warn))
		}
	}
	f.notes.SetObjects(notes...)
	f.changed()
}

var warningKeys = map[session.FolderWarning]string{
	session.WarnTemp: "err.folder.temp", session.WarnWork: "sync.work.warn",
	session.WarnRemovable: "sync.removable.warn", session.WarnDataDir: "err.folder.nested",
}

// path is the chosen folder; empty for none.
func (f *folderPick) path() string { return f.choices.Chosen() }

// other asks the system's own picker.
func (f *folderPick) other() {
	var path string
	d := platform.Dialog{Title: f.a.txt.T("sync.other"), Parent: f.a.handle()}
	f.a.inquire(func(ctx context.Context) (err error) { path, err = f.a.desk.PickFolder(ctx, d); return err }, func(err error) {
		switch {
		case errors.Is(err, platform.ErrCancelled):
		case errors.Is(err, platform.ErrNoPicker):
			f.typed()
		case err != nil:
			f.a.pickerFailed(err)
		default:
			f.take(path)
		}
	})
}

// take puts a folder that was chosen by hand before the others, and says what
// it is once that is known.
func (f *folderPick) take(path string) {
	path = filepath.Clean(path)
	f.choices.SetChoices(nil, path)
	f.put(session.FolderChoice{Path: path}, false)
	var at session.FolderChoice
	var err error
	f.a.work(func(context.Context) { at, err = f.a.ses.FolderAt(path) }, func() {
		if err == nil && len(f.own) > 0 && f.own[0].Path == path { // choosing a folder that is gone says so
			f.put(at, true)
		}
	})
}

// on reports whether a wizard is at the step of choosing.
func (f *folderPick) on(w *control.Wizard) bool {
	return slices.Contains(w.Body().Objects(), fyne.CanvasObject(f.body))
}

// dropped takes a folder from the file manager as if it was chosen by hand. What
// is none is read as on other pages.
func (f *folderPick) dropped(paths []string) {
	at, err := session.FolderChoice{}, session.ErrFolderMissing
	f.a.work(func(context.Context) {
		if len(paths) == 1 && !isLink(paths[0]) {
			at, err = f.a.ses.FolderAt(paths[0])
		}
	}, func() {
		if err != nil {
			f.a.readDropped(paths)
			return
		}
		f.choices.SetChoices(nil, at.Path)
		f.put(at, true)
	})
}

// put shows a folder that was chosen by hand; what is chosen stays.
func (f *folderPick) put(own session.FolderChoice, judged bool) {
	f.own, f.judged = []session.FolderChoice{own}, judged
	f.set(f.near)
}

// typed asks for a path where the system has no picker.
func (f *folderPick) typed() {
	t := f.a.txt.T
	var s *control.Sheet
	field := control.NewField(t("bk.page.folder"), "")
	field.SetHint(t("sync.other.hint"))
	ok := func() {
		path := strings.TrimSpace(field.Text())
		if path == "" {
			return
		}
		var at session.FolderChoice
		var err error
		f.a.work(func(context.Context) { at, err = f.a.ses.FolderAt(path) }, func() {
			if err != nil {
				what, _ := f.a.sentenceOf(session.Explain(err, path))
				field.SetError(what)
				return
			}
			if !s.IsOpen() {
				return // cancelled meanwhile
			}
			s.Close()
			f.choices.SetChoices(nil, at.Path)
			f.put(at, true)
		})
	}
	field.OnSubmit = ok
	s = control.NewSheet(heading(t("bk.missing.cta")), field, control.Equal(10,
		control.NewButton(t("common.cancel"), "", control.Neutral, func() { s.Close() }),
		control.NewButton(t("common.next"), "", control.Primary, ok)))
	f.a.open(s)
	field.Focus()
}
