package vault

import (
	"fmt"
	"slices"

	"twofold/internal/account"
)

// People know a group by its name, so groups of one name are one group here:
// two computers that make or rename a group at the same time see no twins.

// AddGroup makes a group and gives its id; a group of this name that exists
// already is given as it is. An empty name is a [*account.FieldError].
func (d *Document) AddGroup(by Author, name string) (string, error) {
	name = account.CleanGroup(name)
	if name == "" {
		return "", &account.FieldError{Field: account.FieldName, Problem: account.Missing}
	}
	e := d.edit(by, GroupAdded)
	id := e.group(name)
	e.touched(id)
	return id, e.commit()
}

// groupsNamed finds the ids of all groups of a name.
func (e *edit) groupsNamed(name string) []string {
	if e.groups == nil {
		e.groups = map[string][]string{}
		for _, r := range e.d.inOrder(kindGroup) {
			name := account.CleanGroup(r.text(fieldName))
			e.groups[name] = append(e.groups[name], r.id)
		}
	}
	return e.groups[name]
}

// group finds or makes the group of a name. The id comes from the name, so
// that two computers that import the same file make the same group.
func (e *edit) group(name string) string {
	if ids := e.groupsNamed(name); len(ids) > 0 {
		return ids[0]
	}
	id := ""
	for i := 0; ; i++ {
		if id = "g" + digest("group", name, fmt.Sprint(i))[:10]; e.see(kindGroup, id) == nil {
			break // one that was renamed or removed keeps its id
		}
	}
	last := ""
	for _, m := range []map[string]*record{e.work[kindGroup], e.d.recs[kindGroup]} {
		for _, r := range m {
			last = max(last, r.text(fieldOrder))
		}
	}
	place, err := e.append(last)
	if err != nil && e.err == nil {
		e.err = err
	}
	e.open(kindGroup, id)
	// Undoing the making removes the group; its name and place may stay.
	e.step.back = append(e.step.back, register{kindGroup, id, fieldRemoved, "", "", "true"})
	before := len(e.step.back)
	e.text(kindGroup, id, fieldName, name)
	e.text(kindGroup, id, fieldOrder, place)
	e.step.back = e.step.back[:before]
	e.groups[name] = []string{id}
	return id
}

// twins are the ids of all groups that a person takes for this one.
func (e *edit) twins(id string) ([]string, error) {
	r := e.see(kindGroup, id)
	if r == nil || r.truth(fieldRemoved) {
		return nil, ErrNoSuchGroup
	}
	return e.groupsNamed(account.CleanGroup(r.text(fieldName))), nil
}

// RenameGroup renames; [ErrGroupExists] if another group has the name.
func (d *Document) RenameGroup(by Author, id, name string) error {
	name = account.CleanGroup(name)
	if name == "" {
		return &account.FieldError{Field: account.FieldName, Problem: account.Missing}
	}
	e := d.edit(by, GroupRenamed)
	twins, err := e.twins(id)
	if err != nil {
		return err
	}
	if taken := e.groupsNamed(name); len(taken) > 0 && !slices.Contains(taken, id) {
		return ErrGroupExists
	}
	for _, twin := range twins {
		e.text(kindGroup, twin, fieldName, name)
		e.touched(twin)
	}
	return e.commit()
}

// RemoveGroup removes a group. Its accounts stay.
func (d *Document) RemoveGroup(by Author, id string) error {
	e := d.edit(by, GroupRemoved)
	twins, err := e.twins(id)
	if err != nil {
		return err
	}
	for _, twin := range twins {
		e.truth(kindGroup, twin, fieldRemoved, true)
		e.touched(twin)
	}
	return e.commit()
}

// MoveGroup puts a group behind another one, or first if after is empty.
func (d *Document) MoveGroup(by Author, id, after string) error {
	e := d.edit(by, GroupMoved)
	e.touched(id)
	if err := e.move(kindGroup, d.inOrder(kindGroup), id, after); err != nil {
		return err
	}
	return e.commit()
}

// Set writes a setting that follows the user; an empty value takes it back.
func (d *Document) Set(by Author, key, value string) error {
	if !validID(key) {
		return errID
	}
	e := d.edit(by, SettingSet)
	e.touched(key)
	e.text(kindSetting, key, fieldValue, value)
	return e.commit()
}
