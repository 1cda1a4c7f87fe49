package skin

// HasGlyph asks the face itself, without the shortcut for ASCII.
func HasGlyph(s Style, r rune) bool { return s.Face.(*face).has(r) }
