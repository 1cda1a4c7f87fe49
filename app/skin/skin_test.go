package skin_test

import (
	"encoding/json"
	"fmt"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"twofold/app/skin"
	"twofold/assets"
)

// pairs lists every pair of colours that meets on screen, the least contrast
// it needs, and the ratios the design promises.
var pairs = []struct {
	front, ground fyne.ThemeColorName
	need          float64
	light, dark   float64
}{
	{skin.Text, skin.Bg, 4.5, 15.32, 16.27},
	{skin.Text, skin.Surface, 4.5, 16.99, 14.59},
	{skin.Text, skin.Selected, 4.5, 14.44, 12.16},
	{skin.Text2, skin.Bg, 4.5, 6.58, 8.98},
	{skin.Text2, skin.Surface, 4.5, 7.29, 8.06},
	{skin.Text2, skin.Selected, 4.5, 6.20, 6.71},
	{skin.Text2, skin.Surface2, 4.5, 6.01, 6.84},
	{skin.Text3, skin.Surface, 4.5, 5.71, 5.95},
	{skin.Text3, skin.Bg, 4.5, 5.15, 6.63},
	{skin.Text3, skin.Selected, 4.5, 4.85, 4.96},
	{skin.Text3, skin.Surface2, 4.5, 4.70, 5.05},
	{skin.Code, skin.Surface, 4.5, 11.11, 11.21},
	{skin.Code, skin.Selected, 4.5, 9.44, 9.34},
	{skin.Accent, skin.Surface, 4.5, 8.08, 8.22},
	{skin.Accent, skin.Bg, 4.5, 7.29, 9.16},
	{skin.Accent, skin.AccentSoft, 4.5, 6.57, 6.70},
	{skin.OnAccent, skin.Accent, 4.5, 8.08, 8.96},
	{skin.Urgent, skin.Surface, 4.5, 5.70, 7.47},
	{skin.Urgent, skin.Selected, 4.5, 4.84, 6.23},
	{skin.Urgent, skin.UrgentSoft, 4.5, 4.75, 6.25},
	{skin.Urgent, skin.Bg, 4.5, 5.14, 8.33},
	{skin.OnUrgent, skin.Urgent, 4.5, 5.70, 8.14},
	{skin.Warn, skin.Surface, 4.5, 6.92, 10.08},
	{skin.Warn, skin.WarnSoft, 4.5, 6.06, 7.83},
	{skin.Warn, skin.Bg, 4.5, 6.24, 11.24},
	{skin.OK, skin.Surface, 4.5, 6.47, 9.28},
	{skin.OK, skin.OKSoft, 4.5, 5.51, 7.35},
	{skin.OK, skin.Bg, 4.5, 5.84, 10.35},
	{skin.Outline, skin.Surface, 3, 4.06, 4.35},
	{skin.Outline, skin.Bg, 3, 3.66, 4.85},
	{skin.Ring, skin.Surface, 3, 5.43, 6.07},
	{skin.Ring, skin.Selected, 3, 4.62, 5.06},
	{skin.Ring, skin.Track, 3, 4.10, 4.08},
	{skin.Text, skin.Sidebar, 4.5, 14.01, 15.53},
	{skin.Text2, skin.Sidebar, 4.5, 6.01, 8.57},
	{skin.Text3, skin.Sidebar, 4.5, 4.70, 6.33},
	{skin.Warn, skin.Sidebar, 4.5, 5.70, 10.73},
	{skin.Text, skin.Hover, 4.5, 15.99, 13.44},
	{skin.Code, skin.Hover, 4.5, 10.45, 10.32},
	{skin.Accent, skin.Selected, 4.5, 6.87, 6.85},
	{skin.OK, skin.Selected, 4.5, 5.50, 7.74},
	{skin.Warn, skin.Selected, 4.5, 5.88, 8.40},
	{skin.Outline, skin.Sidebar, 3, 3.34, 4.63},
	{skin.Urgent, skin.Hover, 4.5, 5.37, 6.88},
	{skin.Ring, skin.Hover, 3, 5.11, 5.59},
}

func TestContrast(t *testing.T) {
	light, dark := skin.Light(), skin.Dark()
	for _, p := range pairs {
		check(t, "light", light, p.front, p.ground, p.need, p.light)
		check(t, "dark", dark, p.front, p.ground, p.need, p.dark)
	}
	promised := [2][skin.Avatars]float64{
		{6.57, 5.51, 6.06, 4.75, 6.04, 6.37, 6.66, 5.77},
		{6.70, 7.35, 7.83, 6.25, 7.53, 7.15, 7.52, 7.20},
	}
	for i := range skin.Avatars {
		check(t, "light", light, skin.AvatarLetter(i), skin.AvatarGround(i), 4.5, promised[0][i])
		check(t, "dark", dark, skin.AvatarLetter(i), skin.AvatarGround(i), 4.5, promised[1][i])
	}
}

// TestHighContrast asks for 7:1 of text and 4.5:1 of graphics.
func TestHighContrast(t *testing.T) {
	for name, p := range map[string]skin.Palette{"light": skin.LightContrast(), "dark": skin.DarkContrast()} {
		for _, pair := range pairs {
			need := 7.0
			if pair.need < 4.5 {
				need = 4.5
			}
			check(t, "high contrast "+name, p, pair.front, pair.ground, need, 0)
		}
		for i := range skin.Avatars {
			check(t, "high contrast "+name, p, skin.AvatarLetter(i), skin.AvatarGround(i), 7, 0)
		}
		if p[skin.Border] != p[skin.Outline] {
			t.Errorf("high contrast %s: a border is not an outline", name)
		}
	}
}

func check(t *testing.T, name string, p skin.Palette, front, ground fyne.ThemeColorName, need, promised float64) {
	t.Helper()
	got := skin.Contrast(p[front], p[ground])
	if got < need {
		t.Errorf("%s: %s on %s = %.2f, want at least %.1f", name, front, ground, got, need)
	}
	if promised != 0 && math.Abs(got-promised) > 0.006 {
		t.Errorf("%s: %s on %s = %.2f, the design says %.2f", name, front, ground, got, promised)
	}
}

func TestPalettesAreComplete(t *testing.T) {
	all := skin.Light()
	for name, p := range map[string]skin.Palette{"dark": skin.Dark(), "light contrast": skin.LightContrast(), "dark contrast": skin.DarkContrast()} {
		for token := range all {
			if _, ok := p[token]; !ok {
				t.Errorf("%s has no %s", name, token)
			}
		}
	}
}

func TestModes(t *testing.T) {
	test.NewTempApp(t)
	tests := []struct {
		mode    skin.Mode
		variant fyne.ThemeVariant
		want    skin.Palette
	}{
		{skin.System, theme.VariantLight, skin.Light()},
		{skin.System, theme.VariantDark, skin.Dark()},
		{skin.LightMode, theme.VariantDark, skin.Light()},
		{skin.DarkMode, theme.VariantLight, skin.Dark()},
		{skin.HighContrast, theme.VariantLight, skin.LightContrast()},
		{skin.HighContrast, theme.VariantDark, skin.DarkContrast()},
	}
	for _, tt := range tests {
		th := skin.New(tt.mode, 100)
		for _, token := range []fyne.ThemeColorName{skin.Bg, skin.Code, skin.Outline} {
			if got := th.Color(token, tt.variant); got != tt.want[token] {
				t.Errorf("mode %q, variant %d: %s = %v, want %v", tt.mode, tt.variant, token, got, tt.want[token])
			}
		}
		if got := th.Color(theme.ColorNameBackground, tt.variant); got != tt.want[skin.Bg] {
			t.Errorf("mode %q: the toolkit's background = %v, want %v", tt.mode, got, tt.want[skin.Bg])
		}
	}
	for in, want := range map[string]skin.Mode{"": "", "dark": "dark", "light": "light", "contrast": "contrast", "Dark": "", "x": ""} {
		if got := skin.ParseMode(in); got != want {
			t.Errorf("ParseMode(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestScale(t *testing.T) {
	app := test.NewTempApp(t)
	for _, tt := range []struct {
		percent, want int
		two           bool
	}{{0, 100, false}, {10, 85, false}, {115, 115, false}, {150, 150, true}, {900, 200, true}} {
		th := skin.New(skin.LightMode, tt.percent)
		app.Settings().SetTheme(th)
		if th.Percent() != tt.want {
			t.Errorf("New(%d).Percent() = %d, want %d", tt.percent, th.Percent(), tt.want)
		}
		if got, want := skin.Px(10), float32(tt.want)/10; math.Abs(float64(got-want)) > 0.001 {
			t.Errorf("at %d %%: Px(10) = %v, want %v", tt.percent, got, want)
		}
		if skin.TwoLines() != tt.two {
			t.Errorf("at %d %%: TwoLines() = %v, want %v", tt.percent, skin.TwoLines(), tt.two)
		}
		if th.Size(theme.SizeNameSeparatorThickness) != 1 {
			t.Errorf("at %d %% a hairline is %v, want 1", tt.percent, th.Size(theme.SizeNameSeparatorThickness))
		}
	}
	for _, tt := range []struct{ from, by, want int }{{100, 1, 115}, {100, -1, 85}, {85, -1, 85}, {200, 1, 200}, {120, 1, 130}, {0, 0, 85}} {
		if got := skin.Step(tt.from, tt.by); got != tt.want {
			t.Errorf("Step(%d, %d) = %d, want %d", tt.from, tt.by, got, tt.want)
		}
	}
}

// TestFontsCoverTheCatalogues makes sure that no text of ours needs a font of
// the system, so the first screen never waits for one.
func TestFontsCoverTheCatalogues(t *testing.T) {
	var all []string
	for _, language := range []string{"en", "ja"} {
		for _, raw := range [][]byte{[]byte(assets.Catalogue(language)), assets.Toolkit(language)} {
			var doc map[string]any
			if err := json.Unmarshal(raw, &doc); err != nil {
				t.Fatal(err)
			}
			all = append(all, fmt.Sprint(doc))
		}
	}
	for _, style := range []skin.Style{skin.Body, skin.BodyBold} {
		for _, text := range all {
			for _, r := range text {
				// The break mark is never drawn: the wrapper takes it out.
				if r != '\u200b' && !skin.Covers(string(r), style) {
					t.Errorf("%s has no glyph for %q", style.Face.Name(), r)
				}
			}
		}
	}
	for _, style := range []skin.Style{skin.CodeRow, skin.CodeMono} {
		if codes := "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz•"; !skin.Covers(codes, style) {
			t.Errorf("%s cannot draw every code", style.Face.Name())
		}
	}
	if skin.Covers("😀", skin.Body) {
		t.Error("Covers finds an emoji in a face without any")
	}
}

func TestFacesHaveASCII(t *testing.T) {
	for _, style := range []skin.Style{skin.Body, skin.BodyBold, skin.CodeRow, skin.CodeMono} {
		for r := ' '; r <= '~'; r++ {
			if !skin.HasGlyph(style, r) {
				t.Errorf("%s has no %q", style.Face.Name(), r)
			}
		}
	}
}

func TestIconsDraw(t *testing.T) {
	app := test.NewTempApp(t)
	app.Settings().SetTheme(skin.New(skin.LightMode, 100))
	for _, name := range assets.Icons() {
		img := canvas.NewImageFromResource(skin.Icon(name, skin.Accent))
		w := test.NewTempWindow(t, img)
		w.SetPadded(false)
		w.Resize(fyne.NewSize(24, 24))
		if inked := ink(w); inked < 12 {
			t.Errorf("icon %s draws %d pixels of the accent", name, inked)
		}
	}
}

// ink counts pixels near the accent colour of the light theme.
func ink(w fyne.Window) int {
	img, n := w.Canvas().Capture(), 0
	b := img.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			r, g, bl, _ := img.At(x, y).RGBA()
			if r>>8 < 0x70 && g>>8 < 0x80 && bl>>8 > 0x90 {
				n++
			}
		}
	}
	return n
}

func TestIconFollowsTheme(t *testing.T) {
	app := test.NewTempApp(t)
	res := skin.Icon("search", skin.Accent)
	logo := skin.Mark()
	app.Settings().SetTheme(skin.New(skin.LightMode, 100))
	name, content, mark := res.Name(), string(res.Content()), string(logo.Content())
	app.Settings().SetTheme(skin.New(skin.DarkMode, 100))
	if res.Name() == name || string(res.Content()) == content || string(logo.Content()) == mark {
		t.Error("the icon or the logo keeps its colours in another theme")
	}
}

func TestEllipsis(t *testing.T) {
	app := test.NewTempApp(t)
	app.Settings().SetTheme(skin.New(skin.LightMode, 100))
	for _, text := range []string{"hanako.sato@example.jp", "楽天証券の長い名前", ""} {
		full := skin.Body.Measure(text).Width
		if got := skin.Ellipsis(text, skin.Body, full); got != text {
			t.Errorf("Ellipsis(%q) at full width = %q", text, got)
		}
		for width := float32(0); width < full; width += 9 {
			got := skin.Ellipsis(text, skin.Body, width)
			if w := skin.Body.Measure(got).Width; got != "" && w > width {
				t.Errorf("Ellipsis(%q, %v) = %q, %v wide", text, width, got, w)
			}
		}
	}
}

func TestSetTextChoosesTheFace(t *testing.T) {
	app := test.NewTempApp(t)
	app.Settings().SetTheme(skin.New(skin.LightMode, 100))
	text := skin.NewText("楽天", skin.BodyBold, skin.Text)
	if text.FontSource == nil {
		t.Error("a text the face covers asks the toolkit for a font")
	}
	skin.SetText(text, "楽天😀", skin.BodyBold, skin.Text)
	if text.FontSource != nil {
		t.Error("a text with an emoji is kept from the fonts that have it")
	}
	skin.SetText(text, "AWS", skin.BodyBold, skin.Text)
	if text.FontSource != skin.Latin(skin.BodyBold) {
		t.Errorf("a Latin text is drawn with %v", text.FontSource)
	}
	skin.SetText(text, "AWS東", skin.BodyBold, skin.Text)
	if text.FontSource != skin.BodyBold.Face {
		t.Errorf("a Japanese text is drawn with %v", text.FontSource)
	}
	skin.SetText(text, "AWS", skin.CodeRow, skin.Code)
	if text.FontSource != skin.CodeRow.Face || text.TextSize != 24 {
		t.Errorf("code text has %v at %v", text.FontSource, text.TextSize)
	}
}

// TestUnusualWidths: names of Japanese banks have full-width letters, which the
// faces lack; they are drawn in their usual width and not looked for among the
// fonts of the system.
func TestUnusualWidths(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(skin.New(skin.LightMode, 100))
	for text, want := range map[string]string{
		"三菱ＵＦＪ銀行": "三菱UFJ銀行", "ﾗｸﾃﾝｶﾞｰﾄﾞ": "ラクテンガード", "１～２（￥）": "１〜２（¥）", "plain（特定）": "plain（特定）", "①★": "①★",
	} {
		got := skin.NewText(text, skin.BodyBold, skin.Text)
		if got.Text != want {
			t.Errorf("%q is drawn as %q, want %q", text, got.Text, want)
		}
		if whole := skin.BodyBold.Measure(want); skin.BodyBold.Measure(text) != whole {
			t.Errorf("%q is not measured as it is drawn", text)
		}
		if own := text != "①★"; own != (got.FontSource != nil) {
			t.Errorf("%q has the face %v", text, got.FontSource)
		}
	}
}
