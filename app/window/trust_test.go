package window

import (
	"bytes"
	"context"
	"crypto/rand"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"twofold/app/locale"
	"twofold/app/platform"
	"twofold/app/session"
	"twofold/app/session/sessiontest"
	"twofold/crypto/sealed"
	"twofold/internal/account"
	"twofold/internal/exporter"
)

// peer is another computer of the vault, without a window.
type peer struct {
	*session.Session
	r      *rig
	folder string
	words  string
}

// newPeer starts another computer called name.
func (r *rig) newPeer(name string) *peer {
	r.t.Helper()
	p := &peer{r: r, Session: session.New(session.Options{
		DataDir: r.t.TempDir(), Now: r.clock.Now, After: r.clock.After, Rand: rand.Reader,
		Computer: func(context.Context) (string, string) { return name, "Windows 11" },
		Keyring:  &sessiontest.Keyring{}, Clipboard: &sessiontest.Clipboard{}, Cost: sealed.CostTest,
	})}
	r.t.Cleanup(func() { _ = p.Close() })
	must(r, p.Start(context.Background()))
	return p
}

// add takes a link, edited by f.
func (p *peer) add(link string, f func(a *account.Account)) string {
	p.r.t.Helper()
	c := p.ReadText(link).Candidates
	if f != nil {
		f(&c[0].Account)
	}
	done, err := p.Add(c)
	must(p.r, err)
	return done.IDs[0]
}

// backUp makes a recovery key and a backup.
func (p *peer) backUp() {
	p.r.t.Helper()
	words, _, err := p.MakeRecoveryKey(context.Background())
	must(p.r, err)
	must(p.r, p.ConfirmRecoveryKey())
	p.words = strings.Join(words, " ")
	p.folder, err = p.SetFolder(context.Background(), p.r.t.TempDir())
	must(p.r, err)
}

// joinBy recovers what p backed up into another session, by the ten words.
func (p *peer) joinBy(s *session.Session, name string) {
	p.r.t.Helper()
	ctx := context.Background()
	rec, err := s.BeginRecovery(ctx, p.folder)
	must(p.r, err)
	must(p.r, rec.Unlock(ctx, p.words))
	done, err := rec.Finish(ctx, session.FinishOptions{Computer: name})
	must(p.r, err)
	must(p.r, done.BackupErr)
	p.settle(s)
}

// settle lets two computers read each other.
func (p *peer) settle(s *session.Session) {
	p.r.t.Helper()
	for range 2 {
		must(p.r, p.BackUpNow(context.Background()))
		must(p.r, s.BackUpNow(context.Background()))
	}
}

const (
	okta     = "otpauth://totp/Okta:hanako%40contoso.co.jp?secret=JBSWY3DPEHPK3PXP&issuer=Okta"
	oktaAnew = "otpauth://totp/Okta:hanako%40contoso.co.jp?secret=KRSXG5CTMVRXEZLU&issuer=Okta"
)

// withBound is a computer that has recovered a vault with an account that is
// bound to the other one.
func (r *rig) withBound() (p *peer, id string) {
	r.t.Helper()
	p = r.newPeer("Hanako's desktop")
	id = p.add(okta, func(a *account.Account) { a.Binding = account.ThisComputer })
	p.add("otpauth://totp/GitHub:hanako-dev?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=GitHub", nil)
	p.backUp()
	p.joinBy(r.ses, "Laptop")
	r.home()
	return p, id
}

// TestANewKeyComesByEveryWay: file, drop, paste, screen and by hand, each for
// an account whose key stayed on another computer.
func TestANewKeyComesByEveryWay(t *testing.T) {
	tests := map[string]func(r *rig, id string, picture string){
		"file":  func(r *rig, _, picture string) { r.desk.picks = []string{picture}; r.openFiles() },
		"drop":  func(r *rig, _, picture string) { r.dropped([]string{picture}) },
		"paste": func(r *rig, _, _ string) { r.desk.text = oktaAnew; r.run(cmdPaste) },
		"key":   func(r *rig, _, _ string) { r.desk.text = "KRSX G5CT MVRX EZLU"; r.run(cmdPaste) },
		"screen": func(r *rig, _, picture string) {
			r.desk.screens = r.screensOf(picture)
			r.scan()
		},
		"by hand": func(r *rig, id, _ string) {
			r.front().(*recoverAccountPage).byHand()
			f := r.front().(*manualPage)
			f.key.secret.SetText("KRSXG5CTMVRXEZLU")
			f.onAdd()
		},
	}
	for name, give := range tests {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, setting{language: locale.English})
			p, id := r.withBound()
			if !strings.Contains(r.texts(), "Action required") || r.ses.View().ActionRequired != 1 {
				t.Fatalf("the list does not ask: %q", r.texts())
			}
			r.main().recover(id)
			give(r, id, r.qrFile(oktaAnew))
			row := r.ses.View().Row(id)
			if row.ActionRequired || row.Binding != account.ThisComputer {
				t.Fatalf("after it: %+v; the window says %q", row.Problem, r.texts())
			}
			if _, ok := r.front().(*mainPage); !ok || !strings.Contains(r.texts(), `"Okta" is ready to use`) {
				t.Errorf("in front is %T: %q", r.front(), r.texts())
			}
			p.settle(r.ses)
			here, _ := r.ses.View().Code(id, noon)
			there, err := p.View().Code(id, noon)
			if err != nil || here.Now == "" || here.Now == there.Now {
				t.Errorf("codes %q here and %q there, %v", here.Now, there.Now, err)
			}
		})
	}
}

func TestAKeyOfAnotherAccountAsksFirst(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	_, id := r.withBound()
	r.main().recover(id)
	r.found(r.ses.ReadText("otpauth://totp/Okta:somebody%40else?secret=KRSXG5CTMVRXEZLU&issuer=Okta"))
	if !strings.Contains(strings.ReplaceAll(r.texts(), "\n", " "), "This QR code is for Okta (somebody@else), not Okta (hanako@contoso.co.jp)") {
		t.Fatalf("nothing was asked: %q", r.texts())
	}
	if !r.ses.View().Row(id).ActionRequired {
		t.Fatal("the key was taken before the answer")
	}
	r.press(fyne.KeyReturn)
	if r.ses.View().Row(id).ActionRequired {
		t.Error("the key was not taken after the answer")
	}
}

// TestItWorksAlready clears the mark of an account that a rule picked, and is
// not offered where there is no key.
func TestItWorksAlready(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	p := r.newPeer("Hanako's desktop")
	id := p.add(okta, nil)
	p.backUp()
	p.joinBy(r.ses, "Laptop")
	r.home()
	if r.ses.View().ActionRequired != 1 || p.View().ActionRequired != 0 {
		t.Fatalf("marked: %d here, %d there", r.ses.View().ActionRequired, p.View().ActionRequired)
	}
	r.main().recover(id)
	c, _ := r.ses.View().Code(id, noon)
	if !strings.Contains(r.texts(), c.Now[:3]) {
		t.Errorf("the code is not shown: %q", r.texts())
	}
	test.Tap(findButton(t, r, "It works already"))
	if r.ses.View().ActionRequired != 0 {
		t.Error("the mark is still there")
	}
	r.run(cmdUndo)
	if r.ses.View().ActionRequired != 1 {
		t.Error("it cannot be taken back")
	}
}

// TestBindingByTheSwitch turns the switch on the page and looks at the other
// computer.
func TestBindingByTheSwitch(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	p := r.newPeer("Hanako's desktop")
	id := p.add(okta, nil)
	p.backUp()
	p.joinBy(r.ses, "Laptop")
	r.home()
	r.push(func() page { return newEdit(r.App, id) })
	e := r.front().(*editPage)
	if !strings.Contains(strings.ReplaceAll(r.texts(), "\n", " "), "Work or school accounts of Okta are often tied to one computer") {
		t.Errorf("the rule suggests nothing: %q", r.texts())
	}
	test.Tap(e.bound)
	e.onSave()
	p.settle(r.ses)
	if row := p.View().Row(id); row.Problem != session.ErrElsewhere || !row.ActionRequired {
		t.Errorf("the other computer: %v", row.Problem)
	}
	if row := r.ses.View().Row(id); row.Problem != nil || row.Binding != account.ThisComputer {
		t.Errorf("here: %v, %v", row.Problem, row.Binding)
	}
}

func TestRulesPage(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.accounts()
	r.push(func() page { return newRules(r.App) })
	p := r.front().(*rulesPage)
	p.field.SetText("GitHub\n\n github \n")
	p.onSave()
	if got := r.ses.View().Rules; len(got) != 1 || got[0] != "GitHub" {
		t.Errorf("rules = %q", got)
	}
}

// qrFile is a picture with the code of a text.
func (r *rig) qrFile(text string) string {
	r.t.Helper()
	img, err := exporter.Picture(text)
	must(r, err)
	path := filepath.Join(r.t.TempDir(), "code.png")
	must(r, os.WriteFile(path, encode(r.t, img), 0o600))
	return path
}

// screensOf is a screen that shows a picture.
func (r *rig) screensOf(path string) []platform.Screen {
	r.t.Helper()
	data, err := os.ReadFile(path)
	must(r, err)
	img, err := png.Decode(bytes.NewReader(data))
	must(r, err)
	return []platform.Screen{{Image: img}}
}

// TestThePageOfANewKeyFollowsTheFolder: the account is tied to the other
// computer while the page is open here.
func TestThePageOfANewKeyFollowsTheFolder(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	p := r.newPeer("Hanako's desktop")
	id := p.add(okta, nil)
	p.backUp()
	p.joinBy(r.ses, "Laptop")
	r.home()
	r.main().recover(id)
	if !r.says("It works already") {
		t.Fatalf("the page says %q", r.texts())
	}
	bound := account.ThisComputer
	must(r, p.Edit(id, session.Changes{Binding: &bound}))
	p.settle(r.ses)
	if r.says("It works already") || !r.says("this account can't be moved to another computer") {
		t.Errorf("afterwards the page says %q", r.texts())
	}
}
