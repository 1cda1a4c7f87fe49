package session

import (
	"encoding/json"

	"twofold/internal/account"
	"twofold/internal/vault"
)

// settingRules is the setting that holds the rules, as a JSON list of texts.
// Nothing means the rules of the program; an empty list means none.
const settingRules = "rules"

func rulesOf(m map[string]string) account.Rules {
	text, ok := m[settingRules]
	var rules account.Rules
	if !ok || json.Unmarshal([]byte(text), &rules) != nil {
		return account.DefaultRules()
	}
	return rules.Clean()
}

// SetRules changes which services' accounts are suggested to be bound to one
// computer, and are to be looked at after a recovery. nil brings the rules of
// the program back.
func (s *Session) SetRules(rules account.Rules) error {
	return s.change(func(e *edit) error {
		if rules == nil {
			return e.step(e.doc.Set(e.by, settingRules, ""))
		}
		text, err := json.Marshal(rules.Clean())
		if err != nil {
			return err
		}
		return e.step(e.doc.Set(e.by, settingRules, string(text)))
	})
}

// requireAction marks, on a computer that has just got the vault doc, what its
// user has to look at before he relies on it: accounts of work and school.
// Accounts that are bound to another computer have no key here and need no mark.
func requireAction(doc *vault.Document, by vault.Author) error {
	rules := rulesOf(doc.Settings())
	var ids []string
	for _, e := range doc.Accounts() {
		if e.Problem == vault.NoProblem && rules.Match(e.Account) {
			ids = append(ids, e.ID)
		}
	}
	return doc.RequireAction(by, ids...)
}
