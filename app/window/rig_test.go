package window

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"image"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"twofold/app/config"
	"twofold/app/locale"
	"twofold/app/platform"
	"twofold/app/session"
	"twofold/app/session/sessiontest"
	"twofold/crypto/sealed"
)

// rig is the window on the test driver with a real session behind it. Time
// stands still unless the test moves it, and slow work runs at once.
type rig struct {
	*App
	t     *testing.T
	clock *sessiontest.Clock
	ring  *sessiontest.Keyring
	desk  *fakeDesk
	dir   string // of the vault
	ui    uiQueue
}

// fakeDesk is the desktop of a test: the parts of a system a test driver has
// not.
type fakeDesk struct {
	sessiontest.Clipboard
	picks  []string
	folder string
	image  image.Image
	// imageErr is why there is no picture.
	imageErr error
	text     string
	err      error
	save     string // where the save dialog says to save; empty for nowhere

	screens   []platform.Screen
	watched   chan platform.Event // nil: the system tells nothing
	tray      bool
	panels    chan bool // what the system tells of panels; nil: nothing
	autostart []bool    // what was asked for
	dialogs   []platform.Dialog
	notices   []platform.Notice
}

func (d *fakeDesk) PickFiles(_ context.Context, dialog platform.Dialog) ([]string, error) {
	d.dialogs = append(d.dialogs, dialog)
	return d.picks, d.err
}

func (d *fakeDesk) Screens(context.Context) ([]platform.Screen, error) { return d.screens, d.err }

func (d *fakeDesk) Watch(context.Context) <-chan platform.Event { return d.watched }

func (d *fakeDesk) WatchIdle(context.Context, time.Duration) (<-chan struct{}, <-chan error) {
	idle, failed := make(chan struct{}), make(chan error)
	close(idle)
	close(failed)
	return idle, failed
}

func (d *fakeDesk) HasTray(context.Context) bool { return d.tray }

// WatchTray tells what the test says, until ctx ends or the test closes it.
func (d *fakeDesk) WatchTray(ctx context.Context) <-chan bool {
	out := make(chan bool)
	go func() {
		defer close(out)
		for {
			select {
			case <-ctx.Done():
				return
			case seen, open := <-d.panels:
				if !open {
					return
				}
				out <- seen
			}
		}
	}()
	return out
}

func (d *fakeDesk) Notify(_ context.Context, n platform.Notice) error {
	d.notices = append(d.notices, n)
	return d.err
}

func (d *fakeDesk) SetAutostart(on bool) error {
	d.autostart = append(d.autostart, on)
	return d.err
}

func (d *fakeDesk) PickFolder(context.Context, platform.Dialog) (string, error) {
	return d.folder, d.err
}

func (d *fakeDesk) Image(context.Context) (image.Image, error) {
	switch {
	case d.imageErr != nil:
		return nil, d.imageErr
	case d.image == nil:
		return nil, errors.New("no picture")
	}
	return d.image, nil
}

func (d *fakeDesk) ReadText(context.Context) (string, error) { return d.text, nil }

// setting is what the tests vary.
type setting struct {
	language locale.Language
	theme    config.Theme
	scale    int
	width    float32
	height   float32
	noRing   bool  // a keyring that is not there
	ring     error // what a keyring says that does not serve
	at       time.Time
	temp     string // a temporary directory of the system
}

// size is that of the window: the compact one unless the test wants another.
func (s setting) size() fyne.Size {
	size := fyne.NewSize(420, 680)
	if s.width > 0 {
		size.Width = s.width
	}
	if s.height > 0 {
		size.Height = s.height
	}
	return size
}

// noon is ten seconds into a period of thirty.
var noon = time.Date(2026, 11, 22, 12, 0, 10, 0, time.UTC)

func newRig(t *testing.T, s setting) *rig {
	t.Helper()
	return newRigOn(t, s, func(d *fakeDesk) Desktop { return d })
}

// newRigOn is newRig on a desktop that behaves otherwise.
func newRigOn(t *testing.T, s setting, desktop func(*fakeDesk) Desktop) *rig {
	t.Helper()
	if s.at.IsZero() {
		s.at = noon
	}
	size := s.size()
	if s.scale == 0 {
		s.scale = 100
	}
	r := &rig{t: t, ui: uiQueue{own: goroutine()}, clock: sessiontest.NewClock(s.at), ring: &sessiontest.Keyring{}, desk: &fakeDesk{}}
	if r.ring.Err = s.ring; s.noRing {
		r.ring.Err = errNoRing
	}
	cfg, _ := config.Open(t.TempDir(), config.Disk{}, r.clock.Now)
	if err := cfg.Change(func(c *config.Settings) {
		c.Theme, c.TextScale, c.Language = s.theme, s.scale, string(s.language)
	}); err != nil {
		t.Fatal(err)
	}
	r.dir = t.TempDir()
	ses := session.New(session.Options{
		DataDir: r.dir, Now: r.clock.Now, After: r.clock.After, Rand: rand.Reader,
		Keyring: r.ring, Clipboard: desktop(r.desk), Cost: sealed.CostTest, TempDirs: []string{s.temp},
	})
	t.Cleanup(func() { _ = ses.Close() })
	toolkit := test.NewTempApp(t)
	t.Cleanup(r.ui.end)
	r.App = New(Options{
		Toolkit: toolkit, Session: ses, Config: cfg, Texts: locale.New(s.language, nil),
		Desktop: desktop(r.desk), Now: r.clock.Now, Version: "1.0.0", NoGovernor: true, Inline: true, Do: r.ui.do,
	})
	r.root()
	r.win.Resize(size)
	r.startSession(context.Background())
	ses.SetVisible(true)
	return r
}

var errNoRing = fmt.Errorf("stand-in: %w", platform.ErrNoKeyring)

// accounts fills the list with what the pictures of the design show.
func (r *rig) accounts() {
	r.t.Helper()
	links := []string{
		"otpauth://totp/GitHub:hanako-dev?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=GitHub",
		"otpauth://totp/Google:hanako.sato%40gmail.com?secret=JBSWY3DPEHPK3PXP&issuer=Google",
		"otpauth://totp/Microsoft%20365:hanako%40contoso.co.jp?secret=JBSWY3DPEHPK3PXA&issuer=Microsoft%20365",
		"otpauth://totp/Amazon:hanako.sato%40example.jp?secret=JBSWY3DPEHPK3PXB&issuer=Amazon",
		"otpauth://totp/%E6%A5%BD%E5%A4%A9%E8%A8%BC%E5%88%B8:%E4%BD%90%E8%97%A4%20%E8%8A%B1%E5%AD%90?secret=JBSWY3DPEHPK3PXC&issuer=%E6%A5%BD%E5%A4%A9%E8%A8%BC%E5%88%B8",
		"otpauth://totp/AWS:prod-admin%401234-5678-9012?secret=JBSWY3DPEHPK3PXD&issuer=AWS",
		"otpauth://totp/Slack:contoso.slack.com?secret=JBSWY3DPEHPK3PXE&issuer=Slack",
		"otpauth://hotp/Bank:7?secret=JBSWY3DPEHPK3PXF&issuer=Bank&counter=0",
		"otpauth://totp/Dropbox:hanako.sato%40gmail.com?secret=JBSWY3DPEHPK3PXG&issuer=Dropbox",
		"otpauth://totp/GitLab:hanako?secret=JBSWY3DPEHPK3PXH&issuer=GitLab&digits=8",
		"otpauth://steam/Steam:hanahana?secret=JBSWY3DPEHPK3PXI&issuer=Steam",
		"otpauth://totp/Nintendo:hanako.sato%40gmail.com?secret=JBSWY3DPEHPK3PXJ&issuer=Nintendo",
	}
	groups := [][]string{{"Development"}, {"Personal"}, {"Work"}, {"Personal"}, {"Personal"}, {"Work", "Development"},
		{"Work"}, nil, {"Personal"}, {"Development"}, {"Personal"}, {"Personal"}}
	var cs []session.Candidate
	for i, l := range links {
		f := r.ses.ReadText(l)
		if len(f.Candidates) != 1 {
			r.t.Fatalf("%s: %+v", l, f.Problems)
		}
		f.Candidates[0].Account.Groups = groups[i]
		if i == 2 {
			f.Candidates[0].Account.ActionRequired = true
		}
		cs = append(cs, f.Candidates[0])
	}
	if _, err := r.ses.Add(cs); err != nil {
		r.t.Fatal(err)
	}
}

// main is the list page, which must be in front.
func (r *rig) main() *mainPage {
	r.t.Helper()
	p, ok := r.front().(*mainPage)
	if !ok {
		r.t.Fatalf("in front is %T, want the list", r.front())
	}
	return p
}
