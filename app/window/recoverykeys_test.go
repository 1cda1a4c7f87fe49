package window

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"twofold/app/control"
	"twofold/app/locale"
	"twofold/app/session"
	"twofold/internal/exporter"
	"twofold/internal/qr"
)

// withKey is a computer with a recovery key, and its words.
func (r *rig) withKey() []string {
	r.t.Helper()
	r.accounts()
	words, _, err := r.ses.MakeRecoveryKey(context.Background())
	must(r, err)
	must(r, r.ses.ConfirmRecoveryKey())
	return words
}

// TestTheWordsAreShownAgain after asking who sits here, for two minutes.
func TestTheWordsAreShownAgain(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	words := r.withKey()
	must(r, r.ses.SetPassphrase(context.Background(), nil, []byte("four unrelated words")))
	r.push(func() page { return newRecoveryKeys(r.App) })
	if r.says(words[0]) {
		t.Fatal("the words are on the page before anybody asked")
	}
	test.Tap(findButton(t, r, "Show the words…"))
	if _, ok := r.front().(*recoveryKeysPage); !ok || !r.says("Show the recovery key") {
		t.Fatalf("who sits here was not asked: %q", r.texts())
	}
	for _, c := range "four unrelated words" {
		r.win.Canvas().Focused().TypedRune(c)
	}
	r.press(fyne.KeyReturn)
	p, ok := r.front().(*recoveryWordsPage)
	if !ok {
		t.Fatalf("in front is %T: %q", r.front(), r.texts())
	}
	for _, w := range words {
		if !r.says(w) {
			t.Errorf("%q is not shown", w)
		}
	}
	p.tick(r.now().Add(wordsFor))
	if _, ok := r.front().(*recoveryKeysPage); !ok || r.says(words[0]+"\n") {
		t.Errorf("after two minutes in front is %T", r.front())
	}
}

// TestWrongWordHasTheKeyboard: in large letters the other field hides it.
func TestWrongWordHasTheKeyboard(t *testing.T) {
	for wrong, want := range map[[2]bool]int{{true, false}: 0, {false, true}: 1, {true, true}: 0} {
		r := newRig(t, setting{language: locale.Japanese, scale: 200})
		r.accounts()
		r.push(func() page { return newRecoveryKey(r.App) })
		p := r.front().(*recoveryKeyPage)
		p.onMake()
		p.check()
		for i, f := range p.fields {
			f.SetText(p.words[p.ask[i]])
			if wrong[i] {
				f.SetText("another")
			}
		}
		p.fields[1-want].Focus()
		p.fields[1].OnSubmit()
		if !p.fields[want].Focused() {
			t.Errorf("wrong %v: field %d has no keyboard", wrong, want)
		}
		y := r.fy.Driver().AbsolutePositionForObject(p.fields[want]).Y
		if foot := r.fy.Driver().AbsolutePositionForObject(p.root).Y + 456; y < 100 || y > foot-80 {
			t.Errorf("wrong %v: it is at %v", wrong, y)
		}
	}
}

// TestWordsStandInTheirOrder in the columns from the top, straight below each
// other, also where large letters leave room for a single column.
func TestWordsStandInTheirOrder(t *testing.T) {
	short := strings.Fields("able love echo four game shoe hand idea jump kite")
	for name, tt := range map[string]struct {
		scale   int
		words   []string
		columns int
	}{
		"normal": {100, sampleWords, 2},
		"large":  {200, short, 2},
		"one":    {200, sampleWords, 1}, // some of its pairs would have room
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, setting{language: locale.English, scale: tt.scale})
			r.withKey()
			r.push(func() page { return newRecoveryWords(r.App, tt.words, r.now()) })
			at := map[string]fyne.Position{}
			r.each(func(o fyne.CanvasObject) bool {
				if text, ok := o.(*canvas.Text); ok {
					at[text.Text] = r.fy.Driver().AbsolutePositionForObject(o)
				}
				return true
			})
			left := map[float32]bool{}
			for i, w := range tt.words {
				left[at[w].X] = true
				if at[w].X <= at[strconv.Itoa(i+1)].X {
					t.Errorf("%q is not behind its number", w)
				}
			}
			if len(left) != tt.columns {
				t.Errorf("words begin at %v", left)
			}
			read := slices.Clone(tt.words)
			slices.SortFunc(read, func(a, b string) int {
				return cmp.Or(cmp.Compare(at[a].X, at[b].X), cmp.Compare(at[a].Y, at[b].Y))
			})
			if !slices.Equal(read, tt.words) {
				t.Errorf("from the top of the columns: %q", read)
			}
		})
	}
}

func TestAKeyOfAnotherComputerCannotBeShown(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	p := r.newPeer("Hanako's desktop")
	p.add(okta, nil)
	p.backUp()
	p.joinBy(r.ses, "Laptop")
	r.home()
	r.push(func() page { return newRecoveryKeys(r.App) })
	if !r.says("The words can be shown only on the computer that made them") || !r.says("on Hanako's desktop") {
		t.Errorf("the page says %q", r.texts())
	}
	if strings.Contains(r.texts(), "Show the words") {
		t.Error("it offers to show them")
	}
}

// TestReplacingTheKey names the computers that do not know of it yet, and a
// passphrase of one's own is a second key, which can be removed.
func TestReplacingTheKey(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.withLaptop()
	r.push(func() page { return newRecoveryKeys(r.App) })
	if r.says("may not know") {
		t.Errorf("at first: %q", r.texts())
	}
	must(r, r.ses.SetRecoveryPassphrase(context.Background(), []byte("four unrelated words")))
	_, _, err := r.ses.MakeRecoveryKey(context.Background())
	must(r, err)
	must(r, r.ses.ConfirmRecoveryKey())
	r.front().(*recoveryKeysPage).load()
	if !r.says(`"Hanako's laptop" may not know of the newest key yet`) && !r.says("Hanako's laptop may not know of the newest key yet") {
		t.Errorf("afterwards: %q", r.texts())
	}
	test.Tap(findButton(t, r, "Remove this key"))
	r.press(fyne.KeyReturn) // Enter is the way back
	if keys, _ := r.ses.RecoveryKeys(); len(keys) != 2 {
		t.Fatalf("%d keys: Enter removed one", len(keys))
	}
	keys, _ := r.ses.RecoveryKeys()
	at := slices.IndexFunc(keys, func(k session.RecoveryKey) bool { return k.Passphrase })
	must(r, r.ses.RemoveRecoveryKey(keys[at].ID))
	r.front().(*recoveryKeysPage).load()
	if strings.Contains(r.texts(), "Remove this key") {
		t.Errorf("the last key can be removed: %q", r.texts())
	}
}

// TestTheKitIsSeenBeforeItIsSaved: the picture of the page, with the key only
// after it was asked for, and not any more when the page goes.
func TestTheKitIsSeenBeforeItIsSaved(t *testing.T) {
	r := newRig(t, setting{language: locale.Japanese})
	words := r.withKey()
	_, want, err := r.ses.RecoveryWords()
	must(r, err)
	r.push(func() page { return newKit(r.App) })
	read := func() (texts []string) {
		var pictures []*control.Picture
		r.each(func(o fyne.CanvasObject) bool {
			if p, ok := o.(*control.Picture); ok {
				pictures = append(pictures, p)
			}
			return true
		})
		if len(pictures) != 1 {
			t.Fatalf("%d pictures", len(pictures))
		}
		found, err := qr.Read(t.Context(), pictures[0].Image())
		must(r, err)
		for _, c := range found.Codes {
			texts = append(texts, c.Text)
		}
		return texts
	}
	if got := read(); len(got) > 0 || r.says(words[3]) {
		t.Errorf("the key is shown before anybody asked: %q", got)
	}
	test.Tap(findButton(t, r, r.txt.T("common.show")))
	if got := read(); len(got) != 1 || got[0] != want || !r.says(words[3]) {
		t.Errorf("shows %q, want %q", got, want)
	}
	test.Tap(findButton(t, r, r.txt.T("common.hide")))
	if got := read(); len(got) > 0 || r.says(words[3]) {
		t.Errorf("hidden, but shows %q", got)
	}
	test.Tap(findButton(t, r, r.txt.T("common.show")))
	p := r.front().(*kitPage)
	r.back()
	if p.words != nil || p.shown {
		t.Error("the page keeps the key")
	}
}

// TestTheKitIsSavedAndReadBack: from the button to a PDF whose code opens the
// backup on another computer, by file, drop and paste; never in the folder.
func TestTheKitIsSavedAndReadBack(t *testing.T) {
	for _, lang := range []locale.Language{locale.English, locale.Japanese} {
		t.Run(string(lang), func(t *testing.T) {
			r := newRig(t, setting{language: lang})
			words := r.withKey()
			cloud := t.TempDir()
			folder, err := r.ses.SetFolder(context.Background(), cloud)
			must(r, err)
			r.push(func() page { return newKit(r.App) })
			if r.says(words[3]) {
				t.Error("the words are shown before anybody asked")
			}
			link := filepath.Join(t.TempDir(), "link")
			must(r, os.Symlink(folder, link))
			for _, bad := range []string{folder, cloud, link} {
				r.desk.save = filepath.Join(bad, "kit.pdf")
				must(r, os.WriteFile(r.desk.save, nil, 0o600)) // as the toolkit's dialog leaves it
				test.Tap(r.front().(*kitPage).save)
				said := strings.ReplaceAll(r.texts(), "\n", "")
				if want := strings.ReplaceAll(locale.Plain(r.txt.T("kit.nosync")), " ", ""); !strings.Contains(strings.ReplaceAll(said, " ", ""), want) {
					t.Errorf("saving in %s says %q", bad, r.texts())
				}
				r.closeSheets()
				if _, err := os.Stat(r.desk.save); !errors.Is(err, os.ErrNotExist) {
					t.Errorf("something is left in %s: %v", bad, err)
				}
			}
			r.desk.save = filepath.Join(t.TempDir(), "kit.pdf")
			test.Tap(r.front().(*kitPage).save)
			r.closeSheets()
			info, err := os.Stat(r.desk.save)
			must(r, err)
			if info.Mode().Perm() != 0o600 {
				t.Errorf("the kit is readable by others: %v", info.Mode())
			}
			_, qr, err := r.ses.RecoveryWords()
			must(r, err)
			img, err := exporter.Picture(qr)
			must(r, err)
			picture := filepath.Join(t.TempDir(), "photo.png")
			must(r, os.WriteFile(picture, encode(t, img), 0o600))
			ways := map[string]func(two *rig){
				"file": func(two *rig) {
					two.desk.picks = []string{r.desk.save}
					test.Tap(findButton(t, two, two.txt.T("rec.key.scan")))
				},
				"drop":  func(two *rig) { two.dropped([]string{picture}) },
				"paste": func(two *rig) { two.desk.image = img; test.Tap(findButton(t, two, two.txt.T("rec.key.paste"))) },
			}
			for name, give := range ways {
				two := newRig(t, setting{language: lang})
				two.beginRecovery()
				p := two.front().(*recoverWizard)
				p.pick.take(cloud)
				test.Tap(p.next)
				test.Tap(p.next)
				give(two)
				if two.front().(*recoverWizard).rec.Summary().Accounts != 12 {
					t.Errorf("by %s: %q", name, two.texts())
				}
			}
		})
	}
}

func TestAPictureThatIsNoKeySaysSo(t *testing.T) {
	account, err := exporter.Picture(okta)
	if err != nil {
		t.Fatal(err)
	}
	var data bytes.Buffer
	if err := png.Encode(&data, account); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "code.png")
	if err := os.WriteFile(path, data.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := session.ReadKeyFile(t.Context(), path); session.Explain(err, "").Key != "rec.key.notqr" {
		t.Errorf("the code of an account: %v", err)
	}
	if _, err := session.ReadKeyFile(t.Context(), filepath.Join(t.TempDir(), "gone.png")); err == nil {
		t.Error("a file that is not there")
	}
}

func TestPaperOfTheCountry(t *testing.T) {
	for want, languages := range map[bool][][]string{
		true:  {{"en-US"}, {"en_US.UTF-8", "ja"}, {"ja", "es-MX"}},
		false: {{"ja-JP", "en-US"}, {"en-GB"}, {"en"}, nil, {"zh-Hant"}},
	} {
		for _, l := range languages {
			if usesLetter(l) != want {
				t.Errorf("%q: %v", l, !want)
			}
		}
	}
}

// TestTheKitOpensALockedVault: the picture of the kit does what typing the
// words does, pasted or dropped.
func TestTheKitOpensALockedVault(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.withKey()
	_, qr, err := r.ses.RecoveryWords()
	must(r, err)
	img, err := exporter.Picture(qr)
	must(r, err)
	picture := filepath.Join(t.TempDir(), "photo.png")
	must(r, os.WriteFile(picture, encode(t, img), 0o600))
	r.desk.image = img
	for name, give := range map[string]func(){
		"paste": func() { test.Tap(findButton(t, r, "Paste a picture")) },
		"drop":  func() { r.dropped([]string{picture}) },
	} {
		must(r, r.ses.Lock())
		r.show(func() page { return newLockWords(r.App) })
		give()
		if r.ses.Phase() != session.Open {
			t.Errorf("by %s: still locked: %q", name, r.texts())
		}
	}
}
