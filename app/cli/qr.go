package cli

import (
	"context"
	"errors"
	"image"
	"os"
	"slices"
	"time"

	"twofold/internal/qr"
)

// picture is what the qr command says of one file, a line of JSON each.
type picture struct {
	File    string          `json:"file"`
	Texts   []string        `json:"texts"`
	Corners [][]image.Point `json:"corners"`
	Millis  int64           `json:"ms"`
	Reason  string          `json:"reason,omitempty"` // why there are no texts
}

// readQR prints what is in pictures. It needs no vault; the texts may hold
// secrets, which is what was asked for.
func readQR(c *call) error {
	if len(c.args) == 0 {
		return errUsage
	}
	failed := false
	for _, file := range c.args {
		p := look(c.ctx, file, c.Now)
		failed = failed || len(p.Texts) == 0
		if err := c.print(p); err != nil {
			return err
		}
	}
	if failed {
		return errSaid // the reason is in the line
	}
	return nil
}

func look(ctx context.Context, file string, now func() time.Time) picture {
	p := picture{File: file, Texts: []string{}, Corners: [][]image.Point{}}
	begin := now()
	res, err := readPicture(ctx, file)
	p.Millis = now().Sub(begin).Milliseconds()
	for _, code := range res.Codes {
		p.Texts = append(p.Texts, code.Text)
		p.Corners = append(p.Corners, code.Corners[:])
	}
	var big *qr.TooLargeError
	var other *qr.UnsupportedError
	switch {
	case errors.As(err, &other):
		p.Reason = "format " + other.Format + " is not supported"
	case errors.As(err, &big):
		p.Reason = "too large"
	case errors.Is(err, qr.ErrUnknownImage):
		p.Reason = "unknown format"
	case errors.Is(err, qr.ErrDamagedImage):
		p.Reason = "damaged"
	case err != nil:
		p.Reason = "cannot be read"
	case len(res.Codes) > 0:
	case len(res.Seen) > 0 && allCut(res.Seen):
		p.Reason = "code cut off"
	case len(res.Seen) > 0:
		p.Reason = "code not readable"
	case res.Blank:
		p.Reason = "blank"
	default:
		p.Reason = "no code"
	}
	return p
}

func allCut(seen []qr.Region) bool {
	return !slices.ContainsFunc(seen, func(r qr.Region) bool { return !r.CutOff })
}

func readPicture(ctx context.Context, file string) (qr.Result, error) {
	f, err := os.Open(file)
	if err != nil {
		return qr.Result{}, err
	}
	defer f.Close()
	data, err := readCapped(f, qr.MaxFile)
	if err != nil {
		return qr.Result{}, err
	}
	img, err := qr.Decode(data)
	if err != nil {
		return qr.Result{}, err
	}
	return qr.Read(ctx, img)
}
