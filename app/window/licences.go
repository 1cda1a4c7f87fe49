package window

import (
	"archive/zip"
	"context"
	"io"
	"runtime"
	"runtime/debug"
	"strings"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/skin"
	"twofold/assets"
)

// licensed is one thing the program ships that others made.
type licensed struct {
	name, version, licence string
	text                   func() string
}

// shipped lists fonts, icons and words first, then the modules.
func shipped() []licensed {
	plain := func(b []byte) func() string { return func() string { return string(b) } }
	out := []licensed{
		{"M PLUS 1, M PLUS Code 60", "063", "OFL-1.1", plain(assets.FontLicence())},
		{"Simple Icons", "16.37.0", "CC0-1.0", plain(assets.BrandLicence())},
		{"BIP 39 English", "", "MIT", plain(assets.WordListLicence())},
	}
	z, err := unzip(string(assets.ModuleLicences()))
	if err == nil {
		z, err = unzip(readAll(z.File[0])) // all of them in one
	}
	if err != nil {
		fyne.LogError("licences", err) // embedded; a test reads them all
		return out
	}
	versions := map[string]string{"Go": strings.TrimPrefix(runtime.Version(), "go")}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range info.Deps {
			versions[m.Path] = strings.TrimPrefix(m.Version, "v")
		}
	}
	versions["GLFW"] = "3.4" // its source lies in the module that binds it
	for _, f := range z.File {
		out = append(out, licensed{f.Name, versions[f.Name], f.Comment, func() string { return readAll(f) }})
	}
	return out
}

func unzip(data string) (*zip.Reader, error) {
	return zip.NewReader(strings.NewReader(data), int64(len(data)))
}

func readAll(f *zip.File) string {
	r, err := f.Open()
	if err != nil {
		return ""
	}
	defer r.Close()
	var b strings.Builder
	_, _ = io.Copy(&b, r) // embedded; a test reads them all
	return b.String()
}

// aboutPage says what this program is, and who made what it is built of.
type aboutPage struct {
	a      *App
	root   *control.Wizard
	copied *control.Paragraph
}

func newAbout(a *App) page {
	t := a.txt.T
	p := &aboutPage{a: a, root: control.NewWizard(t("set.about"), t("common.back"), nil, a.back)}
	p.copied = control.NewParagraph("", skin.Caption, skin.OK)
	p.copied.Hide()
	p.root.SetBody(p.head(), sentence(t("lic.reading")))
	var all []licensed
	a.work(func(context.Context) { all = shipped() }, func() {
		objects := []fyne.CanvasObject{p.head(), sentence(t("lic.own")), sentence(t("lic.brands")),
			control.NewParagraph(t("set.licences"), skin.CapBold, skin.Text2)}
		for _, l := range all {
			detail := strings.TrimSpace(l.licence + "  " + l.version)
			objects = append(objects, control.NewDoor("file", l.name, detail, func() {
				a.push(func() page { return newLicence(a, l) })
			}))
		}
		p.root.SetBody(objects...)
	})
	return p
}

func (p *aboutPage) content() fyne.CanvasObject { return p.root }

// head is the program with its version, which can be copied for a report.
func (p *aboutPage) head() fyne.CanvasObject {
	t := p.a.txt.T
	copied := control.NewIconButton("copy", t("common.copy"), control.Quiet, p.onCopy)
	return card(control.Filled(12, 1, control.Logo(40),
		control.NewColumn(2, control.NewParagraph("Twofold", skin.BodyBold, skin.Text),
			control.NewParagraph(t("set.version", "v", p.a.o.Version), skin.Caption, skin.Text2),
			control.NewParagraph(builtWith(), skin.Caption, skin.Text3), p.copied), copied))
}

// onCopy puts the version on the clipboard, which is no secret and stays.
func (p *aboutPage) onCopy() {
	p.a.fy.Clipboard().SetContent("Twofold " + p.a.o.Version + ", " + builtWith())
	p.copied.SetText(p.a.txt.T("row.copied"))
	p.copied.Show()
	p.root.Refresh()
}

// builtWith names the system the program was built for, and by what.
func builtWith() string {
	return runtime.GOOS + "/" + runtime.GOARCH + ", Go " + strings.TrimPrefix(runtime.Version(), "go")
}

// licencePage is the text of one licence.
type licencePage struct{ root *control.Wizard }

func newLicence(a *App, l licensed) page {
	p := &licencePage{control.NewWizard(l.name, a.txt.T("common.back"), nil, a.back)}
	var objects []fyne.CanvasObject
	for _, part := range strings.Split(strings.ReplaceAll(l.text(), "\r", ""), "\n\n") {
		// Lines are broken for terminals of eighty columns; the window breaks
		// them itself.
		if part = strings.Join(strings.Fields(part), " "); part != "" {
			objects = append(objects, control.NewParagraph(part, skin.Caption, skin.Text2))
		}
	}
	p.root.SetBody(objects...)
	return p
}

func (p *licencePage) content() fyne.CanvasObject { return p.root }
