package vault

// Whether an account needs something of the user is a matter of one computer:
// a key that has to be scanned anew here makes codes elsewhere. So the mark
// lies in the record that stays on this computer, beside its own keys.
//
// Vaults of the first days held it in the shared record. It still counts there
// for a computer that has not said otherwise, and is never written there.

// The values of the mark. "no" is a word and not nothing, because it has to
// stand against a mark in the shared record.
const (
	actionYes = "yes"
	actionNo  = "no"
)

// marked reports whether the account is marked on this computer. mine is the
// record of this computer, or nil.
func marked(r, mine *record) bool {
	switch mine.text(fieldAction) {
	case actionYes:
		return true
	case actionNo:
		return false
	}
	return r.truth(fieldAction)
}

// mark sets or takes away the mark of this computer.
func (e *edit) mark(id string, on bool) {
	was := e.see(kindAccount, id)
	switch {
	case marked(was, e.see(kindBound, id)) == on:
	case on:
		e.text(kindBound, id, fieldAction, actionYes)
	case was.truth(fieldAction):
		e.text(kindBound, id, fieldAction, actionNo)
	default:
		e.text(kindBound, id, fieldAction, "")
	}
}

// RequireAction marks accounts on this computer, as one edit. Other computers
// do not see it. Ids that are not in the list are passed over.
func (d *Document) RequireAction(by Author, ids ...string) error {
	e := d.edit(by, Updated)
	for _, id := range ids {
		if !d.get(kindAccount, id).listed() {
			continue
		}
		e.touched(id)
		e.mark(id, true)
	}
	return e.commit()
}
