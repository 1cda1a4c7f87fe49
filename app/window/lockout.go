package window

import (
	"context"
	"strings"

	"twofold/app/control"
	"twofold/app/session"
)

// sentence says why something did not unlock. Where the keyring is the only way
// in, nobody is told to enter what does not exist.
func (p *lockPage) sentence(err error) string {
	s := session.Explain(err, "")
	if ways := p.a.ses.Ways(); !ways.Passphrase && !ways.Recovery && strings.HasPrefix(s.Key, "err.keyring.") {
		s.Key += ".only"
	}
	what, _ := p.a.sentenceOf(s)
	return what
}

// wayOut is for whom nothing opens the vault any more: the key in the keyring
// is gone, the passphrase forgotten, the recovery key lost. Whoever has not
// failed yet is not shown it.
func (p *lockPage) wayOut(ways session.Ways) *control.Button {
	p.out = control.NewButton(p.a.txt.T("rec.forgot"), "", control.Link, p.onWayOut)
	if ways.KeyringErr == nil && p.tries == 0 {
		p.out.Hide()
	}
	return p.out
}

// onWayOut offers an empty list, from which the backup can be recovered. What
// is here is moved aside, for a key may be found one day.
func (p *lockPage) onWayOut() {
	t := p.a.txt.T
	if p.busy {
		return
	}
	p.a.askGrave(t("err.vault.fresh.h"), t("lock.fresh.b"), t("err.vault.fresh.cta"), func() {
		var err error
		p.a.work(func(ctx context.Context) { err = p.a.ses.StartFresh(ctx) }, func() { p.a.sayError(err, "") })
	})
}
