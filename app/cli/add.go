package cli

import (
	"fmt"
	"os"
	"regexp"

	"twofold/app/locale"
	"twofold/app/session"
	"twofold/internal/importer"
)

// add takes links and files. An account that is already there is left alone;
// one that shares a name or a key with another is added beside it only with
// --yes, because the program cannot ask.
func add(c *call) error {
	if len(c.args) == 0 {
		return errUsage
	}
	s, err := c.open()
	if err != nil {
		return err
	}
	found := c.find(s, c.args)
	for _, p := range found.Problems {
		c.say(p.Err, p.Name)
	}
	if found.Pages != nil {
		fmt.Fprintln(c.Err, locale.Plain(c.Texts.T("cli.pages", "have", found.Pages.Have, "n", found.Pages.Total)))
	}
	for i := range found.Candidates {
		c.decide(&found.Candidates[i])
	}
	done, err := s.Add(found.Candidates)
	if err != nil {
		return err
	}
	for _, p := range done.Problems {
		c.say(p.Err, p.Name)
	}
	if err := c.report(s, done, len(found.Problems)+len(done.Problems)); err != nil {
		return err
	}
	if len(done.IDs) == 0 && done.Skipped == 0 || len(found.Problems)+len(done.Problems) > 0 {
		return errSaid
	}
	return nil
}

// link is how a URI begins (RFC 3986, 3.1). One letter and a colon is a drive of
// Windows.
var link = regexp.MustCompile(`^\s*[A-Za-z][A-Za-z0-9+.-]+:`)

// find sorts the operands: what looks like a link is one, the rest are files.
func (c *call) find(s *session.Session, args []string) session.Found {
	var all session.Found
	var files []string
	for _, a := range args {
		if _, err := os.Lstat(a); err != nil && link.MatchString(a) {
			merge(&all, s.ReadText(a))
			continue
		}
		files = append(files, a)
	}
	if len(files) > 0 {
		found := s.ReadFiles(c.ctx, files)
		if found.Import != nil {
			for _, l := range found.Import.Locks() { // import asks for passwords
				found.Problems = append(found.Problems, session.Problem{Name: l.File, Err: importer.ErrLocked})
			}
		}
		merge(&all, found)
	}
	return all
}

func merge(all *session.Found, one session.Found) {
	all.Candidates = append(all.Candidates, one.Candidates...)
	all.Problems = append(all.Problems, one.Problems...)
	if one.Pages != nil {
		all.Pages = one.Pages
	}
}

func (c *call) decide(k *session.Candidate) {
	switch k.Duplicate.Kind {
	case session.OtherKey:
		if !c.yes {
			k.Choice = session.ChoiceSkip
			c.tell(k, "dup.diffkey")
		}
	case session.SameAccount:
		c.tell(k, "dup.same")
	case session.SameKey:
		c.tell(k, "dup.samekey", "name", k.Duplicate.Title)
	}
}

func (c *call) tell(k *session.Candidate, key string, data ...any) {
	fmt.Fprintf(c.Err, "twofold: %s %s: %s\n", k.Account.Title(), k.Account.Subtitle(), locale.Plain(c.Texts.T(key, data...)))
}

func (c *call) report(s *session.Session, done session.Added, refused int) error {
	if c.json {
		out := []entry{}
		for _, id := range done.IDs {
			if r := s.View().Row(id); r != nil {
				out = append(out, entryOf(r))
			}
		}
		return c.print(map[string]any{"added": out, "skipped": done.Skipped, "refused": refused})
	}
	_, err := fmt.Fprintln(c.Out, locale.Plain(c.Texts.N("status.added", len(done.IDs))))
	return err
}

// refuse says a sentence and ends the command.
func (c *call) refuse(key string, data ...any) error {
	fmt.Fprintln(c.Err, "twofold: "+locale.Plain(c.Texts.T(key, data...)))
	return errSaid
}
