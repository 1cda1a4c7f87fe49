package session_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"twofold/app/session"
	"twofold/crypto/secret"
	"twofold/internal/account"
	"twofold/internal/exporter"
	"twofold/internal/importer"
	"twofold/internal/otpauth"
	"twofold/internal/qr"
)

// file writes a file into a directory of its own.
func (b *bench) file(name string, data []byte) string {
	b.t.Helper()
	path := filepath.Join(b.t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		b.t.Fatal(err)
	}
	return path
}

// someAccounts are n accounts with everything an export may carry.
func someAccounts(t *testing.T, n int) []account.Account {
	t.Helper()
	var as []account.Account
	for i := range n {
		a, err := otpauth.Parse(fmt.Sprintf("otpauth://totp/Service%d:user%d?secret=JBSWY3DPEHPK3P%c%c&issuer=Service%d",
			i, i, 'A'+i/26%26, 'A'+i%26, i))
		if err != nil {
			t.Fatal(err)
		}
		a.Note, a.Pinned, a.Groups = fmt.Sprintf("note %d", i), i%3 == 0, []string{fmt.Sprintf("Group %d", i%4)}
		as = append(as, a)
	}
	return as
}

// exported is a file in one of our formats.
func exported(t *testing.T, f exporter.Format, as []account.Account, password string) []byte {
	t.Helper()
	var out bytes.Buffer
	_, err := exporter.Write(context.Background(), &out, f, as, exporter.Options{Password: secret.FromString(password), Now: when})
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestImportOfOurOwnFormats(t *testing.T) {
	as := someAccounts(t, 30)
	for _, f := range []exporter.Format{exporter.OTPAuth, exporter.Migration, exporter.Aegis, exporter.TwoFAS} {
		t.Run(string(f), func(t *testing.T) {
			b := newBench(t)
			path := b.file("export.bin", exported(t, f, as, "")) // the name says nothing
			found := b.ReadFiles(context.Background(), []string{path})
			if len(found.Candidates) != len(as) || len(found.Problems) > 0 || found.Import != nil || found.Pages != nil {
				t.Fatalf("found %d candidates, problems %v, pages %v", len(found.Candidates), found.Problems, found.Pages)
			}
			if !slices.Equal(found.Clear, []string{path}) {
				t.Errorf("Clear = %v, want the file", found.Clear)
			}
			done, err := b.Add(found.Candidates)
			if err != nil || done.New() != len(as) || done.Skipped != 0 || len(done.Problems) > 0 {
				t.Fatalf("Add = %+v, %v", done, err)
			}
			for i, r := range b.View().Rows {
				if r.Issuer != as[i].Issuer || r.Name != as[i].Name {
					t.Fatalf("row %d is %s, %s: not in the order of the file", i, r.Issuer, r.Name)
				}
				if f == exporter.Aegis && (r.Note != as[i].Note || r.Pinned != as[i].Pinned || !slices.Equal(r.Groups, as[i].Groups)) {
					t.Errorf("row %d lost its note, pin or groups: %+v", i, r)
				}
			}
			again := b.ReadFiles(context.Background(), []string{path})
			done, err = b.Add(again.Candidates)
			if err != nil || len(done.IDs) != 0 || done.Here != len(as) || done.Skipped != len(as) {
				t.Errorf("the same file again: %+v, %v", done, err)
			}
		})
	}
}

func TestLockedImport(t *testing.T) {
	b := newBench(t)
	ctx := context.Background()
	as := someAccounts(t, 12)
	sealed := b.file("aegis.json", exported(t, exporter.AegisSafe, as[:10], "open sesame"))
	list := b.file("list.txt", exported(t, exporter.OTPAuth, as[10:], ""))
	found := b.ReadFiles(ctx, []string{sealed, list})
	if found.Import == nil || len(found.Candidates) != 2 || len(found.Problems) > 0 {
		t.Fatalf("found %+v", found)
	}
	if locks := found.Import.Locks(); len(locks) != 1 || locks[0].App != importer.Aegis || locks[0].File != "aegis.json" {
		t.Errorf("Locks = %+v", locks)
	}
	wrong := []byte("open says me")
	_, err := found.Import.Unlock(ctx, wrong, nil)
	if !errors.Is(err, importer.ErrWrongPassword) || session.Explain(err, "").Key != "err.import.password" {
		t.Errorf("wrong password gave %v", err)
	}
	if !bytes.Equal(wrong, make([]byte, len(wrong))) {
		t.Error("the password was not wiped")
	}
	stopped, stop := context.WithCancel(ctx)
	stop()
	if _, err := found.Import.Unlock(stopped, []byte("open sesame"), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled unlock gave %v", err)
	}
	heard := 0
	all, err := found.Import.Unlock(ctx, []byte("open sesame"), func(float64) { heard++ })
	if err != nil || all.Import != nil || len(all.Candidates) != len(as) || heard == 0 {
		t.Fatalf("unlocked: %d candidates, progress %d times, %v", len(all.Candidates), heard, err)
	}
	if !slices.Equal(all.Clear, []string{list}) {
		t.Errorf("Clear = %v, want only what had no password", all.Clear)
	}
}

// Every file and every entry that gives nothing has a sentence of its own.
func TestImportProblemsAreToldApart(t *testing.T) {
	as := someAccounts(t, 3)
	aegis := exported(t, exporter.Aegis, as, "")
	var archive bytes.Buffer
	z := zip.NewWriter(&archive)
	w, err := z.Create("list.txt")
	if err != nil {
		t.Fatal(err)
	}
	for range 80 { // a bomb: 80 MB of one letter
		if _, err := w.Write(bytes.Repeat([]byte("a"), 1<<20)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name string
		data []byte
		key  string
	}{
		{"unknown", []byte{0, 1, 2, 3}, "err.file.unknown"},
		{"damaged", bytes.Replace(aegis, []byte(`"db"`), []byte(`"db`), 1), "err.import.damaged"},
		{"truncated", aegis[:len(aegis)-20], "err.import.truncated"},
		{"newer", bytes.Replace(aegis, []byte(`"version": 1`), []byte(`"version": 9`), 1), "err.import.newer"},
		{"restricted", []byte(`{"encrypted":true,"encKeyValidation_DO_NOT_EDIT":"2.a|b|c","folders":[],"items":[]}`), "err.import.restricted"},
		{"no codes", []byte("name,url,username,password,note\nGitHub,https://github.com,hanako,hunter2,\n"), "err.import.nocodes"},
		{"bomb", archive.Bytes(), "err.import.packed"},
		{"empty export", []byte(`{"version":1,"header":{"slots":null,"params":null},"db":{"version":3,"entries":[],"groups":[]}}`), "err.import.none"},
		{"bad entry", []byte("otpauth://totp/Bad?secret=JBSW0\n"), "err.secret.char"},
		{"no entry", []byte(`{"version":1,"header":{"slots":null,"params":null},"db":{"version":3,"entries":[7],"groups":[]}}`), "err.import.bad"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t)
			found := b.ReadFiles(context.Background(), []string{b.file("some.file", tt.data)})
			if len(found.Problems) != 1 || len(found.Candidates) > 0 || found.Import != nil {
				t.Fatalf("found %+v", found)
			}
			if s := session.Explain(found.Problems[0].Err, found.Problems[0].Name); s.Key != tt.key {
				t.Errorf("%v is explained by %s, want %s", found.Problems[0].Err, s.Key, tt.key)
			}
		})
	}
}

// TestFolderIsNoUnknownFile: a folder dropped among files is called one.
func TestFolderIsNoUnknownFile(t *testing.T) {
	b := newBench(t)
	picture := b.file("some.file", []byte{0, 1, 2, 3})
	found := b.ReadFiles(t.Context(), []string{filepath.Dir(picture), picture})
	var keys []string
	for _, p := range found.Problems {
		keys = append(keys, session.Explain(p.Err, p.Name).Key)
	}
	if slices.Sort(keys); !slices.Equal(keys, []string{"err.file.folder", "err.file.unknown"}) {
		t.Errorf("said %v", keys)
	}
}

func TestCostsAndCountsHaveSentences(t *testing.T) {
	for err, key := range map[error]string{
		&importer.CostError{App: importer.Ente}:          "err.import.cost",
		&importer.TooLargeError{Limit: 64 << 20}:         "err.import.toolarge",
		&importer.TooManyError{What: "entries"}:          "err.import.toomany",
		&importer.TooManyError{What: "files"}:            "err.files.many",
		&importer.UnsupportedError{What: "OpenPGP"}:      "err.import.kind",
		&importer.UnsupportedError{App: importer.Keeper}: "err.import.unsupported",
		&importer.NeedsFileError{Name: "manifest.json"}:  "err.import.needs",
		&exporter.LeftError{Reason: exporter.Bound}:      "export.why.bound",
		exporter.ErrNothing:                              "err.export.nothing",
	} {
		if s := session.Explain(fmt.Errorf("wrapped: %w", err), "name"); s.Key != key {
			t.Errorf("%v is explained by %s, want %s", err, s.Key, key)
		}
	}
}

func TestArchivedEntriesAreOfferedAndLeftOut(t *testing.T) {
	b := newBench(t)
	const put, kept = "&codeDisplay=%7B%22trashed%22%3Atrue%7D", "&codeDisplay=%7B%22pinned%22%3Atrue%2C%22tapCount%22%3A7%7D"
	found := b.ReadFiles(context.Background(), []string{b.file("ente.txt", []byte(github+put+"\n"+google+kept))})
	if len(found.Candidates) != 2 || found.App != string(importer.Ente) {
		t.Fatalf("found %+v", found)
	}
	if c := found.Candidates[0]; !c.Archived || c.Choice != session.ChoiceSkip {
		t.Errorf("candidate = %+v, want archived and left out", c)
	}
	done, err := b.Add(found.Candidates)
	if err != nil || done.New() != 1 || done.Skipped != 1 || done.Here != 0 {
		t.Fatalf("Add = %+v, %v", done, err)
	}
	if r := b.View().Rows[0]; !r.Pinned || r.Usage.Count != 7 || r.Issuer != "Google" {
		t.Errorf("row = %+v, want the pinned one with its use", r)
	}
}

// A hundred thousand entries alike must not take quadratic time; the limit of
// the test run would tell.
func TestEntriesAlikeAreQuick(t *testing.T) {
	b := newBench(t)
	var list strings.Builder
	for i := range 20000 {
		fmt.Fprintf(&list, "%s&counter=%d\n", bank, i)
	}
	found := b.ReadFiles(context.Background(), []string{b.file("list.txt", []byte(list.String()))})
	if len(found.Candidates) != 20000 {
		t.Fatalf("%d candidates", len(found.Candidates))
	}
}

// Parts of one export may come as a picture and as text, in any order.
func TestPagesAsPictureAndText(t *testing.T) {
	b := newBench(t)
	as := someAccounts(t, 25)
	uris, _ := otpauth.FormatMigration(as)
	img, err := qr.Draw(uris[1], qr.Options{Level: qr.L})
	if err != nil {
		t.Fatal(err)
	}
	var shot bytes.Buffer
	if err := png.Encode(&shot, img); err != nil {
		t.Fatal(err)
	}
	found := b.ReadFiles(context.Background(), []string{b.file("IMG_1", shot.Bytes())})
	if found.Pages == nil || found.Pages.Have != 1 || len(found.Candidates) != 10 {
		t.Fatalf("found %+v", found.Pages)
	}
	found = b.ReadFiles(context.Background(), []string{b.file("rest.txt", []byte(uris[0]+"\n"+uris[2]))})
	if found.Pages != nil || len(found.Candidates) != 25 || found.Candidates[0].Account.Issuer != "Service0" {
		t.Errorf("all parts: %d candidates, pages %+v", len(found.Candidates), found.Pages)
	}
}

// One key under two names, and one name with two keys, are both kept; only an
// entry that repeats another in everything is not.
func TestOnlyTheSameEntryTwiceIsMerged(t *testing.T) {
	b := newBench(t)
	text := strings.Join([]string{google, google, strings.Replace(google, "hanako", "taro", 1), strings.Replace(google, "JBSW", "JBSX", 1), google + "&digits=8"}, "\n")
	found := b.ReadFiles(context.Background(), []string{b.file("list.txt", []byte(text))})
	done, err := b.Add(found.Candidates)
	if err != nil || done.New() != 4 || done.Here != 1 {
		t.Errorf("Add = %+v, %v; want four new and one that is there", done, err)
	}
}

func BenchmarkImport10000(b *testing.B) {
	var lines []string
	for i := range 10000 {
		lines = append(lines, fmt.Sprintf("otpauth://totp/S%d:u?secret=JBSWY3DPEHPK3PXP%04d&issuer=S%d", i, i%6+2222, i))
	}
	path := filepath.Join(b.TempDir(), "list.txt")
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		s := startBench(b)
		found := s.ReadFiles(context.Background(), []string{path})
		done, err := s.Add(found.Candidates)
		if err != nil || done.New() != 10000 {
			b.Fatal(len(found.Candidates), done.New(), err)
		}
	}
}

// What was imported once is known again, whatever it has in common with its
// neighbours.
func TestAllOfAFileIsKnownAgain(t *testing.T) {
	b := newBench(t)
	text := strings.Join([]string{google, google + "&digits=8", google + "&period=60", strings.Replace(google, "hanako", "taro", 1)}, "\n")
	path := b.file("list.txt", []byte(text))
	if done, err := b.Add(b.ReadFiles(context.Background(), []string{path}).Candidates); err != nil || done.New() != 4 {
		t.Fatalf("Add = %+v, %v", done, err)
	}
	if done, err := b.Add(b.ReadFiles(context.Background(), []string{path}).Candidates); err != nil || done.Here != 4 {
		t.Errorf("again: %+v, %v", done, err)
	}
}

// An entry without any name would be refused when it is added; it comes in
// under the name of the app it is from.
func TestNamelessEntriesComeIn(t *testing.T) {
	b := newBench(t)
	path := b.file("vault.json", []byte(`{"folders":[],"items":[{"type":1,"name":null,"login":{"username":"","totp":"JBSWY3DPEHPK3PXP"}}]}`))
	found := b.ReadFiles(t.Context(), []string{path})
	if len(found.Candidates) != 1 || found.Candidates[0].Account.Title() != "Bitwarden" {
		t.Fatalf("%+v", found)
	}
	if done, err := b.Add(found.Candidates); err != nil || done.New() != 1 {
		t.Errorf("Add = %+v, %v", done, err)
	}
}

// Of several codes in a picture, the one that is refused is named.
func TestRefusedCodesAreNamed(t *testing.T) {
	b := newBench(t)
	img, err := qr.Draw("otpauth://totp/Shop:hanako?secret=JBSW1", qr.Options{Module: 4})
	if err != nil {
		t.Fatal(err)
	}
	found := b.ReadImage(t.Context(), img)
	if len(found.Problems) != 1 || !strings.Contains(found.Problems[0].Name, "Shop") {
		t.Errorf("%+v", found.Problems)
	}
}
