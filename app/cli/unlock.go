package cli

import (
	"bytes"
	"fmt"

	"twofold/app/session"
)

// unlock asks for the passphrase. There is one try: a script must not loop,
// and a person can call again.
func (c *call) unlock(s *session.Session) error {
	ways := s.Ways()
	if ways.KeyringErr != nil {
		c.say(ways.KeyringErr, "")
	}
	if !ways.Passphrase {
		return session.ErrLocked
	}
	pass, err := c.ask("lock.pass")
	if err != nil {
		return err
	}
	c.asked = true
	if c.keepPass {
		c.pass = bytes.Clone(pass) // the session wipes what it is given
	}
	return s.Unlock(c.ctx, pass)
}

// first makes a vault on a computer without a usable keyring.
func (c *call) first(s *session.Session) error {
	why := session.ExplainFirst(s.Ways().KeyringErr)
	fmt.Fprintln(c.Err, c.plain(why.Key))
	if why.Next != "" {
		fmt.Fprintln(c.Err, c.plain(why.Next))
	}
	c.asked = true
	pass, err := c.ask("setup.pass.h")
	if err != nil {
		return err
	}
	if c.keepPass {
		c.pass = bytes.Clone(pass)
	}
	return s.CreateWithPassphrase(c.ctx, pass)
}

// ask asks for a passphrase, which is never empty.
func (c *call) ask(prompt string) ([]byte, error) {
	pass, err := c.Passphrase(c.plain(prompt) + ": ")
	if err == nil && len(pass) == 0 {
		return nil, errNoPassphrase
	}
	return pass, err
}

// askPassword asks for the password of a file, which is not the vault's.
func (c *call) askPassword(prompt string) ([]byte, error) {
	return PassphraseFrom(c.passwordFD)(prompt)
}
