package snapshot_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"twofold/crypto/identity"
	"twofold/crypto/phrase"
	"twofold/crypto/sealed"
	"twofold/crypto/secret"
	"twofold/internal/account"
	"twofold/internal/exporter"
	"twofold/internal/otpauth"
	"twofold/sync/snapshot"
)

// I17: docs/recover-by-hand.md tells how to open our files with the stock age
// program. Its commands are run here, letter for letter, on a terminal.
func TestRecoverByHand(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the shell commands of the document are those of Unix")
	}
	if testing.Short() {
		t.Skip("builds the age program")
	}
	bin := t.TempDir()
	// The program comes from the module that go.mod pins for the library, as a
	// tool dependency, so that nothing is downloaded and nothing else is run.
	build := exec.Command("go", "build", "-o", filepath.Join(bin, "age"), "filippo.io/age/cmd/age")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build age: %v\n%s", err, out)
	}
	doc, err := os.ReadFile("../../docs/recover-by-hand.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```sh\n(.*?)```").FindAllStringSubmatch(string(doc), -1)
	if len(blocks) != 5 {
		t.Fatalf("the document has %d blocks of commands, want 5", len(blocks))
	}
	scripts := t.TempDir()
	for name, s := range map[string]string{
		"simple":   run("recovery", blocks[0][1]) + run("", blocks[1][1]) + expect,
		"file":     run("local", blocks[2][1]) + expect,
		"several":  run("recovery", blocks[3][1]) + expect,
		"computer": run("local", blocks[4][1]) + "exec cat local.txt\n" + expect + "stdout bound\n",
	} {
		if err := os.WriteFile(filepath.Join(scripts, name+".txt"), []byte(s), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	testscript.Run(t, testscript.Params{Dir: scripts, Setup: func(env *testscript.Env) error {
		env.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
		return layOut(t, env.WorkDir)
	}})
}

const expect = `stdout 'otpauth://totp/Service0:anna\?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
stdout 'otpauth://totp/Service4:anna\?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
`

// run is the script that types the passphrase in the given file, if any, into
// the terminal of the commands.
func run(typed, commands string) string {
	var b strings.Builder
	if typed != "" {
		b.WriteString("ttyin " + typed + ".typed\n")
	}
	b.WriteString("exec sh -c '" + strings.ReplaceAll(strings.ReplaceAll(strings.TrimSpace(commands), "\n", "; "), "'", "''") + "'\n")
	return b.String()
}

// layOut writes the files the document speaks of.
func layOut(t *testing.T, dir string) error {
	p := newParty(t)
	second := p.join(p.root, "Desktop")
	key, err := phrase.Make(rand.Reader)
	if err != nil {
		return err
	}
	recovery, err := p.slot.Seal(key.Secret(), sealed.CostTest)
	if err != nil {
		return err
	}
	unlock, err := sealed.NewIdentity()
	if err != nil {
		return err
	}
	pass := secret.FromString("ひらけごま")
	passFile, err := identity.SealUnlock(unlock, p.vault, pass, sealed.CostTest)
	if err != nil {
		return err
	}
	p.root.Passphrase = unlock.Recipient()
	keys, err := p.root.Seal(p.slot.Recipient())
	if err != nil {
		return err
	}
	name1, snap1 := p.publish(p.root, 1, 5)
	name2, snap2 := p.publish(second, 1, 5)
	h := p.header(1)
	h.Kind = snapshot.Local
	local := append(p.lines(5), []byte(`{"k":"bound","id":"a","x":"1"}`))
	_, vaultFile, err := snapshot.Seal(h, local, p.root, p.root.Recipient(), p.slot.Recipient())
	if err != nil {
		return err
	}
	backup, err := backupFile(pass)
	if err != nil {
		return err
	}
	for name, b := range map[string][]byte{
		"twofold-2026-11-22.twofold": backup,
		"recovery.age":               recovery, "snapshot.age": snap1, "keys.age": keys, "passphrase.age": passFile, "vault.age": vaultFile,
		name1.String(): snap1, name2.String(): snap2,
		snapshot.RecoveryName(p.vault, p.slot.ID(), recovery).String(): recovery,
		"recovery.typed": append(key.Secret().Reveal(), '\n'), "local.typed": append(pass.Clone().Reveal(), '\n'),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// backupFile is an export of the accounts that the snapshots have.
func backupFile(pass secret.Bytes) ([]byte, error) {
	var as []account.Account
	for i := range 5 {
		a, err := otpauth.Parse(fmt.Sprintf("otpauth://totp/Service%d:anna?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", i))
		if err != nil {
			return nil, err
		}
		as = append(as, a)
	}
	var b bytes.Buffer
	_, err := exporter.Write(context.Background(), &b, exporter.Backup, as, exporter.Options{
		Password: pass, Now: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC), Cost: sealed.CostTest,
	})
	return b.Bytes(), err
}
