package brand

import (
	"bytes"
	"image"
	"image/color"
	"testing"

	"github.com/fyne-io/oksvg"
	"github.com/srwiley/rasterx"

	"twofold/assets"
)

func TestFind(t *testing.T) {
	for issuer, want := range map[string]string{
		"Google": "google", "google": "google", " GOOGLE ": "google", "グーグル": "google", "ｸﾞｰｸﾞﾙ": "google",
		"google.com": "google", "accounts.google.com": "google", "https://accounts.google.com/signin": "google",
		"hanako@google.com": "google", "Google: hanako@example.com": "google", "Google (work)": "google",
		"Google アカウント": "google", "Google Workspace": "google", "mail.google.com": "google",
		"LINE": "line", "ライン": "line", "楽天": "rakuten", "Rakuten": "rakuten", "楽天市場": "rakuten", "楽天ID": "rakuten",
		"GitHub": "github", "Git Hub": "github", "github": "github", "GitHub - prod": "github", "GitHub（仕事）": "github",
		"ギットハブ": "github", "github.com": "github", "GITHUB.COM": "github",
		"Twitter": "x", "X": "x", "x.com": "x", "Discord": "discord", "Discord 2FA": "discord",
		"Steam": "steam", "Battle.net": "battledotnet", "Booking.com": "bookingdotcom", "AT&T": "atandt",
		"account.proton.me": "proton", "test.pypi.org": "pypi", "OVHcloud": "ovh", "PayPal": "paypal",
		// without an icon, or no brand at all
		"Microsoft 365": "", "Amazon": "", "Slack": "", "Nintendo": "", "": "", "?": "", "Fine Dining": "",
		"googol": "", "notgoogle.com": "", "google.com.evil.example": "", "com": "", "example.com": "", "id": "",
		"My Company": "", "xx": "", "リーン": "", "(Google)": "google", "https://": "", "...": "", ":": "", "a:b:c": "",
	} {
		got, ok := Find(issuer)
		if got.Slug != want || ok != (want != "") {
			t.Errorf("%q finds %q, %v; want %q", issuer, got.Slug, ok, want)
		}
	}
}

func TestEveryNameFindsItsIcon(t *testing.T) {
	c := icons()
	if len(c.bySlug) < 500 {
		t.Errorf("%d icons only", len(c.bySlug))
	}
	for key, slug := range c.byKey {
		if got, _ := Find(key); got.Slug != slug {
			t.Errorf("%q finds %q, want %q", key, got.Slug, slug)
		}
	}
	for _, slug := range Slugs() {
		if i, ok := BySlug(slug); !ok || i.Slug != slug {
			t.Errorf("%s is not found by its slug", slug)
		}
	}
	if _, ok := BySlug("no-such-brand"); ok {
		t.Error("an icon for a brand that does not exist")
	}
}

// TestEveryIconDraws rasterises each icon as the window does: none may fail,
// be blank, or fill its square.
func TestEveryIconDraws(t *testing.T) {
	for _, slug := range Slugs() {
		i, _ := BySlug(slug)
		svg := i.SVG(color.NRGBA{A: 0xff})
		if len(svg) >= maxPath {
			t.Errorf("%s has %d bytes", slug, len(svg))
		}
		part := inked(drawIcon(t, slug, svg, 48))
		if part < 0.02 || part > 0.99 {
			t.Errorf("%s covers %.3f of its square", slug, part)
		}
	}
}

func drawIcon(t testing.TB, slug string, svg []byte, size int) *image.RGBA {
	t.Helper()
	icon, err := oksvg.ReadIconStream(bytes.NewReader(svg), oksvg.StrictErrorMode)
	if err != nil {
		t.Fatalf("%s: %v", slug, err)
	}
	icon.SetTarget(0, 0, float64(size), float64(size))
	img := image.NewRGBA(image.Rect(0, 0, size, size))
	icon.Draw(rasterx.NewDasher(size, size, rasterx.NewScannerGV(size, size, img, img.Bounds())), 1)
	return img
}

func inked(img *image.RGBA) float64 {
	sum := 0
	for i := 3; i < len(img.Pix); i += 4 {
		sum += int(img.Pix[i])
	}
	return float64(sum) / 255 / float64(img.Bounds().Dx()*img.Bounds().Dy())
}

func TestArchiveIsSmall(t *testing.T) {
	if n := len(assets.BrandIcons()); n > 1<<20 {
		t.Errorf("the archive has %d bytes", n)
	}
	for _, bad := range [][]byte{nil, []byte("PK"), assets.BrandIcons()[:1000]} {
		if _, err := open(bad); err == nil {
			t.Errorf("%d bytes are an archive", len(bad))
		}
	}
}

func TestColour(t *testing.T) {
	white, black := color.NRGBA{0xff, 0xff, 0xff, 0xff}, color.NRGBA{0, 0, 0, 0xff}
	if c := contrast(white, black); c < 20.99 || c > 21.01 {
		t.Errorf("black on white is %v", c)
	}
	github, _ := BySlug("github") // nearly black
	snapchat, _ := BySlug("snapchat")
	for _, c := range []struct {
		i            Icon
		ground, text color.NRGBA
		own          bool
	}{{github, white, black, true}, {github, black, white, false}, {snapchat, white, black, false}, {snapchat, black, white, true}} {
		got := c.i.On(c.ground, c.text)
		if (got == c.i.Colour) != c.own || contrast(got, c.ground) < MinContrast {
			t.Errorf("%s on %v is drawn in %v, contrast %.1f", c.i.Slug, c.ground, got, contrast(got, c.ground))
		}
	}
	if got := snapchat.On(white, white); got != white {
		t.Errorf("without a colour that can be seen it is %v, want that of text", got)
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"Google", "google.com", "a:b", "（）", "://", "@.", "アカウント", "ididid", "a/b/c.d.e"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		i, ok := Find(s)
		if ok == (i.Slug == "") {
			t.Fatalf("%q: %q, %v", s, i.Slug, ok)
		}
	})
}

func BenchmarkIndex(b *testing.B) {
	for b.Loop() {
		if _, err := open(assets.BrandIcons()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFind(b *testing.B) {
	for b.Loop() {
		Find("GitHub (work)")
		Find("Some Company Nobody Knows")
	}
}

func BenchmarkSVG(b *testing.B) {
	i, _ := BySlug("github")
	for b.Loop() {
		i.SVG(color.NRGBA{A: 0xff})
	}
}
