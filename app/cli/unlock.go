package cli

import (
	"fmt"

	"twofold/app/locale"
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
	return s.Unlock(c.ctx, pass)
}

// first makes a vault on a computer without a usable keyring.
func (c *call) first(s *session.Session) error {
	fmt.Fprintln(c.Err, locale.Plain(c.Texts.T("setup.pass.b")))
	c.asked = true
	pass, err := c.ask("setup.pass.h")
	if err != nil {
		return err
	}
	return s.CreateWithPassphrase(c.ctx, pass)
}

func (c *call) ask(prompt string) ([]byte, error) {
	return c.Passphrase(locale.Plain(c.Texts.T(prompt)) + ": ")
}

// askPassword asks for the password of a file, which is not the vault's.
func (c *call) askPassword(prompt string) ([]byte, error) {
	return PassphraseFrom(c.passwordFD)(prompt)
}
