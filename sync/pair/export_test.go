package pair

// Forgetful is the approver as it was before it granted anything.
func (a *Approver) Forgetful() *Approver {
	b := *a
	b.granted = Message{}
	return &b
}
