package cli

import (
	"errors"
	"fmt"
	"path/filepath"
	"text/tabwriter"
	"time"

	"twofold/app/locale"
	"twofold/app/session"
)

// useFolder chooses the shared folder, or says which one it is.
func useFolder(c *call) error {
	if len(c.args) > 1 {
		return errUsage
	}
	s, err := c.open()
	if err != nil {
		return err
	}
	if len(c.args) == 0 {
		v := s.Backup()
		if v.Folder == "" {
			return c.refuse("err.folder.none")
		}
		_, err := fmt.Fprintln(c.Out, v.Folder)
		return err
	}
	if err := c.askFirst(s); err != nil {
		return err
	}
	folder, err := s.SetFolder(c.ctx, c.args[0])
	if err != nil {
		return err
	}
	if err := c.keep(folder); err != nil {
		return err
	}
	if c.json {
		return c.print(map[string]any{"folder": folder})
	}
	fmt.Fprintln(c.Out, c.plain("cli.folder.set", "path", folder))
	c.warn(s, folder)
	return nil
}

// askFirst stops before a first backup is made in an empty folder, where a
// backup of another computer may still be on its way. --yes begins there.
func (c *call) askFirst(s *session.Session) error {
	a, err := s.InspectFolder(c.ctx, c.args[0])
	if err != nil || c.yes || !a.First || a.Kind != session.AdoptEmpty || a.Refused() != nil || a.ReadOnly {
		return err
	}
	fmt.Fprintln(c.Out, c.plain("first.recover.q"))
	fmt.Fprintln(c.Out, c.plain("sync.first.b"))
	return c.refuse("cli.folder.yes")
}

// warn says what is to be known about a folder that was chosen all the same.
func (c *call) warn(s *session.Session, folder string) {
	a, err := s.InspectFolder(c.ctx, folder)
	if err != nil {
		return // it has just been written to
	}
	for _, w := range a.Warnings {
		if key := folderWarnings[w]; key != "" {
			fmt.Fprintln(c.Err, "twofold: "+c.plain(key))
		}
	}
}

var folderWarnings = map[session.FolderWarning]string{
	session.WarnWork: "sync.work.warn", session.WarnRemovable: "sync.removable.warn",
}

func (c *call) keep(folder string) error {
	if c.KeepFolder == nil {
		return nil
	}
	if err := c.KeepFolder(folder); err != nil {
		return fmt.Errorf("%w: %w", errNotKept, err)
	}
	return nil
}

// errNotKept means that the settings of this computer could not be saved.
var errNotKept = errors.New("settings not saved")

func (c *call) plain(key string, data ...any) string { return locale.Plain(c.Texts.T(key, data...)) }

// backup is a backup in the JSON output. The field names are a promise.
type backup struct {
	File     string    `json:"file"`
	Computer string    `json:"computer,omitempty"`
	Time     time.Time `json:"time"`
	Accounts *int      `json:"accounts,omitempty"`
	Problem  string    `json:"problem,omitempty"`
}

func (c *call) backups(list []session.BackupFile) []backup {
	out := make([]backup, 0, len(list))
	for _, f := range list {
		b := backup{File: f.Path, Computer: f.Computer, Time: f.Time.UTC()}
		if f.Accounts >= 0 {
			b.Accounts = &f.Accounts
		}
		if f.Err != nil {
			b.Problem = c.why(f.Err, filepath.Base(f.Path))
		}
		out = append(out, b)
	}
	return out
}

func (c *call) why(err error, name string) string {
	s := session.Explain(err, name)
	return c.plain(s.Key, s.Data...)
}

// snapshots lists the backups in the folder.
func snapshots(c *call) error {
	if len(c.args) > 0 {
		return errUsage
	}
	s, err := c.folderSession()
	if err != nil {
		return err
	}
	list, err := s.Snapshots(c.ctx)
	if err != nil {
		return err
	}
	if c.json {
		return c.print(c.backups(list))
	}
	w := tabwriter.NewWriter(c.Out, 0, 4, 2, ' ', 0)
	for _, b := range c.backups(list) {
		accounts := b.Problem
		if b.Accounts != nil {
			accounts = fmt.Sprint(*b.Accounts)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", c.Texts.Moment(b.Time, c.Now()), b.Computer, accounts, b.File)
	}
	return w.Flush()
}

// folderSession opens the vault and looks at the folder once.
func (c *call) folderSession() (*session.Session, error) {
	s, err := c.open()
	if err != nil {
		return nil, err
	}
	if s.Backup().Folder == "" {
		return nil, session.ErrNoFolder
	}
	return s, s.LookAtFolder(c.ctx)
}

// verify proves the backup without changing anything.
func verify(c *call) error {
	if len(c.args) > 0 {
		return errUsage
	}
	s, err := c.open()
	if err != nil {
		return err
	}
	p, err := s.VerifyBackup(c.ctx)
	if err != nil {
		return err
	}
	if c.json {
		err = c.print(map[string]any{
			"complete": p.Complete, "files": p.Files, "good": p.Good, "before_this_computer": p.Others,
			"accounts": p.Accounts, "recovery_file_missing": p.NoKeyFile, "bad": c.backups(p.Bad), "waiting": len(p.Waiting),
		})
	} else {
		key := "cli.verify.bad"
		if p.Complete {
			key = "cli.verify.good"
		}
		fmt.Fprintln(c.Out, c.plain(key, "good", p.Good, "n", p.Files))
		for _, b := range c.backups(p.Bad) {
			fmt.Fprintln(c.Out, c.plain("cli.verify.file", "file", b.File, "why", b.Problem))
		}
		if p.NoKeyFile {
			fmt.Fprintln(c.Out, c.plain("cli.verify.nokey"))
		}
	}
	if err == nil && !p.Sound() {
		return errSaid
	}
	return err
}
