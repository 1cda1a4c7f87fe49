//go:build window

package window_test

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/pbkdf2"
	"crypto/sha512"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// peer is a program with the same accounts, and how it is opened.
type peer struct {
	name  string
	start *exec.Cmd
	typed string // a password to type into the first window; "" for none

	pid  int
	took time.Duration
}

const (
	peerAccounts = 12
	peerPassword = "correct horse"
	peerSettle   = 20 * time.Second
	peerWatch    = 30 * time.Second
)

// BenchmarkPeers opens the program and those of its peers that are installed
// (Debian's otpclient and keepassxc) with the same accounts, and prints what
// each takes to its window, of a processor and of memory, shown and at rest.
// Memory is what belongs to the process alone and its part of what is shared
// (PSS). OTPClient asks for its password in its first window, where it is typed;
// KeePassXC gets it from its starter. Neither of the two shows a code before it
// is asked for one: they show a table that stands still, and ours counts.
func BenchmarkPeers(b *testing.B) {
	for b.Loop() {
		peers := peersHere(b)
		for _, p := range peers {
			p.open(b)
		}
		time.Sleep(peerSettle)
		before := make([]float64, len(peers))
		for i, p := range peers {
			before[i] = cpuSeconds(b, p.pid)
		}
		time.Sleep(peerWatch)
		if dir := os.Getenv("TWOFOLD_SHOTS"); dir != "" { // for people: is everybody open?
			_ = tool("import", "-window", "root", filepath.Join(dir, "peers.png")).Run()
		}
		for i, p := range peers {
			cpu := (cpuSeconds(b, p.pid) - before[i]) / peerWatch.Seconds() * 100
			b.Logf("%-10s start to window %6d ms   processor %5.2f %%   memory %5.0f MiB", p.name, p.took.Milliseconds(), cpu, pssMiB(b, p.pid))
			b.ReportMetric(cpu, "%cpu-"+p.name)
			b.ReportMetric(pssMiB(b, p.pid), "MiB-"+p.name)
			b.ReportMetric(float64(p.took.Milliseconds()), "ms-"+p.name)
		}
	}
}

// peersHere prepares what is installed.
func peersHere(b *testing.B) []*peer {
	b.Helper()
	home := b.TempDir()
	args := []string{"add"}
	for i := range peerAccounts {
		args = append(args, link(fmt.Sprintf("Service%02d", i), "me", twenty(i)))
	}
	command(b, home, args...)
	peers := []*peer{{name: "twofold", start: program(home, english)}}
	for name, prepare := range map[string]func(*testing.B) *peer{"keepassxc": keepassxc, "otpclient": otpclient} {
		if _, err := exec.LookPath(name); err != nil {
			b.Logf("%s is not installed", name)
			continue
		}
		peers = append(peers, prepare(b))
	}
	return peers
}

// in runs a program with its files under home.
func in(home, name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), "HOME="+home, "XDG_CONFIG_HOME="+home+"/.config", "XDG_CACHE_HOME="+home+"/.cache",
		"XDG_DATA_HOME="+home+"/.local/share", "LANG="+english, "LC_ALL="+english, "QT_QPA_PLATFORM=xcb", "GDK_BACKEND=x11")
	return cmd
}

// keepassxc makes a database of the accounts by its own command.
func keepassxc(b *testing.B) *peer {
	b.Helper()
	home := b.TempDir()
	var x strings.Builder
	x.WriteString("<KeePassFile><Root><Group><Name>Root</Name>")
	for i := range peerAccounts {
		name := fmt.Sprintf("Service%02d", i)
		uri := strings.ReplaceAll(link(name, "me", twenty(i)), "&", "&amp;")
		fmt.Fprintf(&x, "<Entry><String><Key>Title</Key><Value>%s</Value></String><String><Key>otp</Key><Value>%s</Value></String></Entry>", name, uri)
	}
	x.WriteString("</Group></Root></KeePassFile>")
	xml, db := filepath.Join(home, "a.xml"), filepath.Join(home, "a.kdbx")
	if err := os.WriteFile(xml, []byte(x.String()), 0o600); err != nil {
		b.Fatal(err)
	}
	made := in(home, "keepassxc-cli", "import", "-p", "-t", "100", xml, db)
	made.Stdin = strings.NewReader(peerPassword + "\n" + peerPassword + "\n")
	if out, err := made.CombinedOutput(); err != nil {
		b.Fatalf("keepassxc-cli: %v\n%s", err, out)
	}
	ini := filepath.Join(home, ".config", "keepassxc", "keepassxc.ini")
	if err := writeAll(ini, "[General]\nUpdateCheckMessageShown=true\n[GUI]\nCheckForUpdates=false\n"); err != nil {
		b.Fatal(err)
	}
	p := &peer{name: "keepassxc", start: in(home, "keepassxc", "--pw-stdin", db)}
	p.start.Stdin = strings.NewReader(peerPassword + "\n")
	return p
}

// otpclient writes a database in the format of its version 3: a nonce and a
// salt, then JSON sealed with AES-256 in GCM under PBKDF2-SHA-512.
func otpclient(b *testing.B) *peer {
	b.Helper()
	home := b.TempDir()
	var entries []map[string]any
	for i := range peerAccounts {
		entries = append(entries, map[string]any{"type": "TOTP", "label": "me", "issuer": fmt.Sprintf("Service%02d", i),
			"secret": twenty(i), "digits": 6, "algo": "SHA1", "period": 30})
	}
	plain, err := json.Marshal(entries)
	if err != nil {
		b.Fatal(err)
	}
	header := []byte("sixteen octets..and a salt of thirty-two octets.")
	key, err := pbkdf2.Key(sha512.New, peerPassword, header[16:], 100_000, 32)
	if err != nil {
		b.Fatal(err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		b.Fatal(err)
	}
	seal, err := cipher.NewGCMWithNonceSize(block, 16)
	if err != nil {
		b.Fatal(err)
	}
	db := filepath.Join(home, "a.enc")
	data := append(header, seal.Seal(nil, header[:16], append(plain, 0), header)...)
	if err := writeAll(db, string(data)); err != nil {
		b.Fatal(err)
	}
	if err := writeAll(filepath.Join(home, ".config", "otpclient.cfg"), "[config]\ndb_path="+db+"\n"); err != nil {
		b.Fatal(err)
	}
	return &peer{name: "otpclient", start: in(home, "otpclient"), typed: peerPassword}
}

func writeAll(path, text string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(text), 0o600)
}

// open starts the program, waits for its window, and types its password.
func (p *peer) open(b *testing.B) {
	b.Helper()
	began := time.Now()
	if err := p.start.Start(); err != nil {
		b.Fatal(err)
	}
	p.pid = p.start.Process.Pid
	b.Cleanup(func() { _ = p.start.Process.Kill(); _ = p.start.Wait() })
	id := ""
	for deadline := began.Add(patience); id == "" && time.Now().Before(deadline); {
		out, _ := tool("xdotool", "search", "--all", "--onlyvisible", "--pid", strconv.Itoa(p.pid), "--name", ".").Output()
		id, _, _ = strings.Cut(strings.TrimSpace(string(out)), "\n")
	}
	if id == "" {
		b.Fatalf("%s shows no window", p.name)
	}
	p.took = time.Since(began)
	if p.typed == "" {
		return
	}
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
		_ = tool("xdotool", "windowactivate", "--sync", id).Run()
		if out, _ := tool("xdotool", "getactivewindow").Output(); strings.TrimSpace(string(out)) == id {
			break
		}
	}
	if out, err := tool("xdotool", "type", "--delay", "30", p.typed).CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	for deadline := time.Now().Add(patience); ; { // until the question is gone
		out, _ := tool("xdotool", "search", "--all", "--onlyvisible", "--pid", strconv.Itoa(p.pid), "--name", ".").Output()
		if !strings.Contains(string(out), id) {
			return
		}
		if time.Now().After(deadline) {
			b.Fatalf("%s does not take its password", p.name)
		}
		_ = tool("xdotool", "key", "Return").Run()
	}
}

// cpuSeconds is the processor time of a process: proc(5), stat, fields 14 and
// 15, in hundredths on every Linux of today.
func cpuSeconds(b *testing.B, pid int) float64 {
	b.Helper()
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		b.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(data), ") ")
	fields := strings.Fields(rest)
	user, _ := strconv.ParseFloat(fields[11], 64)
	system, _ := strconv.ParseFloat(fields[12], 64)
	return (user + system) / 100
}

// pssMiB is the memory of a process, with its share of what others use too.
func pssMiB(b *testing.B, pid int) float64 {
	b.Helper()
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
	if err != nil {
		b.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		if f := strings.Fields(line); len(f) > 1 && f[0] == "Pss:" {
			kib, _ := strconv.ParseFloat(f[1], 64)
			return kib / 1024
		}
	}
	b.Fatal("no Pss in smaps_rollup")
	return 0
}
