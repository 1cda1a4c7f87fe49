// Package window is the program on the screen: one struct a screen, and the
// App that shows them. It draws what the session's views say and asks the
// session for everything else. It never touches keys or files itself.
//
// Threads: everything here runs on the UI goroutine, except functions given to
// [App.work], which run on one of their own and come back through [App.do], and
// the making of the first page, while the UI goroutine waits for its window.
// Nothing on the UI goroutine reads a file, derives a key, asks the keyring or
// decodes a picture.
package window

import (
	"context"
	"os"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"

	"twofold/app/config"
	"twofold/app/control"
	"twofold/app/locale"
	"twofold/app/session"
	"twofold/app/skin"
	"twofold/internal/brand"
)

// ID is the application id, under which desktops know the window.
const ID = "app.twofold.Twofold"

// Options is all that the window needs.
type Options struct {
	Toolkit  fyne.App // made by the caller: a test gives the test driver
	Session  *session.Session
	Config   *config.File
	Texts    *locale.Texts
	Desktop  Desktop
	Now      func() time.Time
	Version  string
	Language []string // preferred languages of the system
	// Updates is where newer versions are listed; nil if that is not known.
	Updates Releases
	// Hidden starts in the tray, as at sign-in.
	Hidden bool
	// NoGovernor leaves the toolkit's loop as it is.
	NoGovernor bool
	// Exit ends the process, on the UI goroutine, after everything is saved. It
	// does not return. Nil for a test, which has no process to end.
	Exit func()
	// Inline runs slow work where it is asked for, so that a test sees its end
	// without waiting. The window of a user never sets it.
	Inline bool
	// Do takes the place of the toolkit's queue for the UI goroutine. Nil
	// outside of tests, whose driver has no such goroutine.
	Do func(f func())
}

// App is the window and what is on it.
type App struct {
	fy   fyne.App
	win  fyne.Window
	ses  *session.Session
	cfg  *config.File
	txt  *locale.Texts
	desk Desktop
	now  func() time.Time
	o    Options
	gov  governor

	ctx context.Context
	end context.CancelFunc

	body          *fyne.Container // the page in front
	stack         []layer
	sheets        []*control.Sheet
	picking       *dialog.FileDialog // the toolkit's own, over everything; nil for none
	clip          session.ClipboardChanged
	later         []string // links and files to read once the vault is open
	inFront       bool
	tray          tray
	textOnly      bool               // the clipboard takes no pictures and no marks
	locks         int                // the session's, as far as the window has heard
	late          bool               // what ends now was begun before the vault was locked
	hidden        bool               // in the tray
	small         bool               // minimised: an icon of the desktop
	watching      bool               // for that
	guarded       bool               // the system is being watched
	endIdle       context.CancelFunc // of the watch over the computer's idle time
	scanning      bool
	leaving       bool // the end has begun
	asking        bool // for a newer version
	approving     *approveSheet
	asked         asked
	backupNear    *session.FolderChoice // a folder with a backup, for the first run
	looked        bool                  // for such a folder
	newest        string                // the newer version that was found
	said          []string              // what is to be told once the vault is open, as keys
	brief         bool                  // it was said that settings last for this run only
	kept          mainKept
	retakeSignals func()
	takeBack      []func(done func()) // changes of the settings, newest last
	paint         firstPaint
	early         early
	patch         patch
}

// New makes the window, without a page. Call [App.Run], or show a page and the
// window yourself in a test.
func New(o Options) *App {
	a := &App{
		fy: o.Toolkit, ses: o.Session, cfg: o.Config, txt: o.Texts,
		desk: o.Desktop, now: o.Now, o: o,
	}
	a.body = &fyne.Container{Layout: bodyLayout{a}}
	a.ctx, a.end = context.WithCancel(context.Background())
	a.tray.icon = &systemTray{queue: a.do}
	if d, ok := o.Desktop.(joiner); ok {
		d.joins(a)
	}
	a.paint, a.early = newFirstPaint(a.painted), newEarly()
	a.gov.off = o.NoGovernor || !realWindow || os.Getenv("TWOFOLD_NO_GOVERNOR") != "" || !o.Config.Settings().IdleGovernor
	a.applyTheme()
	a.applyLanguage()
	a.win = a.fy.NewWindow("Twofold")
	a.patch.win, a.patch.off = a.win, a.gov.off
	a.win.SetIcon(skin.WindowIcon())
	a.win.SetPadded(false)
	a.win.SetMaster()
	a.win.SetContent(a.body)
	a.win.Resize(a.startSize())
	a.win.SetOnDropped(func(_ fyne.Position, uris []fyne.URI) { a.dropped(pathsOf(uris)) })
	a.win.SetCloseIntercept(a.closeAsked)
	a.bindCommands()
	a.ses.Subscribe(func(e session.Event) {
		if _, ok := e.(session.PhaseChanged); ok {
			a.early.hear()
		}
		if _, ok := e.(session.Tick); ok {
			a.tick(func() { a.event(e) })
			return
		}
		a.do(func() { a.event(e) })
	})
	a.txt.OnChange(func() { a.applyLanguage(); a.rebuild(); a.updateTray() })
	a.cfg.OnChange(func(before, now config.Settings) { a.do(func() { a.configChanged(before, now) }) })
	a.cfg.OnDamaged(func() { a.do(func() { a.tellOpen("err.settings.aside") }) })
	a.applySession(o.Config.Settings())
	return a
}

// Run shows the window. In a program of its own it does not return: the end is
// [Options.Exit].
func (a *App) Run() {
	// The vault is opened beside the start of the toolkit, which takes longer,
	// and so is read what its page needs.
	a.work(a.startSession, nil)
	a.work(func(context.Context) { brand.Find("twofold") }, nil) // reads the index
	a.work(func(context.Context) { a.ses.OpenIcons() }, nil)
	life := a.fy.Lifecycle()
	life.SetOnStarted(func() {
		a.keepSignals()
		a.gov.begin()
		a.guard()
		if a.o.Hidden {
			a.startHidden()
		} else {
			a.ses.SetVisible(true)
			a.watchMinimised()
			a.inFront = true
			a.ses.SetFocused(true)
			a.keepOutOfPictures(a.cfg.Settings())
			a.startTray()
		}
		if !a.gov.off {
			a.gov.knows = func() bool { return a.fy.Driver().CanvasForObject(a.body) != nil }
			a.gov.again = a.drawAnew
			a.gov.run(a.ctx)
		}
	})
	life.SetOnEnteredForeground(func() { a.inFront = true; a.ses.SetFocused(true) })
	life.SetOnExitedForeground(func() { a.inFront = false; a.ses.SetFocused(false) })
	a.catchSignals()
	if a.o.Hidden {
		a.root()
	} else {
		a.showFirst()
	}
	a.fy.Run()
}

// startSession opens the vault; its events tell the rest.
func (a *App) startSession(ctx context.Context) {
	if err := a.ses.Start(ctx); err != nil {
		a.do(func() { a.startFailed(err) })
	}
}

// do queues f for the UI goroutine. It may be called from anywhere.
func (a *App) do(f func()) {
	if a.o.Do != nil {
		a.o.Do(f)
		return
	}
	a.gov.do(f)
}

// tick queues f like [App.do]: what happens at every full second.
func (a *App) tick(f func()) {
	if a.o.Do != nil {
		a.o.Do(f)
		return
	}
	a.gov.tick(f)
}

// work runs f on a goroutine of its own and then done, if given, on the UI
// goroutine. The context ends with the program.
func (a *App) work(f func(ctx context.Context), done func()) {
	begun := a.locks
	if a.late {
		begun = beforeLock
	}
	end := func() { a.finish(begun, done) }
	if a.o.Inline {
		f(a.ctx)
		if done != nil {
			end()
		}
		return
	}
	go func() {
		f(a.ctx)
		if done != nil {
			a.do(end)
		}
	}()
}

// event takes what the session says, on the UI goroutine.
func (a *App) event(e session.Event) {
	if _, tick := e.(session.Tick); !tick {
		defer a.updateTray()
	}
	switch e := e.(type) {
	case session.PhaseChanged:
		a.phaseChanged()
		return
	case session.ClipboardChanged:
		a.clip = e
	case session.BackupNotice:
		a.notify(e)
	case session.BackupChanged:
		a.announceRequests()
	case session.Tick:
		if p, ok := a.front().(ticker); ok {
			p.tick(e.Now)
		}
		a.askForUpdate(e.Now)
	}
	if p, ok := a.front().(listener); ok {
		p.event(e)
	}
}

// root shows the page that belongs to the session's phase, and does what had
// to wait for it.
func (a *App) root() {
	a.showRoot()
	if a.ses.Phase() == session.Open {
		a.opened()
	}
}

// showRoot shows the page that belongs to the session's phase.
func (a *App) showRoot() { a.showRootWith(listMade{}) }

// showRootWith is showRoot with a list that may be made already.
func (a *App) showRootWith(list listMade) {
	phase := a.ses.Phase()
	if phase != session.Open { // locked since it was made
		list = listMade{}
	}
	a.rest()
	a.kept, a.takeBack = mainKept{}, nil
	a.show(func() page {
		switch phase {
		case session.NeedsPass:
			return newSetup(a)
		case session.Locked:
			return newLock(a)
		case session.Open:
			if p := list.page; p != nil {
				a.kept, list.page = list.kept, nil // it is shown once
				return p
			}
			return newMain(a)
		case session.Damaged:
			return newDamaged(a)
		}
		return newBlank(a)
	})
}

// opened does what had to wait for the vault.
func (a *App) opened() {
	a.offerRehearsal()
	a.tellSaid()
	a.lookForBackup()
	if later := a.later; len(later) > 0 {
		a.later = nil
		a.readItems(later)
	}
}

// applyTheme gives the toolkit our theme for the settings in force.
func (a *App) applyTheme() {
	s := a.cfg.Settings()
	mode := map[config.Theme]skin.Mode{
		config.ThemeLight: skin.LightMode, config.ThemeDark: skin.DarkMode, config.ThemeHighContrast: skin.HighContrast,
	}[s.Theme]
	a.fy.Settings().SetTheme(skin.New(mode, s.TextScale))
}

// applyLanguage makes the toolkit speak our language: its translations are
// looked up by the system's language, so ours are registered under that name.
func (a *App) applyLanguage() {
	name := lang.SystemLocale().LanguageString() + ".json"
	if err := lang.AddTranslations(fyne.NewStaticResource(name, a.txt.Toolkit())); err != nil {
		fyne.LogError("toolkit texts", err)
	}
}

// startSize is what the user left, or the size of the design.
func (a *App) startSize() fyne.Size {
	s := a.cfg.Settings()
	if s.WindowWidth >= minWidth && s.WindowHeight >= minHeight {
		return fyne.NewSize(float32(s.WindowWidth), float32(s.WindowHeight))
	}
	return fyne.NewSize(420, 680)
}

const (
	minWidth  = 360
	minHeight = 480
	wideFrom  = 720 // from this width on there is a sidebar
)

// configChanged applies settings at once.
func (a *App) configChanged(before, now config.Settings) {
	if before.Language != now.Language {
		a.txt.Use(locale.Parse(now.Language), a.o.Language)
	}
	if before.Theme != now.Theme || before.TextScale != now.TextScale {
		a.applyTheme()
	}
	if before.ExcludeFromCapture != now.ExcludeFromCapture {
		a.keepOutOfPictures(now)
	}
	if before.TextScale != now.TextScale || before.Density != now.Density || before.Motion != now.Motion {
		a.restyle()
	}
	if before.AutoLockMinutes != now.AutoLockMinutes && a.guarded {
		a.guardIdle(now)
	}
	a.trayChanged(before, now)
	a.applySession(now)
}
