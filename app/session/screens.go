package session

import (
	"context"
	"errors"
	"image"
)

// Errors of looking at screens.
var (
	ErrNoScreenCode = errors.New("no QR code on the screen")
	ErrNoPartCode   = errors.New("no QR code in the chosen part")
	ErrScreenBlank  = errors.New("picture of the screen is blank")
)

// ReadScreens reads the pictures of all screens as one. What is missing on
// one screen is no problem if it is on another; if it is on none, that is the
// one problem. Pictures without a code are not kept.
func (s *Session) ReadScreens(ctx context.Context, screens []image.Image) Found {
	return s.readScreens(ctx, ErrNoScreenCode, screens...)
}

// ReadPart reads the part of a screen that the user chose.
func (s *Session) ReadPart(ctx context.Context, part image.Image) Found {
	return s.readScreens(ctx, ErrNoPartCode, part)
}

// readScreens answers with none if there is nothing that looks like a code.
func (s *Session) readScreens(ctx context.Context, none error, screens ...image.Image) Found {
	var all finder
	blank := 0
	for _, img := range screens {
		var f finder
		f.picture(ctx, "", img)
		all.pages = append(all.pages, f.pages...)
		all.found.Candidates = append(all.found.Candidates, f.found.Candidates...)
		for _, p := range f.found.Pictures {
			if len(p.Codes)+len(p.Seen) > 0 {
				all.found.Pictures = append(all.found.Pictures, p)
			}
		}
		for _, p := range f.found.Problems {
			switch {
			case errors.Is(p.Err, ErrNoCode):
			case errors.Is(p.Err, ErrBlank):
				blank++
			default:
				all.found.Problems = append(all.found.Problems, p)
			}
		}
	}
	if len(all.found.Candidates)+len(all.pages)+len(all.found.Problems) == 0 {
		switch {
		case blank == len(screens) && blank > 0:
			all.problem("", ErrScreenBlank)
		default:
			all.problem("", none)
		}
	}
	return s.finish(&all)
}
