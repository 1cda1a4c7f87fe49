package skin

import (
	"bytes"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"twofold/assets"
)

// icon is a stroke icon in the colour a token has at the moment it is drawn.
// Its name carries that colour, because the toolkit caches pictures by name.
type icon struct {
	name  string
	token fyne.ThemeColorName
}

var _ fyne.ThemedResource = icon{}

// Icon gives one of the stroke icons of package assets, coloured by a token
// and following the theme. The name is checked when the icon is drawn.
func Icon(name string, token fyne.ThemeColorName) fyne.ThemedResource {
	return icon{name: name, token: token}
}

func (i icon) ThemeColorName() fyne.ThemeColorName { return i.token }
func (i icon) Name() string                        { return i.name + "-" + hex(i.token)[1:] + ".svg" }
func (i icon) Content() []byte {
	return bytes.ReplaceAll(assets.Icon(i.name), []byte("#000000"), []byte(hex(i.token)))
}

// mark is the logo in the colours of the theme.
type mark struct{}

// Mark is the logo: a sheet with a folded corner, following the theme.
func Mark() fyne.Resource { return mark{} }

func (mark) Name() string {
	return "mark-" + hex(Accent)[1:] + hex(Urgent)[1:] + hex(OnAccent)[1:] + ".svg"
}

func (mark) Content() []byte {
	// One pass, so that a colour put in is never replaced again.
	pairs := map[string]string{"#2f45b0": hex(Accent), "#b93a1a": hex(Urgent), "#ffffff": hex(OnAccent)}
	var out bytes.Buffer
	rest := assets.Mark()
	for {
		at := bytes.IndexByte(rest, '#')
		if at < 0 || at+7 > len(rest) {
			out.Write(rest)
			return out.Bytes()
		}
		out.Write(rest[:at])
		found := string(rest[at : at+7])
		if to, ok := pairs[found]; ok {
			found = to
		}
		out.WriteString(found)
		rest = rest[at+7:]
	}
}

// WindowIcon is the icon of windows and task bars, the same in every theme. It
// is no drawing, because the toolkit takes 20 ms of every start to draw one.
func WindowIcon() fyne.Resource { return fyne.NewStaticResource("twofold.png", assets.WindowIcon()) }

// AppIcon is the same as a drawing, for other sizes.
func AppIcon() fyne.Resource { return fyne.NewStaticResource("twofold.svg", assets.AppIcon()) }

func hex(token fyne.ThemeColorName) string {
	r, g, b, _ := Color(token).RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}

// toolkitIcons says which of our icons stands for one of the toolkit's.
var toolkitIcons = map[fyne.ThemeIconName]string{
	theme.IconNameCancel:         "close",
	theme.IconNameConfirm:        "check",
	theme.IconNameDelete:         "trash",
	theme.IconNameSearch:         "search",
	theme.IconNameContentAdd:     "plus",
	theme.IconNameContentRemove:  "minus",
	theme.IconNameContentCopy:    "copy",
	theme.IconNameContentPaste:   "paste",
	theme.IconNameContentUndo:    "undo",
	theme.IconNameInfo:           "info",
	theme.IconNameQuestion:       "help",
	theme.IconNameWarning:        "alert",
	theme.IconNameNavigateBack:   "back",
	theme.IconNameNavigateNext:   "chevron-right",
	theme.IconNameArrowDropDown:  "chevron-down",
	theme.IconNameArrowDropUp:    "chevron-up",
	theme.IconNameFolder:         "folder",
	theme.IconNameSettings:       "settings",
	theme.IconNameViewRefresh:    "refresh",
	theme.IconNameVisibility:     "eye",
	theme.IconNameVisibilityOff:  "eye-off",
	theme.IconNameMoreHorizontal: "more",
	theme.IconNameMenuExpand:     "chevron-right",
}
