package session_test

import (
	"bytes"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"twofold/app/session"
	"twofold/crypto/identity"
	"twofold/crypto/sealed"
	"twofold/crypto/secret"
	"twofold/internal/account"
	"twofold/internal/exporter"
)

// boundSecret is 20 bytes; entra is an account with it.
const (
	boundSecret = "MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U"
	entra       = "otpauth://totp/Microsoft%20Entra:hanako@contoso.co.jp?secret=" + boundSecret + "&issuer=Microsoft%20Entra"
	entraAnew   = "otpauth://totp/Microsoft%20Entra:hanako@contoso.co.jp?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Microsoft%20Entra"
)

// ways are the spellings in which a secret could lie somewhere.
func ways(t *testing.T, base32Text string) map[string][]byte {
	t.Helper()
	raw, err := base32.StdEncoding.DecodeString(base32Text)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for what, text := range map[string]string{"raw": string(raw), "base32": base32Text, "base32 in small letters": strings.ToLower(base32Text), "hex": hex.EncodeToString(raw)} {
		out[what] = []byte(text)
		out[what+", HEX"] = []byte(strings.ToUpper(hex.EncodeToString([]byte(text))))
		out[what+", hex"] = []byte(hex.EncodeToString([]byte(text)))
		var wide, wideBig []byte
		for _, u := range utf16.Encode([]rune(text)) {
			wide, wideBig = append(wide, byte(u), byte(u>>8)), append(wideBig, byte(u>>8), byte(u))
		}
		out[what+", UTF-16"], out[what+", UTF-16 BE"] = wide, wideBig
		for shift := range 3 {
			padded := append(make([]byte, shift), text...)
			enc := base64.RawStdEncoding.EncodeToString(padded[:len(padded)/3*3])
			out[fmt.Sprintf("%s, base64 after %d", what, shift)] = []byte(enc[min(shift, 1)*4:])
		}
	}
	return out
}

// opened gives the names of all files below dir with their bytes, and the
// plaintext of those that the recovery key opens.
func opened(t *testing.T, dir, words string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			files[path], err = os.ReadFile(path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var key *identity.Recovery
	for _, data := range files {
		if r, err := identity.OpenRecovery(data, secret.FromString(words)); err == nil {
			key = r
		}
	}
	if key == nil {
		t.Fatal("the recovery key opens no file: this test looks for the wrong thing")
	}
	for path, data := range files {
		if plain, err := sealed.Open(data, key.Identity()); err == nil {
			files["inside "+path] = bytes.Clone(plain.Reveal())
		}
		files["name of "+path] = []byte(path)
	}
	return files
}

// TestABoundSecretLeavesThisComputerNowhere looks for it in every file of the
// folder, opened with the recovery key, in exports of every format, and in
// what was logged.
func TestABoundSecretLeavesThisComputerNowhere(t *testing.T) {
	var log bytes.Buffer
	was := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	defer slog.SetDefault(was)

	b := newBench(t)
	b.add(github)
	words := strings.ReplaceAll(b.words(), " ", "-")
	folder := b.backUpTo(t.TempDir())
	f := b.ReadText(entra)
	f.Candidates[0].Account.Binding = account.ThisComputer
	done, err := b.Add(f.Candidates)
	if err != nil {
		t.Fatal(err)
	}
	id := done.IDs[0]
	note := "a change"
	for _, step := range []func() error{
		func() error { return b.BackUpNow(t.Context()) },
		func() error { return b.Edit(id, session.Changes{Note: &note}) },
		func() error { return b.Delete(id) },
		func() error { return b.Undo() },
		func() error { return b.BackUpNow(t.Context()) },
	} {
		if err := step(); err != nil {
			t.Fatal(err)
		}
	}
	files := opened(t, folder, words)
	inside := 0
	for name, data := range files {
		if strings.HasPrefix(name, "inside ") && bytes.Contains(data, []byte("Microsoft Entra")) {
			inside++
		}
		if strings.HasPrefix(name, "inside ") && !bytes.Contains(data, []byte("GEZDGNBVGY3TQOJQ")) {
			t.Errorf("%s does not hold the shared secret: this test looks for the wrong thing", name)
		}
	}
	if inside < 2 {
		t.Errorf("%d snapshots have the account", inside)
	}
	for _, info := range exporter.Formats() {
		var out bytes.Buffer
		e := session.Export{Format: info.Format, Password: []byte("open sesame")}
		r, err := b.ExportInto(t.Context(), &out, e)
		if err != nil || len(r.Left) != 1 || r.Left[0].Reason != exporter.Bound {
			if info.Format != exporter.Sheet {
				t.Errorf("%s: %+v, %v", info.Format, r.Left, err)
			}
			continue
		}
		files["export "+string(info.Format)] = out.Bytes()
		path := filepath.Join(t.TempDir(), "export")
		if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		back := newBench(t).ReadFiles(t.Context(), []string{path})
		if back.Import != nil {
			if back, err = back.Import.Unlock(t.Context(), []byte("open sesame"), nil); err != nil {
				t.Fatal(err)
			}
		}
		for _, c := range back.Candidates {
			if account.EncodeSecret(c.Account.Key.Secret) == boundSecret {
				t.Errorf("the export as %s has it, encrypted", info.Format)
			}
		}
	}
	if img, err := b.QRCode(id); img != nil || err == nil {
		t.Error("its QR code can be shown to another device")
	}
	slog.Debug("state", "row", fmt.Sprintf("%v", b.View().Row(id).Title()), "status", b.Status(), "events", len(b.heard.all()))
	files["log"] = log.Bytes()
	for how, spelled := range ways(t, boundSecret) {
		for name, data := range files {
			if bytes.Contains(data, spelled) {
				t.Errorf("%s holds the bound secret (%s)", name, how)
			}
		}
	}
	b.restart()
	if c, err := b.View().Code(id, when); err != nil || c.Now == "" {
		t.Errorf("the account has no code here any more: %v", err)
	}
}

// recovered is another computer with what lies in the folder.
func recovered(t *testing.T, folder, words string) *bench {
	t.Helper()
	b := second(t)
	r, err := b.BeginRecovery(t.Context(), folder)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Unlock(t.Context(), words); err != nil {
		t.Fatal(err)
	}
	done, err := r.Finish(t.Context(), session.FinishOptions{Computer: "laptop"})
	if err != nil || done.BackupErr != nil {
		t.Fatalf("%+v, %v", done, err)
	}
	b.folder, b.row = done.Folder, 1
	return b
}

// TestABoundAccountAfterRecovery: it asks for a QR code, takes one, and both
// computers go on with a code of their own.
func TestABoundAccountAfterRecovery(t *testing.T) {
	a := newBench(t)
	id := a.add(entra)
	a.add(github)
	words := a.words()
	folder := a.backUpTo(t.TempDir())
	bound := account.ThisComputer
	if err := a.Edit(id, session.Changes{Binding: &bound}); err != nil {
		t.Fatal(err)
	}
	if err := a.BackUpNow(t.Context()); err != nil {
		t.Fatal(err)
	}
	b := recovered(t, folder, words)
	row := b.View().Row(id)
	if !row.ActionRequired || row.Problem != session.ErrElsewhere || b.View().ActionRequired != 1 {
		t.Fatalf("after recovery: %v, %v, %d", row.ActionRequired, row.Problem, b.View().ActionRequired)
	}
	if err := b.GiveKey(id, b.ReadText(entraAnew).Candidates[0].Account); err != nil {
		t.Fatal(err)
	}
	if b.View().ActionRequired != 0 {
		t.Error("it still asks")
	}
	for range 2 {
		for _, x := range []*bench{b, a} {
			if err := x.BackUpNow(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	codes := map[string]bool{}
	for _, x := range []*bench{a, b} {
		c, err := x.View().Code(id, when)
		if err != nil || c.Now == "" || x.View().Row(id).ActionRequired {
			t.Errorf("no code: %v", err)
		}
		codes[c.Now] = true
	}
	if len(codes) != 2 {
		t.Error("both computers have the same code")
	}
	if a.Backup().Fingerprint != b.Backup().Fingerprint {
		t.Error("the computers do not agree about what is shared")
	}
}

// TestRulesMarkAccountsOnTheNewComputerOnly: the old one goes on as before,
// and what the user says on one computer says nothing on the other.
func TestRulesMarkAccountsOnTheNewComputerOnly(t *testing.T) {
	a := newBench(t)
	id := a.add(entra)
	git := a.add(github)
	if !a.View().Row(id).Work || a.View().Row(git).Work {
		t.Error("the rules do not match")
	}
	words := a.words()
	folder := a.backUpTo(t.TempDir())
	b := recovered(t, folder, words)
	row := b.View().Row(id)
	if !row.ActionRequired || row.Problem != nil || b.View().Row(git).ActionRequired {
		t.Fatalf("after recovery: %+v", row.ActionRequired)
	}
	if err := a.BackUpNow(t.Context()); err != nil {
		t.Fatal(err)
	}
	if a.View().ActionRequired != 0 {
		t.Error("the first computer asks too")
	}
	no := false
	if err := b.Edit(id, session.Changes{ActionRequired: &no}); err != nil {
		t.Fatal(err)
	}
	one, _ := a.View().Code(id, when)
	two, _ := b.View().Code(id, when)
	if b.View().ActionRequired != 0 || one.Now != two.Now || one.Now == "" {
		t.Errorf("\"it works already\": %d, codes %q and %q", b.View().ActionRequired, one.Now, two.Now)
	}
	b.restart()
	if b.View().ActionRequired != 0 {
		t.Error("it asks again after a restart")
	}
}

func TestRulesAreTheUsersAndTravel(t *testing.T) {
	a := newBench(t)
	id := a.add(github)
	words := a.words()
	folder := a.backUpTo(t.TempDir())
	if err := a.SetRules(account.Rules{" GitHub ", "github", ""}); err != nil {
		t.Fatal(err)
	}
	if !a.View().Row(id).Work || !slices.Equal(a.View().Rules, account.Rules{"GitHub"}) {
		t.Errorf("rules %q", a.View().Rules)
	}
	if err := a.BackUpNow(t.Context()); err != nil {
		t.Fatal(err)
	}
	b := recovered(t, folder, words)
	if !b.View().Row(id).ActionRequired {
		t.Error("the user's rule did not count on the new computer")
	}
	if err := b.SetRules(account.Rules{}); err != nil || len(b.View().Rules) != 0 {
		t.Errorf("no rules: %q, %v", b.View().Rules, err)
	}
	if err := b.SetRules(nil); err != nil || !slices.Equal(b.View().Rules, account.DefaultRules()) {
		t.Errorf("the usual rules: %q, %v", b.View().Rules, err)
	}
}
