package control

import (
	"image/color"
	"maps"
	"regexp"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"twofold/app/skin"
)

// TestPlateProgram: the program for pixels gets a value for all that it asks
// for besides what the toolkit gives it, and nothing else. A value of another
// name would be nought without a word.
func TestPlateProgram(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(skin.New(skin.LightMode, 100))
	p := &plate{rect: &canvas.Rectangle{}, shade: newShade()}
	p.paint(skin.Surface, skin.Border, 1, 12)
	p.place(3, 4, 396, 66)
	if p.settled() || !p.rect.Visible() {
		t.Error("the first window has to wait for the program")
	}
	if p.settle(); !p.settled() || p.rect.Visible() {
		t.Error("not settled")
	}
	var wanted []string
	for _, m := range regexp.MustCompile(`(?m)^uniform float (\w+);`).FindAllSubmatch(plateProgram, -1) {
		wanted = append(wanted, string(m[1]))
	}
	slices.Sort(wanted)
	if got := slices.Sorted(maps.Keys(p.shade.Uniforms)); !slices.Equal(got, wanted) {
		t.Errorf("values for %v, the program wants %v", got, wanted)
	}
	for name, want := range map[string]float32{"width": 396, "radius": 12, "edge": 1, "fillR": 1, "edgeB": 0xd5 / 255.0} {
		if got := p.shade.Uniforms[name]; got != want {
			t.Errorf("%s = %g, want %g", name, got, want)
		}
	}
	if p.shade.Position() != fyne.NewPos(3, 4) || p.shade.Size() != fyne.NewSize(396, 66) {
		t.Errorf("at %v, size %v", p.shade.Position(), p.shade.Size())
	}
	// Without an edge the rim has the colour of the ground.
	p.paint(skin.Accent, skin.Border, 0, 10)
	if u := p.shade.Uniforms; u["edge"] != 0 || u["edgeR"] != u["fillR"] || u["edgeG"] != u["fillG"] || u["edgeB"] != u["fillB"] {
		t.Errorf("without an edge: %v", u)
	}
}

// TestPlateColours: a plate knows no transparency, so what it is painted with
// must have none in any palette.
func TestPlateColours(t *testing.T) {
	tokens := []fyne.ThemeColorName{skin.Surface, skin.Hover, skin.Selected, skin.Border, skin.Outline, skin.Accent, skin.OK, PlainGround}
	for i := range skin.Avatars {
		tokens = append(tokens, skin.AvatarGround(i))
	}
	for n, palette := range []skin.Palette{skin.Light(), skin.Dark(), skin.LightContrast(), skin.DarkContrast()} {
		for _, token := range tokens {
			if c, there := palette[token]; !there || c.A != 0xff {
				t.Errorf("palette %d: %s is %v", n, token, c)
			}
		}
	}
}

// TestNothingIsNotPainted: the toolkit leaves out this one transparent colour
// and paints every other.
func TestNothingIsNotPainted(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(skin.New(skin.LightMode, 100))
	r := &canvas.Rectangle{}
	paint(r, skin.Clear, skin.Clear, 1, 10)
	if r.FillColor != color.Transparent || r.StrokeColor != color.Transparent {
		t.Errorf("fill %#v, stroke %#v", r.FillColor, r.StrokeColor)
	}
}
