//go:build window

package window_test

import (
	"encoding/xml"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// carrier is a real Syncthing daemon of one computer. It talks to the other
// one over the loopback alone: no discovery, no relays, no reports, no page.
type carrier struct {
	t      *testing.T
	home   string // of the computer; the configuration lies where Syncthing keeps it
	folder string
	id     string
	port   int
	cmd    *exec.Cmd
	log    *lockedBuffer
	end    chan struct{}
}

// newCarrier makes keys for a daemon, and the folder it is to carry.
func newCarrier(t *testing.T, home string) *carrier {
	t.Helper()
	c := &carrier{t: t, home: home, folder: filepath.Join(home, "Carried"), port: freePort(t), log: &lockedBuffer{}}
	// Without its marker Syncthing takes a folder for an unmounted disk.
	if err := os.MkdirAll(filepath.Join(c.folder, ".stfolder"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(c.config()), 0o700); err != nil {
		t.Fatal(err)
	}
	if out, err := c.syncthing("generate", "--home="+filepath.Dir(c.config())).CombinedOutput(); err != nil {
		t.Fatalf("syncthing generate: %v\n%s", err, out)
	}
	data, err := os.ReadFile(c.config())
	if err != nil {
		t.Fatal(err)
	}
	var made struct {
		Device []struct {
			ID string `xml:"id,attr"`
		} `xml:"device"`
	}
	if err := xml.Unmarshal(data, &made); err != nil || len(made.Device) != 1 {
		t.Fatalf("the configuration that Syncthing made has %d devices, %v", len(made.Device), err)
	}
	c.id = made.Device[0].ID
	return c
}

func (c *carrier) config() string { return filepath.Join(c.home, ".local/state/syncthing/config.xml") }

func (c *carrier) syncthing(args ...string) *exec.Cmd {
	cmd := exec.Command("syncthing", args...)
	cmd.Env = append(os.Environ(), "HOME="+c.home, "STNODEFAULTFOLDER=1", "STNOUPGRADE=1", "STNORESTART=1")
	return cmd
}

// freePort finds a port below those the system gives to whoever asks for any,
// so that it is still free when the daemon takes it.
func freePort(t *testing.T) int {
	t.Helper()
	for range 200 {
		port := 20000 + rand.IntN(10000)
		l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
		if err != nil {
			continue
		}
		_ = l.Close()
		return port
	}
	t.Fatal("no free port on the loopback")
	return 0
}

// configured writes the configuration: this folder, and the other computer.
// The delays are small, for Syncthing's own are made for battery and disk.
func (c *carrier) configured(other *carrier) {
	c.t.Helper()
	config := fmt.Sprintf(`<configuration version="35">
	<folder id="carried" label="Carried" path="%[1]s" type="sendreceive" rescanIntervalS="5" fsWatcherEnabled="true" fsWatcherDelayS="1">
		<device id="%[2]s"></device>
		<device id="%[4]s"></device>
		<minDiskFree unit="%%">0</minDiskFree>
	</folder>
	<device id="%[2]s" name="here"><address>tcp://127.0.0.1:%[3]d</address></device>
	<device id="%[4]s" name="there"><address>tcp://127.0.0.1:%[5]d</address></device>
	<gui enabled="false"></gui>
	<options>
		<listenAddress>tcp://127.0.0.1:%[3]d</listenAddress>
		<globalAnnounceEnabled>false</globalAnnounceEnabled>
		<localAnnounceEnabled>false</localAnnounceEnabled>
		<relaysEnabled>false</relaysEnabled>
		<natEnabled>false</natEnabled>
		<stunKeepaliveStartS>0</stunKeepaliveStartS>
		<reconnectionIntervalS>1</reconnectionIntervalS>
		<startBrowser>false</startBrowser>
		<urAccepted>-1</urAccepted>
		<crashReportingEnabled>false</crashReportingEnabled>
		<autoUpgradeIntervalH>0</autoUpgradeIntervalH>
		<announceLANAddresses>false</announceLANAddresses>
		<setLowPriority>false</setLowPriority>
		<minHomeDiskFree unit="%%">0</minHomeDiskFree>
	</options>
</configuration>
`, c.folder, c.id, c.port, other.id, other.port)
	if err := os.WriteFile(c.config(), []byte(config), 0o600); err != nil {
		c.t.Fatal(err)
	}
}

// start lets the daemon carry.
func (c *carrier) start() {
	c.t.Helper()
	c.cmd, c.end = c.syncthing("serve", "--home="+filepath.Dir(c.config()), "--no-browser"), make(chan struct{})
	c.cmd.Stdout, c.cmd.Stderr = c.log, c.log
	if err := c.cmd.Start(); err != nil {
		c.t.Fatal(err)
	}
	cmd, end := c.cmd, c.end
	go func() { _ = cmd.Wait(); close(end) }()
}

// stop ends the daemon, as a computer that goes offline. It may be called
// twice.
func (c *carrier) stop() {
	c.t.Helper()
	if c.cmd == nil {
		return
	}
	_ = c.cmd.Process.Signal(os.Interrupt)
	select {
	case <-c.end:
	case <-time.After(patience):
		_ = c.cmd.Process.Kill()
		<-c.end
	}
	c.cmd = nil
}

// connected are two daemons that carry a folder between two homes.
func connected(t *testing.T, homes [2]string) (cs [2]*carrier) {
	t.Helper()
	for i := range cs {
		cs[i] = newCarrier(t, homes[i])
	}
	for i, c := range cs {
		c.configured(cs[1-i])
		c.start()
		t.Cleanup(func() {
			c.stop()
			if t.Failed() {
				t.Logf("the daemon said:\n%s", c.log)
			}
		})
	}
	return cs
}

// backups are the names of Twofold's files in the folder.
func (c *carrier) backups() map[string]bool {
	c.t.Helper()
	list, err := filepath.Glob(filepath.Join(c.folder, "Twofold", "tf1-*.age"))
	if err != nil {
		c.t.Fatal(err)
	}
	out := map[string]bool{}
	for _, path := range list {
		out[filepath.Base(path)] = true
	}
	return out
}
