package session

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"twofold/internal/account"
	"twofold/internal/vault"
)

// ErrElsewhere is the problem of an account whose secret another computer
// keeps for itself.
var ErrElsewhere = errors.New("secret is bound to another computer")

// ErrNoKey is the problem of an account without a key.
var ErrNoKey = errors.New("account has no key")

func emptyView() *View { return &View{byID: map[string]*Row{}} }

// View is the current view; an empty one while not open.
func (s *Session) View() *View { return s.view.Load() }

// refresh makes a new view and tells what is new in it. Needs s.mu.
func (s *Session) refresh(ids []string, shape bool) {
	v := emptyView()
	entries := s.doc.Accounts()
	v.Settings, v.Rules = settingsOf(s.doc.Settings()), rulesOf(s.doc.Settings())
	v.Rows = rowsOf(entries, v.Rules)
	now := s.o.Now()
	for i := range v.Rows {
		v.Rows[i].Merged = len(s.doc.Merged(v.Rows[i].ID, now)) > 0
	}
	v.Trash = rowsOf(s.doc.Trashed(), v.Rules)
	v.Kept = rowsOf(s.doc.Kept(), v.Rules)
	for _, g := range s.doc.Groups() {
		v.Groups = append(v.Groups, Group(g))
	}
	v.hotp = maps.Clone(s.shownHOTP)
	for _, rows := range [][]Row{v.Rows, v.Trash} {
		for i := range rows {
			v.byID[rows[i].ID] = &rows[i]
		}
	}
	for i := range v.Rows {
		if v.Rows[i].ActionRequired {
			v.ActionRequired++
		}
	}
	v.index = indexOf(entries)
	s.view.Store(v)
	s.setStatus()
	s.bus.put(ListChanged{IDs: ids, Shape: shape})
}

func rowsOf(entries []vault.Entry, rules account.Rules) []Row {
	rows := make([]Row, 0, len(entries))
	for _, e := range entries {
		rows = append(rows, Row{
			ID: e.ID, Issuer: e.Issuer, Name: e.Name, Reading: e.Reading, Note: e.Note,
			Groups: e.Groups, Pinned: e.Pinned, Icon: e.Icon, Kind: e.Kind, Binding: e.Binding,
			RecoveryCodes: e.RecoveryCodes, Type: e.Key.Type, Algorithm: e.Key.Algorithm,
			Digits: e.Key.Digits, Period: e.Key.Period, Counter: e.Counter,
			ActionRequired: e.ActionRequired, Work: rules.Match(e.Account), Problem: problemOf(e), Usage: e.Usage,
			Added: e.Added, Trashed: e.Trashed, key: e.Key,
		})
	}
	return rows
}

func problemOf(e vault.Entry) error {
	switch e.Problem {
	case vault.NoProblem:
		return nil
	case vault.Elsewhere:
		return ErrElsewhere
	}
	return cmp.Or(e.Err, ErrNoKey)
}

// wipe overwrites the secrets of a view that nobody will ask again. Whoever
// still holds it gets codes of nothing.
func (v *View) wipe() {
	for _, rows := range [][]Row{v.Rows, v.Trash} {
		for i := range rows {
			rows[i].key.Secret.Wipe()
			rows[i].key.PIN.Wipe()
		}
	}
}

// Code computes what row id shows at now. It is quick and takes no lock. A
// counter-based account shows the code it gave last, or none.
func (v *View) Code(id string, now time.Time) (Code, error) {
	r := v.byID[id]
	switch {
	case r == nil:
		return Code{}, ErrNoSuchAccount
	case r.Problem != nil:
		return Code{}, r.Problem
	case r.Type == account.HOTP:
		return Code{Now: v.hotp[id]}, nil
	}
	return codeOf(r.key, 0, now)
}

// shown is the code a counter-based account gave last.
func (v *View) shown(id string) (string, bool) {
	c, ok := v.hotp[id]
	return c, ok
}

// settingsOf reads the settings of the vault; what is missing or unknown has
// its default.
func settingsOf(m map[string]string) Settings {
	set := Settings{Sort: SortManual, ShowNext: NextAlways}
	switch s := Sort(m["sort"]); s {
	case SortName, SortUsed, SortAdded:
		set.Sort = s
	}
	switch n := ShowNext(m["next"]); n {
	case NextLast, NextNever:
		set.ShowNext = n
	}
	set.HideCodes = m["hide"] == "true"
	return set
}

// values is the reverse of settingsOf. A default is written too: it may take
// the place of another computer's choice.
func (set Settings) values() map[string]string {
	hide := "false"
	if set.HideCodes {
		hide = "true"
	}
	return map[string]string{"sort": string(set.Sort), "next": string(set.ShowNext), "hide": hide}
}

// Select gives the rows for f in order; with a query, the best hits first.
// 10,000 rows take a few milliseconds.
func (v *View) Select(f Filter) []Hit {
	name := ""
	for _, g := range v.Groups {
		if g.ID == f.Group {
			name = g.Name
		}
	}
	fits := func(r *Row) bool {
		if f.Action && !r.ActionRequired {
			return false
		}
		return f.Group == "" || contains(r.Groups, name)
	}
	var hits []Hit
	if strings.TrimSpace(f.Query) != "" { // a space alone asks for nothing yet
		for _, h := range v.search(f.Query) {
			if r := v.byID[h.ID]; r != nil && fits(r) {
				hits = append(hits, hitOf(r, h))
			}
		}
		return hits
	}
	for i := range v.Rows {
		if fits(&v.Rows[i]) {
			hits = append(hits, Hit{Row: &v.Rows[i]})
		}
	}
	sortHits(hits, Sort(cmp.Or(string(f.Sort), string(v.Settings.Sort))))
	return hits
}

func contains(names []string, name string) bool {
	for _, n := range names {
		if n == name {
			return true
		}
	}
	return false
}

// indexOf prepares the search. The index holds no secrets.
func indexOf(entries []vault.Entry) *vault.Index {
	as := make([]account.Account, 0, len(entries))
	for _, e := range entries {
		as = append(as, e.Account)
	}
	return vault.NewIndex(as)
}

// search asks the index, which is not made for several goroutines at once.
func (v *View) search(query string) []vault.Hit {
	if v.index == nil {
		return nil
	}
	v.searching.Lock()
	defer v.searching.Unlock()
	return v.index.Search(query)
}

// hitOf puts the matches where the row shows them: the title is the issuer,
// or the name where there is none.
func hitOf(r *Row, h vault.Hit) Hit {
	if r.Issuer == "" {
		return Hit{Row: r, Title: h.Name}
	}
	return Hit{Row: r, Title: h.Issuer, Subtitle: h.Name}
}

// sortHits brings rows that stand in the user's own order into another one;
// pinned rows come first in all of them.
func sortHits(hits []Hit, by Sort) {
	slices.SortStableFunc(hits, func(a, b Hit) int {
		if a.Row.Pinned != b.Row.Pinned {
			if a.Row.Pinned {
				return -1
			}
			return 1
		}
		switch by {
		case SortName:
			return cmp.Or(compareNames(a.Row, b.Row), strings.Compare(a.Row.ID, b.Row.ID))
		case SortUsed:
			return cmp.Or(cmp.Compare(b.Row.Usage.Count, a.Row.Usage.Count), b.Row.Usage.Last.Compare(a.Row.Usage.Last))
		case SortAdded:
			return b.Row.Added.Compare(a.Row.Added)
		}
		return 0
	})
}

// compareNames sorts by how the title sounds, where that is known.
func compareNames(a, b *Row) int {
	sound := func(r *Row) string { return strings.ToLower(cmp.Or(r.Reading, r.Title())) }
	return cmp.Or(strings.Compare(sound(a), sound(b)), strings.Compare(strings.ToLower(a.Subtitle()), strings.ToLower(b.Subtitle())))
}
