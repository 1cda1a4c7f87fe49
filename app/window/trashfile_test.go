package window

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"twofold/app/locale"
	"twofold/internal/exporter"
)

// A backup file takes the recently deleted accounts along, says so before it
// is written and before it is read, and puts them where they were.
func TestTheTrashTravelsInABackupFile(t *testing.T) {
	from, to := newImportRig(t), newImportRig(t)
	from.accounts()
	must(from, from.ses.Delete(from.ses.View().Rows[0].ID))
	from.desk.save = filepath.Join(t.TempDir(), "all.twofold")
	from.push(func() page { return newExport(from.App, &exporter.Formats()[0]) })
	if !strings.Contains(unbroken(from.texts()), unbroken(from.txt.N("export.trash", 1))) {
		t.Errorf("the export says %q", from.texts())
	}
	p := from.front().(*exportPage)
	p.pass.SetText("four unrelated words")
	p.again.SetText("four unrelated words")
	p.onSave()

	to.dropped([]string{from.desk.save})
	to.unlockFile("four unrelated words")
	c, ok := to.front().(*confirmPage)
	if !ok || !strings.Contains(unbroken(to.texts()), unbroken(to.txt.T("import.trashed.one"))) {
		t.Fatalf("in front is %T, and it says %q", to.front(), to.texts())
	}
	c.onAdd()
	if v := to.ses.View(); len(v.Rows) != 11 || len(v.Trash) != 1 {
		t.Errorf("%d accounts and %d in the trash", len(v.Rows), len(v.Trash))
	}
	if !to.sheetSays("11 accounts imported") || !to.sheetSays(to.txt.N("import.sum.trash", 1)) {
		t.Error("not every entry is accounted for")
	}
}

// A picture of a code holds a secret in the clear as well. After it was added
// the status line offers the bin, and asks before it touches the file.
func TestPicturesAreOfferedToTheBin(t *testing.T) {
	r := newImportRig(t)
	r.accounts()
	file := filepath.Join(t.TempDir(), "code.png")
	savePNG(t, file, screenWith(t, "otpauth://totp/Shop:hanako?secret=JBSWY3DPEHPK3PXPAA").Image)
	r.dropped([]string{file})
	r.front().(*confirmPage).onAdd()
	if len(r.sheets) != 0 {
		t.Fatal("one account without trouble brings a sheet")
	}
	foot := r.main().foot
	if foot.button != r.txt.T("status.bin") {
		t.Fatalf("the status line offers %q", foot.button)
	}
	foot.act()
	if _, err := os.Stat(file); err != nil || !r.sheetSays("code.png") {
		t.Fatalf("it is not asked: %v", err)
	}
	r.sheets[0].Close()
	r.askBin([]string{file})
	r.button(r.txt.N("import.bin", 1)).Tapped(&fyne.PointEvent{})
	if _, err := os.Stat(file); err == nil || len(r.sheets) != 0 {
		t.Error("the file is still there")
	}
}

// TestTrashDays: what is in the trash says how long it stays, never more than it
// was promised, though the clock was set back.
func TestTrashDays(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.accounts()
	r.ses.SetAutoLock(0)
	must(r, r.ses.Delete(r.ses.View().Rows[0].ID))
	for _, tt := range []struct {
		turned time.Duration
		want   string
	}{
		{0, "30 days left"},
		{36 * time.Hour, "29 days left"},
		{-20 * 24 * time.Hour, "30 days left"},
		{48 * 24 * time.Hour, "1 day left"},
	} {
		r.clock.Turn(tt.turned)
		r.push(func() page { return newTrash(r.App) })
		if !strings.Contains(unbroken(r.texts()), unbroken(tt.want)) {
			t.Errorf("turned by %v: %q, want %q", tt.turned, r.texts(), tt.want)
		}
		r.home()
	}
}
