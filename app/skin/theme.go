// Package skin is the look of the program: colour tokens in light, dark and
// high contrast, the type scale with its embedded fonts, the scale of all
// measures, and coloured icons. It makes a toolkit theme of them and gives
// controls the same values by name. It holds no widget.
package skin

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Mode is the choice of the settings page.
type Mode string

// The modes. System follows the desktop live; HighContrast follows it in
// being light or dark.
const (
	System       Mode = ""
	LightMode    Mode = "light"
	DarkMode     Mode = "dark"
	HighContrast Mode = "contrast"
)

// ParseMode reads the value a settings file holds. Anything unknown is [System].
func ParseMode(s string) Mode {
	switch m := Mode(s); m {
	case LightMode, DarkMode, HighContrast:
		return m
	}
	return System
}

// Percents are the text sizes on offer, in percent of the normal size.
func Percents() []int { return []int{85, 100, 115, 130, 150, 175, 200} }

// Step gives the next text size up (by > 0) or down from percent, staying
// inside [Percents].
func Step(percent, by int) int {
	all := Percents()
	best := 0
	for i, p := range all {
		if p <= percent {
			best = i
		}
	}
	best += by
	return all[max(0, min(best, len(all)-1))]
}

// Theme is a toolkit theme of this package's tokens. It never changes; a new
// choice is a new Theme given to the application's settings.
type Theme struct {
	mode   Mode
	scale  float32
	light  Palette
	dark   Palette
	system fyne.Theme
}

var _ fyne.Theme = (*Theme)(nil)

// New makes a theme for a mode and a text size in percent, which is kept
// between 85 and 200. 0 counts as 100.
func New(mode Mode, percent int) *Theme {
	if percent == 0 {
		percent = 100
	}
	percent = max(85, min(percent, 200))
	t := &Theme{mode: mode, scale: float32(percent) / 100, light: Light(), dark: Dark(), system: theme.DefaultTheme()}
	if mode == HighContrast {
		t.light, t.dark = LightContrast(), DarkContrast()
	}
	return t
}

// Mode is the mode the theme was made with.
func (t *Theme) Mode() Mode { return t.mode }

// Percent is the text size in percent.
func (t *Theme) Percent() int { return int(t.scale*100 + 0.5) }

// Palette gives the tokens in use when the desktop prefers variant.
func (t *Theme) Palette(variant fyne.ThemeVariant) Palette {
	switch {
	case t.mode == LightMode:
		return t.light
	case t.mode == DarkMode:
		return t.dark
	case variant == theme.VariantLight:
		return t.light
	}
	return t.dark
}

// Color gives a token, or what the toolkit's own widgets ask for, mapped to a
// token.
func (t *Theme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	p := t.Palette(variant)
	if c, ok := p[name]; ok {
		return c
	}
	if token, ok := toolkitColors[name]; ok {
		return p[token]
	}
	return t.system.Color(name, variant)
}

// toolkitColors says which token stands for a colour of the toolkit.
var toolkitColors = map[fyne.ThemeColorName]fyne.ThemeColorName{
	theme.ColorNameBackground:                Bg,
	theme.ColorNameButton:                    Surface2,
	theme.ColorNameDisabled:                  Text3,
	theme.ColorNameDisabledButton:            Surface2,
	theme.ColorNameError:                     Urgent,
	theme.ColorNameFocus:                     AccentSoft,
	theme.ColorNameForeground:                Text,
	theme.ColorNameForegroundOnError:         OnUrgent,
	theme.ColorNameForegroundOnPrimary:       OnAccent,
	theme.ColorNameForegroundOnSuccess:       Surface,
	theme.ColorNameForegroundOnWarning:       Surface,
	theme.ColorNameHeaderBackground:          Sidebar,
	theme.ColorNameHover:                     Hover,
	theme.ColorNameHyperlink:                 Accent,
	theme.ColorNameInnerWindowBorder:         Border,
	theme.ColorNameInnerWindowBorderInactive: Border,
	theme.ColorNameInputBackground:           Surface,
	theme.ColorNameInputBorder:               Outline,
	theme.ColorNameMenuBackground:            Surface,
	theme.ColorNameOverlayBackground:         Surface,
	theme.ColorNamePlaceHolder:               Text3,
	theme.ColorNamePressed:                   Selected,
	theme.ColorNamePrimary:                   Accent,
	theme.ColorNameScrollBar:                 Outline,
	theme.ColorNameScrollBarBackground:       Clear,
	theme.ColorNameSelection:                 AccentSoft,
	theme.ColorNameSeparator:                 Border,
	theme.ColorNameShadow:                    Shadow,
	theme.ColorNameSuccess:                   OK,
	theme.ColorNameWarning:                   Warn,
}

// sizeScale is the name under which the text scale is asked for, so that it
// passes through themes wrapped around this one.
const sizeScale fyne.ThemeSizeName = "twofold.scale"

// Size gives a measure of the toolkit's own widgets, scaled.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	if name == sizeScale {
		return t.scale
	}
	if v, ok := toolkitHairlines[name]; ok {
		return v
	}
	if v, ok := toolkitSizes[name]; ok {
		return v * t.scale
	}
	return t.system.Size(name) * t.scale
}

// toolkitHairlines do not grow with the text.
var toolkitHairlines = map[fyne.ThemeSizeName]float32{
	theme.SizeNameSeparatorThickness: 1,
	theme.SizeNameInputBorder:        1,
	theme.SizeNameModalBlurRadius:    0,
}

var toolkitSizes = map[fyne.ThemeSizeName]float32{
	theme.SizeNameText:            14,
	theme.SizeNameCaptionText:     12,
	theme.SizeNameHeadingText:     22,
	theme.SizeNameSubHeadingText:  17,
	theme.SizeNameInlineIcon:      20,
	theme.SizeNamePadding:         4,
	theme.SizeNameInnerPadding:    8,
	theme.SizeNameLineSpacing:     2,
	theme.SizeNameScrollBar:       10,
	theme.SizeNameScrollBarSmall:  4,
	theme.SizeNameScrollBarRadius: 5,
	theme.SizeNameInputRadius:     10,
	theme.SizeNameButtonRadius:    10,
	theme.SizeNameSelectionRadius: 8,
	theme.SizeNameMenuRadius:      10,
	theme.SizeNamePopupRadius:     10,
	theme.SizeNameCardRadius:      12,
	theme.SizeNameDialogRadius:    18,
}

// Font gives one of the embedded faces: semi-bold for bold, the code faces
// for monospace, and never an italic, which Japanese has none of.
func (t *Theme) Font(style fyne.TextStyle) fyne.Resource {
	switch {
	case style.Symbol:
		return t.system.Font(style)
	case style.Monospace && style.Bold:
		return codeSemiBold
	case style.Monospace:
		return codeMedium
	case style.Bold:
		return textSemiBold
	}
	return textRegular
}

// Icon gives our own stroke icon where the toolkit's widgets would show
// theirs.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource {
	if own, ok := toolkitIcons[name]; ok {
		return Icon(own, Text2)
	}
	return t.system.Icon(name)
}

// Color gives the colour of a token in the theme in use.
func Color(name fyne.ThemeColorName) color.Color { return theme.Color(name) }

// Scale is the text scale in use, 1 for 100 %.
func Scale() float32 {
	if s := theme.Size(sizeScale); s > 0 {
		return s
	}
	return 1
}

// Px scales a measure of the design, in units of the normal text size.
func Px(v float32) float32 { return v * Scale() }

// Size is a size of [Px] measures.
func Size(w, h float32) fyne.Size { return fyne.NewSize(Px(w), Px(h)) }

// TwoLines reports whether texts are so large that a row puts its code under
// the names.
func TwoLines() bool { return Scale() >= 1.5 }
