package importer

import (
	"bytes"
	"context"
	"image"
	"regexp"
	"strings"

	"twofold/internal/qr"
)

// htmlFormat is the printable page that several authenticators write: URIs in
// the text, or QR codes as pictures inside the page.
func htmlFormat() format {
	return format{
		app: HTML,
		recognise: func(c *content) bool {
			head := strings.ToLower(strings.TrimSpace(c.text()[:min(len(c.text()), 1024)]))
			return strings.HasPrefix(head, "<!doctype html") || strings.HasPrefix(head, "<html") ||
				strings.HasPrefix(head, "<") && !strings.HasPrefix(head, "<?xml") &&
					(strings.Contains(head, "<body") || strings.Contains(head, "<table") || strings.Contains(head, "<html"))
		},
		open: openHTML,
	}
}

// entities are those that can stand in a URI; the others are percent-encoded.
// A name without its semicolon is none: "&issuer=" is a parameter.
var entities = strings.NewReplacer(
	"&amp;", "&", "&quot;", `"`, "&#34;", `"`, "&apos;", "'", "&#39;", "'", "&#x27;", "'",
	"&lt;", "<", "&gt;", ">", "&#x2F;", "/", "&#47;", "/", "&#61;", "=", "&#x3D;", "=", "&#43;", "+", "&nbsp;", " ")

func openHTML(ctx context.Context, c *content) (document, error) {
	page := c.text()
	if uris := htmlURIs(page); len(uris) > 0 {
		return uriList{uris: uris}, nil
	}
	uris, err := htmlPictures(ctx, page)
	if err != nil {
		return nil, err
	}
	if len(uris) == 0 {
		return nil, ErrUnknownFile
	}
	return uriList{uris: uris}, nil
}

// htmlURIs collects URIs from texts and attributes.
func htmlURIs(page string) []string {
	var out []string
	for len(page) > 0 && len(out) <= MaxEntries {
		at := indexScheme(page, schemes[:])
		if at < 0 {
			break
		}
		end := "<\"\r\n"
		if at > 0 && page[at-1] == '\'' {
			end = "<'\r\n"
		}
		uri := page[at:]
		stop := strings.IndexAny(uri, end)
		if stop < 0 {
			stop = len(uri)
		}
		out = append(out, strings.TrimSpace(entities.Replace(uri[:stop])))
		page = uri[stop:]
	}
	return out
}

var dataPicture = regexp.MustCompile(`data:image/(?:png|jpeg|gif);base64,([A-Za-z0-9+/=\s]+)`)

// htmlPictures reads the QR codes that are inside the page as data URLs.
func htmlPictures(ctx context.Context, page string) ([]string, error) {
	const maxPictures = 2000
	var out []string
	left := pixels(morePictures)
	for _, m := range dataPicture.FindAllStringSubmatchIndex(page, maxPictures) {
		raw, ok := decodeBase64(page[m[2]:m[3]])
		if !ok {
			continue
		}
		uris, err := picture(ctx, raw, &left)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err == nil {
			out = append(out, uris...)
		}
	}
	return out, nil
}

// pixels is an allowance for pictures that come many in one file. A file that
// is a picture itself has the limits of package qr.
type pixels int

// morePictures is the allowance of a page or an archive: some 1,000 printed
// codes, or 24 screenshots of a telephone.
const morePictures = 64 << 20

// take has room for one picture, or is nil for a picture that came alone.
func (p *pixels) take(data []byte) error {
	if p == nil {
		return nil
	}
	head, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil // the decoder has the better reason
	}
	if head.Width > qr.MaxSide || head.Height > qr.MaxSide || head.Width*head.Height > int(*p) {
		return &TooLargeError{Packed: true, Limit: morePictures}
	}
	*p -= pixels(head.Width * head.Height)
	return nil
}

// picture reads the codes of one picture that are accounts. The errors are
// [ErrNoCode], [ErrOtherCode] and those of package qr.
func picture(ctx context.Context, data []byte, left *pixels) ([]string, error) {
	if err := left.take(data); err != nil {
		return nil, err
	}
	img, err := qr.Decode(data)
	if err != nil {
		return nil, err
	}
	found, err := qr.Read(ctx, img)
	if err != nil {
		return nil, err
	}
	if len(found.Codes) == 0 {
		return nil, ErrNoCode
	}
	var uris []string
	for _, code := range found.Codes {
		if schemeOf(strings.TrimSpace(code.Text)) != "" {
			uris = append(uris, strings.TrimSpace(code.Text))
		}
	}
	if len(uris) == 0 {
		return nil, ErrOtherCode
	}
	return uris, nil
}

// uriList is URIs that are not lines of a text.
type uriList struct {
	uris []string
	from App
}

func (l uriList) app() App {
	if l.from != "" {
		return l.from
	}
	return HTML
}

func (l uriList) read(out *collector) error {
	for _, u := range l.uris {
		if err := out.uri(u, 0); err != nil {
			return err
		}
	}
	return nil
}
