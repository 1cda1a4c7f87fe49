package window

import (
	"errors"
	"slices"
	"testing"

	"twofold/app/config"
	"twofold/app/locale"
	"twofold/app/platform"
)

// notice looks into the folder, and lets the window hear of it.
func (r *rig) notice() {
	r.t.Helper()
	r.see()
	r.ui.drain()
}

// another lets one more new computer ask in the folder of the old one.
func another(t *testing.T, old *rig, lang locale.Language) *recoverWizard {
	t.Helper()
	fresh := newRig(t, setting{language: lang})
	fresh.push(func() page { return newRecoverWizard(fresh.App, old.ses.Backup().Folder) })
	w := fresh.front().(*recoverWizard)
	w.onFolder()
	w.unlock()
	w.askApproval()
	return w
}

// TestRequestIsAnnounced: once a request, only while nobody looks, and with
// nothing in it but the two sentences of the catalogue.
func TestRequestIsAnnounced(t *testing.T) {
	for lang, want := range map[locale.Language]platform.Notice{
		locale.English:  {Title: "Recovery requested", Body: "A new computer is asking for your accounts. Open Twofold to answer."},
		locale.Japanese: {Title: "回復の要求があります", Body: "新しいパソコンがアカウントの回復を要求しています。Twofold を開いて確認してください。"},
	} {
		t.Run(string(lang), func(t *testing.T) {
			old, _, w := twoWindows(t, lang)
			old.hide()
			w.askApproval()
			old.notice()
			if !slices.Equal(old.desk.notices, []platform.Notice{want}) {
				t.Fatalf("announced %q, want %q", old.desk.notices, want)
			}
			old.notice()
			old.lock()
			must(old, old.ses.UnlockKeyring(t.Context()))
			old.notice()
			if n := len(old.ses.Backup().Requests); n != 1 {
				t.Fatalf("%d requests, want 1", n)
			}
			if len(old.desk.notices) != 1 {
				t.Errorf("announced again: %q", old.desk.notices)
			}
		})
	}
}

func TestRequestIsNotAnnounced(t *testing.T) {
	for name, prepare := range map[string]func(old *rig){
		"in front":     func(old *rig) { old.inFront = true },
		"switched off": func(old *rig) { old.setConfig(func(s *config.Settings) { s.Notify = false }) },
	} {
		t.Run(name, func(t *testing.T) {
			old, _, w := twoWindows(t, locale.English)
			prepare(old)
			w.askApproval()
			old.notice()
			old.inFront = false
			old.notice()
			if len(old.desk.notices) != 0 || len(old.ses.Backup().Requests) != 1 {
				t.Errorf("announced %q, %d requests", old.desk.notices, len(old.ses.Backup().Requests))
			}
		})
	}
}

// TestNobodyAnnounces: without a service for notifications the window and the
// tray say it all the same.
func TestNobodyAnnounces(t *testing.T) {
	old, _, w := twoWindows(t, locale.English)
	old.desk.err = errors.New("no such service")
	w.askApproval()
	old.notice()
	if len(old.desk.notices) != 1 {
		t.Fatalf("asked the desktop %d times", len(old.desk.notices))
	}
	if !old.says(old.txt.T("ap.badge")) || len(old.sheets) != 0 || old.trayLook().state != trayAttention {
		t.Errorf("the window says %q, tray %v", old.texts(), old.trayLook())
	}
}

// TestFloodIsAnnouncedThrice: a folder full of requests does not ring without
// end, and rings again after a while.
func TestFloodIsAnnouncedThrice(t *testing.T) {
	old, _, w := twoWindows(t, locale.English)
	w.askApproval()
	old.notice()
	for range 4 {
		another(t, old, locale.English)
		old.notice()
	}
	if len(old.desk.notices) != mostNotices {
		t.Errorf("%d notifications of 5 requests, want %d", len(old.desk.notices), mostNotices)
	}
	old.clock.Advance(noticesIn) // which locks the program as well
	must(old, old.ses.UnlockKeyring(t.Context()))
	another(t, old, locale.English)
	old.notice()
	if len(old.desk.notices) != mostNotices+1 {
		t.Errorf("%d notifications later, want %d", len(old.desk.notices), mostNotices+1)
	}
}
