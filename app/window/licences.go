package window

import (
	"archive/zip"
	"bytes"
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
		{"M PLUS 1, M PLUS Code 60", "", "OFL-1.1", plain(assets.FontLicence())},
		{"Simple Icons", "16.37.0", "CC0-1.0", plain(assets.BrandLicence())},
		{"BIP 39 English", "", "MIT", plain(assets.WordListLicence())},
	}
	data := assets.ModuleLicences()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
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
	for _, f := range z.File {
		out = append(out, licensed{f.Name, versions[f.Name], f.Comment, func() string { return readAll(f) }})
	}
	return out
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

// licencesPage says who made what the program is built of.
type licencesPage struct{ root *control.Wizard }

func newLicences(a *App) page {
	t := a.txt.T
	p := &licencesPage{control.NewWizard(t("set.licences"), t("common.back"), nil, a.back)}
	p.root.SetBody(sentence(t("lic.reading")))
	var all []licensed
	a.work(func(context.Context) { all = shipped() }, func() {
		objects := []fyne.CanvasObject{sentence(t("lic.own")), sentence(t("lic.brands"))}
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

func (p *licencesPage) content() fyne.CanvasObject { return p.root }

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
