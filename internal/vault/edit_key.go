package vault

import (
	"errors"
	"slices"

	"twofold/internal/account"
	"twofold/internal/otpauth"
)

// formatKey is the key of a as text, which is known to give the same key back:
// a key that cannot be read again must be refused now, not missed later.
func formatKey(a account.Account) (string, error) {
	if err := a.Key.Check(); err != nil {
		return "", err
	}
	uri := otpauth.Format(a)
	if len(quote(uri)) > maxValue {
		return "", &account.FieldError{Field: account.FieldSecret, Problem: account.Long}
	}
	back, err := otpauth.Parse(uri)
	if err != nil {
		return "", err
	}
	if !back.Key.Equal(a.Key) || a.Key.Type == account.HOTP && back.Counter != a.Counter {
		return "", errors.New("key does not survive being written as a URI")
	}
	return uri, nil
}

// newVersion is a key as a version with an id of its own.
func (e *edit) newVersion(uri string) (version, error) {
	id, err := e.newID(uri)
	if err != nil {
		return version{}, err
	}
	v := version{id: "v" + id[:10], t: e.t}
	if made := seconds(e.now); made != "" {
		v.content = append(v.content, member{fieldMade, made})
	}
	v.content = append(v.content, member{fieldURI, quote(uri)})
	return v, nil
}

// addVersion gives the account a new key and makes it the one in use.
func (e *edit) addVersion(id string, a account.Account, v version) {
	kind := kindAccount
	if a.Binding == bound {
		kind = kindBound
	}
	e.open(kind, id).setVersion(v)
	e.choose(kind, id, v.id)
}

// choose makes a version the one in use. The step remembers the one that was
// in use before, which is not always the one that was chosen.
func (e *edit) choose(kind, id, version string) {
	_, before := pick(e.d.get(kindAccount, id), e.d.get(kindBound, id))
	e.text(kind, id, fieldVersion, version)
	for i := range e.step.back {
		if r := &e.step.back[i]; before != nil && r.kind == kind && r.id == id && r.name == fieldVersion {
			r.old = quote(before.id)
		}
	}
}

// writeKey adds a version if the key differs, or raises the counter.
func (e *edit) writeKey(id string, cur Entry, a account.Account) error {
	same := cur.Key.Equal(a.Key)
	if same && (a.Key.Type != account.HOTP || a.Counter == cur.Counter) {
		return nil
	}
	if same && a.Counter > cur.Counter {
		kind, v := e.current(id)
		if v != nil {
			raised := *v
			raised.n = a.Counter
			e.open(kind, id).setVersion(raised)
			e.raised = true
			return nil
		}
	}
	uri, err := formatKey(a)
	if err != nil {
		return err
	}
	v, err := e.newVersion(uri)
	if err != nil {
		return err
	}
	e.addVersion(id, a, v)
	return nil
}

// current finds the version in use, as the edit has it so far.
func (e *edit) current(id string) (kind string, v *version) {
	return pick(e.see(kindAccount, id), e.see(kindBound, id))
}

// bind moves all secrets of the account out of the shared record into this
// computer's own. Other computers lose them with the next join; snapshots
// that were written before still hold them.
func (e *edit) bind(id string) {
	a := e.see(kindAccount, id)
	var moved []string
	for _, v := range a.vers {
		if v.content == nil {
			continue
		}
		if mine := e.see(kindBound, id).version(v.id); mine != nil {
			v = mergeVersion(v, *mine)
		}
		v.dropped = "" // of the shared record only
		e.open(kindBound, id).setVersion(v)
		moved = append(moved, v.id)
	}
	if len(moved) == 0 {
		return
	}
	if in := a.text(fieldVersion); slices.Contains(moved, in) {
		e.choose(kindBound, id, in)
	}
	r := e.open(kindAccount, id)
	for i, v := range r.vers {
		if v.content != nil {
			v.dropped = e.t
			r.vers[i] = v.stripped()
		}
	}
	if e.step.moved == nil {
		e.step.moved = map[string][]string{}
	}
	e.step.moved[id] = moved
}

// publish puts secrets of this computer back into the shared record, with a
// new stamp, since everything older was dropped.
func (e *edit) publish(id string, versions []string) {
	mine := e.see(kindBound, id)
	for _, vid := range versions {
		v := mine.version(vid)
		if v == nil || v.content == nil {
			continue
		}
		again := *v
		again.t = e.t
		if theirs := e.see(kindAccount, id).version(vid); theirs != nil {
			again.n, again.dropped = max(again.n, theirs.n), theirs.dropped
		}
		if again.t <= again.dropped {
			e.err = ErrStampsUsedUp
		}
		e.open(kindAccount, id).setVersion(again)
		if mine.text(fieldVersion) == vid || len(versions) == 1 {
			e.choose(kindAccount, id, vid)
		}
	}
}

// NextCounter gives the counter for the next code of an HOTP account and
// raises the stored one. Save the document before the code is shown: then no
// code is ever shown twice.
func (d *Document) NextCounter(by Author, id string) (uint64, error) {
	cur, ok := d.Account(id)
	switch {
	case !ok:
		return 0, ErrNoSuchAccount
	case cur.Key.Type != account.HOTP:
		return 0, ErrNotHOTP
	case cur.Counter == 1<<64-1:
		return 0, ErrCounterUsedUp
	}
	kind, v := pick(d.get(kindAccount, id), d.get(kindBound, id))
	r := d.get(kind, id).copy()
	raised := *v
	raised.n = cur.Counter + 1
	r.setVersion(raised)
	d.put(r)
	return cur.Counter, nil
}

// UseVersion makes an earlier key the one in use again.
func (d *Document) UseVersion(by Author, id, version string) error {
	a, mine := d.get(kindAccount, id), d.get(kindBound, id)
	if a == nil {
		return ErrNoSuchAccount
	}
	e := d.edit(by, VersionChosen)
	e.touched(id)
	theirs, own := a.version(version), mine.version(version)
	switch {
	case a.binding() == bound && own != nil && own.content != nil:
		e.choose(kindBound, id, version)
	case theirs != nil && theirs.content != nil:
		e.choose(kindAccount, id, version)
		if a.binding() == bound {
			e.bind(id)
		}
	case own != nil && own.content != nil:
		e.publish(id, []string{version})
	default:
		return ErrNoSuchVersion
	}
	return e.commit()
}
