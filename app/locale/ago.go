package locale

import (
	"fmt"
	"time"
	"unicode"
	"unicode/utf8"
)

// Ago says how long before now a moment was: "just now", "2 minutes ago",
// "5 hours ago", "yesterday 14:02", "3 Nov", "3 Nov 2025". A zero moment is
// "never". A moment in the future, which clocks of other computers can bring,
// is "just now". Days are counted in the time zone of now.
func (t *Texts) Ago(moment, now time.Time) string {
	if moment.IsZero() {
		return t.T("time.never")
	}
	moment = moment.In(now.Location())
	switch d := now.Sub(moment); {
	case d < time.Minute:
		return t.T("time.now")
	case d < time.Hour:
		return t.N("time.minutes", int(d/time.Minute))
	case sameDay(moment, now) || d < 6*time.Hour:
		return t.N("time.hours", int(d/time.Hour))
	case sameDay(moment, now.AddDate(0, 0, -1)):
		return t.T("time.yesterday", "time", moment.Format("15:04"))
	}
	return t.Date(moment, now)
}

// Moment says when something was or will be, with the hour: "today 14:02",
// "yesterday 14:02", or a date and the hour.
func (t *Texts) Moment(moment, now time.Time) string {
	moment = moment.In(now.Location())
	clock := moment.Format("15:04")
	switch {
	case sameDay(moment, now):
		return t.T("time.today", "time", clock)
	case sameDay(moment, now.AddDate(0, 0, -1)):
		return t.T("time.yesterday", "time", clock)
	}
	return t.Date(moment, now) + " " + clock
}

// Capital begins a text with a capital letter, for a time that stands at the
// beginning of a line: "Today 11:59". Scripts without capitals stay.
func Capital(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}

// Date gives the day without the hour, and the year if it is not now's.
func (t *Texts) Date(moment, now time.Time) string {
	moment = moment.In(now.Location())
	key := "time.datey"
	if moment.Year() == now.Year() {
		key = "time.date"
	}
	return t.T(key, "day", moment.Day(), "year", moment.Year(),
		"month", t.T(fmt.Sprintf("time.month.%d", int(moment.Month()))))
}

// Left gives a time that is running out as minutes and seconds, "4:32".
func Left(d time.Duration) string {
	if d < 0 {
		d = 0
	}
	s := int((d + time.Second - 1) / time.Second)
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

func sameDay(a, b time.Time) bool {
	ay, am, ad := a.Date()
	by, bm, bd := b.Date()
	return ay == by && am == bm && ad == bd
}
