package cli

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"twofold/app/session"
)

// computers lists the computers of the vault. "computers remove COMPUTER" takes
// one out of it, by its id or name: without --yes it says what that does and
// what it cannot do, and changes nothing.
func computers(c *call) error {
	switch {
	case len(c.args) == 0:
		return listComputers(c)
	case len(c.args) == 2 && c.args[0] == "remove":
		return removeComputer(c)
	}
	return errUsage
}

// computer is a computer in the JSON output. The field names are a promise.
type computer struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	System      string `json:"system"`
	This        bool   `json:"this"`
	Removed     bool   `json:"removed"`
	Untrusted   bool   `json:"untrusted"`
	Unconfirmed bool   `json:"unconfirmed"` // joined with the recovery key, and nobody has said who it was
	Added       any    `json:"added"`
	AddedBy     string `json:"added_by,omitempty"`
	ByKey       bool   `json:"added_by_recovery_key"`
	RemovedAt   any    `json:"removed_at"`
	RemovedBy   string `json:"removed_by,omitempty"`
	LastSeen    any    `json:"last_seen"`
	HasNewest   bool   `json:"has_newest"`
	KnowsKey    bool   `json:"knows_recovery_key"`
}

func computerOf(m session.Computer) computer {
	return computer{
		ID: m.ID, Name: m.Name, System: m.System, This: m.Me, Removed: m.Gone, Untrusted: m.Untrusted, Unconfirmed: m.Unsure,
		Added: stamp(m.Added), AddedBy: m.ByName, ByKey: m.ByKey, RemovedAt: stamp(m.Removed), RemovedBy: m.RemovedBy,
		LastSeen: stamp(m.LastSeen), HasNewest: m.HasMine, KnowsKey: m.KnowsKey,
	}
}

func listComputers(c *call) error {
	s, err := c.open()
	if err != nil {
		return err
	}
	if s.Backup().Folder != "" {
		if err := s.LookAtFolder(c.ctx); err != nil {
			c.say(err, "") // who there is, is known all the same
		}
	}
	all, err := s.Computers()
	if err != nil {
		return err
	}
	if c.json {
		out := make([]computer, 0, len(all))
		for _, m := range all {
			out = append(out, computerOf(m))
		}
		return c.print(out)
	}
	w := tabwriter.NewWriter(c.Out, 0, 4, 2, ' ', 0)
	for _, m := range all {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", m.Name, m.System, c.standing(m), m.ID)
	}
	return w.Flush()
}

// standing is what there is to say of a computer.
func (c *call) standing(m session.Computer) string {
	switch {
	case m.Me:
		return c.plain("set.computers.this")
	case m.Gone:
		return c.plain("computers.gone", "time", c.Texts.Moment(m.Removed, c.Now()), "device", m.RemovedBy)
	case m.Untrusted:
		return c.plain("computers.untrusted")
	case m.Unsure:
		return c.plain("computers.unsure.h", "device", m.Name)
	case m.LastSeen.IsZero():
		return ""
	}
	return c.plain("set.computers.seen", "ago", c.Texts.Ago(m.LastSeen, c.Now()))
}

func removeComputer(c *call) error {
	s, err := c.open()
	if err != nil {
		return err
	}
	if s.Backup().Folder != "" {
		if err := s.LookAtFolder(c.ctx); err != nil {
			c.say(err, "") // it is removed here, and there later
		}
	}
	m, err := c.pickComputer(s, c.args[1])
	if err != nil {
		return err
	}
	if m.Me && !c.yes {
		return session.ErrRemoveSelf
	}
	if !c.yes {
		c.tellOfRemoval(m)
		return c.refuse("cli.remove.yes")
	}
	if err := c.verify(s); err != nil {
		return err
	}
	if err := s.RemoveComputer(m.ID, m.Vouched); err != nil { // who it let in stays, as the window proposes
		return err
	}
	pending := c.publish(s)
	renewals, err := s.Renewals(m.ID)
	if err != nil {
		return err
	}
	if c.json {
		accounts := []map[string]any{}
		for _, r := range renewals {
			accounts = append(accounts, map[string]any{"id": r.ID, "issuer": r.Title, "name": r.Subtitle, "done": r.Done})
		}
		return c.print(map[string]any{"removed": m.ID, "name": m.Name, "published": !pending, "knows_recovery_key": m.KnowsKey, "accounts": accounts})
	}
	fmt.Fprintln(c.Out, c.plain("cli.remove.done", "device", m.Name))
	if m.KnowsKey {
		fmt.Fprintln(c.Out, c.plain("cli.remove.key"))
	}
	if len(renewals) > 0 {
		fmt.Fprintln(c.Out, c.plain("renew.h", "device", m.Name)+": "+c.plain("cli.remove.renew"))
	}
	for _, r := range renewals {
		fmt.Fprintln(c.Out, "  "+strings.TrimSpace(r.Title+"  "+r.Subtitle))
	}
	return nil
}

// tellOfRemoval says what removing does, and what it cannot do.
func (c *call) tellOfRemoval(m session.Computer) {
	key := "remove.cannot.3"
	if m.KnowsKey {
		key = "remove.cannot.key"
	}
	fmt.Fprintln(c.Out, c.plain("set.computers.remove", "device", m.Name))
	for _, list := range [][]string{
		{"remove.does", "remove.does.1", "remove.does.2", "remove.does.3"}, {"remove.cannot", "remove.cannot.1", "remove.cannot.2", key},
	} {
		for i, k := range list {
			dash := "- "
			if i == 0 {
				dash = ""
			}
			fmt.Fprintln(c.Out, dash+c.plain(k, "device", m.Name))
		}
	}
	fmt.Fprintln(c.Out, c.plain("remove.final"))
}

// pickComputer finds the one computer that is meant, by its id or its name, and
// never guesses between several.
func (c *call) pickComputer(s *session.Session, name string) (session.Computer, error) {
	all, err := s.Computers()
	if err != nil {
		return session.Computer{}, err
	}
	var found []session.Computer
	for _, m := range all {
		switch {
		case m.ID == name:
			return m, nil
		case strings.EqualFold(m.Name, name) && !m.Gone:
			found = append(found, m)
		}
	}
	switch len(found) {
	case 0:
		return session.Computer{}, c.refuse("cli.computers.none", "q", name)
	case 1:
		return found[0], nil
	}
	_ = c.refuse("cli.computers.several", "q", name)
	for _, m := range found {
		fmt.Fprintf(c.Err, "  %s  %s  %s\n", m.ID, m.Name, c.standing(m))
	}
	return session.Computer{}, errSaid
}

// publish writes to the folder at once what was decided here, because the
// other computers go by it. It reports whether that is still to be done; the
// next start of the program tries again.
func (c *call) publish(s *session.Session) (pending bool) {
	if s.Backup().Folder == "" {
		return false
	}
	if err := s.BackUpNow(c.ctx); err != nil {
		fmt.Fprintln(c.Err, "twofold: "+c.plain("cli.pending"))
		c.say(err, "")
		return true
	}
	return false
}
