package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"twofold/app/skin"
)

// Tone is the colour that goes with an icon and words: it never says anything
// by itself.
type Tone int

// The tones.
const (
	Plain Tone = iota // nothing to worry about, under way
	Good              // done, healthy
	Warn              // the user has something to do
	Bad               // an error
)

func (t Tone) ink() fyne.ThemeColorName {
	return [...]fyne.ThemeColorName{skin.Text2, skin.OK, skin.Warn, skin.Urgent}[t]
}

func (t Tone) ground() fyne.ThemeColorName {
	return [...]fyne.ThemeColorName{skin.Surface2, skin.OKSoft, skin.WarnSoft, skin.UrgentSoft}[t]
}

// Status is one line about the state of the program.
type Status struct {
	Icon string // a name of package assets
	Text string
	Tone Tone
	// Right is a quiet word at the right: the folder. It gives way to Text.
	Right string
	// Button is the word of the one thing to do about it, in the accent; "".
	Button string
}

// StatusBar is the line at the bottom of the compact window: state of the
// backup, or for a while what just happened, and a button that locks.
type StatusBar struct {
	base
	now    Status
	rule   *canvas.Rectangle
	glyph  *glyph
	text   *Paragraph
	right  *canvas.Text
	area   *tapArea
	button *Button
	lock   *IconButton
	folded bool

	// OnTapped is called when the line is clicked, OnButton for its button.
	OnTapped func()
	OnButton func()
}

var _ fyne.Accessible = (*StatusBar)(nil)

// NewStatusBar makes the bar. lockName names the lock button.
func NewStatusBar(lockName string, onLock func()) *StatusBar {
	s := &StatusBar{rule: &canvas.Rectangle{}, glyph: newGlyph(), text: NewParagraph("", skin.Caption, skin.Text2), right: skin.Blank()}
	s.area = newTapArea(func() {
		if s.OnTapped != nil {
			s.OnTapped()
		}
	})
	s.button = NewButton("", "", Link, func() {
		if s.OnButton != nil {
			s.OnButton()
		}
	})
	s.button.height = 30
	s.lock = NewIconButton("lock", lockName, Quiet, onLock).Small()
	s.lock.soft = true
	s.ExtendBaseWidget(s)
	return s
}

// Set changes what the line says.
func (s *StatusBar) Set(now Status) {
	if s.now == now {
		return
	}
	s.now = now
	s.Refresh()
}

// Status is what the line says.
func (s *StatusBar) Status() Status { return s.now }

// SetLock names the lock button anew, or hides it with "".
func (s *StatusBar) SetLock(name string) {
	s.lock.SetIcon("lock", name)
	show(s.lock, name != "")
}

// Fold leaves of the line its icon and its button, where a small window with
// large text has no room for words; a click on the icon still opens what they
// are about.
func (s *StatusBar) Fold(folded bool) {
	if s.folded != folded {
		s.folded = folded
		s.Refresh()
	}
}

// AccessibilityLabel implements [fyne.Accessible].
func (s *StatusBar) AccessibilityLabel() string { return s.now.Text }

// AccessibilityRole implements [fyne.Accessible].
func (s *StatusBar) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements [fyne.Widget].
func (s *StatusBar) CreateRenderer() fyne.WidgetRenderer {
	objects := []fyne.CanvasObject{s.rule, s.area, s.glyph.Image, s.text, s.right, s.button, s.lock}
	return newParts(s, objects, s.place, func() fyne.Size { return skin.Size(240, 41) }, s.paint)
}

func (s *StatusBar) place(size fyne.Size) {
	px, middle := skin.Px, size.Height/2+0.5
	place(s.rule, 0, 0, size.Width, 1)
	place(s.area, 0, 1, size.Width, size.Height-1)
	right := size.Width - snug(10, size.Width)
	if s.lock.Visible() {
		place(s.lock, right-px(32), middle-px(16), px(32), px(32))
		right -= px(32) + snug(8, size.Width)
	}
	left := snug(14, size.Width)
	if s.now.Icon != "" {
		s.glyph.placeBeside(left, middle, px(20))
		left += px(20) + snug(8, size.Width)
	}
	if s.folded {
		if s.button.Visible() {
			place(s.button, left, middle-px(15), min(s.button.MinSize().Width, right-left), px(30))
		}
		return
	}
	if s.below(size.Width) {
		h := s.text.HeightFor(right - left)
		place(s.text, left, px(8), right-left, h)
		w := s.button.MinSize().Width
		place(s.button, left-px(8), px(8)+h+px(2), w, px(30))
		show(s.right, false)
		return
	}
	if s.button.Visible() {
		w := s.button.MinSize().Width
		place(s.button, right-w, middle-px(15), w, px(30))
		right -= w + px(6)
	}
	full := s.wordsWidth()
	word := s.right.MinSize().Width
	roomy := s.now.Right != "" && left+full+px(16)+word <= right
	show(s.right, roomy)
	if roomy {
		placeMid(s.right, right-word, middle)
		right -= word + px(16)
	}
	h := s.text.HeightFor(right - left)
	place(s.text, left, middle-h/2, right-left, h)
}

func (s *StatusBar) wordsWidth() float32 { return skin.Caption.Measure(s.text.Text()).Width }

// below reports whether the line is so narrow that its button stands under the
// words.
func (s *StatusBar) below(width float32) bool {
	if s.now.Button == "" {
		return false
	}
	room := s.room(width) - s.button.MinSize().Width - skin.Px(6)
	return room < skin.Px(80) || s.text.broken(room) || s.text.HeightFor(room) > 2*skin.Caption.Line()
}

// room is what icon and lock leave to words and button.
func (s *StatusBar) room(width float32) float32 {
	room := width - snug(14, width) - snug(10, width)
	if s.now.Icon != "" {
		room -= skin.Px(20) + snug(8, width)
	}
	if s.lock.Visible() {
		room -= skin.Px(32) + snug(8, width)
	}
	return room
}

// HeightFor is the height of the bar in a width: 41 where all fits on a line.
func (s *StatusBar) HeightFor(width float32) float32 {
	if s.folded {
		return skin.Px(41)
	}
	return s.Unfolded(width)
}

// Unfolded is the height of the bar with its words in a width.
func (s *StatusBar) Unfolded(width float32) float32 {
	room := s.room(width)
	if s.below(width) {
		return s.text.HeightFor(room) + skin.Px(30+16)
	}
	if s.now.Button != "" {
		room -= s.button.MinSize().Width + skin.Px(6)
	}
	lines := s.text.HeightFor(room)
	if lines <= skin.Caption.Line() {
		return skin.Px(41)
	}
	return lines + skin.Px(14)
}

func (s *StatusBar) paint() {
	paint(s.rule, skin.Border, skin.Clear, 0, 0)
	words := skin.Text2
	if s.now.Tone == Warn || s.now.Tone == Bad {
		words = s.now.Tone.ink()
	}
	show(s.glyph.Image, s.now.Icon != "")
	if s.now.Icon != "" {
		s.glyph.set(s.now.Icon, s.now.Tone.ink())
	}
	s.text.SetText(s.now.Text)
	s.text.SetColour(words)
	skin.SetText(s.right, s.now.Right, skin.Caption, skin.Text3)
	s.button.SetText(s.now.Button)
	show(s.text, !s.folded)
	show(s.button, s.now.Button != "" && (!s.folded || s.button.MinSize().Width <= s.room(s.Size().Width)))
	if s.folded {
		show(s.right, false)
	}
}

// tapArea makes a part of a widget hear clicks.
type tapArea struct {
	base
	tap func()
}

func newTapArea(tap func()) *tapArea {
	a := &tapArea{tap: tap}
	a.ExtendBaseWidget(a)
	return a
}

// Tapped implements [fyne.Tappable].
func (a *tapArea) Tapped(*fyne.PointEvent) { a.tap() }

// CreateRenderer implements [fyne.Widget].
func (a *tapArea) CreateRenderer() fyne.WidgetRenderer {
	return newParts(a, nil, func(fyne.Size) {}, func() fyne.Size { return fyne.NewSize(1, 1) }, func() {})
}
