package cli

import (
	"errors"
	"flag"
	"fmt"
	"io"

	"twofold/app/locale"
)

// Option is one flag of the program, with the dashes.
type Option struct{ Flag, Operand string }

// Does says in a sentence what the option is for.
func (o Option) Does(t *locale.Texts) string {
	return locale.Plain(t.T("cli.option." + o.Flag[len("--"):]))
}

// Options are the flags before the command, in the order of the help.
func Options() []Option {
	return []Option{
		{"--data-dir", "DIR"}, {"--no-keyring", ""}, {"--passphrase-fd", "N"},
		{"--toggle", ""}, {"--hidden", ""}, {"--version", ""}, {"--help", ""},
	}
}

// after are the flags behind a command that more than one command knows.
var after = []Option{{"--json", ""}, {"--yes", ""}, {"--password-fd", "N"}, {"--next", ""}}

// Does says in a sentence what a command is for.
func Does(command string, t *locale.Texts) string { return locale.Plain(t.T("cli.do." + command)) }

// Usage lists the commands, each on a line that begins with "twofold".
func Usage(w io.Writer, t *locale.Texts) {
	fmt.Fprintln(w, usageLine(t, "[OPTION...] [COMMAND]"))
	for _, c := range commands() {
		fmt.Fprintln(w, "       twofold "+c.usage)
	}
}

func usageLine(t *locale.Texts, usage string) string {
	return locale.Plain(t.T("cli.usage", "usage", "twofold "+usage))
}

// Help says what the program can do without its window.
func Help(w io.Writer, t *locale.Texts) {
	fmt.Fprintln(w, usageLine(t, "[OPTION...] [COMMAND | URI... | FILE...]"))
	fmt.Fprintln(w, locale.Plain(t.T("cli.help.window")))
	fmt.Fprintf(w, "\n%s\n", locale.Plain(t.T("cli.help.commands")))
	for _, c := range commands() {
		fmt.Fprintf(w, "  %s\n      %s\n", c.usage, Does(c.name, t))
	}
	for _, part := range []struct {
		title   string
		options []Option
	}{{"cli.help.options", Options()}, {"cli.help.after", after}} {
		fmt.Fprintf(w, "\n%s\n", locale.Plain(t.T(part.title)))
		for _, o := range part.options {
			fmt.Fprintf(w, "  %-18s %s\n", o.Flag+" "+o.Operand, o.Does(t))
		}
	}
}

// Misread answers a command line whose options were not understood, or that
// asked for help: err is what [flag.FlagSet.Parse] said. It returns the exit
// status.
func Misread(err error, out, errs io.Writer, t *locale.Texts) int {
	if errors.Is(err, flag.ErrHelp) {
		Help(out, t)
		return Done
	}
	fmt.Fprintln(errs, usageLine(t, "[OPTION...] [COMMAND]"))
	fmt.Fprintln(errs, locale.Plain(t.T("cli.usage.more")))
	return Misused
}
