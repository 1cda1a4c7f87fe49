package cli

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"text/tabwriter"

	"twofold/app/session"
)

// recoveryKeys is all about opening the backup without any computer. Alone it
// lists the keys there are; "show" prints the ten words that were made on this
// computer, "replace" makes new ones, "passphrase" sets a passphrase of the
// user's own, and "remove" retires one of them. All but the list ask again who
// sits here.
func recoveryKeys(c *call) error {
	verb := ""
	if len(c.args) > 0 {
		verb = c.args[0]
	}
	do := map[string]func(*call, *session.Session) error{
		"show": showWords, "replace": replaceWords, "passphrase": setRecoveryPassphrase, "remove": removeRecoveryKey,
	}[verb]
	if len(c.args) > 0 && do == nil || len(c.args) > 1 && verb != "remove" || verb == "remove" && len(c.args) != 2 {
		return errUsage
	}
	s, err := c.open()
	if err != nil {
		return err
	}
	if do == nil {
		return listRecoveryKeys(c, s)
	}
	if err := c.verify(s); err != nil {
		return err
	}
	return do(c, s)
}

func listRecoveryKeys(c *call, s *session.Session) error {
	keys, err := s.RecoveryKeys()
	if err != nil {
		return err
	}
	if c.json {
		out := []map[string]any{}
		for _, k := range keys {
			kind := "words"
			if k.Passphrase {
				kind = "passphrase"
			}
			out = append(out, map[string]any{"id": k.ID, "kind": kind, "made": stamp(k.Made), "made_by": k.By, "can_be_shown": k.Here, "saved": !k.Unsaved})
		}
		return c.print(out)
	}
	if len(keys) == 0 {
		fmt.Fprintln(c.Out, c.plain("keys.none"))
	}
	w := tabwriter.NewWriter(c.Out, 0, 4, 2, ' ', 0)
	for _, k := range keys {
		title := "keys.words"
		if k.Passphrase {
			title = "keys.pass"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\n", c.plain(title), c.plain("keys.made", "time", c.Texts.Moment(k.Made, c.Now()), "device", k.By), k.ID)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if behind := s.Behind(); len(behind) > 0 {
		fmt.Fprintln(c.Err, c.plain("keys.behind", "device", c.Texts.List(behind...)))
	}
	return nil
}

// showWords prints the ten words, joined as age takes them.
func showWords(c *call, s *session.Session) error {
	words, qr, err := s.RecoveryWords()
	if err != nil {
		return err
	}
	fmt.Fprintln(c.Err, c.plain("keys.show.warn"))
	if c.json {
		return c.print(map[string]any{"words": words, "qr": qr})
	}
	_, err = fmt.Fprintln(c.Out, strings.Join(words, "-"))
	return err
}

// replaceWords makes new words, and has two of them typed back, so that a key
// that was never written down does not take the place of one that was. --yes
// says that whoever called keeps them.
func replaceWords(c *call, s *session.Session) error {
	words, qr, err := s.MakeRecoveryKey(c.ctx)
	if err != nil {
		return err
	}
	fmt.Fprintln(c.Err, c.plain("setup.key.b"))
	if c.json {
		err = c.print(map[string]any{"words": words, "qr": qr})
	} else {
		_, err = fmt.Fprintln(c.Out, strings.Join(words, "-"))
	}
	if err != nil {
		return err // nobody has seen them
	}
	if !c.yes && !c.typedBack(words) {
		c.publish(s)
		return c.refuse("cli.key.unconfirmed")
	}
	if err := s.ConfirmRecoveryKey(); err != nil {
		return err
	}
	c.publish(s)
	fmt.Fprintln(c.Err, c.plain("cli.key.replaced"))
	return nil
}

// typedBack asks for two of the words. Which two need not be secret, only not
// always the same.
func (c *call) typedBack(words []string) bool {
	in := bufio.NewReader(c.In)
	at := rand.Perm(len(words))
	for _, i := range []int{min(at[0], at[1]), max(at[0], at[1])} {
		fmt.Fprint(c.Err, c.plain("cli.key.word", "n", i+1))
		line, _ := in.ReadString('\n')
		if !strings.EqualFold(strings.TrimSpace(line), words[i]) {
			return false
		}
	}
	return true
}

// setRecoveryPassphrase sets or changes the passphrase that opens the backup.
func setRecoveryPassphrase(c *call, s *session.Session) error {
	pass, err := c.choosePassphrase("keys.pass")
	if err != nil {
		return err
	}
	if err := s.SetRecoveryPassphrase(c.ctx, pass); err != nil {
		return err
	}
	c.publish(s)
	_, err = fmt.Fprintln(c.Err, c.plain("status.passphrase"))
	return err
}

func removeRecoveryKey(c *call, s *session.Session) error {
	if !c.yes {
		fmt.Fprintln(c.Out, c.plain("keys.retire.b"))
		return c.refuse("cli.remove.yes")
	}
	if err := s.RemoveRecoveryKey(c.args[1]); err != nil {
		return err
	}
	c.publish(s)
	return nil
}

// passphrase sets or changes the passphrase of this computer. The old one is
// asked for as the vault's always is; the new one, twice at a terminal, comes
// from --password-fd for a script.
func passphrase(c *call) error {
	if len(c.args) > 0 {
		return errUsage
	}
	c.keepPass = true
	defer func() { clear(c.pass) }()
	s, err := c.open()
	if err != nil {
		return err
	}
	if s.Ways().Passphrase && c.pass == nil {
		if c.pass, err = c.ask("lock.pass"); err != nil {
			return err
		}
	}
	// The old one is checked before the new one is asked for; the session
	// wipes what it is given.
	if err := s.Verify(c.ctx, bytes.Clone(c.pass)); err != nil {
		return err
	}
	fresh, err := c.choosePassphrase("set.newpass")
	if err != nil {
		return err
	}
	if err := s.SetPassphrase(c.ctx, bytes.Clone(c.pass), fresh); err != nil {
		return err
	}
	_, err = fmt.Fprintln(c.Err, c.plain("status.passphrase"))
	return err
}

// choosePassphrase asks twice at a terminal; a descriptor gives it once.
func (c *call) choosePassphrase(prompt string) ([]byte, error) {
	pass, err := c.askPassword(c.plain(prompt) + ": ")
	switch {
	case errors.Is(err, errNoTerminal):
		return nil, c.refuse("cli.password")
	case err != nil:
		return nil, err
	case len(pass) == 0:
		return nil, errNoPassphrase
	case c.passwordFD >= 0:
		return pass, nil
	}
	again, err := c.askPassword(c.plain("sync.pass2") + ": ")
	if err != nil {
		return nil, err
	}
	defer clear(again)
	if !bytes.Equal(pass, again) {
		return nil, c.refuse("sync.pass.mismatch")
	}
	return pass, nil
}
