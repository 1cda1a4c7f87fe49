package cli

import (
	"fmt"
	"strings"
	"time"

	"twofold/app/locale"
	"twofold/app/session"
)

// status says how many accounts there are and whether they are backed up.
func status(c *call) error {
	if len(c.args) > 0 {
		return errUsage
	}
	s, err := c.open()
	if err != nil {
		return err
	}
	if s.Backup().Folder != "" {
		_ = s.LookAtFolder(c.ctx) // the status says what came of it
	}
	v, st, words := s.View(), s.Status(), s.Fingerprint()
	key := st.Health.Key()
	if c.json {
		return c.print(map[string]any{
			"accounts": len(v.Rows), "trash": len(v.Trash), "action_required": v.ActionRequired,
			"groups": len(v.Groups), "health": key, "recovery_key_saved": !st.KeyUnsaved,
			"fingerprint": strings.Join(words[:], " "), "backup": c.backupStatus(s),
		})
	}
	fmt.Fprintln(c.Out, c.Texts.N("main.showing", len(v.Rows)))
	fmt.Fprintln(c.Out, locale.Plain(c.Texts.T(key,
		"ago", c.Texts.Ago(st.Time, c.Now()), "time", c.Texts.Moment(st.Time, c.Now()),
		"svc", st.Folder, "device", st.Device)))
	if st.KeyUnsaved && st.Health != session.HealthKeyUnsaved {
		fmt.Fprintln(c.Out, locale.Plain(c.Texts.T("status.savekey")))
	}
	return nil
}

// backupStatus is the backup in the JSON output; nil without a folder. The
// field names are a promise.
func (c *call) backupStatus(s *session.Session) map[string]any {
	b := s.Backup()
	if b.Folder == "" {
		return nil
	}
	computers := []map[string]any{}
	for _, m := range b.Computers {
		computers = append(computers, map[string]any{
			"id": m.ID, "name": m.Name, "system": m.System, "this": m.Me, "removed": m.Removed,
			"last_seen": stamp(m.LastSeen), "has_newest": m.HasMine,
		})
	}
	return map[string]any{
		"folder": b.Folder, "service": b.Service, "saved": stamp(b.Saved), "pending_since": stamp(b.Pending),
		"paused": b.Paused, "computers": computers, "damaged": len(b.Damaged), "waiting": len(b.Waiting),
	}
}

// stamp is a time for programs, nil for none.
func stamp(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC().Format(time.RFC3339)
}
