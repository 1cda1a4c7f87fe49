package vault

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"time"

	"twofold/internal/account"
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
	v, err := e.newVersion(uri)
	if err != nil {
		return "", err
	}
	place, err := e.append(*order)
	if err != nil {
		return "", err
	}
	*order = place
	e.open(kindAccount, id)
	before := len(e.step.back)
	e.text(kindAccount, id, fieldOrder, place)
	e.write(id, account.Account{}, a)
	e.text(kindAccount, id, fieldBinding, string(binding(a)))
	added := a.Added
	if added.IsZero() {
		added = e.now
	}
	e.set(kindAccount, id, fieldAdded, seconds(added))
	e.set(kindAccount, id, fieldTrash, seconds(a.Trashed))
	if a.Usage.Count > 0 || !a.Usage.Last.IsZero() {
		r := e.open(kindAccount, id)
		r.use = []usage{{e.by.Device, a.Usage.Count, uint64(max(a.Usage.Last.Unix(), 0))}}
	}
	e.addVersion(id, a, v)
	// An Add is undone by the trash alone; groups made for it go with it.
	made := slices.DeleteFunc(e.step.back[before:], func(r register) bool { return r.id == id })
	e.step.back = append(e.step.back[:before], made...)
	e.step.back = append(e.step.back, register{kindAccount, id, fieldTrash, "", "", e.trashTime()})
	e.step.IDs = append(e.step.IDs, id)
	return id, e.err
}

// binding is the binding as the records hold it, where shared is absent.
func binding(a account.Account) account.Binding {
	if a.Binding == bound {
		return bound
	}
	return ""
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
	text(fieldBrand, short(cur.Icon.Brand), short(a.Icon.Brand))
	text(fieldPNG, png(cur), png(a))
	text(fieldKind, kindOf(cur), kindOf(a))
	if cur.Pinned != a.Pinned {
		e.truth(kindAccount, id, fieldPinned, a.Pinned)
	}
	if cur.ActionRequired != a.ActionRequired {
		e.mark(id, a.ActionRequired)
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
	return short(string(a.Kind))
}

// short leaves out what is no slug of ours, so that it cannot fill a vault.
func short(s string) string {
	if len(s) > maxName {
		return ""
	}
	return strings.ToValidUTF8(s, "")
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
		name := prefixCode + digest("code", c.Text)[:10]
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
