package cli

import (
	"errors"
	"fmt"
	"strings"

	"twofold/app/locale"
	"twofold/app/session"
	"twofold/internal/importer"
)

// importFiles takes the exports of other programs. What is here already is
// left alone, as with add; every other file and entry is reported.
func importFiles(c *call) error {
	if len(c.args) == 0 {
		return errUsage
	}
	s, err := c.open()
	if err != nil {
		return err
	}
	found := s.ReadFiles(c.ctx, c.args)
	if found.Import != nil {
		if found, err = c.unlockImport(found); err != nil {
			return err
		}
	}
	for _, p := range found.Problems {
		c.sayProblem(p)
	}
	c.sayNotes(found)
	for i := range found.Candidates {
		c.decide(&found.Candidates[i])
	}
	done, err := s.Add(found.Candidates)
	if err != nil {
		return err
	}
	for _, p := range done.Problems {
		c.sayProblem(p)
	}
	return c.reportImport(s, found, done)
}

// unlockImport asks for the password once, as for the vault: a script must not
// loop, and a person can call again. What it does not open is reported.
func (c *call) unlockImport(found session.Found) (session.Found, error) {
	locks := found.Import.Locks()
	var names []string
	for _, l := range locks {
		names = append(names, l.File)
	}
	pass, err := c.askPassword(strings.Join(names, ", ") + ": " + locale.Plain(c.Texts.T("import.password")) + ": ")
	if errors.Is(err, errNoTerminal) {
		for _, l := range locks {
			fmt.Fprintln(c.Err, "twofold: "+l.File+": "+locale.Plain(c.Texts.T("err.import.locked"))+" "+locale.Plain(c.Texts.T("cli.password")))
		}
		return found, errSaid
	}
	if err != nil {
		return found, err
	}
	all, err := found.Import.Unlock(c.ctx, pass, nil)
	if err != nil {
		c.say(err, locks[0].File)
		return found, errSaid
	}
	if all.Import != nil {
		for _, l := range all.Import.Locks() {
			all.Problems = append(all.Problems, session.Problem{Name: l.File, Err: importer.ErrLocked})
		}
	}
	return all, nil
}

// sayProblem is say with the line of a text file, where there is one.
func (c *call) sayProblem(p session.Problem) {
	name := p.Name
	if p.Line > 0 {
		name = strings.TrimSpace(fmt.Sprintf("%s (%d)", name, p.Line))
	}
	c.say(p.Err, name)
}

func (c *call) sayNotes(found session.Found) {
	if found.Pages != nil {
		fmt.Fprintln(c.Err, locale.Plain(c.Texts.T("cli.pages", "have", found.Pages.Have, "n", found.Pages.Total)))
	}
	for _, n := range found.Notes {
		fmt.Fprintln(c.Err, locale.Plain(session.NoteText(c.Texts, n)))
	}
	archived := 0
	for _, k := range found.Candidates {
		if k.Archived {
			archived++
		}
	}
	if archived > 0 {
		fmt.Fprintln(c.Err, locale.Plain(c.Texts.T("import.archived", "n", archived)))
	}
	if len(found.Clear) > 0 {
		fmt.Fprintln(c.Err, locale.Plain(c.Texts.T("import.plain.warn")))
	}
}

// reportImport gives the sums: every entry is in one of them.
func (c *call) reportImport(s *session.Session, found session.Found, done session.Added) error {
	refused := len(found.Problems) + len(done.Problems)
	if c.json {
		out := []entry{}
		for _, id := range done.IDs {
			if r := s.View().Row(id); r != nil {
				out = append(out, entryOf(r))
			}
		}
		if err := c.print(map[string]any{
			"app": found.App, "added": out, "new": done.New(), "replaced": done.Replaced,
			"already_here": done.Here, "left_out": done.Skipped - done.Here, "refused": refused, "deleted": done.Trashed,
		}); err != nil {
			return err
		}
	} else {
		for _, l := range session.SumLines(c.Texts, done, refused) {
			if _, err := fmt.Fprintln(c.Out, locale.Plain(l)); err != nil {
				return err
			}
		}
	}
	if refused > 0 || len(found.Candidates) == 0 {
		return errSaid
	}
	return nil
}
