package window

import (
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/session"
	"twofold/app/skin"
	"twofold/internal/account"
)

// candidateCard is one found account: whether it is taken, who it is, what it
// shows now, and what speaks against it.
type candidateCard struct {
	a       *App
	c       *session.Candidate
	root    fyne.CanvasObject
	names   *control.OneLine
	account *control.OneLine
	avatar  *control.AvatarView
	head    *control.Column
	code    *control.CodeText
	left    *control.Words
	take    *control.Toggle
	choice  *control.Segment
	tie     *control.Toggle // keeps the key on this computer
	tied    *control.Column // the switch, where a rule suggests it
	changed func()
}

func newCandidateCard(a *App, c *session.Candidate, changed func()) *candidateCard {
	k := &candidateCard{
		a: a, c: c, changed: changed,
		names:   control.NewOneLine("", skin.BodyBold, skin.Text),
		account: control.NewOneLine("", skin.Caption, skin.Text2),
		avatar:  control.NewAvatarView(a.avatarFor(c.Account.Issuer, c.Account.Title()), 40),
		code:    control.NewCodeText(skin.CodeRow),
		left:    control.NewWords("", skin.Micro, skin.Text3),
	}
	k.take = control.NewToggle(a.txt, "", "", c.Choice != session.ChoiceSkip, k.onTake).Named(c.Account.Title())
	edit := control.NewIconButton("edit", a.txt.T("common.edit"), control.Quiet, k.onEdit).Small()
	k.head = control.NewColumn(8)
	k.restyle()
	rows := []fyne.CanvasObject{k.head, control.Line(8, k.code, k.left, nil, edit)}
	for _, more := range []string{unusual(a, c.Account), strings.Join(c.Account.Groups, ", ")} {
		if more != "" {
			rows = append(rows, control.NewParagraph(more, skin.Caption, skin.Text3))
		}
	}
	if c.Archived {
		rows = append(rows, control.NewParagraph(a.txt.T("import.archived.one"), skin.Caption, skin.Warn))
	}
	if c.Trashed {
		rows = append(rows, control.NewParagraph(a.txt.T("import.trashed.one"), skin.Caption, skin.Warn))
	}
	if notice := k.duplicate(); notice != nil {
		rows = append(rows, notice)
	}
	k.root = card(append(rows, k.binding())...)
	k.show()
	k.tick(a.now())
	return k
}

// restyle puts the names between picture and switch, or under them where large
// text leaves no room there.
func (k *candidateCard) restyle() {
	who := control.NewColumn(2, k.names, k.account)
	if skin.TwoLines() {
		k.head.SetObjects(control.Line(10, k.avatar, nil, narrow(k.take, 44)), who)
		return
	}
	k.head.SetObjects(control.Filled(10, 1, k.avatar, who, narrow(k.take, 44)))
}

func (k *candidateCard) show() {
	a := k.c.Account
	title := a.Title()
	if title == "" {
		title = k.a.txt.T("form.issuer")
	}
	k.names.Set(title, skin.Text)
	k.account.Set(a.Subtitle(), skin.Text2)
	k.avatar.Set(k.a.avatarFor(a.Issuer, title))
	k.suggest()
}

// binding is the switch that keeps the key of an account of work or school on
// this computer, with the way to the rules that say which accounts those are.
func (k *candidateCard) binding() fyne.CanvasObject {
	t := k.a.txt.T
	k.tie = control.NewToggle(k.a.txt, t("form.device"), t("add.suggest"), k.c.Account.Binding == account.ThisComputer, func(on bool) {
		k.c.Account.Binding = account.Shared
		if on {
			k.c.Account.Binding = account.ThisComputer
		}
	})
	rules := control.NewButton(t("add.suggest.rules"), "", control.Link, func() { k.a.push(func() page { return newRules(k.a) }) })
	k.tied = control.NewColumn(2, k.tie, rules)
	return k.tied
}

// suggest shows the switch for what a rule names, if it will be a new account:
// one that gets a new key stays as it was. What is not shown is not done.
func (k *candidateCard) suggest() {
	if k.c.Choice == session.ChoiceAdd && k.a.ses.View().Rules.Match(k.c.Account) {
		k.tied.Show()
		return
	}
	k.c.Account.Binding = account.Shared
	k.tie.Set(false)
	k.tied.Hide()
}

// duplicate says how the account relates to one that is there, and lets the
// user decide.
func (k *candidateCard) duplicate() fyne.CanvasObject {
	t := k.a.txt.T
	d := k.c.Duplicate
	switch d.Kind {
	case session.SameAccount:
		return control.NewParagraph(t("dup.same"), skin.Caption, skin.Text3)
	case session.SameKey:
		return control.NewParagraph(t("dup.samekey", "name", d.Title), skin.Caption, skin.Warn)
	case session.OtherKey:
		k.choice = control.NewSegment([]control.Option{
			{ID: "both", Label: t("dup.both")}, {ID: "replace", Label: t("dup.replace")}, {ID: "skip", Label: t("dup.skip")},
		}, choiceIDs[k.c.Choice], k.onChoice)
		return control.NewColumn(6, control.NewParagraph(t("dup.diffkey"), skin.Caption, skin.Warn), k.choice)
	}
	return nil
}

func (k *candidateCard) onTake(on bool) {
	switch {
	case !on:
		k.c.Choice = session.ChoiceSkip
	case k.c.Choice == session.ChoiceSkip:
		k.c.Choice = session.ChoiceAdd
	}
	if k.choice != nil {
		k.choice.Set(choiceIDs[k.c.Choice])
	}
	k.suggest()
	k.changed()
}

// choiceIDs name the decisions about a key that differs.
var choiceIDs = map[session.Choice]string{
	session.ChoiceAdd: "both", session.ChoiceReplace: "replace", session.ChoiceSkip: "skip",
}

func (k *candidateCard) onChoice(id string) {
	for c, name := range choiceIDs {
		if name == id {
			k.c.Choice = c
		}
	}
	k.take.Set(k.c.Choice != session.ChoiceSkip)
	k.suggest()
	k.changed()
}

// onEdit opens a sheet for the names; a code from a picture often calls its
// account something the user would not.
func (k *candidateCard) onEdit() {
	t := k.a.txt.T
	issuer := control.NewField(t("form.issuer"), "")
	name := control.NewField(t("form.account"), "")
	issuer.SetText(k.c.Account.Issuer)
	name.SetText(k.c.Account.Name)
	var s *control.Sheet
	save := func() {
		k.c.Account.Issuer, k.c.Account.Name = issuer.Text(), name.Text()
		k.show()
		s.Close()
		k.changed()
	}
	issuer.OnSubmit = func() { name.Focus() }
	name.OnSubmit = save
	s = control.NewSheet(heading(t("edit.title")), issuer, name, control.Equal(10,
		control.NewButton(t("common.cancel"), "", control.Neutral, func() { s.Close() }),
		control.NewButton(t("common.save"), "", control.Primary, save)))
	k.a.open(s)
	issuer.Focus()
}

func (k *candidateCard) tick(now time.Time) {
	c, err := session.Preview(k.c.Account, now)
	if err != nil {
		what, _ := k.a.sentenceOf(session.Explain(err, k.c.Account.Title()))
		k.left.Set(what, skin.Micro, skin.Urgent)
		return
	}
	k.code.Set(c.Now, skin.Code)
	if c.Period > 0 {
		k.left.Set(k.a.txt.T("row.left.short", "n", c.Left), skin.Micro, skin.Text3)
	}
}

// unusual names what differs from the usual six digits in thirty seconds.
func unusual(a *App, acc account.Account) string {
	k, d := acc.Key, account.Defaults(account.TOTP)
	var parts []string
	switch k.Type {
	case account.TOTP:
	case account.HOTP:
		parts = append(parts, a.txt.T("form.type.hotp"))
	default:
		parts = append(parts, a.txt.T("form.type."+string(k.Type)))
		d = account.Defaults(k.Type)
	}
	if k.Digits != d.Digits {
		parts = append(parts, fmt.Sprintf("%s %d", a.txt.T("form.digits"), k.Digits))
	}
	if k.Period != d.Period && k.Type != account.HOTP {
		parts = append(parts, a.txt.T("form.seconds", "n", k.Period))
	}
	if k.Algorithm != d.Algorithm {
		parts = append(parts, string(k.Algorithm))
	}
	return strings.Join(parts, ", ")
}
