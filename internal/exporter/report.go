package exporter

import (
	"twofold/internal/account"
	"twofold/internal/code"
)

// Reason says why an account is not in an export.
type Reason string

// The reasons.
const (
	// Bound: the account is bound to this computer, and its secret stays here.
	Bound Reason = "bound to this computer"
	// NoKey: there is no secret here that could be written; the account is
	// bound to another computer, or waits for its code to be scanned.
	NoKey Reason = "no key"
	// Trashed: it lies in the trash.
	Trashed Reason = "in the trash"
	// The format has no room for the account's type, number of digits,
	// period, algorithm or counter.
	Type      Reason = "type"
	Digits    Reason = "digits"
	Period    Reason = "period"
	Algorithm Reason = "algorithm"
	Counter   Reason = "counter"
	// TooLong: its URI does not fit into a QR code.
	TooLong Reason = "too long"
)

// Left is an account that is not in an export.
type Left struct {
	ID     string
	Title  string // "GitHub: hanako"
	Reason Reason
}

// Part is something an account has beside its key and its names.
type Part string

// The parts.
const (
	Note          Part = "note"
	Groups        Part = "groups"
	Pinned        Part = "pinned"
	Icon          Part = "icon"
	Kind          Part = "kind"
	Reading       Part = "reading"
	RecoveryCodes Part = "recovery codes"
	PIN           Part = "PIN"
)

// Report says what became of the accounts.
type Report struct {
	Written int
	Trash   int // of Written: they lie in the trash, and will where they are read
	Left    []Left
	// Lost counts the written accounts that had a part which the format
	// cannot carry, or of which it carries less.
	Lost map[Part]int
}

// carried is what a format can hold beside the key and the names.
type carried struct {
	note, pinned, icon bool
	groups             int // how many of one account
	pin                bool
	trash              bool // accounts of the trash, as such
	ours               bool // kind, reading and recovery codes, which only we have
}

const allGroups = 1 << 30

// sort parts the accounts that can be written from those that cannot.
func (w writer) sort(accounts []account.Account) (kept []account.Account, r Report) {
	r.Lost = map[Part]int{}
	for _, a := range accounts {
		if why := w.reason(a); why != "" {
			r.Left = append(r.Left, Left{ID: a.ID, Title: title(a), Reason: why})
			continue
		}
		kept = append(kept, a)
		if !a.Trashed.IsZero() {
			r.Trash++
		}
		for part, lost := range map[Part]bool{
			Note:          a.Note != "" && !w.carries.note,
			Groups:        len(a.Groups) > w.carries.groups,
			Pinned:        a.Pinned && !w.carries.pinned,
			Icon:          len(a.Icon.PNG) > 0 && !w.carries.icon,
			Kind:          a.Kind != "" && a.Kind != account.Personal && !w.carries.ours,
			Reading:       a.Reading != "" && !w.carries.ours,
			RecoveryCodes: len(a.RecoveryCodes) > 0 && !w.carries.ours,
			PIN:           !a.Key.PIN.Empty() && !w.carries.pin,
		} {
			if lost {
				r.Lost[part]++
			}
		}
	}
	r.Written = len(kept)
	return kept, r
}

// reason has the order of what the user can do about it.
func (w writer) reason(a account.Account) Reason {
	switch {
	case a.Binding == account.ThisComputer:
		// Its secret was made for one computer and must not turn up anywhere
		// else, whatever the user clicks.
		return Bound
	case !a.Trashed.IsZero() && !w.carries.trash:
		return Trashed
	case a.Key.Secret.Empty() || code.Check(a.Key) != nil:
		return NoKey
	case w.refuses != nil:
		return w.refuses(a)
	}
	return ""
}

func title(a account.Account) string {
	if a.Issuer == "" || a.Name == "" {
		return a.Title()
	}
	return a.Issuer + ": " + a.Name
}
