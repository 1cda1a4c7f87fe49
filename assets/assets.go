// Package assets embeds the bytes the program ships: fonts, icons, the logo
// and the catalogues of texts. It knows nothing of how they are used.
//
// The fonts are M PLUS 1 and M PLUS Code 60 under the SIL Open Font License
// 1.1, whose text lies beside them (font/OFL.txt), without their hints, which
// nobody reads here (docs/dependencies.md). Icons and logo are drawn
// for this program: 24 units wide, strokes of 2 in #000000, cubic curves and
// explicit commands only, because the rasteriser misreads packed arcs. The
// brand icons are those of Simple Icons (CC0 1.0).
package assets

import (
	"embed"
	"fmt"
)

//go:embed font/OFL.txt icon/*.svg logo/*.svg logo/window.png locale/toolkit.*.json
//go:embed brand/icons.zip brand/CC0-1.0.txt licence/modules.zip licence/BIP39.txt
var files embed.FS

// The faces. Text faces hold Latin, kana and the kanji of JIS level 1 and
// most of level 2; code faces hold Latin with digits of one width.
const (
	TextRegular  = "Mplus1-Regular.otf"
	TextSemiBold = "Mplus1-SemiBold.otf"
	CodeMedium   = "MplusCode60-Medium.otf"
	CodeSemiBold = "MplusCode60-SemiBold.otf"
)

// The Latin part of the text faces, with the same outlines and measures. A
// window that shows nothing else reads these 80 kB and not 2.5 MB.
const (
	LatinRegular  = "Mplus1Latin-Regular.otf"
	LatinSemiBold = "Mplus1Latin-SemiBold.otf"
)

// The faces are slices of their own and not files among the others: reading
// such a file copies it, which for these was 25 ms of every start and 3 MB.
var (
	//go:embed font/Mplus1-Regular.otf
	textRegular []byte
	//go:embed font/Mplus1-SemiBold.otf
	textSemiBold []byte
	//go:embed font/Mplus1Latin-Regular.otf
	latinRegular []byte
	//go:embed font/Mplus1Latin-SemiBold.otf
	latinSemiBold []byte
	//go:embed font/MplusCode60-Medium.otf
	codeMedium []byte
	//go:embed font/MplusCode60-SemiBold.otf
	codeSemiBold []byte
)

// The texts are strings for the same reason: what is read from a catalogue
// points into it.
var (
	//go:embed locale/en.json
	english string
	//go:embed locale/ja.json
	japanese string
)

// Font gives the bytes of one of the faces, which nobody may change. It panics
// on any other name, which is a mistake in the program.
func Font(name string) []byte {
	switch name {
	case TextRegular:
		return textRegular
	case TextSemiBold:
		return textSemiBold
	case LatinRegular:
		return latinRegular
	case LatinSemiBold:
		return latinSemiBold
	case CodeMedium:
		return codeMedium
	case CodeSemiBold:
		return codeSemiBold
	}
	panic("assets: no face named " + name)
}

// FontLicence is the licence text that travels with the fonts.
func FontLicence() []byte { return must("font/OFL.txt") }

// Icon gives the SVG of a stroke icon by its name without ending, as
// "search". It panics on an unknown name, which is a mistake in the program.
func Icon(name string) []byte { return must("icon/" + name + ".svg") }

// Icons lists the names [Icon] knows, in order.
func Icons() []string {
	entries, err := files.ReadDir("icon")
	if err != nil {
		panic(fmt.Sprintf("assets: %v", err))
	}
	names := make([]string, 0, len(entries))
	for _, e := range entries {
		names = append(names, e.Name()[:len(e.Name())-len(".svg")])
	}
	return names
}

// BrandIcons is the archive of brand icons that scripts/icons makes. The
// drawings are in the public domain (CC0 1.0); the brands belong to their
// owners.
func BrandIcons() []byte { return must("brand/icons.zip") }

// BrandLicence is the text of CC0 1.0, under which Simple Icons gives them.
func BrandLicence() []byte { return must("brand/CC0-1.0.txt") }

// ModuleLicences is an archive with an archive in it, which has a file for every
// module that is linked into the program: its licence text, with the licence's
// name as comment. It is made by scripts/licences.
func ModuleLicences() []byte { return must("licence/modules.zip") }

// WordListLicence is the licence of the words of recovery keys (BIP 39).
func WordListLicence() []byte { return must("licence/BIP39.txt") }

// Mark is the logo, a sheet with a folded corner. Its three colours, #2f45b0
// (sheet), #b93a1a (fold) and #ffffff (lines), are there to be replaced.
func Mark() []byte { return must("logo/mark.svg") }

// AppIcon is the icon of the program for packages and trays.
func AppIcon() []byte { return must("logo/app.svg") }

// WindowIcon is [AppIcon] as a PNG of 128 pixels.
func WindowIcon() []byte { return must("logo/window.png") }

// Catalogue gives the texts of a language ("en" or "ja") as go-i18n JSON.
// The zero-width space U+200B in Japanese texts marks where a line may break.
// It panics on any other language, which is a mistake in the program.
func Catalogue(language string) string {
	switch language {
	case "en":
		return english
	case "ja":
		return japanese
	}
	panic("assets: no texts in " + language)
}

// Toolkit gives the texts of a language that the window toolkit itself shows,
// under the toolkit's own keys.
func Toolkit(language string) []byte { return must("locale/toolkit." + language + ".json") }

func must(name string) []byte {
	raw, err := files.ReadFile(name)
	if err != nil {
		panic(fmt.Sprintf("assets: %v", err))
	}
	return raw
}
