package window

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"twofold/app/locale"
	"twofold/app/session"
)

// TestBackupPageClaimsNothingFalse: a folder that is gone holds nothing that
// was "saved and checked", and one event is told once, however many files.
func TestBackupPageClaimsNothingFalse(t *testing.T) {
	for _, l := range []locale.Language{locale.English, locale.Japanese} {
		r := newRig(t, setting{language: l})
		r.withLaptop()
		page := func() string {
			r.home()
			r.push(func() page { return newBackupPage(r.App) })
			return strings.ReplaceAll(r.texts(), "\n", "")
		}
		says := func(key string) bool {
			text := strings.ReplaceAll(r.txt.T(key, "svc", r.ses.Backup().Service), "\u200b", "")
			return strings.Contains(strings.ReplaceAll(page(), " ", ""), strings.ReplaceAll(text, " ", ""))
		}
		if !says("bk.page.saved") || says("bk.safe") {
			t.Errorf("%v: in step it says %q", l, page())
		}
		dir := r.ses.Backup().Folder
		must(r, os.Rename(dir, dir+" away"))
		_ = r.ses.BackUpNow(t.Context()) // the folder is missing
		if says("bk.page.saved") || !says("bk.safe") || !says("bk.missing") {
			t.Errorf("%v: without the folder it says %q", l, page())
		}
		must(r, os.Rename(dir+" away", dir))
		files, err := filepath.Glob(filepath.Join(dir, "tf1-*"))
		must(r, err)
		for _, f := range files {
			must(r, os.WriteFile(f, []byte("not ours"), 0o600))
		}
		must(r, r.ses.BackUpNow(t.Context()))
		what := strings.ReplaceAll(locale.Plain(r.txt.T("bk.rewritten")), " ", "")
		if n := strings.Count(strings.ReplaceAll(page(), " ", ""), what); n != 1 {
			t.Errorf("%v: %d times %q: %q", l, n, what, page())
		}
	}
}

// TestPastShowsWhatIsDifferent: a backup of before names an account as it was
// and as it is.
func TestPastShowsWhatIsDifferent(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.accounts()
	r.backedUp(t.TempDir())
	id := r.ses.View().Rows[0].ID
	was, is := r.ses.View().Row(id).Name, "another name"
	files, err := r.ses.Snapshots(t.Context())
	must(r, err)
	r.clock.Set(r.clock.Now().Add(time.Minute))
	must(r, r.ses.Edit(id, session.Changes{Name: &is}))
	past, err := r.ses.OpenSnapshot(t.Context(), files[0].Path)
	must(r, err)
	r.push(func() page { return newPast(r.App, past) })
	for _, want := range []string{was, "Today: ", is} {
		if !strings.Contains(r.texts(), want) {
			t.Errorf("%q is missing: %q", want, r.texts())
		}
	}
}
