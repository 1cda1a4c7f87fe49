package control

// PasswordField is a [Field] for a passphrase: dots, an eye to see it, and a
// hint while Caps Lock is on. The text is a Go string and cannot be wiped;
// Clear at least lets go of it, and of what could be undone.
type PasswordField struct {
	Field
	texts Texts
	eye   *IconButton
	caps  bool
	hint  string
}

// NewPasswordField makes a field for a passphrase.
func NewPasswordField(texts Texts, label, placeholder string) *PasswordField {
	p := &PasswordField{texts: texts}
	p.init(p, label, placeholder)
	p.eye = NewIconButton("eye", texts.T("common.show"), Quiet, func() { p.Reveal(!p.Revealed()) }).Small()
	// An entry that is a password from the start brings an eye of its own,
	// unless it has something in that place.
	p.entry.ActionItem = Gap(0)
	p.entry.Password = true
	p.WithButtons(p.eye)
	p.entry.onCaps = p.setCaps
	return p
}

// SetHint puts a quiet line under the field. It gives way to the hint about
// Caps Lock.
func (p *PasswordField) SetHint(text string) {
	p.hint = text
	p.showHint()
}

func (p *PasswordField) setCaps(on bool) {
	if p.caps != on {
		p.caps = on
		p.showHint()
	}
}

func (p *PasswordField) showHint() {
	text := p.hint
	if p.caps {
		text = p.texts.T("sync.capslock")
	}
	p.Field.SetHint(text)
}

// Revealed reports whether the passphrase can be read.
func (p *PasswordField) Revealed() bool { return !p.entry.Password }

// Reveal shows the passphrase or hides it.
func (p *PasswordField) Reveal(show bool) {
	p.entry.Password = !show
	p.entry.Refresh()
	if show {
		p.eye.SetIcon("eye-off", p.texts.T("common.hide"))
		return
	}
	p.eye.SetIcon("eye", p.texts.T("common.show"))
}

// Clear forgets what was typed and hides what comes next.
func (p *PasswordField) Clear() {
	p.SetText("")
	p.SetError("")
	p.setCaps(false)
	p.Reveal(false)
}
