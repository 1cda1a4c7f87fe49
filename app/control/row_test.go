package control_test

import (
	"image/color"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"twofold/app/control"
	"twofold/app/locale"
	"twofold/app/skin"
)

func item(id, title, subtitle string) control.Item {
	return control.Item{ID: id, Title: title, Subtitle: subtitle, Avatar: control.Monogram(title)}
}

func codes(code, next string, left int) control.Codes {
	return control.Codes{Code: code, Next: next, Left: left, Period: 30}
}

// stack places objects under each other, gap apart, with a margin around.
func stack(gap float32, objects ...fyne.CanvasObject) fyne.CanvasObject {
	return control.NewColumn(gap, objects...).Inset(control.Sides(12, 12))
}

func TestRowPictures(t *testing.T) {
	pictures(t, "row", fyne.NewSize(420, 760), func(texts *locale.Texts) fyne.CanvasObject {
		row := func(i control.Item, c control.Codes, change func(*control.Row)) *control.Row {
			r := control.NewRow(texts)
			r.Set(i, c, control.Look{})
			if change != nil {
				change(r)
			}
			return r
		}
		counter, action, pinned := item("c", "Counter", "hanako"), item("m", "Microsoft 365", "hanako@contoso.co.jp"), item("p", "GitLab", "hanako")
		counter.Kind, action.Kind, pinned.Pinned = control.Counter, control.Action, true
		hit := item("h", "Cloudflare", "ops@example.jp")
		hit.TitleHit, hit.SubtitleHit = control.Spans{{To: 5}}, control.Spans{{From: 4, To: 11}}
		return stack(8,
			row(item("a", "GitHub", "hanako-dev"), codes("482913", "065578", 18), nil),
			row(item("b", "Google", "hanako.sato@gmail.com"), codes("190447", "733021", 4), func(r *control.Row) { r.SetState(true, true) }),
			row(action, control.Codes{}, nil),
			row(item("e", "楽天証券", "佐藤 花子"), codes("556012", "908134", 18), func(r *control.Row) { r.SetCopied(texts.T("row.copied")) }),
			row(item("f", "AWS", "prod-admin@1234-5678-9012"), codes("30198812", "47260534", 3), nil),
			row(item("g", "Steam", "hanahana"), codes("Q7KD2", "M4XRV", 18), func(r *control.Row) { r.MouseIn(nil) }),
			row(counter, control.Codes{}, func(r *control.Row) { r.SetState(true, false) }),
			row(hit, codes("925541", "336870", 29), func(r *control.Row) { r.SetLifted(true) }),
			row(pinned, control.Codes{Code: "447190", Hidden: true, Left: 9, Period: 30}, nil),
			row(item("n", "Just a name", ""), codes("1234567", "7654321", 30), nil),
		)
	})
}

func TestRowDensityPictures(t *testing.T) {
	pictures(t, "rowdensity", fyne.NewSize(380, 420), func(texts *locale.Texts) fyne.CanvasObject {
		var all []fyne.CanvasObject
		for _, look := range []control.Look{{Density: control.CompactRows}, {Density: control.LargeRows, Still: true}} {
			for i, left := range []int{18, 4} {
				r := control.NewRow(texts)
				r.Set(item("a", "Amazon", "hanako.sato@example.jp"), codes("837205", "214960", left), look)
				r.SetState(i == 0, true)
				if i == 1 && look.Density == control.CompactRows {
					r.SetCopied(texts.T("row.copied"))
				}
				all = append(all, r)
			}
		}
		return stack(8, all...)
	})
}

func TestRowLargeTextPicture(t *testing.T) {
	app := test.NewTempApp(t)
	app.Settings().SetTheme(skin.New(skin.LightMode, 175))
	texts := locale.New(locale.Japanese, nil)
	action := item("m", "Microsoft 365", "hanako@contoso.co.jp")
	action.Kind = control.Action
	var all []fyne.CanvasObject
	for _, i := range []control.Item{item("a", "楽天証券", "佐藤 花子"), action} {
		r := control.NewRow(texts)
		r.Set(i, codes("556012", "908134", 18), control.Look{})
		all = append(all, r)
	}
	picture(t, "row-175", fyne.NewSize(420, 420), stack(8, all...))
}

func TestRowHighContrastPicture(t *testing.T) {
	app := test.NewTempApp(t)
	app.Settings().SetTheme(skin.New(skin.HighContrast, 100))
	texts := locale.New(locale.English, nil)
	r := control.NewRow(texts)
	r.Set(item("a", "GitHub", "hanako-dev"), codes("482913", "065578", 4), control.Look{})
	picture(t, "row-contrast", fyne.NewSize(380, 90), stack(8, r))
}

// shown gives the texts a row draws, from left to right as it lists them.
func shown(r fyne.Widget) []string {
	var out []string
	for _, o := range test.WidgetRenderer(r).Objects() {
		if text, ok := o.(*canvas.Text); ok && text.Visible() && text.Text != "" {
			out = append(out, text.Text)
		}
	}
	return out
}

func TestRowShowsCodes(t *testing.T) {
	texts := themed(t)
	tests := []struct {
		name string
		kind control.RowKind
		look control.Look
		in   control.Codes
		want string
	}{
		{"six", control.Timed, control.Look{}, codes("482913", "065578", 18), "482|913|next 065 578"},
		{"seven", control.Timed, control.Look{}, codes("1234567", "7654321", 18), "123|4567|next 765 4321"},
		{"eight", control.Timed, control.Look{}, codes("12345678", "87654321", 18), "1234|5678|next 8765 4321"},
		{"steam", control.Timed, control.Look{}, codes("Q7KD2", "M4XRV", 18), "Q7KD2|next M4XRV"},
		{"letters stay whole", control.Timed, control.Look{}, codes("abcdefgh", "hgfedcba", 18), "abcdefgh|next hgfedcba"},
		{"last seconds", control.Timed, control.Look{}, codes("482913", "065578", 4), "482|913|next 065 578|4"},
		{"next in the last seconds only", control.Timed, control.Look{Next: control.NextLast}, codes("482913", "065578", 6), "482|913"},
		{"and then it is there", control.Timed, control.Look{Next: control.NextLast}, codes("482913", "065578", 5), "482|913|next 065 578|5"},
		{"next never", control.Timed, control.Look{Next: control.NextNever}, codes("482913", "065578", 5), "482|913|5"},
		{"hidden", control.Timed, control.Look{}, control.Codes{Code: "482913", Next: "065578", Left: 9, Period: 30, Hidden: true}, "•••|•••"},
		{"hidden steam tells no length", control.Timed, control.Look{}, control.Codes{Code: "Q7KD2", Left: 9, Hidden: true}, "•••|•••"},
		{"counter before the first", control.Counter, control.Look{}, control.Codes{}, "•••|•••"},
		{"counter", control.Counter, control.Look{}, control.Codes{Code: "482913"}, "482|913"},
		{"action", control.Action, control.Look{}, codes("482913", "065578", 18), "Action required"},
		{"still", control.Timed, control.Look{Still: true}, codes("482913", "065578", 18), "482|913|next 065 578|20 s"},
		{"still at the end", control.Timed, control.Look{Still: true}, codes("482913", "065578", 3), "482|913|next 065 578|3 s"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := control.NewRow(texts)
			r.Resize(fyne.NewSize(396, 66))
			i := item("a", "T", "")
			i.Kind = tt.kind
			r.Set(i, tt.in, tt.look)
			got := strings.Join(shown(r)[2:], "|") // after the letter and the title
			if got != tt.want {
				t.Errorf("row shows %q, want %q", got, tt.want)
			}
		})
	}
}

// TestRowMarksEveryHit: all that a search found is marked, in its colour and with
// a rule under it, as far as it is shown.
func TestRowMarksEveryHit(t *testing.T) {
	for _, tt := range []struct {
		name, title string
		spans       control.Spans
		want        string
	}{
		{"none", "Mega Mail", control.Spans{}, ""},
		{"the beginning", "Mega Mail", control.Spans{{From: 0, To: 4}}, "Mega"},
		{"two", "Mega Mail", control.Spans{{From: 0, To: 2}, {From: 5, To: 9}}, "Me|Mail"},
		{"three, of kana", "めがメール東京", control.Spans{{From: 0, To: 1}, {From: 2, To: 3}, {From: 5, To: 7}}, "め|メ|東京"},
		{"beyond the end", "Mega", control.Spans{{From: 0, To: 2}, {From: 5, To: 9}}, "Me"},
		{"where it is cut", "Mega Mail of a very long name that ends here", control.Spans{{From: 0, To: 4}, {From: 40, To: 44}}, "Mega"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := control.NewRow(themed(t))
			r.Resize(fyne.NewSize(396, 66))
			it := item("a", tt.title, "")
			it.TitleHit = tt.spans
			r.Set(it, codes("482913", "065578", 18), control.Look{})
			var marked []string
			rules := 0
			for _, o := range test.WidgetRenderer(r).Objects() {
				switch o := o.(type) {
				case *canvas.Text:
					if o.Visible() && o.Text != "" && o.Color == skin.Color(skin.Accent) {
						marked = append(marked, o.Text)
					}
				case *canvas.Rectangle:
					if o.Visible() && o.FillColor == skin.Color(skin.Accent) {
						rules++
					}
				}
			}
			if got := strings.Join(marked, "|"); got != tt.want || rules != len(marked) {
				t.Errorf("%q is marked, with %d rules, want %q", got, rules, tt.want)
			}
		})
	}
}

func TestRowUrgentOnlyWhereSelected(t *testing.T) {
	texts := themed(t)
	r := control.NewRow(texts)
	r.Resize(fyne.NewSize(396, 66))
	r.Set(item("a", "T", ""), codes("482913", "065578", 3), control.Look{})
	colour := func() color.Color {
		for _, o := range test.WidgetRenderer(r).Objects() {
			if text, ok := o.(*canvas.Text); ok && text.Text == "482" {
				return text.Color
			}
		}
		t.Fatal("no code")
		return nil
	}
	if got := colour(); got != skin.Color(skin.Code) {
		t.Errorf("a row that is not selected shows its code in %v", got)
	}
	r.SetState(true, true)
	if got := colour(); got != skin.Color(skin.Urgent) {
		t.Errorf("the selected row shows its code in %v", got)
	}
	r.Tick(codes("065578", "111111", 30))
	if got := strings.Join(shown(r), " "); !strings.Contains(got, "065 578") {
		t.Errorf("after a tick the row shows %s", got)
	}
}

func TestRowFollowsTheme(t *testing.T) {
	texts := themed(t)
	r := control.NewRow(texts)
	r.Set(item("a", "T", ""), codes("482913", "065578", 18), control.Look{})
	w := test.NewTempWindow(t, r)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(396, 66))
	light := w.Canvas().Capture()
	fyne.CurrentApp().Settings().SetTheme(skin.New(skin.DarkMode, 100))
	r.Refresh()
	if got := w.Canvas().Capture().At(190, 4); got == light.At(190, 4) {
		t.Errorf("the ground stays %v in the dark theme", got)
	}
}

func TestRowEvents(t *testing.T) {
	texts := themed(t)
	var heard []string
	r := control.NewRow(texts)
	r.OnPress = func(fyne.KeyModifier) { heard = append(heard, "press") }
	r.OnClick = func() { heard = append(heard, "click") }
	r.OnDouble = func() { heard = append(heard, "double") }
	r.OnAction = func() { heard = append(heard, "action") }
	r.OnMenu = func(fyne.Position) { heard = append(heard, "menu") }
	r.OnDrag = func(fyne.Position) { heard = append(heard, "drag") }
	r.OnDragDone = func() { heard = append(heard, "done") }
	r.Set(item("a", "T", ""), codes("482913", "065578", 18), control.Look{})
	r.Resize(fyne.NewSize(396, 66))

	at := func(x float32) *desktop.MouseEvent {
		e := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary}
		e.Position = fyne.NewPos(x, 30)
		return e
	}
	expect := func(what string, want ...string) {
		t.Helper()
		if strings.Join(heard, " ") != strings.Join(want, " ") {
			t.Errorf("%s: heard %v, want %v", what, heard, want)
		}
		heard = nil
	}
	r.MouseDown(at(100))
	expect("the button goes down", "press")
	r.MouseUp(at(100))
	r.DoubleTapped(&fyne.PointEvent{Position: fyne.NewPos(100, 30)})
	expect("a double click", "click", "double")
	r.MouseDown(at(100))
	r.MouseUp(at(500))
	expect("a release elsewhere", "press")
	r.MouseDown(at(100))
	r.Dragged(&fyne.DragEvent{})
	r.MouseUp(at(100))
	r.DragEnd()
	expect("a drag", "press", "drag", "done")
	r.TappedSecondary(&fyne.PointEvent{})
	expect("the other button", "menu")

	counter := item("c", "T", "")
	counter.Kind = control.Counter
	r.Set(counter, control.Codes{}, control.Look{})
	r.MouseDown(at(375))
	r.MouseUp(at(375))
	r.DoubleTapped(&fyne.PointEvent{Position: fyne.NewPos(375, 30)})
	expect("the refresh button", "press", "action")
}

func TestRowSpeaks(t *testing.T) {
	texts := themed(t)
	r := control.NewRow(texts)
	r.Set(item("a", "GitHub", "hanako"), codes("482913", "", 18), control.Look{})
	if got, want := r.AccessibilityLabel(), "GitHub, hanako, code 482 913, 18 seconds left"; got != want {
		t.Errorf("label = %q, want %q", got, want)
	}
	r.Set(item("a", "GitHub", "hanako"), control.Codes{Code: "482913", Hidden: true}, control.Look{})
	if got := r.AccessibilityLabel(); strings.Contains(got, "482") {
		t.Errorf("label %q tells a hidden code", got)
	}
}

func TestMonogram(t *testing.T) {
	for title, want := range map[string]string{"GitHub": "G", "github": "G", "楽天": "楽", " @home": "H", "": "?", "--": "?", "3M": "3"} {
		if got := control.Monogram(title).Letter; got != want {
			t.Errorf("Monogram(%q) = %q, want %q", title, got, want)
		}
	}
	if control.Monogram("GitHub").Pair != control.Monogram("github ").Pair {
		t.Error("the ground depends on letter case or spaces")
	}
}

// TestCompactRowTellsAccountsApart keeps room for the account beside the long
// name of a service, in the row where both stand on one line.
func TestCompactRowTellsAccountsApart(t *testing.T) {
	texts := themed(t)
	for _, account := range []string{"hanako", "a.long.name@department.example.co.jp"} {
		r := control.NewRow(texts)
		r.Set(item("a", "A service with quite a long name of its own", account), codes("482913", "065578", 18), control.Look{Density: control.CompactRows})
		r.Resize(fyne.NewSize(380, 48))
		got := shown(r) // the letter of the avatar, service, account, code
		if len(got) < 3 || !strings.HasPrefix(got[1], "A serv") || !strings.HasPrefix(got[2], account[:3]) {
			t.Errorf("shows %q", got)
		}
		r.SetCopied("Copied")
		if got := strings.Join(shown(r), "\n"); !strings.Contains(got, "Copied") {
			t.Errorf("copied shows %q", got)
		}
	}
}

// TestRowInLittleRoom: at twice the text size in a small window a row tells its
// account by more than three letters, and says in words that it was copied.
func TestRowInLittleRoom(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(skin.New(skin.LightMode, 200))
	texts := locale.New(locale.English, nil)
	for _, width := range []float32{312, 372, 560} {
		r := control.NewRow(texts)
		r.Set(item("a", "Securities", "hanako"), codes("482913", "065578", 18), control.Look{})
		w := test.NewTempWindow(t, r)
		w.SetPadded(false)
		w.Resize(fyne.NewSize(width, 200))
		says := func() string { return strings.Join(shown(r), " ") }
		if !strings.Contains(says(), "Securi") || !strings.Contains(says(), "hanako") {
			t.Errorf("%v wide: %q", width, says())
		}
		for range 2 {
			r.SetCopied("Copied")
			if !strings.Contains(says(), "Copied") {
				t.Errorf("%v wide, copied: %q", width, says())
			}
			r.SetCopied("")
			if strings.Contains(says(), "Copied") || !strings.Contains(says(), "hanako") {
				t.Errorf("%v wide, no longer copied: %q", width, says())
			}
		}
	}
}
