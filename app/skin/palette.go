package skin

import (
	"image/color"

	"fyne.io/fyne/v2"
)

// The colour tokens. Controls ask for colours by these names and nothing
// else, so that a change of theme reaches everything on the next Refresh.
const (
	Bg      fyne.ThemeColorName = "twofold.bg"      // window ground
	Sidebar fyne.ThemeColorName = "twofold.sidebar" // sidebar ground
	Surface fyne.ThemeColorName = "twofold.surface" // rows, cards, inputs, menus

	Surface2 fyne.ThemeColorName = "twofold.surface2" // neutral buttons
	Hover    fyne.ThemeColorName = "twofold.hover"    // row under the pointer
	Selected fyne.ThemeColorName = "twofold.selected" // selected row
	Border   fyne.ThemeColorName = "twofold.border"   // decorative hairline
	Outline  fyne.ThemeColorName = "twofold.outline"  // outline of controls, >= 3:1

	Text  fyne.ThemeColorName = "twofold.text"
	Text2 fyne.ThemeColorName = "twofold.text2"
	Text3 fyne.ThemeColorName = "twofold.text3" // hints, next code

	Accent     fyne.ThemeColorName = "twofold.accent" // interactive, focus
	AccentSoft fyne.ThemeColorName = "twofold.accentSoft"
	OnAccent   fyne.ThemeColorName = "twofold.onAccent"

	Code  fyne.ThemeColorName = "twofold.code"
	Ring  fyne.ThemeColorName = "twofold.ring"
	Track fyne.ThemeColorName = "twofold.track"

	Urgent     fyne.ThemeColorName = "twofold.urgent" // last seconds, errors, delete
	UrgentSoft fyne.ThemeColorName = "twofold.urgentSoft"
	OnUrgent   fyne.ThemeColorName = "twofold.onUrgent"
	Warn       fyne.ThemeColorName = "twofold.warn" // the user has something to do
	WarnSoft   fyne.ThemeColorName = "twofold.warnSoft"
	OK         fyne.ThemeColorName = "twofold.ok" // copied, backed up
	OKSoft     fyne.ThemeColorName = "twofold.okSoft"

	Scrim  fyne.ThemeColorName = "twofold.scrim"  // behind sheets
	Shadow fyne.ThemeColorName = "twofold.shadow" // edges of scrolled content
	Clear  fyne.ThemeColorName = "twofold.clear"  // nothing at all
)

// Avatars is the number of pairs of avatar colours.
const Avatars = 8

// AvatarGround and AvatarLetter name the colours of avatar pair i, counted
// modulo [Avatars].
func AvatarGround(i int) fyne.ThemeColorName { return avatarName("ground", i) }

// AvatarLetter names the letter colour of avatar pair i; see [AvatarGround].
func AvatarLetter(i int) fyne.ThemeColorName { return avatarName("letter", i) }

func avatarName(part string, i int) fyne.ThemeColorName {
	i = ((i % Avatars) + Avatars) % Avatars
	return fyne.ThemeColorName("twofold.avatar." + part + "." + string(rune('0'+i)))
}

// Palette holds the value of every token.
type Palette map[fyne.ThemeColorName]color.NRGBA

// Light is the palette of the light theme: paper, indigo, vermilion, amber
// and young green.
func Light() Palette {
	return build(map[fyne.ThemeColorName]uint32{
		Bg: 0xF5F3EE, Sidebar: 0xECE9E1, Surface: 0xFFFFFF, Surface2: 0xECE9E1,
		Hover: 0xF9F8F4, Selected: 0xE9ECFA, Border: 0xE3DFD5, Outline: 0x827E72,
		Text: 0x1B1C22, Text2: 0x55565E, Text3: 0x65666E,
		Accent: 0x2F45B0, AccentSoft: 0xE3E7FA, OnAccent: 0xFFFFFF,
		Code: 0x24357F, Ring: 0x4A60CF, Track: 0xDCDFEF,
		Urgent: 0xB93A1A, UrgentSoft: 0xFBE6DF, OnUrgent: 0xFFFFFF,
		Warn: 0x7A5200, WarnSoft: 0xFBEFD2, OK: 0x1E6B45, OKSoft: 0xDFF1E6,
	}, 18, [Avatars][2]uint32{
		{0xE3E7FA, 0x2F45B0}, {0xDFF1E6, 0x1E6B45}, {0xFBEFD2, 0x7A5200}, {0xFBE6DF, 0xB93A1A},
		{0xE0F0F4, 0x15616F}, {0xF1E4F5, 0x743A86}, {0xE4EBF2, 0x36536F}, {0xFBE2EA, 0xA12A55},
	})
}

// Dark is the palette of the dark theme, made on its own and not inverted.
func Dark() Palette {
	return build(map[fyne.ThemeColorName]uint32{
		Bg: 0x121318, Sidebar: 0x17181E, Surface: 0x1C1E25, Surface2: 0x282B34,
		Hover: 0x22252D, Selected: 0x262B45, Border: 0x2B2E37, Outline: 0x7F828E,
		Text: 0xF1F0EC, Text2: 0xB2B4BE, Text3: 0x989AA6,
		Accent: 0xA3B2FF, AccentSoft: 0x262C4C, OnAccent: 0x11142A,
		Code: 0xC9D2FF, Ring: 0x8496F5, Track: 0x353A52,
		Urgent: 0xFF8F73, UrgentSoft: 0x43241C, OnUrgent: 0x2A0D05,
		Warn: 0xF0C36A, WarnSoft: 0x3B301A, OK: 0x7DD3A2, OKSoft: 0x1D3529,
	}, 80, [Avatars][2]uint32{
		{0x262C4C, 0xA3B2FF}, {0x1D3529, 0x7DD3A2}, {0x3B301A, 0xF0C36A}, {0x43241C, 0xFF8F73},
		{0x18343B, 0x7FD0E0}, {0x38253F, 0xDDA6EE}, {0x22313F, 0xA9C6E3}, {0x42222E, 0xFF9DBB},
	})
}

// LightContrast is the high-contrast palette on a light ground: text pairs of
// at least 7:1, and every hairline as strong as an outline.
func LightContrast() Palette {
	return build(map[fyne.ThemeColorName]uint32{
		Bg: 0xFFFFFF, Sidebar: 0xFFFFFF, Surface: 0xFFFFFF, Surface2: 0xEDEDED,
		Hover: 0xF0F2FA, Selected: 0xE2E8FF, Border: 0x4A4A4A, Outline: 0x4A4A4A,
		Text: 0x000000, Text2: 0x2B2B2B, Text3: 0x383838,
		Accent: 0x1A2E8C, AccentSoft: 0xE2E8FF, OnAccent: 0xFFFFFF,
		Code: 0x0F1B5C, Ring: 0x1A2E8C, Track: 0xC9CEE6,
		Urgent: 0x851800, UrgentSoft: 0xFFEDE7, OnUrgent: 0xFFFFFF,
		Warn: 0x5A3900, WarnSoft: 0xFFF4DA, OK: 0x0B4A2A, OKSoft: 0xE4F7EB,
	}, 60, [Avatars][2]uint32{
		{0xE2E8FF, 0x1A2E8C}, {0xE4F7EB, 0x0B4A2A}, {0xFFF4DA, 0x5A3900}, {0xFFEDE7, 0x851800},
		{0xE3F3F7, 0x0A434E}, {0xF5E9F8, 0x571F69}, {0xE8EEF4, 0x24405A}, {0xFDE8EF, 0x7E1340},
	})
}

// DarkContrast is the high-contrast palette on black.
func DarkContrast() Palette {
	return build(map[fyne.ThemeColorName]uint32{
		Bg: 0x000000, Sidebar: 0x000000, Surface: 0x000000, Surface2: 0x1E2027,
		Hover: 0x15171D, Selected: 0x161F4D, Border: 0xB8BAC4, Outline: 0xB8BAC4,
		Text: 0xFFFFFF, Text2: 0xE4E5EA, Text3: 0xCFD0D8,
		Accent: 0xC2CDFF, AccentSoft: 0x161F4D, OnAccent: 0x000000,
		Code: 0xE4E9FF, Ring: 0xC2CDFF, Track: 0x4A4F6A,
		Urgent: 0xFFB9A7, UrgentSoft: 0x421508, OnUrgent: 0x000000,
		Warn: 0xFFDD96, WarnSoft: 0x362903, OK: 0xA6F0C6, OKSoft: 0x0B2F1C,
	}, 120, [Avatars][2]uint32{
		{0x161F4D, 0xC2CDFF}, {0x0B2F1C, 0xA6F0C6}, {0x362903, 0xFFDD96}, {0x421508, 0xFFB9A7},
		{0x082A32, 0xA5E6F2}, {0x331A3B, 0xEDC6F8}, {0x17242F, 0xC6DDF2}, {0x3D1524, 0xFFC2D5},
	})
}

// scrimAlpha is 55 %.
const scrimAlpha = 0x8C

func build(tokens map[fyne.ThemeColorName]uint32, shadow uint8, avatars [Avatars][2]uint32) Palette {
	p := make(Palette, len(tokens)+2*Avatars+3)
	for name, rgb := range tokens {
		p[name] = opaque(rgb)
	}
	for i, pair := range avatars {
		p[AvatarGround(i)], p[AvatarLetter(i)] = opaque(pair[0]), opaque(pair[1])
	}
	p[Scrim] = color.NRGBA{R: 0x0F, G: 0x10, B: 0x16, A: scrimAlpha}
	p[Shadow] = color.NRGBA{A: shadow}
	p[Clear] = color.NRGBA{}
	return p
}

func opaque(rgb uint32) color.NRGBA {
	return color.NRGBA{R: uint8(rgb >> 16), G: uint8(rgb >> 8), B: uint8(rgb), A: 0xFF}
}
