package window

import (
	"image"
	"image/color"
	"testing"

	"fyne.io/fyne/v2/test"

	"twofold/app/control"
	"twofold/app/session"
	"twofold/app/skin"
	"twofold/internal/account"
	"twofold/internal/brand"
)

func TestAvatarOf(t *testing.T) {
	icon := func(a control.Avatar) string {
		if b, ok := a.Icon.(brandIcon); ok {
			return b.i.Slug
		}
		return a.Letter
	}
	r := newRig(t, setting{})
	for _, c := range []struct {
		row  session.Row
		want string
	}{
		{session.Row{Issuer: "GitHub", Name: "hanako"}, "github"},
		{session.Row{Issuer: "グーグル"}, "google"},
		{session.Row{Issuer: "Microsoft 365"}, "M"},
		{session.Row{Issuer: "楽天証券"}, "rakuten"},
		{session.Row{Issuer: "Amazon", Icon: account.Icon{Brand: "gitlab"}}, "gitlab"},
		{session.Row{Issuer: "GitHub", Icon: account.Icon{Brand: "of-a-newer-version"}}, "github"},
		{session.Row{Name: "github.com"}, "G"}, // a name is not an issuer
		{session.Row{}, "?"},
	} {
		if got := icon(r.avatarOf(&c.row)); got != c.want {
			t.Errorf("%q has avatar %q, want %q", c.row.Issuer, got, c.want)
		}
	}
	own := r.avatarOf(&session.Row{ID: "1", Issuer: "GitHub", Icon: account.Icon{PNG: []byte("png")}})
	if !own.Fill || own.Plain {
		t.Error("the own picture does not win over the brand")
	}
}

// TestBrandIconsShow draws every icon in an avatar as the window does it, in
// the light and in the dark theme: something must be seen on the ground.
func TestBrandIconsShow(t *testing.T) {
	app := test.NewTempApp(t)
	for _, mode := range []skin.Mode{skin.LightMode, skin.DarkMode} {
		app.Settings().SetTheme(skin.New(mode, 100))
		w := test.NewTempWindow(t, control.NewAvatarView(control.Avatar{}, 40))
		view := w.Content().(*control.AvatarView)
		for _, slug := range brand.Slugs() {
			i, _ := brand.BySlug(slug)
			view.Set(control.Avatar{Icon: brandIcon{i}, Plain: true})
			if n := standsOut(w.Canvas().Capture(), skin.Color(control.PlainGround)); n < 30 {
				t.Errorf("%s in mode %v: %d points stand out", slug, mode, n)
			}
		}
	}
}

// standsOut counts the points in the middle of a picture that are unlike its
// ground.
func standsOut(img image.Image, ground color.Color) (n int) {
	gr, gg, gb, _ := ground.RGBA()
	far := func(a, b uint32) bool { d := int(a>>8) - int(b>>8); return d > 40 || d < -40 }
	in := img.Bounds().Inset(img.Bounds().Dx() / 6)
	for y := in.Min.Y; y < in.Max.Y; y++ {
		for x := in.Min.X; x < in.Max.X; x++ {
			r, g, b, _ := img.At(x, y).RGBA()
			if far(r, gr) || far(g, gg) || far(b, gb) {
				n++
			}
		}
	}
	return n
}
