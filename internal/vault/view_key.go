package vault

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"time"

	"twofold/internal/account"
	"twofold/internal/otpauth"
)

// readKey fills in the key in use, or the problem of it.
func (e *Entry) readKey(r, b *record) {
	seen := map[string]bool{}
	for _, rec := range []*record{r, b} {
		if rec == nil {
			continue
		}
		for i := range rec.vers {
			if rec.vers[i].content != nil {
				seen[rec.vers[i].id] = true
			}
		}
	}
	e.Versions = len(seen)
	_, v := pick(r, b)
	switch {
	case v != nil:
		a, err := otpauth.Parse(v.uri())
		e.version = v.id
		if err != nil {
			e.Problem, e.Err = BrokenKey, err
			break
		}
		e.Key = a.Key
		if a.Key.Type == account.HOTP {
			e.Counter = max(a.Counter, counter(r, b, v.id))
		}
	case e.Binding == bound:
		e.Problem = Elsewhere
	default:
		e.Problem = NoKey
	}
	e.ActionRequired = e.ActionRequired || e.Problem != NoProblem
}

// counter is the count of a version, which may be in both records of an
// account that was bound to this computer and shared again.
func counter(a, mine *record, version string) uint64 {
	var n uint64
	for _, r := range []*record{a, mine} {
		if v := r.version(version); v != nil {
			n = max(n, v.n)
		}
	}
	return n
}

// pick finds the version in use among the shared record and this computer's
// own: the chosen one, or the newest that has a key.
func pick(a, mine *record) (kind string, v *version) {
	try := []*record{a, mine}
	if a.binding() == bound {
		try = []*record{mine, a}
	}
	for _, r := range try {
		if r == nil {
			continue
		}
		for _, s := range []*record{r, a, mine} {
			if v := s.version(r.text(fieldVersion)); v != nil && v.uri() != "" {
				return s.kind, v
			}
		}
		for i := range r.vers {
			if w := &r.vers[i]; w.uri() != "" && (v == nil || w.t > v.t || w.t == v.t && w.id > v.id) {
				v = w
			}
		}
		if v != nil {
			return r.kind, v
		}
	}
	return "", nil
}

// Version is one key an account has or had.
type Version struct {
	ID      string
	Key     account.Key
	Counter uint64
	Made    time.Time // when the key came into the vault; zero if unknown
	Current bool
	Local   bool  // this computer alone has it
	Err     error // why the key cannot be read
}

// Versions gives all keys of an account, the newest first.
func (d *Document) Versions(id string) []Version {
	a, mine := d.get(kindAccount, id), d.get(kindBound, id)
	if a == nil {
		return nil
	}
	kind, in := pick(a, mine)
	all := map[string]version{}
	local := map[string]bool{}
	for _, r := range []*record{mine, a} {
		if r == nil {
			continue
		}
		for _, v := range r.vers {
			if v.content != nil {
				v.n = max(v.n, all[v.id].n)
				all[v.id], local[v.id] = v, r == mine
			}
		}
	}
	list := slices.SortedFunc(maps.Values(all), func(a, b version) int {
		return cmp.Or(cmp.Compare(b.t, a.t), cmp.Compare(b.id, a.id))
	})
	out := make([]Version, 0, len(list))
	for _, v := range list {
		at, _ := strconv.ParseInt(v.get(fieldMade), 10, 64)
		acct, err := otpauth.Parse(v.uri())
		out = append(out, Version{
			ID: v.id, Key: acct.Key, Counter: max(acct.Counter, v.n), Made: moment(at), Err: err,
			Current: in != nil && in.id == v.id && kind != "", Local: local[v.id],
		})
	}
	return out
}
