package skin

import "fyne.io/fyne/v2"

// HasGlyph asks the face itself, without the shortcut for ASCII.
func HasGlyph(s Style, r rune) bool { return s.Face.(*face).has(r) }

// Latin is the part of a text face that a Latin text is drawn with.
func Latin(s Style) fyne.Resource { return s.Face.(*face).latin }
