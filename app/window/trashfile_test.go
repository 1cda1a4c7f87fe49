package window

import (
	"path/filepath"
	"strings"
	"testing"

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
