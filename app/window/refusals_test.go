package window

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"twofold/app/config"
	"twofold/app/locale"
	"twofold/app/platform"
)

var languages = []locale.Language{locale.English, locale.Japanese}

// told reports whether the window says a text of the catalogue, on however
// many lines.
func (r *rig) told(key string, data ...any) bool {
	joined := func(s string) string { return strings.Join(strings.Fields(locale.Plain(s)), "") }
	return strings.Contains(joined(r.texts()), joined(r.txt.T(key, data...)))
}

// deafDesk is a desktop without a clipboard, or with one that refuses.
type deafDesk struct {
	*fakeDesk
	err error
}

func (d deafDesk) Write(string) error { return d.err }

// TestNoClipboard: where no code can be copied, the window says so and what to
// do instead; the account does not look copied.
func TestNoClipboard(t *testing.T) {
	for _, lang := range languages {
		for key, err := range map[string]error{
			"err.clip.none":  fmt.Errorf("write: %w", platform.ErrNoClipboard),
			"err.clip.write": errors.New("the tool ended with status 1"),
		} {
			r := newRigOn(t, setting{language: lang}, func(d *fakeDesk) Desktop { return deafDesk{d, err} })
			r.accounts()
			r.copied("GitHub")
			if !r.told(key) || !r.told("err.clip.none.d") {
				t.Errorf("%s: %q is not said: %q", lang, key, r.texts())
			}
			if r.told("row.copied") {
				t.Errorf("%s: the row says that it was copied", lang)
			}
		}
	}
}

// TestPickerRefusals: a picker that fails is told of, with the other way in;
// one that is closed is not.
func TestPickerRefusals(t *testing.T) {
	for _, lang := range languages {
		for name, ask := range map[string]func(r *rig){
			"image": func(r *rig) { r.run(cmdOpen) },
			"file":  func(r *rig) { r.chooseExport() },
			"folder": func(r *rig) {
				r.push(func() page { return newBackupSetup(r.App) })
				r.front().(*backupSetup).pick.other()
			},
			"icons": func(r *rig) {
				r.run(cmdSettings)
				r.front().(*settingsPage).loadIcons()
			},
		} {
			r := newRig(t, setting{language: lang})
			r.accounts()
			r.desk.err = errors.New("the portal went away")
			ask(r)
			if !r.told("err.picker.failed") || !r.told("first.drop") {
				t.Errorf("%s, %s: a failure is not told: %q", lang, name, r.texts())
			}
			r.closeSheets()
			r.desk.err = fmt.Errorf("pick: %w", platform.ErrCancelled)
			ask(r)
			if len(r.sheets) > 0 || r.win.Canvas().Overlays().Top() != nil {
				t.Errorf("%s, %s: a closed picker is told of: %q", lang, name, r.texts())
			}
		}
	}
}

// TestIconPackRefusals: each kind of bad pack has its sentence, and the icons
// that were there stay.
func TestIconPackRefusals(t *testing.T) {
	dir := t.TempDir()
	packed := func(name string, files map[string][]byte) string {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for n, data := range files {
			w, err := z.Create(n)
			if err == nil {
				_, err = w.Write(data)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return keep(t, dir, name, b.Bytes())
	}
	list := []byte(`{"uuid":"x","name":"Pack","version":1,"icons":[{"filename":"a.png","name":"GitHub","issuer":["GitHub"]}]}`)
	vast := keep(t, dir, "vast.zip", []byte("PK"))
	if err := os.Truncate(vast, 64<<20+1); err != nil {
		t.Fatal(err)
	}
	for path, key := range map[string]string{
		keep(t, dir, "letter.zip", []byte("no zip at all")):                                      "err.icons.none",
		packed("other.zip", map[string][]byte{"readme.txt": []byte("hello")}):                    "err.icons.none",
		packed("broken.zip", map[string][]byte{"pack.json": list, "a.png": []byte("not a png")}): "err.icons.empty",
		vast: "err.icons.big",
	} {
		for _, lang := range languages {
			r := newRig(t, setting{language: lang})
			r.accounts()
			r.run(cmdSettings)
			r.front().(*settingsPage).readIcons(path)
			if !r.told(key, "file", filepath.Base(path), "name", filepath.Base(path)) {
				t.Errorf("%s, %s: %q is not said: %q", lang, filepath.Base(path), key, r.texts())
			}
			if r.ses.IconPack().Len() != 0 {
				t.Errorf("%s: loaded all the same", filepath.Base(path))
			}
		}
	}
}

func keep(t *testing.T, dir, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestNoRoomForTheText: the largest text in the least window leaves the code
// of an account, the way to the others and the lock in reach.
func TestNoRoomForTheText(t *testing.T) {
	for _, lang := range languages {
		r := newRig(t, setting{language: lang, width: minWidth, height: minHeight})
		r.accounts()
		must(r, r.cfg.Change(func(s *config.Settings) { s.TextScale = 200 }))
		r.ui.drain()
		r.win.Resize(fyne.NewSize(minWidth, minHeight))
		p := r.main()
		if h := p.list.Size().Height; h < 40 {
			t.Errorf("%s: the list is %v high", lang, h)
		}
		for _, problem := range problemsOf(r, fyne.NewSize(minWidth, minHeight)) {
			t.Errorf("%s: %s", lang, problem)
		}
		at := r.controls()
		reach := []fyne.CanvasObject{p.header.more, p.header.search, p.foot.bar}
		if !p.folds.header { // else adding is in the menu, see TestFoldedBars
			reach = append(reach, p.header.add)
		}
		for _, o := range reach {
			b, here := at[o]
			if pos := r.fy.Driver().AbsolutePositionForObject(o); !o.Visible() || pos.Y+o.Size().Height > minHeight+1 || here && b.box.x2 > minWidth+1 {
				t.Errorf("%s: %T is out of reach at %v", lang, o, pos)
			}
		}
	}
}

// TestSettingsFileIsToldOf: what was wrong with the file of the settings is
// said once the list is there.
func TestSettingsFileIsToldOf(t *testing.T) {
	for _, lang := range languages {
		for key, content := range map[string]string{
			"err.settings.damaged": "{ not a file of settings",
			"err.settings.newer":   fmt.Sprintf(`{"version": %d, "theme": "dark"}`, config.Version+1),
		} {
			dir := t.TempDir()
			keep(t, dir, config.FileName, []byte(content))
			_, report := config.Open(dir, config.Disk{}, func() time.Time { return noon })
			r := newRig(t, setting{language: lang})
			r.report(report)
			r.accounts()
			r.opened()
			if !r.told(key) {
				t.Errorf("%s: %q is not said: %q", lang, key, r.texts())
			}
		}
	}
}

// TestDamagedOffersWhatThereIs: no recovery key is spoken of where none was
// made.
func TestDamagedOffersWhatThereIs(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.accounts()
	for _, made := range []bool{false, true} {
		if made {
			_, _, err := r.ses.MakeRecoveryKey(t.Context())
			must(r, err)
			must(r, r.ses.ConfirmRecoveryKey())
		}
		r.show(func() page { return newDamaged(r.App) })
		if r.told("err.vault.choose") != made || r.told("err.vault.choose.folder") == made || r.told("err.vault.key.cta") != made {
			t.Errorf("key made %v: %q", made, r.texts())
		}
	}
}
