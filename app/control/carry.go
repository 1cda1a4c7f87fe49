package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// answer is what somebody has typed, chosen or opened in one control of a page.
type answer struct {
	kind  string
	value string
	// give puts a value into the control and tells its callbacks, as a user
	// would have.
	give  func(value string)
	entry *entry         // of a field, which has the caret
	pass  *PasswordField // which can be shown
}

// Answers are what was typed and chosen on a page, in the order of its
// controls. They may be secret: they are handed on and forgotten.
type Answers []answer

// AnswersOn takes the answers from a page.
func AnswersOn(page fyne.CanvasObject) Answers { return answersOf(page) }

// Into puts the answers on the same page made anew, in another language. It
// says false if the controls do not correspond: then it is another page.
func (was Answers) Into(page fyne.CanvasObject) bool {
	for range 2*len(was) + 2 {
		is := answersOf(page)
		n := min(len(was), len(is))
		differs := -1
		for i := range n {
			if was[i].kind != is[i].kind {
				return false
			}
			if was[i].value != is[i].value {
				differs = i
				break
			}
		}
		if differs < 0 {
			if len(is) != len(was) {
				return false
			}
			for i := range was {
				was[i].showIn(is[i])
			}
			return true
		}
		// A choice may show other controls, so one is given at a time and the
		// page is looked at again.
		is[differs].give(was[differs].value)
	}
	return false
}

// Forget empties the fields the answers were taken from, and tells nobody.
func (was Answers) Forget() {
	for _, a := range was {
		if a.entry != nil {
			a.entry.OnChanged = nil
			a.entry.SetText("")
		}
	}
}

// showIn puts the caret of a field where it was into another with the same
// text, and shows a passphrase that could be read.
func (a answer) showIn(b answer) {
	if a.pass != nil {
		b.pass.Reveal(a.pass.Revealed())
	}
	if a.entry != nil && b.entry != nil {
		b.entry.arrival.fresh = false
		b.entry.CursorRow, b.entry.CursorColumn = a.entry.CursorRow, a.entry.CursorColumn
		b.entry.Refresh()
	}
}

// answersOf looks through what this package and the pages put controls into,
// shown or not.
func answersOf(o fyne.CanvasObject) Answers {
	if a := answerOf(o); a != nil {
		return Answers{*a}
	}
	var inner []fyne.CanvasObject
	switch o := o.(type) {
	case *fyne.Container:
		inner = o.Objects
	case *container.Scroll:
		inner = []fyne.CanvasObject{o.Content}
	case *Column:
		inner = o.objects
	case *Card:
		inner = []fyne.CanvasObject{o.content}
	case *Wizard:
		inner = o.body.objects
	}
	var out Answers
	for _, i := range inner {
		out = append(out, answersOf(i)...)
	}
	return out
}

// answerOf is what a control holds; nil for one that holds nothing.
func answerOf(o fyne.CanvasObject) *answer {
	switch o := o.(type) {
	case *Field:
		return &answer{kind: "field", value: o.Text(), give: o.entry.SetText, entry: o.entry}
	case *PasswordField:
		return &answer{kind: "password", value: o.Text(), give: o.entry.SetText, entry: o.entry, pass: o}
	case *SearchField:
		a := &answer{kind: "search", value: o.Text(), give: o.SetText}
		if o.field != nil {
			a.entry = o.field.entry
		}
		return a
	case *NumberField:
		return &answer{kind: "number", value: o.Text(), give: o.set}
	case *Select:
		return &answer{kind: "select", value: o.Chosen(), give: o.choose}
	case *Segment:
		return &answer{kind: "segment", value: o.Chosen(), give: o.pick}
	case *Choices:
		return &answer{kind: "choices", value: o.Chosen(), give: o.choose}
	case *Toggle:
		return &answer{kind: "toggle", value: position(o.On()), give: func(string) { o.flip() }}
	case *Button:
		if o.opens != nil {
			return &answer{kind: "fold", value: position(o.opens.Visible()), give: func(string) { o.tap() }}
		}
	}
	return nil
}

func position(on bool) string {
	if on {
		return "on"
	}
	return "off"
}
