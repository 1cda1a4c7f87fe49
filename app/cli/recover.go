package cli

import (
	"bytes"
	"fmt"
	"os"
	"strings"

	"twofold/app/locale"
	"twofold/app/session"
)

// recoverFrom brings the accounts of a folder to this computer. Without --yes
// it says what it found and changes nothing: the user compares that with what
// he remembers, which nothing else can do.
//
// The recovery key is asked for, or is the first line of --passphrase-fd. On a
// computer without a keyring the second line is the passphrase that unlocks
// Twofold here from now on. A backup file instead of a folder is imported.
func recoverFrom(c *call) error {
	if len(c.args) != 1 {
		return errUsage
	}
	if info, err := os.Stat(c.args[0]); err == nil && info.Mode().IsRegular() {
		return importFiles(c)
	}
	s := c.Session()
	if err := s.Start(c.ctx); err != nil {
		return err
	}
	r, err := s.BeginRecovery(c.ctx, c.args[0])
	if err != nil {
		return err
	}
	defer r.Cancel()
	words, pass, err := c.recoveryKey(s.Phase() == session.NeedsPass)
	if err != nil {
		return err
	}
	if err := r.Unlock(c.ctx, words); err != nil {
		return err
	}
	if !c.yes {
		c.printSummary(r)
		return nil
	}
	done, err := r.Finish(c.ctx, session.FinishOptions{Passphrase: pass})
	if err != nil {
		return err
	}
	if err := c.keep(done.Folder); err != nil {
		return err
	}
	if done.BackupErr != nil {
		c.say(done.BackupErr, "")
	}
	for _, title := range done.Left {
		fmt.Fprintln(c.Err, "twofold: "+title)
	}
	if c.json {
		return c.print(map[string]any{"accounts": done.Accounts, "brought": done.Brought, "folder": done.Folder})
	}
	fmt.Fprintln(c.Out, c.Texts.N("cli.recover.done", done.Accounts))
	return nil
}

// recoveryKey asks for the words, and for a passphrase if one is needed.
func (c *call) recoveryKey(passToo bool) (words string, pass []byte, err error) {
	given, err := c.ask("rec.key.enter")
	if err != nil {
		return "", nil, err
	}
	defer clear(given)
	first, rest, more := bytes.Cut(given, []byte("\n"))
	if !more && passToo {
		if rest, err = c.ask("setup.pass.h"); err != nil {
			return "", nil, err
		}
	}
	return string(first), bytes.Clone(bytes.TrimRight(rest, "\r\n")), nil
}

func (c *call) printSummary(r *session.Recovery) {
	sum, p := r.Summary(), r.Preview()
	var names []string
	for _, m := range sum.Computers {
		if !m.Removed {
			names = append(names, m.Name)
		}
	}
	fmt.Fprintln(c.Out, c.Texts.N("cli.recover.sum", sum.Accounts, "time", c.Texts.Moment(sum.Newest, c.Now()), "device", sum.NewestBy))
	fmt.Fprintln(c.Out, c.plain("cli.recover.computers", "names", strings.Join(names, ", ")))
	fmt.Fprintln(c.Out, c.plain("cli.recover.words", "words", strings.Join(sum.Fingerprint[:], " ")))
	if n := len(p.Kept) + len(p.OtherKey); n > 0 {
		fmt.Fprintln(c.Out, c.Texts.N("cli.recover.brought", n))
	}
	for _, b := range c.backups(sum.Unreadable) {
		fmt.Fprintln(c.Out, c.plain("cli.verify.file", "file", b.File, "why", b.Problem))
	}
	fmt.Fprintln(c.Out, c.plain("cli.recover.yes"))
}

// rescue prints the accounts in any files as links, without a vault.
func rescue(c *call) error {
	if len(c.args) == 0 {
		return errUsage
	}
	key, err := c.ask("cli.rescue.ask")
	if err != nil {
		return err
	}
	r, err := session.Rescue(c.ctx, c.args, key)
	for _, b := range c.backups(r.Bad) {
		fmt.Fprintln(c.Err, "twofold: "+c.plain("cli.verify.file", "file", b.File, "why", b.Problem))
	}
	if err != nil {
		return err
	}
	if c.json {
		return c.print(r.Links)
	}
	for _, l := range r.Links {
		fmt.Fprintln(c.Out, l)
	}
	if r.Trash > 0 {
		fmt.Fprintln(c.Err, locale.Plain(c.Texts.N("cli.rescue.trash", r.Trash)))
	}
	return nil
}
