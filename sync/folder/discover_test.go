package folder_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"twofold/sync/folder"
)

// computer is a fake home directory.
type computer struct {
	t   *testing.T
	env folder.Env
	dir string
}

func newComputer(t *testing.T, system string) *computer {
	dir := t.TempDir()
	vars := map[string]string{
		"LOCALAPPDATA": filepath.Join(dir, "home", "AppData", "Local"),
		"APPDATA":      filepath.Join(dir, "home", "AppData", "Roaming"),
	}
	c := &computer{t: t, dir: dir, env: folder.Env{
		System: system, Home: filepath.Join(dir, "home"), Names: names,
		Getenv:  func(name string) string { return vars[name] },
		DataDir: filepath.Join(dir, "data"), TempDirs: []string{filepath.Join(dir, "tmp")},
		Removable: []string{filepath.Join(dir, "media")},
		Writable:  func(path string) bool { return !strings.Contains(path, "locked") },
	}}
	c.mkdir("home")
	if system == "windows" {
		vars["OneDriveConsumer"] = filepath.Join(dir, "home", "OneDrive")
		vars["OneDrive"] = filepath.Join(dir, "home", "OneDrive")
		vars["OneDriveCommercial"] = filepath.Join(dir, "home", "OneDrive - Contoso")
	}
	return c
}

func (c *computer) path(p string) string { return filepath.Join(c.dir, filepath.FromSlash(p)) }

func (c *computer) mkdir(paths ...string) {
	c.t.Helper()
	for _, p := range paths {
		must(c.t, os.MkdirAll(c.path(p), 0o755))
	}
}

// write lays a file; {} in it becomes the directory of all.
func (c *computer) write(p, content string) {
	c.t.Helper()
	must(c.t, os.MkdirAll(filepath.Dir(c.path(p)), 0o755))
	must(c.t, os.WriteFile(c.path(p), []byte(strings.ReplaceAll(content, "{}", filepath.ToSlash(c.dir))), 0o644))
}

// found lists "service path warnings", with paths relative to the directory.
func (c *computer) found() []string {
	var out []string
	for _, p := range folder.Discover(c.env) {
		rel, err := filepath.Rel(c.dir, p.Path)
		must(c.t, err)
		line := string(p.Service) + " " + filepath.ToSlash(rel)
		for _, w := range p.Warnings {
			line += " !" + string(w)
		}
		if p.Holds {
			line += " holds"
		}
		out = append(out, line)
	}
	return out
}

const dropboxInfo = `{"business": {"path": "{}/home/Dropbox (Contoso)"}, "personal": {"path": "{}/home/Dropbox", "host": 1}, "x": 3}`

const syncthingConfig = `<configuration version="37">
  <folder id="abcd" label="Vaults" path="~/Sync" type="sendreceive"><device id="X"></device></folder>
  <folder id="in" label="" path="{}/home/Inbox" type="receiveonly"></folder>
  <folder id="efgh" label="" path="{}/home/locked" type="sendreceive"></folder>
  <defaults><folder id="" label="" path="{}/home/Default" type="sendreceive"></folder></defaults>
</configuration>`

const nextcloudConfig = "[General]\nclientVersion=3.12\n[Accounts]\n0\\url=https://cloud.example\n" +
	"0\\Folders\\1\\localPath={}/home/Nextcloud/\n0\\Folders\\2\\localPath=\"{}/home/\\x66f8\\x985e/\"\n"

func TestDiscover(t *testing.T) {
	tests := []struct {
		system string
		setup  func(c *computer)
		want   []string
	}{
		{"linux", func(c *computer) {
			c.mkdir("home/OneDrive", "home/Dropbox", "home/Dropbox (Contoso)", "home/Sync", "home/Inbox", "home/locked",
				"home/Default", "home/Nextcloud", "home/書類", "home/MEGA", "home/pCloudDrive")
			c.write("home/.dropbox/info.json", dropboxInfo)
			c.write("home/.config/syncthing/config.xml", syncthingConfig)
			c.write("home/.config/Nextcloud/nextcloud.cfg", nextcloudConfig)
		}, []string{
			"onedrive home/OneDrive", "dropbox home/Dropbox", "dropbox home/Dropbox (Contoso)",
			"nextcloud home/Nextcloud", "nextcloud home/書類", "syncthing home/Sync", "pcloud home/pCloudDrive", "mega home/MEGA",
		}},
		{"windows", func(c *computer) {
			c.mkdir("home/OneDrive", "home/OneDrive - Contoso", "home/OneDrive - Fabrikam", "home/iCloudDrive",
				"home/Dropbox", "G/マイドライブ", "H/Data", "I/Meine Ablage", "I/.shortcut-targets-by-id", "home/Sync", "home/Box")
			c.env.OneDrive = []string{c.path("home/OneDrive"), c.path("home/OneDrive - Fabrikam")}
			c.env.Drives = []string{c.path("G"), c.path("H"), c.path("I")}
			c.write("home/AppData/Local/Dropbox/info.json", dropboxInfo)
			c.write("home/AppData/Local/Syncthing/config.xml", syncthingConfig)
			c.write("home/AppData/Roaming/Nextcloud/nextcloud.cfg", nextcloudConfig)
		}, []string{
			"onedrive home/OneDrive", "icloud home/iCloudDrive", "dropbox home/Dropbox", "googledrive G/マイドライブ",
			"googledrive I/Meine Ablage", "syncthing home/Sync", "box home/Box",
			"onedrive home/OneDrive - Contoso !work", "onedrive home/OneDrive - Fabrikam !work",
		}},
		{"darwin", func(c *computer) {
			c.mkdir("home/Library/CloudStorage/OneDrive-Personal", "home/Library/CloudStorage/OneDrive-Contoso",
				"home/Library/Mobile Documents/com~apple~CloudDocs", "home/Library/CloudStorage/Dropbox",
				"home/Library/CloudStorage/GoogleDrive-hanako@example.jp/My Drive", "home/Library/CloudStorage/Box-Box",
				"home/Library/CloudStorage/ProtonDrive-hanako@example.jp", "home/Sync")
			c.write("home/Library/Application Support/Syncthing/config.xml", syncthingConfig)
		}, []string{
			"onedrive home/Library/CloudStorage/OneDrive-Personal", "icloud home/Library/Mobile Documents/com~apple~CloudDocs",
			"dropbox home/Library/CloudStorage/Dropbox",
			"googledrive home/Library/CloudStorage/GoogleDrive-hanako@example.jp/My Drive", "syncthing home/Sync",
			"box home/Library/CloudStorage/Box-Box", "protondrive home/Library/CloudStorage/ProtonDrive-hanako@example.jp",
			"onedrive home/Library/CloudStorage/OneDrive-Contoso !work",
		}},
		{"linux", func(*computer) {}, nil},
		{"windows", func(c *computer) { c.env.Getenv, c.env.Home = nil, "" }, nil},
	}
	for _, tt := range tests {
		t.Run(tt.system, func(t *testing.T) {
			c := newComputer(t, tt.system)
			tt.setup(c)
			if diff := cmp.Diff(tt.want, c.found()); diff != "" {
				t.Errorf("places (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPlacesThatHoldAVaultComeFirst(t *testing.T) {
	c := newComputer(t, "linux")
	c.mkdir("home/OneDrive")
	c.write("home/MEGA/Twofold/."+good+".icloud", "stub")
	c.write("home/Dropbox/"+good, "x")
	c.write("home/.dropbox/info.json", dropboxInfo)
	want := []string{"dropbox home/Dropbox holds", "mega home/MEGA holds", "onedrive home/OneDrive"}
	if diff := cmp.Diff(want, c.found()); diff != "" {
		t.Errorf("places (-want +got):\n%s", diff)
	}
	for i, want := range []string{"home/Dropbox", "home/MEGA/Twofold", "home/OneDrive/Twofold"} {
		if got := folder.Discover(c.env)[i].Folder(names); got != c.path(want) {
			t.Errorf("folder = %s, want %s", got, want)
		}
	}
}

func TestJudge(t *testing.T) {
	c := newComputer(t, "windows")
	c.mkdir("home/OneDrive - Contoso/Vault", "home/OneDrive/Vault", "tmp/x", "media/stick", "data/inside", "home/locked", "home/plain")
	tests := map[string][]folder.Warning{
		"home/OneDrive - Contoso/Vault": {folder.WarnWork},
		"home/OneDrive/Vault":           nil,
		"tmp/x":                         {folder.WarnTemp},
		"media/stick":                   {folder.WarnRemovable},
		"data/inside":                   {folder.WarnDataDir},
		"data":                          {folder.WarnDataDir},
		"home/plain":                    nil,
	}
	for path, want := range tests {
		p, err := folder.Judge(c.env, c.path(path))
		if err != nil || !slices.Equal(p.Warnings, want) {
			t.Errorf("warnings of %s = %v, %v, want %v", path, p.Warnings, err, want)
		}
	}
	if _, err := folder.Judge(c.env, c.path("home/locked")); !errors.Is(err, folder.ErrReadOnly) {
		t.Errorf("locked folder: %v, want ErrReadOnly", err)
	}
	if _, err := folder.Judge(c.env, c.path("home/missing")); !errors.Is(err, folder.ErrUnavailable) {
		t.Errorf("missing folder: %v, want ErrUnavailable", err)
	}
	c.env.Writable = nil // the real question
	if _, err := folder.Judge(c.env, c.path("home/plain")); err != nil {
		t.Errorf("writable folder: %v", err)
	}
	entries, err := os.ReadDir(c.path("home/plain"))
	if err != nil || len(entries) != 0 {
		t.Errorf("asking left %v behind", entries)
	}
}

func FuzzConfigs(f *testing.F) {
	f.Add([]byte(dropboxInfo))
	f.Add([]byte(syncthingConfig))
	f.Add([]byte(nextcloudConfig))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, parse := range folder.ConfigParsers {
			places := parse(b)
			if len(places) > 64 {
				t.Errorf("%d places of one file", len(places))
			}
			for _, p := range places {
				if p.Path == "" {
					t.Error("a place without a path")
				}
			}
		}
	})
}
