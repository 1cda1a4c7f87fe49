package window

import (
	"context"
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/session"
	"twofold/app/skin"
)

// What a folder holds decides what choosing it means. That is asked here,
// before anything is written, and the way back leaves everything as it was.

// folder is the first page, with the folders there are.
func (p *backupSetup) folder() {
	p.stopAwaiting()
	p.deep, p.now = false, p.folder
	p.step.Set(0)
	p.root.SetBody(p.pick.body)
	p.root.SetFooter(control.NewButton(p.a.txt.T("common.cancel"), "", control.Neutral, p.a.back), p.next)
}

func (p *backupSetup) onBack() {
	if p.deep {
		p.folder()
		return
	}
	p.a.back()
}

func (p *backupSetup) command(c command) bool {
	if c == cmdEscape && p.deep {
		p.folder()
		return true
	}
	return false
}

func (p *backupSetup) leave() { p.stopAwaiting() }

// onFolder looks what the folder means.
func (p *backupSetup) onFolder() {
	if p.busy || p.pick.path() == "" {
		return
	}
	p.path = p.pick.path()
	p.next.SetEnabled(false)
	p.look(func(found session.Adoption, err error) {
		p.next.SetEnabled(true)
		p.looked(found, err)
	})
}

// look inspects the chosen folder off the UI goroutine.
func (p *backupSetup) look(done func(session.Adoption, error)) {
	p.busy = true
	var found session.Adoption
	var err error
	p.a.work(func(ctx context.Context) { found, err = p.a.ses.InspectFolder(ctx, p.path) }, func() {
		p.busy = false
		done(found, err)
	})
}

func (p *backupSetup) looked(found session.Adoption, err error) {
	switch {
	case err != nil:
		p.a.say(session.Explain(err, p.path))
	case found.Refused() != nil:
		p.a.say(session.Explain(found.Refused(), p.path))
	case found.Kind == session.AdoptVault, found.Kind == session.AdoptApproval:
		p.askRecover(found)
	case found.Kind == session.AdoptWait:
		p.await(found)
	case found.ReadOnly:
		p.a.say(session.Sentence{Key: "bk.readonly", Next: "bk.readonly.d"})
	case found.Kind == session.AdoptSame:
		p.askConnect(found)
	case found.First:
		p.askFirst()
	default:
		p.begin()
	}
}

// begin makes the backup in the folder, with a recovery key before it.
func (p *backupSetup) begin() {
	p.stopAwaiting()
	if p.a.ses.Status().KeyUnsaved {
		p.protect()
		return
	}
	p.write()
}

// put shows a question; the way back leads to the folders.
func (p *backupSetup) put(objects []fyne.CanvasObject, foot ...fyne.CanvasObject) {
	p.deep = true
	p.root.SetBody(objects...)
	p.root.SetFooter(append([]fyne.CanvasObject{control.NewButton(p.a.txt.T("common.back"), "", control.Neutral, p.folder)}, foot...)...)
}

// askRecover: a vault that is there is never written over, nor is another one
// begun beside it.
func (p *backupSetup) askRecover(found session.Adoption) {
	p.now = func() { p.askRecover(found) }
	t := p.a.txt.T
	objects := []fyne.CanvasObject{control.NewParagraph(t("sync.holds.h"), skin.Title, skin.Text)}
	newest := found.Vaults[0]
	if age := p.a.foundAge(newest.Newest, newest.Computers, "sync.holds.facts"); age != "" {
		objects = append(objects, sentence(age))
	}
	if n := len(found.Vaults); n > 1 {
		objects = append(objects, sentence(p.a.txt.N("sync.holds.two", n)))
	}
	if found.Here > 0 {
		objects = append(objects, sentence(p.a.txt.N("sync.holds.here", found.Here)))
	} else {
		objects = append(objects, sentence(t("sync.holds.none")))
	}
	var first fyne.Focusable
	door := func(icon, title, detail string, w way) {
		d := control.NewDoor(icon, title, detail, func() { p.recover(w) })
		objects = append(objects, d)
		if first == nil {
			first = d
		}
	}
	if found.Kind == session.AdoptApproval {
		objects = append(objects, control.NewNotice(control.Warn, t("sync.holds.nokey")))
	} else {
		door("key", t("sync.holds.key"), t("rec.unlock.key.d"), byKey)
	}
	door("computer", t("rec.unlock.approve"), t("rec.unlock.approve.any"), byApproval)
	p.put(objects)
	p.a.win.Canvas().Focus(first)
}

// askConnect: the folder has the vault of this computer already.
func (p *backupSetup) askConnect(found session.Adoption) {
	p.now = func() { p.askConnect(found) }
	t := p.a.txt.T
	objects := []fyne.CanvasObject{control.NewParagraph(t("sync.same.h"), skin.Title, skin.Text), sentence(t("sync.same.b"))}
	if len(found.Others()) > 0 {
		objects = append(objects, sentence(t("bk.vaults")))
	}
	on := control.NewButton(t("sync.same.yes"), "", control.Primary, p.begin)
	p.put(objects, on)
	p.a.win.Canvas().Focus(on)
}

// askFirst: a folder that has not been downloaded yet looks like an empty one,
// and nothing but this question can tell them apart.
func (p *backupSetup) askFirst() {
	p.now = p.askFirst
	t := p.a.txt.T
	no := control.NewDoor("plus", t("sync.first.no"), t("sync.first.no.d"), p.begin)
	p.put([]fyne.CanvasObject{
		control.NewParagraph(t("first.recover.q"), skin.Title, skin.Text), sentence(t("sync.first.b")), no,
		control.NewDoor("clock", t("sync.first.yes"), t("sync.first.yes.d"), func() { p.await(session.Adoption{Service: p.service()}) }),
	})
	p.a.win.Canvas().Focus(no)
}

// service names the chosen folder.
func (p *backupSetup) service() string {
	for _, c := range p.pick.list {
		if c.Path == p.path {
			return serviceTitle(c)
		}
	}
	return p.path
}

// awaitPace is how often the folder is looked at while nothing has arrived.
const awaitPace = 5 * time.Second

// await keeps looking until a backup has arrived, and then says what it means.
// Nothing is written meanwhile.
func (p *backupSetup) await(found session.Adoption) {
	p.awaiting(found, nil)
	if p.stop == nil {
		p.stop = p.a.repeat(awaitPace, p.lookAgain)
	}
}

// awaiting shows what there is so far.
func (p *backupSetup) awaiting(found session.Adoption, err error) {
	p.now = func() { p.awaiting(found, err) }
	p.awaits = awaited(found, err)
	t := p.a.txt.T
	objects := []fyne.CanvasObject{
		control.Gap(8), control.Middle(control.NewEmblem("cloud")), titleText(t("sync.wait.h"), skin.Title),
		hintText(t("sync.wait.b", "svc", found.Service)),
	}
	if len(found.Waiting) > 0 {
		names := found.Waiting[:min(len(found.Waiting), mostWaiting)]
		objects = append(objects, sentence(t("sync.wait.files")+"\n"+strings.Join(names, "\n")), sentence(t("bk.download.hint", "svc", found.Service)))
	}
	if err != nil {
		what, next := p.a.sentenceOf(session.Explain(err, p.path))
		objects = append(objects, control.NewNotice(control.Warn, strings.TrimSpace(what+" "+next)))
	}
	// It has its place all the time: what is found meanwhile puts it under nobody's
	// pointer that is on its way back.
	first := control.NewButton(t("sync.first.no"), "", control.Neutral, p.begin)
	first.SetEnabled(found.Kind == session.AdoptEmpty && err == nil)
	p.put(objects, first)
}

// awaited is what the page of waiting shows. While that stays the same the page
// does too, with where it is scrolled to and what has the keyboard.
func awaited(found session.Adoption, err error) string {
	return fmt.Sprint(found.Kind, found.Service, found.Waiting, err)
}

// mostWaiting is how many files are named that are on their way.
const mostWaiting = 6

func (p *backupSetup) lookAgain() {
	if p.stop == nil || p.busy {
		return
	}
	p.look(func(found session.Adoption, err error) {
		switch {
		case p.stop == nil: // the user has gone on meanwhile
		case err != nil, found.Kind == session.AdoptEmpty, found.Kind == session.AdoptWait:
			if p.awaits != awaited(found, err) {
				p.awaiting(found, err)
			}
		default:
			p.stopAwaiting()
			p.looked(found, nil)
		}
	})
}

func (p *backupSetup) stopAwaiting() {
	if p.stop != nil {
		p.stop()
		p.stop = nil
	}
}

// recover goes to the recovery instead, with the folder that was chosen.
func (p *backupSetup) recover(w way) {
	p.a.back()
	p.a.recoverFrom(p.path, w)
}

// way is how a backup is to be unlocked.
type way int

const (
	byKey way = iota
	byApproval
)

// recoverFrom begins the recovery from a folder that is known to hold a backup.
func (a *App) recoverFrom(path string, w way) {
	a.push(func() page { return newRecoverWizard(a, path) })
	if p, ok := a.front().(*recoverWizard); ok {
		p.way = w
		p.onFolder()
	}
}
