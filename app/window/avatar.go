package window

import (
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/session"
	"twofold/app/skin"
	"twofold/internal/brand"
)

// avatarOf is the account's own picture, else the icon of the pack, else that
// of its brand, else its monogram.
func (a *App) avatarOf(r *session.Row) control.Avatar {
	if len(r.Icon.PNG) > 0 {
		return control.Avatar{Icon: fyne.NewStaticResource(r.ID+pngSum(r.Icon.PNG)+".png", r.Icon.PNG), Fill: true}
	}
	if _, _, ok := a.ses.IconPack().Find(r.Issuer); !ok {
		if i, ok := brand.BySlug(r.Icon.Brand); ok {
			return control.Avatar{Icon: brandIcon{i}, Plain: true}
		}
	}
	return a.avatarFor(r.Issuer, r.Title())
}

// avatarFor is the avatar of names alone.
func (a *App) avatarFor(issuer, title string) control.Avatar {
	if name, png, ok := a.ses.IconPack().Find(issuer); ok {
		return control.Avatar{Icon: fyne.NewStaticResource("pack-"+name+pngSum(png)+".png", png), Plain: true}
	}
	if i, ok := brand.Find(issuer); ok {
		return control.Avatar{Icon: brandIcon{i}, Plain: true}
	}
	return control.Monogram(title)
}

// pngSum tells pictures apart by name, which is what the toolkit caches them
// by: the checksum of the last chunk of data, which a PNG file ends with.
func pngSum(data []byte) string {
	const end = 12 // of the chunk after it
	if len(data) < end+4 {
		return ""
	}
	return fmt.Sprintf("-%d-%x", len(data), data[len(data)-end-4:len(data)-end])
}

// brandIcon draws a brand's icon in its own colour, darker or lighter where the
// ground would swallow it. The colour is part of its name, because the
// toolkit caches pictures by name.
type brandIcon struct{ i brand.Icon }

func (b brandIcon) colour() color.NRGBA {
	ground := color.NRGBAModel.Convert(skin.Color(control.PlainGround)).(color.NRGBA)
	text := color.NRGBAModel.Convert(skin.Color(skin.Text)).(color.NRGBA)
	return b.i.On(ground, text)
}

// Name implements [fyne.Resource].
func (b brandIcon) Name() string {
	c := b.colour()
	return fmt.Sprintf("brand-%s-%02x%02x%02x.svg", b.i.Slug, c.R, c.G, c.B)
}

// Content implements [fyne.Resource].
func (b brandIcon) Content() []byte { return b.i.SVG(b.colour()) }
