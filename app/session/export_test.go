package session_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"twofold/app/platform"
	"twofold/app/session"
	"twofold/app/session/sessiontest"
	"twofold/crypto/sealed"
	"twofold/internal/account"
	"twofold/internal/exporter"
	"twofold/internal/qr"
)

// startBench is an open session for a benchmark.
func startBench(b *testing.B) *session.Session {
	clock := sessiontest.NewClock(when)
	s := session.New(session.Options{DataDir: b.TempDir(), Now: clock.Now, After: clock.After,
		Rand: rand.Reader, Keyring: &sessiontest.Keyring{}, Cost: sealed.CostTest})
	b.Cleanup(func() { _ = s.Close() })
	if err := s.Start(context.Background()); err != nil {
		b.Fatal(err)
	}
	return s
}

// fill adds accounts as they are.
func (b *bench) fill(as []account.Account) []string {
	b.t.Helper()
	var cs []session.Candidate
	for _, a := range as {
		cs = append(cs, session.Candidate{Account: a})
	}
	done, err := b.Add(cs)
	if err != nil || len(done.IDs) != len(as) {
		b.t.Fatalf("Add = %+v, %v", done, err)
	}
	return done.IDs
}

// What is exported comes back on another computer.
func TestExportComesBack(t *testing.T) {
	ctx := context.Background()
	for _, f := range []exporter.Format{exporter.Backup, exporter.AegisSafe, exporter.OTPAuth, exporter.Migration, exporter.Aegis, exporter.TwoFAS} {
		t.Run(string(f), func(t *testing.T) {
			from, to := newBench(t), newBench(t)
			as := someAccounts(t, 15)
			as[3].Binding = account.ThisComputer
			from.fill(as)
			path := filepath.Join(t.TempDir(), "out")
			if err := os.WriteFile(path, []byte("older"), 0o644); err != nil {
				t.Fatal(err)
			}
			r, err := from.ExportTo(ctx, path, session.Export{Format: f, Password: []byte("open sesame")})
			if err != nil || r.Written != 14 || len(r.Left) != 1 || r.Left[0].Reason != exporter.Bound {
				t.Fatalf("ExportTo = %+v, %v", r, err)
			}
			if plan, err := from.PlanExport(f); err != nil || plan.Written != 14 || len(plan.Left) != 1 {
				t.Errorf("PlanExport = %+v, %v", plan, err)
			}
			if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
				t.Errorf("the file is readable by others: %v, %v", info.Mode(), err)
			}
			found := to.ReadFiles(ctx, []string{path})
			if found.Import != nil {
				if found, err = found.Import.Unlock(ctx, []byte("open sesame"), nil); err != nil {
					t.Fatal(err)
				}
			}
			if done, err := to.Add(found.Candidates); err != nil || done.New() != 14 {
				t.Errorf("came back: %+v, %v", done, err)
			}
			one, two := from.View().Rows, to.View().Rows
			for i, j := 0, 0; i < len(one); i++ {
				if one[i].Binding == account.ThisComputer {
					continue
				}
				a, _ := from.View().Code(one[i].ID, when)
				b, _ := to.View().Code(two[j].ID, when)
				if a.Now == "" || a.Now != b.Now {
					t.Errorf("%s gives %s there and %s here", one[i].Title(), a.Now, b.Now)
				}
				j++
			}
		})
	}
}

func TestExportFailsWhole(t *testing.T) {
	b := newBench(t)
	ctx := context.Background()
	if _, err := b.ExportInto(ctx, &bytes.Buffer{}, session.Export{Format: exporter.OTPAuth}); !errors.Is(err, exporter.ErrNothing) {
		t.Errorf("an export of nothing gave %v", err)
	}
	b.fill(someAccounts(t, 2))
	gone := filepath.Join(t.TempDir(), "gone", "out.txt")
	_, err := b.ExportTo(ctx, gone, session.Export{Format: exporter.OTPAuth})
	if !errors.Is(err, session.ErrNotWritten) || session.Explain(err, "out.txt").Key != "err.file.write" {
		t.Errorf("a folder that is not there gave %v", err)
	}
	if _, err := os.Stat(gone); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("something was written: %v", err)
	}
	if _, err := b.ExportInto(ctx, &bytes.Buffer{}, session.Export{Format: exporter.AegisSafe}); !errors.Is(err, exporter.ErrNoPassword) {
		t.Errorf("an encrypted export without a password gave %v", err)
	}
	if err := b.Lock(); err != nil {
		t.Fatal(err)
	}
	if _, err := b.PlanExport(exporter.OTPAuth); !errors.Is(err, session.ErrLocked) {
		t.Errorf("an export while locked gave %v", err)
	}
}

func TestQRCodeOfOneAccount(t *testing.T) {
	b := newBench(t)
	as := someAccounts(t, 2)
	as[1].Binding = account.ThisComputer
	ids := b.fill(as)
	img, err := b.QRCode(ids[0])
	if err != nil {
		t.Fatal(err)
	}
	res, err := qr.Read(context.Background(), img)
	if err != nil || len(res.Codes) != 1 || b.ReadText(res.Codes[0].Text).Candidates[0].Duplicate.Kind != session.SameAccount {
		t.Errorf("the code reads as %+v, %v", res, err)
	}
	var left *exporter.LeftError
	if _, err := b.QRCode(ids[1]); !errors.As(err, &left) || left.Reason != exporter.Bound {
		t.Errorf("a bound account gave %v", err)
	}
}

func TestMigrationPagesCanBeScanned(t *testing.T) {
	from, to := newBench(t), newBench(t)
	from.fill(someAccounts(t, 23))
	pages, r, err := from.MigrationPages(context.Background())
	if err != nil || len(pages) != 3 || r.Written != 23 {
		t.Fatalf("%d pages, %+v, %v", len(pages), r, err)
	}
	for i, img := range pages {
		found := to.ReadImage(context.Background(), img)
		if last := i == len(pages)-1; last != (found.Pages == nil) {
			t.Errorf("page %d: %+v", i, found.Pages)
		}
		if i == len(pages)-1 && len(found.Candidates) != 23 {
			t.Errorf("%d candidates, want 23", len(found.Candidates))
		}
	}
}

func TestVerifyAsksForWhatThereIs(t *testing.T) {
	b := newBench(t)
	ctx := context.Background()
	if err := b.Verify(ctx, nil); err != nil {
		t.Errorf("the keyring is there, and gave %v", err)
	}
	b.ring.Err = platform.ErrKeyringLocked
	if err := b.Verify(ctx, nil); !errors.Is(err, platform.ErrKeyringLocked) {
		t.Errorf("a locked keyring gave %v", err)
	}
	b.ring.Err = nil
	if err := b.SetPassphrase(ctx, nil, []byte("four unrelated words")); err != nil {
		t.Fatal(err)
	}
	if err := b.Verify(ctx, []byte("not it")); !errors.Is(err, session.ErrWrongPassphrase) {
		t.Errorf("a wrong passphrase gave %v", err)
	}
	if err := b.Verify(ctx, []byte("four unrelated words")); err != nil {
		t.Errorf("the passphrase gave %v", err)
	}
}

// No account is lost for having been deleted: the backup file takes the trash
// along, and gives it back as a trash.
func TestBackupFileKeepsTheTrash(t *testing.T) {
	ctx := context.Background()
	from, to := newBench(t), newBench(t)
	ids := from.fill(someAccounts(t, 4))
	if err := from.Delete(ids[1], ids[2]); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "all.twofold")
	r, err := from.ExportTo(ctx, path, session.Export{Format: exporter.Backup, Password: []byte("open sesame")})
	if err != nil || r.Written != 4 || r.Trash != 2 {
		t.Fatalf("ExportTo = %+v, %v", r, err)
	}
	if r, err := from.PlanExport(exporter.OTPAuth); err != nil || r.Written != 2 || r.Trash != 0 {
		t.Errorf("a format without a trash: %+v, %v", r, err)
	}
	read := func() session.Found {
		found, err := to.ReadFiles(ctx, []string{path}).Import.Unlock(ctx, []byte("open sesame"), nil)
		if err != nil || len(found.Candidates) != 4 {
			t.Fatalf("%d candidates, %v", len(found.Candidates), err)
		}
		return found
	}
	done, err := to.Add(read().Candidates)
	if err != nil || done.New() != 2 || done.Trashed != 2 || len(done.IDs) != 2 {
		t.Fatalf("Add = %+v, %v", done, err)
	}
	if v := to.View(); len(v.Rows) != 2 || len(v.Trash) != 2 {
		t.Fatalf("%d rows, %d in the trash", len(v.Rows), len(v.Trash))
	}
	if done, err = to.Add(read().Candidates); err != nil || done.Here != 4 || done.Trashed != 0 {
		t.Errorf("the same file again: %+v, %v", done, err)
	}
	if err := to.Restore(to.View().Trash[0].ID); err != nil || len(to.View().Rows) != 3 {
		t.Errorf("out of the trash: %v, %d rows", err, len(to.View().Rows))
	}
}
