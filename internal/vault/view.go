package vault

import (
	"cmp"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
	"time"

	"twofold/internal/account"
)

// Problem says why an account makes no codes.
type Problem string

// The problems. An account with one is shown like any other.
const (
	NoProblem Problem = ""
	NoKey     Problem = "no-key"     // no version of the key has arrived
	BrokenKey Problem = "broken-key" // the key cannot be read; Entry.Err says why
	Elsewhere Problem = "elsewhere"  // the secret is bound to another computer
)

// Entry is an account as it is now. Its slices are the caller's own.
type Entry struct {
	account.Account
	Problem Problem
	Err     error // the error of package otpauth behind BrokenKey
	// Versions is how many keys the account has or had; see [Document.Versions].
	Versions int

	version string // id of the version in use
}

// cached is a view that is good as long as the records are the same ones.
type cached struct {
	acct, bound *record
	entry       Entry
}

// Account finds an account in the list or in the trash.
func (d *Document) Account(id string) (Entry, bool) {
	r := d.get(kindAccount, id)
	if r == nil {
		return Entry{}, false
	}
	return d.entry(r), true
}

// Accounts is the list in the user's own order, without the trash.
func (d *Document) Accounts() []Entry {
	rs := d.inOrder(kindAccount)
	out := make([]Entry, 0, len(rs))
	for _, r := range rs {
		if r.listed() {
			out = append(out, d.entry(r))
		}
	}
	return out
}

// Trashed is the trash, the newest first.
func (d *Document) Trashed() []Entry {
	var out []Entry
	for _, r := range d.recs[kindAccount] {
		if r.trashed() {
			out = append(out, d.entry(r))
		}
	}
	slices.SortFunc(out, func(a, b Entry) int {
		return cmp.Or(b.Trashed.Compare(a.Trashed), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// inOrder sorts the records of a kind by their order, then by id. Removed
// groups are not among them; trashed accounts are, they keep their place.
func (d *Document) inOrder(kind string) []*record {
	type placed struct {
		order string
		r     *record
	}
	list := make([]placed, 0, len(d.recs[kind]))
	for _, r := range d.recs[kind] {
		if kind != kindGroup || !r.truth(fieldRemoved) {
			list = append(list, placed{r.text(fieldOrder), r})
		}
	}
	slices.SortFunc(list, func(a, b placed) int {
		return cmp.Or(cmp.Compare(a.order, b.order), cmp.Compare(a.r.id, b.r.id))
	})
	out := make([]*record, len(list))
	for i, p := range list {
		out[i] = p.r
	}
	return out
}

// entry gives the view of an account, from the cache if nothing changed.
func (d *Document) entry(r *record) Entry {
	b := d.get(kindBound, r.id)
	c := d.cache[r.id]
	if c == nil || c.acct != r || c.bound != b {
		c = &cached{r, b, d.build(r, b)}
		if d.cache == nil {
			d.cache = map[string]*cached{}
		}
		d.cache[r.id] = c
	}
	e := c.entry
	// A caller may wipe its secrets; ours must not change with them.
	e.Key.Secret, e.Key.PIN = e.Key.Secret.Clone(), e.Key.PIN.Clone()
	e.Groups, e.RecoveryCodes = slices.Clone(e.Groups), slices.Clone(e.RecoveryCodes)
	e.Icon.PNG = slices.Clone(e.Icon.PNG)
	return e
}

func (d *Document) build(r, b *record) Entry {
	e := Entry{Account: account.Account{
		ID:             r.id,
		Issuer:         r.text(fieldIssuer),
		Name:           r.text(fieldLabel),
		Reading:        r.text(fieldReading),
		Note:           r.text(fieldNote),
		Pinned:         r.truth(fieldPinned),
		ActionRequired: marked(r, b),
		Binding:        r.binding(),
		Kind:           cmp.Or(account.Kind(r.text(fieldKind)), account.Personal),
		Added:          moment(r.number(fieldAdded)),
		Trashed:        moment(r.number(fieldTrash)),
	}}
	e.Icon.Brand = r.text(fieldBrand)
	if icon, err := base64.StdEncoding.DecodeString(r.text(fieldPNG)); err == nil && len(icon) > 0 {
		e.Icon.PNG = icon
	}
	if r.trashed() && e.Trashed.IsZero() {
		e.Trashed = time.Unix(1, 0).UTC() // a date that cannot be read is still the trash
	}
	e.Account = e.Account.Clean()
	e.Groups = d.groupsOf(r)
	e.RecoveryCodes = codesOf(r)
	for _, u := range r.use {
		if e.Usage.Count += u.count; e.Usage.Count < u.count {
			e.Usage.Count = 1<<64 - 1
		}
		if last := moment(int64(min(u.last, 1<<40))); last.After(e.Usage.Last) {
			e.Usage.Last = last
		}
	}
	e.readKey(r, b)
	return e
}

// groupsOf gives the names of an account's groups, sorted.
func (d *Document) groupsOf(r *record) []string {
	if d.names == nil {
		d.names = map[string]string{}
		for id, g := range d.recs[kindGroup] {
			if !g.truth(fieldRemoved) {
				d.names[id] = account.CleanGroup(g.text(fieldName))
			}
		}
	}
	var out []string
	for _, f := range r.fields {
		id, ok := strings.CutPrefix(f.name, prefixGroup)
		if !ok || f.value != "true" {
			continue
		}
		if name := d.names[id]; name != "" {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func codesOf(r *record) []account.RecoveryCode {
	type placed struct {
		n    int
		code account.RecoveryCode
	}
	var list []placed
	for _, f := range r.fields {
		if !strings.HasPrefix(f.name, prefixCode) || f.value == "" {
			continue
		}
		ms, _ := members(f.value)
		text, ok := unquote(lookup(ms, "x"))
		if !ok || len(list) == account.MaxCodes {
			continue
		}
		n, _ := strconv.Atoi(lookup(ms, "n"))
		list = append(list, placed{n, account.RecoveryCode{Text: text, Used: lookup(ms, "used") == "true"}})
	}
	slices.SortFunc(list, func(a, b placed) int {
		return cmp.Or(cmp.Compare(a.n, b.n), cmp.Compare(a.code.Text, b.code.Text))
	})
	var out []account.RecoveryCode
	for _, p := range list {
		out = append(out, p.code)
	}
	return out
}

// Group is one of the user's groups. Count is how many accounts of the list
// are in it.
type Group struct {
	ID, Name string
	Count    int
}

// Groups gives the groups in order.
func (d *Document) Groups() []Group {
	var out []Group
	at := map[string]int{} // by name
	for _, r := range d.inOrder(kindGroup) {
		name := account.CleanGroup(r.text(fieldName))
		if _, twin := at[name]; twin || name == "" {
			continue
		}
		at[name] = len(out)
		out = append(out, Group{ID: r.id, Name: name})
	}
	for _, r := range d.recs[kindAccount] {
		if r.listed() {
			for _, name := range d.groupsOf(r) {
				out[at[name]].Count++
			}
		}
	}
	return out
}

// Settings gives the settings that have a value.
func (d *Document) Settings() map[string]string {
	out := map[string]string{}
	for key, r := range d.recs[kindSetting] {
		if v := r.text(fieldValue); v != "" {
			out[key] = v
		}
	}
	return out
}

// Len is how many accounts are in the list, without reading them.
func (d *Document) Len() int {
	n := 0
	for _, r := range d.recs[kindAccount] {
		if r.listed() {
			n++
		}
	}
	return n
}
