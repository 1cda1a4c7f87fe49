package window

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"twofold/app/locale"
	"twofold/app/session"
	"twofold/crypto/secret"
	"twofold/internal/account"
)

// TestWhatTheFolderBroughtStaysOnThePage: a notice passes by in the status
// line; whoever was not looking finds it on the page about the backup, until
// the vault is locked.
func TestWhatTheFolderBroughtStaysOnThePage(t *testing.T) {
	for _, l := range []locale.Language{locale.English, locale.Japanese} {
		r := newRig(t, setting{language: l})
		r.accounts()
		cloud := t.TempDir()
		r.ses.SetAutoLock(0)
		words(r, cloud)
		empty(t, filepath.Join(cloud, "Twofold"))
		r.clock.Advance(time.Minute)
		must(r, r.ses.BackUpNow(context.Background()))
		r.openBackup()
		for _, key := range []string{"bk.news.h", "bk.emptied", "bk.emptied.d"} {
			if said := flowing(r.texts()); !strings.Contains(said, flowing(r.txt.T(key))) {
				t.Errorf("%v: %s is not on the page: %q", l, key, said)
			}
		}
		must(r, r.ses.Lock())
		if n := len(r.ses.Backup().News); n > 0 {
			t.Errorf("%d notices are kept while locked", n)
		}
	}
}

// flowing is a text without the places where lines may break.
func flowing(text string) string {
	return strings.NewReplacer(" ", "", "\n", "", "\u200b", "").Replace(text)
}

// words turns the backup on without the pages.
func words(r *rig, folder string) {
	_, _, err := r.ses.MakeRecoveryKey(context.Background())
	must(r, err)
	must(r, r.ses.ConfirmRecoveryKey())
	_, err = r.ses.SetFolder(context.Background(), folder)
	must(r, err)
}

func empty(t *testing.T, dir string) {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil || len(list) == 0 {
		t.Fatalf("%d files, %v", len(list), err)
	}
	for _, e := range list {
		if err := os.Remove(filepath.Join(dir, e.Name())); err != nil {
			t.Fatal(err)
		}
	}
}

// TestClockOff: minutes as a clock drifts, hours as a time zone is mistaken.
func TestClockOff(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	for off, want := range map[time.Duration]string{
		0: "", 20 * time.Second: "", -4 * time.Minute: "4 minutes slow", 80 * time.Minute: "80 minutes fast",
		-90 * time.Minute: "2 hours slow", 7 * time.Hour: "7 hours fast", -9*time.Hour - time.Minute: "9 hours slow",
	} {
		if got := r.clockOff(off); !strings.Contains(got, want) || (got == "") != (want == "") {
			t.Errorf("%v: %q, want %q", off, got, want)
		}
	}
}

// TestEveryFaultHasItsSentence goes through the faults a folder can bring, as
// docs/sync-protocol.md lists them: each is said in both languages. What
// produces the fault is tested where the table says.
func TestEveryFaultHasItsSentence(t *testing.T) {
	kinds := []session.NoticeKind{
		session.NoticeEmptied, session.NoticeRolledBack, session.NoticeRewritten, session.NoticeForged, session.NoticeFromRemoved,
		session.NoticeNewer, session.NoticeCopied, session.NoticeForked, session.NoticeJoined, session.NoticeJoinedByKey,
		session.NoticeWasRemoved, session.NoticeRemoved, session.NoticeNewKey, session.NoticeOtherKey, session.NoticeMerged, session.NoticeKept,
	}
	keys := []string{
		"bk.page.notseen", "bk.download", "bk.damaged.quiet", "bk.needed", "bk.copies", "bk.missing", "bk.full", "bk.readonly",
		"bk.clock.slow", "bk.clock.fast", "bk.clock.slow.h", "bk.clock.fast.h", "bk.merged", "bk.newer", "bk.excluded", "bk.vaults",
		"rec.key.short", "rec.key.word", "rec.key.sum", "rec.key.wrong", "err.rec.retired", "err.rec.slotdamaged", "err.rec.none", "err.rec.nofile",
		"err.folder.temp", "err.folder.nested", "merged.mark", "merged.h",
	}
	for h := session.HealthSaveFailed; h <= session.HealthChecking; h++ {
		keys = append(keys, h.Key())
	}
	for _, l := range []locale.Language{locale.English, locale.Japanese} {
		r := newRig(t, setting{language: l})
		seen := map[string]session.NoticeKind{}
		for _, k := range kinds {
			what, _ := r.noticeText(session.BackupNotice{Kind: k, Computer: "Laptop", Title: "GitHub"})
			if what == "" || strings.Contains(what, "{") || strings.HasPrefix(what, "bk.") {
				t.Errorf("%v: notice %q says %q", l, k, what)
			}
			seen[what] = k
		}
		for _, key := range keys {
			if text := r.txt.T(key, "n", 2, "device", "Laptop", "svc", "OneDrive", "time", "noon", "ago", "now"); text == key || text == "" {
				t.Errorf("%v: no sentence for %q", l, key)
			}
		}
	}
}

// TestNewsLeaveSelectionAndPlace: what another computer changes, adds and
// deletes arrives in the list without moving the row in hand.
func TestNewsLeaveSelectionAndPlace(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	p := r.newPeer("Desktop")
	for i := range 40 {
		name := fmt.Sprintf("Service%02d", i)
		p.add(strings.NewReplacer("Okta", name).Replace("otpauth://totp/Okta:me?secret=JBSWY3DPEHPK3PXP&issuer=Okta"), func(a *account.Account) { a.Key.Secret = secret.FromString(name) })
	}
	p.backUp()
	p.joinBy(r.ses, "Laptop")
	list := r.main().list
	rows := r.ses.View().Rows
	id := rows[25].ID
	list.Select(id)
	before, _, ok := list.RowAt(id)
	if !ok || before.Y < 0 {
		t.Fatalf("row at %v, %v", before, ok)
	}
	name := "changed elsewhere"
	must(r, p.Edit(id, session.Changes{Name: &name}))
	must(r, p.Delete(rows[3].ID))
	must(r, p.Delete(rows[7].ID))
	p.add(strings.ReplaceAll(okta, "Okta", "Added"), func(a *account.Account) { a.Key.Secret = secret.FromString("added") })
	p.settle(r.ses)
	said := r.texts() // the window takes the news when somebody looks
	if n := len(list.Items()); n != 39 {
		t.Fatalf("%d rows, want 39", n)
	}
	after, _, ok := list.RowAt(id)
	if !ok || after != before || list.Selected() != id {
		t.Errorf("the row went from %v to %v (%v); selected is %s, want %s", before, after, ok, list.Selected(), id)
	}
	if !strings.Contains(said, name) {
		t.Errorf("the news is not in the list: %q", said)
	}
	if _, ok := r.front().(*mainPage); !ok {
		t.Errorf("in front is %T", r.front())
	}
}
