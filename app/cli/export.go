package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"twofold/app/locale"
	"twofold/app/session"
	"twofold/internal/exporter"
)

// formatNames are the formats a command may name.
func formatNames() string {
	var names []string
	for _, f := range exporter.Formats() {
		names = append(names, string(f.Format))
	}
	return strings.Join(names, ", ")
}

// export writes the accounts for another program. A format in the clear and a
// file that is there already need --yes, since the program cannot ask.
func export(c *call) error {
	info, ok := formatInfo(c.format)
	if len(c.args) > 0 || !ok || c.output == "" {
		return errUsage
	}
	if !info.Encrypted && !c.yes {
		return c.refuse("cli.export.clear")
	}
	if _, err := os.Lstat(c.output); !errors.Is(err, fs.ErrNotExist) && c.output != "-" && !c.yes {
		return c.refuse("cli.export.exists", "file", filepath.Base(c.output))
	}
	s, err := c.open()
	if err != nil {
		return err
	}
	if err := c.verify(s); err != nil {
		return err
	}
	e := session.Export{Format: info.Format, Sheet: session.SheetWords(c.Texts, c.Now())}
	if info.Encrypted {
		if e.Password, err = c.newPassword(); err != nil {
			return err
		}
	}
	report, err := c.write(s, e)
	for _, l := range report.Left {
		fmt.Fprintf(c.Err, "twofold: %s: %s\n", l.Title, locale.Plain(c.Texts.T(session.ExplainLeft(l.Reason).Key)))
	}
	if err != nil {
		return c.failed(err)
	}
	for _, line := range session.LostLines(c.Texts, report) {
		fmt.Fprintln(c.Err, locale.Plain(line))
	}
	_, err = fmt.Fprintln(c.Err, locale.Plain(c.Texts.N("export.done", report.Written, "file", filepath.Base(c.output))))
	return err
}

func formatInfo(name string) (exporter.Info, bool) {
	for _, f := range exporter.Formats() {
		if string(f.Format) == name {
			return f, true
		}
	}
	return exporter.Info{}, false
}

func (c *call) failed(err error) error {
	name := ""
	if errors.Is(err, session.ErrNotWritten) {
		name = filepath.Base(c.output)
	}
	c.say(err, name)
	return errSaid
}

// verify asks for the passphrase if the vault has one and opened without it.
func (c *call) verify(s *session.Session) error {
	if c.asked {
		return nil
	}
	var pass []byte
	if s.Ways().Passphrase {
		var err error
		if pass, err = c.ask("lock.pass"); err != nil {
			return err
		}
	}
	return s.Verify(c.ctx, pass)
}

// write puts the export into the file, or all at once on standard output.
func (c *call) write(s *session.Session, e session.Export) (exporter.Report, error) {
	if c.output != "-" {
		path, err := filepath.Abs(c.output)
		if err != nil {
			return exporter.Report{}, err
		}
		return s.ExportTo(c.ctx, path, e)
	}
	var b bytes.Buffer
	defer func() { clear(b.Bytes()) }()
	report, err := s.ExportInto(c.ctx, &b, e)
	if err != nil {
		return report, err
	}
	_, err = c.Out.Write(b.Bytes())
	return report, err
}

// newPassword asks twice at a terminal; a descriptor gives it once.
func (c *call) newPassword() ([]byte, error) {
	pass, err := c.askPassword(locale.Plain(c.Texts.T("export.pass")) + ": ")
	if errors.Is(err, errNoTerminal) {
		return nil, c.refuse("cli.password")
	}
	if err != nil || c.passwordFD >= 0 {
		return pass, err
	}
	again, err := c.askPassword(locale.Plain(c.Texts.T("export.pass2")) + ": ")
	if err != nil {
		return nil, err
	}
	defer clear(again)
	if !bytes.Equal(pass, again) {
		return nil, c.refuse("export.pass.mismatch")
	}
	return pass, nil
}
