package window

import (
	"context"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"twofold/app/config"
	"twofold/app/locale"
	"twofold/app/platform"
	"twofold/app/session"
	"twofold/app/skin"
	"twofold/internal/account"
	"twofold/internal/exporter"
	"twofold/internal/otpauth"
)

// screens are all pages as a user meets them. Each is drawn in both languages
// and both themes and compared with a picture that somebody has looked at.
var screens = []struct {
	name  string
	set   setting
	build func(r *rig)
}{
	{"firstrun", setting{}, func(*rig) {}},
	{"firstrun-found", setting{}, func(r *rig) { r.showFound(&clouds[0]) }},
	{"list", setting{}, func(r *rig) { r.accounts(); r.choose("Google"); r.copied("楽天証券") }},
	{"list-last5s", setting{at: noon.Add(16 * time.Second)}, func(r *rig) { r.accounts(); r.choose("Google") }},
	{"wide", setting{width: 960, height: 680}, func(r *rig) { r.accounts(); r.choose("Google") }},
	{"search", setting{}, func(r *rig) { r.accounts(); r.main().search("sato") }},
	{"noresults", setting{}, func(r *rig) { r.accounts(); r.main().search("zzz") }},
	{"lock", setting{}, func(r *rig) {
		must(r, r.ses.SetPassphrase(context.Background(), nil, []byte("four unrelated words")))
		must(r, r.ses.Lock())
	}},
	{"setup", setting{noRing: true}, func(*rig) {}},
	{"setup-locked", setting{ring: platform.ErrKeyringLocked}, func(*rig) {}},
	{"add", setting{}, func(r *rig) { r.accounts(); r.run(cmdAdd) }},
	{"manual", setting{}, func(r *rig) { r.accounts(); r.push(func() page { return newManual(r.App) }) }},
	{"confirm", setting{}, func(r *rig) {
		r.accounts()
		r.found(r.ses.ReadText("otpauth://totp/Example:hanako?secret=JBSWY3DPEHPK3PXZ&issuer=Example\n" +
			"otpauth://totp/GitHub:hanako-dev?secret=JBSWY3DPEHPK3PXZ&issuer=GitHub\n" +
			"otpauth://totp/Google:hanako.sato%40gmail.com?secret=JBSWY3DPEHPK3PXP&issuer=Google\n" +
			"otpauth://totp/Bad?secret=JBSW0"))
	}},
	{"confirm-work", setting{height: 900}, func(r *rig) {
		r.accounts()
		r.found(r.ses.ReadText("otpauth://totp/Microsoft%20Entra:hanako%40contoso.co.jp?secret=JBSWY3DPEHPK3PXZ&issuer=Microsoft%20Entra\n" +
			"otpauth://totp/Example:hanako?secret=JBSWY3DPEHPK3PXY&issuer=Example"))
	}},
	{"edit", setting{}, func(r *rig) { r.accounts(); r.choose("GitHub"); r.run(cmdEdit) }},
	{"edit-merged", setting{}, func(r *rig) {
		id := r.merged()
		r.push(func() page { return newEdit(r.App, id) })
	}},
	{"codes", setting{}, func(r *rig) {
		r.accounts()
		id := r.ses.View().Rows[0].ID
		must(r, r.ses.Edit(id, session.Changes{RecoveryCodes: &[]account.RecoveryCode{
			{Text: "8f2a1-9c0d4", Used: true}, {Text: "71bb3-e04f2"}, {Text: "c5d90-12ae8"}}}))
		r.push(func() page { return newCodes(r.App, id) })
	}},
	{"delete", setting{}, func(r *rig) { r.accounts(); r.choose("GitHub"); r.run(cmdDelete) }},
	{"menu", setting{}, func(r *rig) { r.accounts(); r.choose("Google"); r.run(cmdMenu) }},
	{"big", setting{}, func(r *rig) { r.accounts(); r.choose("Google"); r.run(cmdBig) }},
	{"trash", setting{}, func(r *rig) {
		r.accounts()
		must(r, r.ses.Delete(r.ses.View().Rows[0].ID))
		r.push(func() page { return newTrash(r.App) })
	}},
	{"settings", setting{height: 900}, func(r *rig) { r.accounts(); r.run(cmdSettings) }},
	{"settings-wide", setting{width: 960, height: 680}, func(r *rig) {
		r.accounts()
		r.run(cmdSettings)
		r.front().(*settingsPage).choose(2)
	}},
	{"help", setting{}, func(r *rig) { r.accounts(); r.push(func() page { return newHelp(r.App) }) }},
	{"shortcuts", setting{}, func(r *rig) { r.accounts(); r.run(cmdKeys) }},
	{"recoverykey", setting{}, func(r *rig) { r.accounts(); r.push(func() page { return newRecoveryKey(r.App) }) }},
	{"action", setting{}, func(r *rig) { r.accounts(); r.choose("Microsoft 365"); r.main().recover(r.main().list.Selected()) }},
	{"action-bound", setting{}, func(r *rig) { _, id := r.withBound(); r.main().recover(id) }},
	{"edit-work", setting{}, func(r *rig) { r.accounts(); r.choose("Microsoft 365"); r.run(cmdEdit) }},
	{"rules", setting{}, func(r *rig) { r.accounts(); r.push(func() page { return newRules(r.App) }) }},
	{"keys", setting{}, func(r *rig) { r.withKey(); r.push(func() page { return newRecoveryKeys(r.App) }) }},
	{"keys-words", setting{}, func(r *rig) {
		r.withKey()
		until := noon.Add(wordsFor)
		r.push(func() page { return newRecoveryWords(r.App, sampleWords, until) })
	}},
	{"kit", setting{}, func(r *rig) { r.withKey(); r.push(func() page { return newKit(r.App) }) }},
	{"computers", setting{}, func(r *rig) { r.withLaptop(); r.push(func() page { return newComputers(r.App) }) }},
	{"computer", setting{}, func(r *rig) {
		r.withLaptop()
		r.push(func() page { return newComputer(r.App, r.other().ID) })
	}},
	{"computer-remove", setting{}, func(r *rig) {
		r.withLaptop()
		r.push(func() page { return newRemoveComputer(r.App, r.other().ID) })
	}},
	{"renewals", setting{}, func(r *rig) { r.withLaptop(); r.removeOther() }},
	{"list-joined", setting{}, func(r *rig) { r.withLaptop() }},
	{"backupsetup", setting{}, func(r *rig) {
		r.accounts()
		r.push(func() page { return newBackupSetup(r.App) })
		r.front().(*backupSetup).pick.set(clouds)
	}},
	{"recover", setting{}, func(r *rig) {
		r.beginRecovery()
		r.front().(*recoverWizard).pick.set(clouds)
	}},
	{"adopt-first", setting{}, func(r *rig) {
		r.accounts()
		r.atFolder(session.Adoption{First: true, Service: "OneDrive"})
	}},
	{"adopt-holds", setting{}, func(r *rig) {
		r.accounts()
		r.atFolder(session.Adoption{Kind: session.AdoptVault, Service: "OneDrive", Here: 12, Vaults: found[:1]})
	}},
	{"adopt-two", setting{}, func(r *rig) {
		r.atFolder(session.Adoption{Kind: session.AdoptVault, Service: "OneDrive", Vaults: found})
	}},
	{"adopt-nokey", setting{}, func(r *rig) {
		r.accounts()
		r.atFolder(session.Adoption{Kind: session.AdoptApproval, Service: "OneDrive", Here: 12, Vaults: found[:1]})
	}},
	{"adopt-same", setting{}, func(r *rig) {
		r.accounts()
		r.atFolder(session.Adoption{Kind: session.AdoptSame, Service: "OneDrive", Here: 12, Vaults: found})
	}},
	{"adopt-wait", setting{}, func(r *rig) {
		r.accounts()
		r.atFolder(session.Adoption{Kind: session.AdoptWait, Service: "OneDrive", Waiting: []string{"tf1-k7wq2m9d3f-r-s1a7-5d02ce88h1mn.age"}})
	}},
	{"recover-backups", setting{height: 900}, func(r *rig) { r.atBackups() }},
	{"recover-list", setting{}, func(r *rig) { r.atList() }},
	{"recover-number", setting{}, func(r *rig) {
		w := r.askedApproval()
		w.showNumber("472163")
	}},
	{"recover-wait", setting{}, func(r *rig) { r.askedApproval() }},
	{"recover-sum", setting{}, func(r *rig) {
		r.accounts()
		r.push(func() page { return newRecoverWizard(r.App, "") })
		r.front().(*recoverWizard).finished(session.Recovered{Accounts: 12})
	}},
	{"approve", setting{}, func(r *rig) {
		r.accounts()
		r.beingAsked()
	}},
	{"recoverkey", setting{}, func(r *rig) {
		r.beginRecovery()
		r.front().(*recoverWizard).unlock()
	}},
	{"error", setting{}, func(r *rig) {
		r.accounts()
		web := &otpauth.NotAccountError{Kind: otpauth.WebAddress, Host: "login.example.com"}
		r.found(session.Found{Problems: []session.Problem{{Err: web}}})
	}},
	{"unread", setting{}, func(r *rig) {
		r.accounts()
		r.desk.screens = []platform.Screen{cutScreen(r.t)}
		r.run(cmdScan)
	}},
	{"region", setting{width: 960, height: 680}, func(r *rig) {
		r.accounts()
		r.desk.screens = []platform.Screen{screenWith(r.t, scanned), screenWith(r.t, "")}
		r.region().band.SetFrame(image.Rect(190, 90, 710, 600))
	}},
	{"import", setting{}, func(r *rig) { r.accounts(); r.push(func() page { return newImport(r.App) }) }},
	{"import-shut", setting{}, func(r *rig) {
		r.accounts()
		r.push(func() page { return newImport(r.App) })
		r.front().(*importPage).onSource(sources[1])
	}},
	{"import-locked", setting{}, func(r *rig) { r.accounts(); r.readExport("aegis-encrypted", "open sesame", 3) }},
	{"import-wrong", setting{}, func(r *rig) {
		r.accounts()
		r.readExport("aegis-encrypted", "open sesame", 3)
		r.unlockFile("open says me")
	}},
	{"import-confirm", setting{}, func(r *rig) { r.accounts(); r.readExport("aegis", "", 3) }},
	{"import-many", setting{}, func(r *rig) { r.accounts(); r.readExport("aegis", "", 1000) }},
	{"import-sum", setting{}, func(r *rig) {
		r.readExport("aegis", "", 3, "otpauth://totp/Bad?secret=JBSW0")
		r.front().(*confirmPage).onAdd()
	}},
	{"export", setting{height: 980}, func(r *rig) { r.accounts(); r.exporting() }},
	{"export-clear", setting{height: 1080}, func(r *rig) {
		r.accounts()
		r.exporting()
		r.front().(*exportPage).onFormat("google")
	}},
	{"export-qr", setting{}, func(r *rig) { r.accounts(); r.push(func() page { return newQRPages(r.App) }) }},
	{"import-wide", setting{width: 960, height: 680}, func(r *rig) { r.accounts(); r.push(func() page { return newImport(r.App) }) }},
	{"import-confirm-wide", setting{width: 960, height: 680}, func(r *rig) { r.accounts(); r.readExport("aegis", "", 3) }},
	{"export-wide", setting{width: 960, height: 680}, func(r *rig) {
		r.accounts()
		r.exporting()
	}},
	{"qr", setting{}, func(r *rig) {
		r.accounts()
		r.choose("GitHub")
		img, err := r.ses.QRCode(r.main().list.Selected())
		must(r, err)
		r.main().openQR("GitHub", img)
	}},
	{"reunlock", setting{}, func(r *rig) { r.accounts(); r.openExport() }},
	{"list-small", setting{width: minWidth, height: minHeight}, func(r *rig) { r.accounts(); r.choose("Google") }},
	{"settings-200", setting{scale: 200}, func(r *rig) { r.accounts(); r.run(cmdSettings) }},
	{"recover-200", setting{scale: 200}, func(r *rig) {
		r.beginRecovery()
		r.front().(*recoverWizard).pick.set(clouds)
	}},
	{"menu-200", setting{scale: 200, width: minWidth, height: minHeight}, func(r *rig) { r.accounts(); r.choose("Google"); r.run(cmdMenu) }},
	{"list-200", setting{width: 840, height: 680}, func(r *rig) {
		r.accounts()
		must(r, r.cfg.Change(func(s *config.Settings) { s.TextScale = 200 }))
	}},
}

// sampleWords are ten words of the list that are no key.
var sampleWords = []string{"abstract", "section", "love", "economy", "among", "situate", "merge", "essay", "auction", "shoe"}

// clouds are the folders of the design's pictures.
var clouds = []session.FolderChoice{
	{
		Service: "OneDrive", Path: "/home/hanako/OneDrive", Holds: true, Newest: noon.Add(-2 * time.Minute),
		Computers: 2, Backups: 14, Size: 560 << 10,
	},
	{Service: "Google Drive", Path: "/home/hanako/マイドライブ"},
	{Service: "Dropbox", Path: "/home/hanako/Dropbox"},
	{Service: "Nextcloud", Path: "/home/hanako/Nextcloud", Warnings: []session.FolderWarning{session.WarnWork}},
}

func must(r *rig, err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// exporting opens the page as [App.openExport] does, without its question.
func (r *rig) exporting() {
	format := exporter.Formats()[0]
	r.push(func() page { return newExport(r.App, &format) })
}

func (r *rig) choose(title string) {
	r.t.Helper()
	for i := range r.ses.View().Rows {
		if row := &r.ses.View().Rows[i]; row.Title() == title {
			r.main().list.Select(row.ID)
			return
		}
	}
	r.t.Fatalf("no account %q", title)
}

func (r *rig) copied(title string) {
	r.t.Helper()
	for i := range r.ses.View().Rows {
		if row := &r.ses.View().Rows[i]; row.Title() == title {
			r.main().copy(row.ID, false)
		}
	}
}

var variants = []struct {
	name string
	lang locale.Language
	mode config.Theme
}{
	{"light-en", locale.English, config.ThemeLight},
	{"dark-en", locale.English, config.ThemeDark},
	{"light-ja", locale.Japanese, config.ThemeLight},
	{"dark-ja", locale.Japanese, config.ThemeDark},
}

func TestScreens(t *testing.T) {
	for _, s := range screens {
		for _, v := range variants {
			t.Run(s.name+"-"+v.name, func(t *testing.T) {
				set := s.set
				set.language, set.theme = v.lang, v.mode
				if set.height >= 900 {
					set.width = 420
				}
				r := newRig(t, set)
				s.build(r)
				r.win.Resize(set.size())
				r.golden(s.name + "-" + v.name)
			})
		}
	}
}

// TestThemeTurns lets the desktop turn dark under every page, as it does at the
// start of each program on a light desktop that is slow to say so. What the page
// shows then is what it shows when it is opened in the dark.
func TestThemeTurns(t *testing.T) {
	if *update {
		t.Skip("the pictures are made by TestScreens")
	}
	others := map[string]bool{
		"settings": true, "settings-200": true, // say themselves which theme was chosen
		"backupsetup": true, "recover": true, "recover-200": true, // are laid out anew, with another scroll bar
		"unread": true, // has a picture drawn on
	}
	for _, s := range screens {
		if others[s.name] {
			continue
		}
		t.Run(s.name, func(t *testing.T) {
			set := s.set
			set.language, set.theme = locale.English, config.ThemeLight
			if set.height >= 900 {
				set.width = 420
			}
			r := newRig(t, set)
			s.build(r)
			r.win.Resize(set.size())
			r.ui.drain()
			fyne.SetCurrentApp(r.fy) // where the screen needed a second program
			r.fy.Settings().SetTheme(skin.New(skin.DarkMode, r.cfg.Settings().TextScale))
			r.nearly(s.name + "-dark-en")
		})
	}
}

// nearly is golden, but for the cursor in a field, which the toolkit draws in
// the colour it began with.
func (r *rig) nearly(name string) {
	r.t.Helper()
	r.ui.drain()
	f, err := os.Open(filepath.Join("testdata", name+".png"))
	if err != nil {
		r.t.Fatal(err)
	}
	defer f.Close()
	want, err := png.Decode(f)
	if err != nil {
		r.t.Fatal(err)
	}
	const cursor = 250 // pixels, at twice the size of texts
	if n := differing(r.win.Canvas().Capture(), want); n > cursor {
		r.t.Errorf("%d pixels are not those of %s", n, name)
	}
}

// TestReadmePictures writes the pictures of the README, from the same code as
// the tests: go test -tags ci ./app/window -run ReadmePictures -shots DIR
func TestReadmePictures(t *testing.T) {
	if *shots == "" {
		t.Skip("no -shots directory was given: nothing to write")
	}
	for _, name := range []string{"list", "wide", "firstrun"} {
		for _, s := range screens {
			for _, v := range variants {
				if s.name != name {
					continue
				}
				set := s.set
				set.language, set.theme = v.lang, v.mode
				r := newRig(t, set)
				s.build(r)
				f, err := os.Create(filepath.Join(*shots, s.name+"-"+v.name+".png"))
				if err != nil {
					t.Fatal(err)
				}
				if err := png.Encode(f, r.win.Canvas().Capture()); err != nil {
					t.Fatal(err)
				}
				if err := f.Close(); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}
