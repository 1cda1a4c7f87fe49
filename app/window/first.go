package window

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/session"
	"twofold/app/skin"
)

// firstRun is what the list page shows while there is no account: three doors
// and a hint. After the last account was deleted it greets nobody.
func firstRun(a *App) fyne.CanvasObject {
	t := a.txt.T
	title, line := t("first.title"), t("app.tagline")
	if len(a.ses.View().Trash) > 0 {
		title, line = t("main.empty"), ""
	}
	objects := []fyne.CanvasObject{titleText(title, skin.TitleLG)}
	if line != "" {
		objects = append(objects, control.NewParagraph(line, skin.Body, skin.Text2).Centred())
	}
	button := func(key, icon string, kind control.ButtonKind, do func()) fyne.CanvasObject {
		return control.NewButton(t(key), icon, kind, do).Tall()
	}
	// What was found changes no place on the page: it may come when the hand is
	// already on its way to a button.
	add, way := control.Primary, control.Neutral
	question, below := t("first.recover.q"), control.NewParagraph(t("first.drop"), skin.Caption, skin.Text3)
	if near := a.backupNear; near != nil {
		add, way = control.Neutral, control.Primary
		question = t("first.found", "svc", serviceTitle(*near))
		if age := a.foundAge(near.Newest, near.Computers, "first.found.age"); age != "" {
			below = control.NewParagraph(age, skin.Caption, skin.Text2)
		}
	}
	objects = append(objects, control.Gap(14),
		button("first.add", "plus", add, func() { a.run(cmdAdd) }),
		button("first.import", "download", control.Neutral, func() { a.push(func() page { return newImport(a) }) }),
		control.Gap(12), hintText(question),
		button("first.recover", "history", way, a.beginRecovery),
		control.Gap(14), below.Centred())
	return hero(356, objects...)
}

// firstKey is Enter while nothing has the keyboard: the door that stands out.
func (a *App) firstKey(k *fyne.KeyEvent) bool {
	if k.Name != fyne.KeyReturn && k.Name != fyne.KeyEnter {
		return false
	}
	if a.backupNear != nil {
		a.beginRecovery()
	} else {
		a.run(cmdAdd)
	}
	return true
}

// foundAge says what can be known of a backup without a key: how old its
// newest file is, and how many computers wrote there. Names are encrypted.
func (a *App) foundAge(newest time.Time, computers int, key string) string {
	if newest.IsZero() || computers == 0 {
		return "" // nothing but a recovery file has arrived yet
	}
	return a.txt.T(key, "ago", a.txt.Ago(newest, a.now()), "computers", a.txt.N("first.found.from", computers))
}

// lookForBackup finds out, once, whether a folder of a cloud service on this
// computer has a backup: then the way back to the accounts stands out. Nobody
// waits for it, and nothing but the names of files is looked at.
func (a *App) lookForBackup() {
	if a.looked || a.ses.Phase() != session.Open || len(a.ses.View().Rows)+len(a.ses.View().Trash) > 0 || a.ses.Backup().Folder != "" {
		return
	}
	a.looked = true
	var found []session.FolderChoice
	a.work(func(context.Context) { found = a.ses.Folders() }, func() {
		for i := range found {
			if found[i].Holds {
				a.showFound(&found[i])
				return
			}
		}
	})
}

// showFound puts what was found on the first page, if that still is in front.
func (a *App) showFound(f *session.FolderChoice) {
	a.backupNear = f
	if p, ok := a.front().(*mainPage); ok && p.empty() {
		p.update()
	}
}
