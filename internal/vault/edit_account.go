package vault

import (
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"twofold/internal/account"
	"twofold/internal/otpauth"
)

const (
	shared = account.Shared
	bound  = account.ThisComputer
)

// Add puts an account at the end of the list and gives its id. Groups are
// found by name and made where missing. A key that cannot be used is refused
// with a [*account.FieldError].
func (d *Document) Add(by Author, a account.Account) (string, error) {
	ids, errs := d.AddAll(by, []account.Account{a})
	return ids[0], errs[0]
}

// AddAll adds accounts as one edit. ids and errs have one entry for each; an
// account that is refused has an error and no id, and keeps none of the
// others out.
func (d *Document) AddAll(by Author, as []account.Account) (ids []string, errs []error) {
	ids, errs = make([]string, len(as)), make([]error, len(as))
	e := d.edit(by, Added)
	order := d.maxOrd
	for i, a := range as {
		if e.err != nil {
			break
		}
		ids[i], errs[i] = e.add(a.Clean(), &order)
	}
	if err := e.commit(); err != nil {
		for i := range as {
			ids[i], errs[i] = "", err
		}
	}
	return ids, errs
}

func (e *edit) add(a account.Account, order *string) (string, error) {
	uri, err := formatKey(a)
	if err != nil {
		return "", err
	}
	id, err := e.newID(uri, a.Issuer, a.Name, *order)
	if err != nil {
		return "", err
	}
	place, err := e.append(*order)
	if err != nil {
		return "", err
	}
	*order = place
	e.open(kindAccount, id)
	e.step.back = append(e.step.back, register{kindAccount, id, fieldTrash, "", seconds(e.by.Now())})
	before := len(e.step.back)
	e.text(kindAccount, id, fieldOrder, place)
	e.write(id, account.Account{}, a)
	e.text(kindAccount, id, fieldBinding, string(binding(a)))
	added := a.Added
	if added.IsZero() {
		added = e.by.Now()
	}
	e.set(kindAccount, id, fieldAdded, seconds(added))
	e.set(kindAccount, id, fieldTrash, seconds(a.Trashed))
	e.step.back = e.step.back[:before] // an Add is undone by the trash alone
	if a.Usage.Count > 0 {
		r := e.open(kindAccount, id)
		r.use = []usage{{e.by.Device, a.Usage.Count, uint64(max(a.Usage.Last.Unix(), 0))}}
	}
	if err := e.addVersion(id, a, uri); err != nil {
		return "", err
	}
	e.touched(id)
	return id, e.err
}

// append is a place behind all accounts. It never fails for want of room: two
// accounts may share a place, and are then sorted by their ids.
func (e *edit) append(last string) (string, error) {
	place, ok, err := between(last, "", e.by.Rand)
	if err != nil {
		return "", fmt.Errorf("make order: %w", err)
	}
	if !ok {
		return last, nil
	}
	return place, nil
}

// binding is the binding as the records hold it, where shared is absent.
func binding(a account.Account) account.Binding {
	if a.Binding == bound {
		return bound
	}
	return ""
}

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

// addVersion gives the account a new key and makes it the one in use.
func (e *edit) addVersion(id string, a account.Account, uri string) error {
	vid, err := e.newID(uri)
	if err != nil {
		return err
	}
	v := version{id: "v" + vid[:10], t: e.t}
	v.content = []member{{fieldMade, seconds(e.by.Now())}, {fieldURI, quote(uri)}}
	if v.content[0].value == "" {
		v.content = v.content[1:]
	}
	kind := kindAccount
	if a.Binding == bound {
		kind = kindBound
	}
	e.open(kind, id).setVersion(v)
	e.text(kind, id, fieldVersion, v.id)
	return nil
}

// write stamps the plain fields in which a differs from cur.
func (e *edit) write(id string, cur, a account.Account) {
	text := func(name, was, is string) {
		if was != is {
			e.text(kindAccount, id, name, is)
		}
	}
	text(fieldIssuer, cur.Issuer, a.Issuer)
	text(fieldLabel, cur.Name, a.Name)
	text(fieldReading, cur.Reading, a.Reading)
	text(fieldNote, cur.Note, a.Note)
	text(fieldBrand, cur.Icon.Brand, a.Icon.Brand)
	text(fieldPNG, png(cur), png(a))
	text(fieldKind, kindOf(cur), kindOf(a))
	if cur.Pinned != a.Pinned {
		e.truth(kindAccount, id, fieldPinned, a.Pinned)
	}
	if cur.ActionRequired != a.ActionRequired {
		e.truth(kindAccount, id, fieldAction, a.ActionRequired)
	}
	e.writeGroups(id, cur.Groups, a.Groups)
	if !slices.Equal(cur.RecoveryCodes, a.RecoveryCodes) {
		e.writeCodes(id, a.RecoveryCodes)
	}
}

func png(a account.Account) string { return base64.StdEncoding.EncodeToString(a.Icon.PNG) }

// kindOf leaves the usual kind out.
func kindOf(a account.Account) string {
	if a.Kind == account.Personal {
		return ""
	}
	return string(a.Kind)
}

func (e *edit) writeGroups(id string, cur, groups []string) {
	for _, name := range cur {
		if !slices.Contains(groups, name) {
			for _, g := range e.groupsNamed(name) {
				e.truth(kindAccount, id, prefixGroup+g, false)
			}
		}
	}
	for _, name := range groups {
		if !slices.Contains(cur, name) {
			e.truth(kindAccount, id, prefixGroup+e.group(name), true)
		}
	}
}

// writeCodes makes codes the recovery codes of the account. Each is a field
// of its own, so that two that are used on two computers both stay used.
func (e *edit) writeCodes(id string, codes []account.RecoveryCode) {
	wanted := map[string]string{}
	for i, c := range codes {
		name := prefixCode + digest(c.Text)[:10]
		if wanted[name] != "" {
			continue
		}
		used := ""
		if c.Used {
			used = `"used":true,`
		}
		wanted[name] = fmt.Sprintf(`{"n":%d,%s"x":%s}`, i, used, quote(c.Text))
	}
	if r := e.see(kindAccount, id); r != nil {
		for _, f := range slices.Clone(r.fields) {
			if strings.HasPrefix(f.name, prefixCode) && wanted[f.name] == "" {
				e.set(kindAccount, id, f.name, "")
			}
		}
	}
	for name, value := range wanted {
		e.set(kindAccount, id, name, value)
	}
}

// Update makes the account look like a: only what differs from
// [Document.Account] is written, so that changes of other fields by other
// computers survive. A changed key becomes a new version and the old one is
// kept; so does a counter that is set back. ID, Usage, Added and Trashed are
// not written.
func (d *Document) Update(by Author, id string, a account.Account) error {
	cur, ok := d.Account(id)
	if !ok {
		return ErrNoSuchAccount
	}
	a = a.Clean()
	e := d.edit(by, Updated)
	e.touched(id)
	e.write(id, cur.Account, a)
	was, is := cur.Binding, bound
	if binding(a) != bound {
		is = shared
	}
	a.Binding = is
	e.text(kindAccount, id, fieldBinding, string(binding(a)))
	switch {
	case is == bound:
		e.bind(id)
	case was == bound:
		e.publish(id, []string{cur.version})
	}
	if err := e.writeKey(id, cur, a); err != nil {
		return err
	}
	return e.commit()
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
			return nil
		}
	}
	uri, err := formatKey(a)
	if err != nil {
		return err
	}
	return e.addVersion(id, a, uri)
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
		e.open(kindBound, id).setVersion(v)
		moved = append(moved, v.id)
	}
	if len(moved) == 0 {
		return
	}
	if in := a.text(fieldVersion); slices.Contains(moved, in) {
		e.text(kindBound, id, fieldVersion, in)
	}
	r := e.open(kindAccount, id)
	r.dropped = e.t
	r.strip()
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
			again.n = max(again.n, theirs.n)
		}
		e.open(kindAccount, id).setVersion(again)
		if mine.text(fieldVersion) == vid || len(versions) == 1 {
			e.text(kindAccount, id, fieldVersion, vid)
		}
	}
}

// Trash moves accounts out of the list, where they stay until they are
// restored or purged.
func (d *Document) Trash(by Author, ids ...string) error {
	return d.retrash(by, Trashed, seconds(by.Now()), ids)
}

// Restore puts trashed accounts back into the list.
func (d *Document) Restore(by Author, ids ...string) error {
	return d.retrash(by, Restored, "", ids)
}

func (d *Document) retrash(by Author, what What, value string, ids []string) error {
	e := d.edit(by, what)
	for _, id := range ids {
		r := d.get(kindAccount, id)
		if r == nil {
			return ErrNoSuchAccount
		}
		if r.trashed() == (value != "") {
			continue
		}
		e.set(kindAccount, id, fieldTrash, value)
		e.touched(id)
	}
	return e.commit()
}

// Purge drops the content of trashed accounts for ever, on all computers.
// Only the id stays. It cannot be undone.
func (d *Document) Purge(by Author, ids ...string) error {
	e := d.edit(by, Purged)
	e.step.final = true
	for _, id := range ids {
		r := d.get(kindAccount, id)
		switch {
		case r == nil:
			return ErrNoSuchAccount
		case !r.trashed():
			return ErrNotTrashed
		}
		e.open(kindGone, id)
		e.text(kindGone, id, fieldTrash, string(r.stamp(fieldTrash)))
		e.touched(id)
	}
	if err := e.commit(); err != nil {
		return err
	}
	d.bury(nil)
	return nil
}

// Move puts an account behind another one in the user's own order, or to the
// top if after is empty.
func (d *Document) Move(by Author, id, after string) error {
	e := d.edit(by, Moved)
	e.touched(id)
	if err := e.move(kindAccount, d.inOrder(kindAccount), id, after); err != nil {
		return err
	}
	return e.commit()
}

// move changes the order of one item, or of all if there is no room.
func (e *edit) move(kind string, list []*record, id, after string) error {
	missing := ErrNoSuchAccount
	if kind == kindGroup {
		missing = ErrNoSuchGroup
	}
	from := slices.IndexFunc(list, func(r *record) bool { return r.id == id })
	if from < 0 {
		return missing
	}
	if after == id {
		return nil
	}
	moved := list[from]
	list = slices.Delete(slices.Clone(list), from, from+1)
	to := 0
	if after != "" {
		to = slices.IndexFunc(list, func(r *record) bool { return r.id == after }) + 1
		if to == 0 {
			return missing
		}
	}
	if to == from {
		return nil // it stands there already
	}
	low, high := "", ""
	if to > 0 {
		low = list[to-1].text(fieldOrder)
	}
	if to < len(list) {
		high = list[to].text(fieldOrder)
	}
	unknown := to > 0 && low == "" || to < len(list) && high == ""
	place, ok, err := between(low, high, e.by.Rand)
	if err != nil {
		return fmt.Errorf("make order: %w", err)
	}
	if ok && !unknown {
		e.text(kind, id, fieldOrder, place)
		return nil
	}
	return e.reorder(kind, slices.Insert(list, to, moved))
}

// reorder gives all items of a list new places.
func (e *edit) reorder(kind string, list []*record) error {
	place := ""
	for _, r := range list {
		next, ok, err := between(place, "", e.by.Rand)
		if err != nil || !ok {
			return fmt.Errorf("make order: %w", err)
		}
		e.text(kind, r.id, fieldOrder, next)
		place = next
	}
	return nil
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

// Used counts a copied code of the account.
func (d *Document) Used(by Author, id string, at time.Time) error {
	r := d.get(kindAccount, id)
	if r == nil {
		return ErrNoSuchAccount
	}
	if !validDevice(by.Device) {
		return fmt.Errorf("device id %q is not one", by.Device)
	}
	r = r.copy()
	mine := []usage{{by.Device, 1, uint64(max(at.Unix(), 0))}}
	for _, u := range r.use {
		if u.device == by.Device && u.count < 1<<64-1 {
			mine[0].count = u.count + 1
		}
	}
	one := &record{kind: kindAccount, id: id, use: mine}
	d.put(merge(r, one))
	return nil
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
		e.text(kindBound, id, fieldVersion, version)
	case theirs != nil && theirs.content != nil:
		e.text(kindAccount, id, fieldVersion, version)
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
