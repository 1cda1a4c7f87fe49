package window

import (
	"context"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/session"
	"twofold/app/skin"
)

// problem is what was refused and why, with the name it can be found under.
func (a *App) problem(p session.Problem) string {
	what, next := a.sentenceOf(session.Explain(p.Err, p.Name))
	if p.Line > 0 {
		what = a.txt.T("err.import.entry", "n", p.Line, "reason", what)
	}
	if p.Name != "" && !strings.Contains(what, p.Name) {
		what = p.Name + "\n" + what
	}
	if next != "" {
		what += "\n" + next
	}
	return what
}

// sum tells what became of an import: the sums, every refused entry by name,
// and the offer to throw files away that hold secrets in the clear. After
// pictures without trouble the status line is enough for that, if it is seen.
func (a *App) sum(f session.Found, done session.Added) {
	refused := append(append([]session.Problem(nil), f.Problems...), done.Problems...)
	if _, line := a.front().(*mainPage); line && !f.Imported && len(refused) == 0 {
		if len(f.Clear) > 0 && len(done.IDs) > 0 {
			a.offer(a.txt.N("status.added", len(done.IDs)), a.txt.T("status.bin"), func() { a.askBin(f.Clear) })
		}
		return
	}
	t := a.txt.T
	objects := []fyne.CanvasObject{heading(t("import.sum.h"))}
	lines := session.SumLines(a.txt, done, len(refused))
	for i, l := range lines {
		colour := skin.Text
		if i == len(lines)-1 && len(refused) > 0 {
			colour = skin.Urgent
		}
		objects = append(objects, control.NewParagraph(l, skin.Body, colour))
	}
	var s *control.Sheet
	keep := control.NewButton(t("common.done"), "", control.Primary, func() { s.Close() })
	if len(f.Clear) > 0 { // before the refused ones, which can be many
		objects = append(objects, a.binOffer(f.Clear, func() { s.Close() })...)
		keep.SetText(t("import.keep"))
		keep.SetKind(control.Neutral)
	}
	objects = append(objects, a.refusedLines(refused)...)
	s = control.NewSheet(append(objects, control.Gap(4), keep)...)
	s.OnEnter = s.Close
	s.Tells = len(f.Clear) == 0
	a.open(s)
	a.win.Canvas().Focus(keep)
}

// binOffer names files that hold secrets in the clear, and the button that
// throws them away.
func (a *App) binOffer(paths []string, first func()) []fyne.CanvasObject {
	return []fyne.CanvasObject{
		control.NewNotice(control.Warn, a.txt.T("import.plain.warn")),
		sentence(strings.Join(baseNames(paths), "\n")),
		control.NewButton(a.txt.N("import.bin", len(paths)), "trash", control.Neutral, func() { first(); a.bin(paths) }),
	}
}

// askBin is that offer by itself. The whole status line is a button, so that
// what stands there must not touch the user's files at once.
func (a *App) askBin(paths []string) {
	var s *control.Sheet
	keep := control.NewButton(a.txt.T("import.keep"), "", control.Neutral, func() { s.Close() })
	s = control.NewSheet(append(a.binOffer(paths, func() { s.Close() }), control.Gap(4), keep)...)
	s.OnEnter = s.Close
	a.open(s)
	a.win.Canvas().Focus(keep)
}

// refusedLines names what was refused, and why.
func (a *App) refusedLines(refused []session.Problem) []fyne.CanvasObject {
	var objects []fyne.CanvasObject
	for i, p := range refused {
		if i == mostCards {
			return append(objects, sentence(a.txt.N("import.more", len(refused)-i)))
		}
		objects = append(objects, control.NewParagraph(a.problem(p), skin.Caption, skin.Text2))
	}
	return objects
}

func baseNames(paths []string) []string {
	var out []string
	for _, p := range paths {
		out = append(out, filepath.Base(p))
	}
	return out
}

// bin moves files to the system's bin, and says which it could not move.
func (a *App) bin(paths []string) {
	var kept []string
	a.work(func(ctx context.Context) {
		for _, p := range paths {
			if a.desk.MoveToBin(ctx, p) != nil {
				kept = append(kept, filepath.Base(p))
			}
		}
	}, func() {
		if len(kept) > 0 {
			a.tell(a.txt.T("import.bin.failed"), strings.Join(kept, "\n"))
			return
		}
		a.note(a.txt.N("import.binned", len(paths)))
	})
}
