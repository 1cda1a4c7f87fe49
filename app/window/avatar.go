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

// avatarOf is the account's own picture, else the icon of its brand, else its
// monogram.
func avatarOf(r *session.Row) control.Avatar {
	if len(r.Icon.PNG) > 0 {
		// The name is what the toolkit caches by; the id never changes its
		// meaning within a vault, the length tells a new picture from the old.
		name := r.ID + "-" + string(rune('a'+len(r.Icon.PNG)%26)) + ".png"
		return control.Avatar{Icon: fyne.NewStaticResource(name, r.Icon.PNG), Fill: true}
	}
	if i, ok := brand.BySlug(r.Icon.Brand); ok {
		return control.Avatar{Icon: brandIcon{i}, Plain: true}
	}
	return avatarFor(r.Issuer, r.Title())
}

// avatarFor is the avatar of names alone.
func avatarFor(issuer, title string) control.Avatar {
	if i, ok := brand.Find(issuer); ok {
		return control.Avatar{Icon: brandIcon{i}, Plain: true}
	}
	return control.Monogram(title)
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
