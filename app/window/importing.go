package window

import (
	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/platform"
)

// source is an app that people come from.
type source struct {
	name  string // as its maker writes it; empty for a name of the catalogue
	guide string // the guide is "import.from." + guide
	icon  string
	shut  bool // it gives nothing out
}

// sources lists the apps in the order of how many people will come from them.
var sources = []source{
	{"Google Authenticator", "google", "qr", false},
	{"Microsoft Authenticator", "microsoft", "alert", true},
	{"Authy", "authy", "alert", true},
	{"Bitwarden", "bitwarden", "file", false},
	{"Aegis", "aegis", "file", false},
	{"2FAS", "2fas", "file", false},
	{"Ente Auth", "ente", "file", false},
	{"KeePassXC, KeePass", "keepass", "file", false},
	{"1Password", "1password", "file", false},
	{"Apple Passwords", "apple", "file", false},
	{"Proton Authenticator, Proton Pass", "proton", "file", false},
	{"LastPass Authenticator", "lastpass", "file", false},
	{"Authenticator (Chrome, Edge, Firefox)", "extension", "file", false},
	{"Stratum (Authenticator Pro)", "stratum", "file", false},
	{"WinAuth", "winauth", "file", false},
	{"Steam", "steam", "file", false},
	{"Raivo OTP", "raivo", "file", false},
	{"FreeOTP, FreeOTP+", "freeotp", "file", false},
	{"andOTP", "andotp", "file", false},
	{"OTP Auth", "otpauth", "file", false},
	{"2FAuth", "2fauth", "file", false},
	{"Dashlane, Keeper, NordPass, Enpass", "managers", "file", false},
	{"", "twofold", "computer", false},
	{"", "other", "image", false},
}

// importPage asks which app somebody comes from and says what to bring. The
// answer decides nothing: what a file is shows in its content.
type importPage struct {
	a    *App
	root *control.Wizard
	file *control.Button
}

func newImport(a *App) page {
	t := a.txt.T
	p := &importPage{a: a, root: control.NewWizard(t("import.title"), t("common.back"), nil, a.back)}
	p.file = control.NewButton(t("import.file"), "folder", control.Primary, a.chooseExport)
	objects := []fyne.CanvasObject{heading(t("import.h")), sentence(t("import.b"))}
	for _, s := range sources {
		objects = append(objects, control.NewDoor(s.icon, p.name(s), t("import.from."+s.guide+".d"), func() { p.onSource(s) }))
	}
	p.root.SetBody(objects...)
	p.root.SetFooter(control.NewButton(t("common.cancel"), "", control.Neutral, a.back), p.file)
	return p
}

// chooseExport lets the user choose the files of another program. They have
// names of all kinds, so all are shown.
func (a *App) chooseExport() {
	a.pickOf(platform.Dialog{Title: a.txt.T("import.title"), Several: true}, a.readFiles)
}

func (p *importPage) content() fyne.CanvasObject { return p.root }

func (p *importPage) focus() fyne.Focusable { return p.file }

func (p *importPage) command(c command) bool {
	if c == cmdEscape {
		p.a.back()
		return true
	}
	return false
}

func (p *importPage) name(s source) string {
	if s.name != "" {
		return s.name
	}
	return p.a.txt.T("import.from." + s.guide + ".h")
}

// onSource tells the way out of an app, and opens the picker.
func (p *importPage) onSource(s source) {
	t := p.a.txt.T
	var sheet *control.Sheet
	file := control.NewButton(t("import.file"), "folder", control.Primary, func() { sheet.Close(); p.a.chooseExport() })
	no := control.NewButton(t("common.cancel"), "", control.Neutral, func() { sheet.Close() })
	objects := []fyne.CanvasObject{heading(p.name(s)), sentence(t("import.from." + s.guide))}
	focus := fyne.Focusable(file)
	if s.shut {
		yes := control.NewButton(t("common.ok"), "", control.Primary, func() { sheet.Close() })
		file = control.NewButton(t("import.file"), "", control.Link, func() { sheet.Close(); p.a.chooseExport() })
		objects = append(objects, sentence(t("import.shut.how")), file, yes)
		focus = yes
	} else {
		objects = append(objects, control.Gap(4), control.Equal(10, no, file))
	}
	sheet = control.NewSheet(objects...)
	p.a.open(sheet)
	p.a.win.Canvas().Focus(focus)
}
