package window

import (
	"testing"

	"twofold/app/locale"
	"twofold/app/session"
	"twofold/internal/account"
)

const (
	entra   = "otpauth://totp/Microsoft%20Entra:hanako%40contoso.co.jp?secret=JBSWY3DPEHPK3PXZ&issuer=Microsoft%20Entra"
	private = "otpauth://totp/Example:hanako?secret=JBSWY3DPEHPK3PXY&issuer=Example"
)

// confirming is the page for what was found in text.
func (r *rig) confirming(text string) *confirmPage {
	r.t.Helper()
	r.found(r.ses.ReadText(text))
	p, ok := r.front().(*confirmPage)
	if !ok {
		r.t.Fatalf("in front is %T", r.front())
	}
	return p
}

// row is the account with an issuer.
func (r *rig) row(issuer string) *session.Row {
	r.t.Helper()
	v := r.ses.View()
	for i := range v.Rows {
		if v.Rows[i].Issuer == issuer {
			return &v.Rows[i]
		}
	}
	r.t.Fatalf("no account of %s", issuer)
	return nil
}

// TestBindingIsSuggestedWhileAdding for what the rules name, and only then; it
// is done only where the user says so.
func TestBindingIsSuggestedWhileAdding(t *testing.T) {
	for _, tie := range []bool{false, true} {
		r := newRig(t, setting{language: locale.English})
		p := r.confirming(entra + "\n" + private)
		if !p.cards[0].tied.Visible() || p.cards[0].tie.On() || p.cards[1].tied.Visible() {
			t.Fatalf("suggested %v and %v, on %v", p.cards[0].tied.Visible(), p.cards[1].tied.Visible(), p.cards[0].tie.On())
		}
		if tie {
			p.cards[0].tie.Tapped(nil)
		}
		p.onAdd()
		if got := r.row("Microsoft Entra").Binding == account.ThisComputer; got != tie {
			t.Errorf("tied %v, want %v", got, tie)
		}
		if r.row("Example").Binding == account.ThisComputer {
			t.Error("an account that no rule names is tied")
		}
	}
}

// TestBindingFollowsTheRules that the user changes from the page, and the names
// he gives; what was decided meanwhile stays, and what is not shown is not done.
func TestBindingFollowsTheRules(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	p := r.confirming(entra + "\n" + private)
	p.cards[0].tie.Tapped(nil)
	p.cards[1].take.Tapped(nil) // leave it out
	r.push(func() page { return newRules(r.App) })
	rules := r.front().(*rulesPage)
	rules.field.SetText("Example")
	rules.onSave()
	if r.front() != page(p) || p.cards[0].tied.Visible() || p.cards[1].tied.Visible() {
		t.Fatalf("after the rules: %T, suggested %v and %v", r.front(), p.cards[0].tied.Visible(), p.cards[1].tied.Visible())
	}
	if p.cards[1].c.Choice != session.ChoiceSkip {
		t.Error("what was left out is taken again")
	}
	p.cards[1].take.Tapped(nil)
	if !p.cards[1].tied.Visible() {
		t.Error("the new rule suggests nothing")
	}
	p.onAdd()
	if r.row("Microsoft Entra").Binding == account.ThisComputer {
		t.Error("tied although nothing suggests it any more")
	}
}

// TestBindingOfATypedAccount goes by the page that asks.
func TestBindingOfATypedAccount(t *testing.T) {
	r := newRig(t, setting{language: locale.Japanese})
	r.push(func() page { return newManual(r.App) })
	m := r.front().(*manualPage)
	m.issuer.SetText("Okta")
	m.name.SetText("hanako")
	m.key.secret.SetText("JBSWY3DPEHPK3PXZ")
	m.onAdd()
	p, ok := r.front().(*confirmPage)
	if !ok || !p.cards[0].tied.Visible() {
		t.Fatalf("in front is %T", r.front())
	}
	p.cards[0].tie.Tapped(nil)
	p.onAdd()
	if r.row("Okta").Binding != account.ThisComputer {
		t.Error("not tied")
	}
}
