//go:build window

package window_test

import (
	"fmt"
	"strings"
)

// hears waits for a sentence about what the other computer did.
func (d *desk) hears(key string, data ...any) spot {
	d.t.Helper()
	var at spot
	want := beginning(d.txt.T(key, data...))
	d.waitFor(far, fmt.Sprintf("%q in the window", want), func() (ok bool) {
		at, ok = d.sees(want)
		return ok
	})
	return at
}

// add gives the window the link of an account, as a browser does.
func (d *desk) add(name, secret string) {
	d.t.Helper()
	if out, err := program(d.home, english, link(name, "one", secret)).CombinedOutput(); err != nil {
		d.t.Fatalf("a link for the window: %v\n%s", err, out)
	}
	d.says("add.confirm.h")
	d.front()
	d.key("Return")
	d.gone(beginning(d.txt.T("add.confirm.h")))
	d.see(name)
}

// toSettings opens a page of the settings.
func (d *desk) toSettings(key string) {
	d.t.Helper()
	d.key("ctrl+comma")
	d.says("set.title")
	d.reach(key)
}

// toList closes pages until the list of accounts is there.
func (d *desk) toList(account string) {
	d.t.Helper()
	d.wait("list of accounts", func() bool {
		if d.shows(beginning(d.txt.T("main.search"))) {
			return true
		}
		d.key("Escape")
		return false
	})
	d.see(account)
}

// reach scrolls down until a text of the catalogue is there, not as a part of
// another one, and clicks on it.
func (d *desk) reach(key string) {
	d.t.Helper()
	text := d.txt.T(key)
	want := beginning(text)
	whole := want == strings.ReplaceAll(text, "\u200b", "") // else its own words follow
	var at, before spot
	rounds := 0
	d.waitFor(far, fmt.Sprintf("%q below", want), func() (ok bool) { // every look at the page takes its time
		before = at
		img := d.picture()
		if at, ok = looker.find(img, want); ok {
			ok = !whole || alone(img, at.Rectangle)
		}
		if !ok {
			if rounds++; rounds%25 == 0 { // at the end: a slow window has scrolled past it between two looks
				d.do("mousemove", "--window", d.id, "200", "400", "click", "--repeat", "90", "--delay", "15", "4")
			}
			d.wheel("3")
		}
		return ok && at == before // the page has come to rest
	})
	d.click(at.middle())
}
