package cli

import (
	"fmt"

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
	v, st := s.View(), s.Status()
	key := st.Health.Key()
	if c.json {
		return c.print(map[string]any{
			"accounts": len(v.Rows), "trash": len(v.Trash), "action_required": v.ActionRequired,
			"groups": len(v.Groups), "health": key, "recovery_key_saved": !st.KeyUnsaved,
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
