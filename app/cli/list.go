package cli

import (
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"twofold/app/session"
	"twofold/internal/account"
)

// entry is an account in the JSON output. The field names are a promise.
type entry struct {
	ID             string   `json:"id"`
	Issuer         string   `json:"issuer"`
	Name           string   `json:"name"`
	Type           string   `json:"type"`
	Digits         int      `json:"digits"`
	Period         int      `json:"period,omitempty"`
	Groups         []string `json:"groups,omitempty"`
	Pinned         bool     `json:"pinned,omitempty"`
	ActionRequired bool     `json:"action_required,omitempty"`
}

func entryOf(r *session.Row) entry {
	return entry{
		ID: r.ID, Issuer: r.Issuer, Name: r.Name, Type: string(r.Type), Digits: r.Digits,
		Period: r.Period, Groups: r.Groups, Pinned: r.Pinned, ActionRequired: r.ActionRequired,
	}
}

// list prints the accounts in the user's order, without codes: a list is
// looked at longer than a code lives, and may end up in a file.
func list(c *call) error {
	if len(c.args) > 0 {
		return errUsage
	}
	s, err := c.open()
	if err != nil {
		return err
	}
	hits := s.View().Select(session.Filter{})
	if c.json {
		out := make([]entry, 0, len(hits))
		for _, h := range hits {
			out = append(out, entryOf(h.Row))
		}
		return c.print(out)
	}
	w := tabwriter.NewWriter(c.Out, 0, 4, 2, ' ', 0)
	for _, h := range hits {
		fmt.Fprintf(w, "%s\t%s\t%s\n", h.Row.Title(), h.Row.Subtitle(), strings.Join(h.Row.Groups, ", "))
	}
	return w.Flush()
}

func (c *call) print(v any) error {
	e := json.NewEncoder(c.Out)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// showCode prints one code alone on a line.
func showCode(c *call) error {
	if len(c.args) != 1 {
		return errUsage
	}
	s, err := c.open()
	if err != nil {
		return err
	}
	row, err := c.pick(s, c.args[0])
	if err != nil {
		return err
	}
	code, err := codeFor(s, row, c.Now())
	if err != nil {
		return err
	}
	shown := code.Now
	if c.next {
		shown = code.Next
	}
	if c.json {
		return c.print(map[string]any{"code": shown, "seconds_left": code.Left, "account": entryOf(row)})
	}
	_, err = fmt.Fprintln(c.Out, shown)
	return err
}

func codeFor(s *session.Session, row *session.Row, now time.Time) (session.Code, error) {
	if row.Type != account.HOTP {
		return s.View().Code(row.ID, now)
	}
	fresh, err := s.NextCounter(row.ID)
	return session.Code{Now: fresh, Next: fresh}, err
}

// pick finds the one account that is meant: by id, by exact name, else by
// search. Several are listed, never guessed between.
func (c *call) pick(s *session.Session, name string) (*session.Row, error) {
	v := s.View()
	if r := v.Row(name); r != nil {
		return r, nil
	}
	var exact []*session.Row
	for i := range v.Rows {
		r := &v.Rows[i]
		for _, known := range []string{r.Issuer, r.Name, r.Issuer + ":" + r.Name, r.Issuer + " " + r.Name} {
			if strings.EqualFold(known, name) {
				exact = append(exact, r)
				break
			}
		}
	}
	if len(exact) == 0 {
		for _, h := range v.Select(session.Filter{Query: name}) {
			exact = append(exact, h.Row)
		}
	}
	switch len(exact) {
	case 0:
		return nil, c.refuse("main.noresults", "q", name)
	case 1:
		return exact[0], nil
	}
	_ = c.refuse("cli.several", "q", name)
	for _, r := range exact {
		fmt.Fprintf(c.Err, "  %s  %s  %s\n", r.ID, r.Title(), r.Subtitle())
	}
	return nil, errSaid
}
