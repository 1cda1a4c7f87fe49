// Package cli holds the commands that work without a display: the accessible
// way in, and what scripts use. Results go to standard output, as tables or as
// JSON; everything said to a person goes to standard error in the person's
// language. A secret is never taken from an argument or the environment, only
// from a terminal or a file descriptor, and printed by those commands alone that
// are there for it: qr, rescue, export and recovery-key.
package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"twofold/app/locale"
	"twofold/app/session"
)

// Exit statuses.
const (
	Done    = 0
	Refused = 1 // refused or failed; the reason is on standard error
	Misused = 2
)

// Env is the surrounding of a command.
type Env struct {
	In       io.Reader
	Out, Err io.Writer
	Now      func() time.Time
	Texts    *locale.Texts
	// After is time.After.
	After func(time.Duration) <-chan time.Time
	// Session makes the session on first use, so that wrong use costs nothing.
	Session func() *session.Session
	// KeepFolder keeps the chosen folder in the settings; nil keeps nothing.
	KeepFolder func(folder string) error
	// Passphrase asks the terminal, or reads the descriptor of
	// --passphrase-fd. It may be called once.
	Passphrase func(prompt string) ([]byte, error)
}

// command is one word after the program's name.
type command struct {
	name  string
	usage string
	run   func(c *call) error
}

func commands() []command {
	return []command{
		{"list", "list [--json]", list},
		{"code", "code NAME [--next] [--json]", showCode},
		{"add", "add URI or FILE...  [--json] [--yes]", add},
		{"import", "import FILE... [--yes] [--password-fd N] [--json]", importFiles},
		{"export", "export --format FORMAT --output FILE or - [--yes] [--password-fd N]\n       FORMAT: " + formatNames(), export},
		{"status", "status [--json]", status},
		{"qr", "qr FILE...", readQR},
		{"folder", "folder [PATH] [--yes] [--json]", useFolder},
		{"recover", "recover FOLDER or FILE [--yes] [--password-fd N] [--json]", recoverFrom},
		{"pair", "pair [FOLDER | approve] [--json]", pairWith},
		{"computers", "computers [remove COMPUTER] [--yes] [--json]", computers},
		{"recovery-key", "recovery-key [show | replace | passphrase | remove ID] [--yes] [--password-fd N] [--json]", recoveryKeys},
		{"passphrase", "passphrase [--password-fd N]", passphrase},
		{"snapshots", "snapshots [--json]", snapshots},
		{"verify", "verify [--json]", verify},
		{"rescue", "rescue FILE or FOLDER... [--json]", rescue},
	}
}

// Known reports whether word is one of the commands.
func Known(word string) bool {
	for _, c := range commands() {
		if c.name == word {
			return true
		}
	}
	return false
}

// call is one command at work.
type call struct {
	Env
	ctx  context.Context
	args []string
	json bool
	next bool
	yes  bool

	passwordFD     int // of a file's password; negative for the terminal
	format, output string
	asked          bool // the vault's passphrase was asked for
	keepPass       bool // the command needs the passphrase that opened the vault
	pass           []byte
}

// errUsage ends a command with [Misused].
var errUsage = errors.New("wrong use")

// errSaid ends a command with [Refused] after it said why itself.
var errSaid = errors.New("said")

// Main runs the command args[0] and returns the exit status.
func Main(ctx context.Context, args []string, env Env) int {
	for _, cmd := range commands() {
		if len(args) == 0 || cmd.name != args[0] {
			continue
		}
		c := &call{Env: env, ctx: ctx, passwordFD: -1}
		switch err := c.parse(cmd, args[1:]); {
		case errors.Is(err, flag.ErrHelp):
			fmt.Fprintf(env.Out, "%s\n%s\n", usageLine(env.Texts, cmd.usage), Does(cmd.name, env.Texts))
			return Done
		case err != nil:
			return c.end(cmd, err)
		}
		return c.end(cmd, cmd.run(c))
	}
	Usage(env.Err, env.Texts)
	return Misused
}

// parse takes flags before and behind the operands, as people type them.
func (c *call) parse(cmd command, args []string) error {
	fs := flag.NewFlagSet(cmd.name, flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.BoolVar(&c.json, "json", false, "")
	fs.BoolVar(&c.yes, "yes", false, "")
	switch cmd.name {
	case "code":
		fs.BoolVar(&c.next, "next", false, "")
	case "export":
		fs.StringVar(&c.format, "format", "", "")
		fs.StringVar(&c.output, "output", "", "")
		fs.IntVar(&c.passwordFD, "password-fd", -1, "")
	case "import", "recover", "recovery-key", "passphrase":
		fs.IntVar(&c.passwordFD, "password-fd", -1, "")
	}
	for len(args) > 0 {
		if err := fs.Parse(args); errors.Is(err, flag.ErrHelp) {
			return err
		} else if err != nil {
			return errUsage
		}
		args = fs.Args()
		if len(args) > 0 {
			c.args = append(c.args, args[0])
			args = args[1:]
		}
	}
	return nil
}

func (c *call) end(cmd command, err error) int {
	switch {
	case err == nil:
		return Done
	case errors.Is(err, errUsage):
		fmt.Fprintln(c.Err, usageLine(c.Texts, cmd.usage))
		return Misused
	case errors.Is(err, errSaid):
		return Refused
	}
	c.say(err, "")
	return Refused
}

// explain knows the errors of the commands themselves, and asks the session for
// the rest.
func explain(err error, name string) session.Sentence {
	var path *fs.PathError
	switch {
	case errors.Is(err, errNoTerminal):
		return session.Sentence{Key: "cli.nopass"}
	case errors.Is(err, errNoPassphrase):
		return session.Sentence{Key: "cli.passphrase.none"}
	case errors.Is(err, errPassphrase):
		return session.Sentence{Key: "cli.passphrase"}
	case errors.Is(err, errNotKept):
		return session.Sentence{Key: "err.settings.save"}
	case errors.Is(err, context.Canceled):
		return session.Sentence{Key: "cli.stopped"}
	case errors.As(err, &path) && path.Op == "write" && path.Path == os.Stdout.Name():
		return session.Sentence{Key: "cli.output"}
	}
	return session.Explain(err, name)
}

// say puts the sentence of an error on standard error.
func (c *call) say(err error, name string) {
	s := explain(err, name)
	text := locale.Plain(c.Texts.T(s.Key, s.Data...))
	if s.Next != "" {
		text += " " + locale.Plain(c.Texts.T(s.Next, s.Data...))
	}
	if name != "" && !strings.Contains(text, name) {
		text = name + ": " + text
	}
	fmt.Fprintln(c.Err, "twofold: "+text)
}

// open unlocks the vault: by the keyring without a question, else by the
// passphrase.
func (c *call) open() (*session.Session, error) {
	s := c.Session()
	if err := s.Start(c.ctx); err != nil {
		return nil, err
	}
	switch s.Phase() {
	case session.Open:
		return s, nil
	case session.NeedsPass:
		return s, c.first(s)
	case session.Locked:
		return s, c.unlock(s)
	}
	if moved := s.MovedAside(); moved != "" {
		fmt.Fprintln(c.Err, "twofold: "+locale.Plain(c.Texts.T("err.vault.moved", "file", moved)))
		return nil, errSaid
	}
	return nil, session.ErrLocked
}
