package window

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/session"
)

// keyPictures are the buttons that take a recovery key from a picture of the
// emergency kit. put gets the ten words as one text, on the UI goroutine.
func (a *App) keyPictures(put func(words string)) fyne.CanvasObject {
	t := a.txt.T
	return control.NewColumn(8,
		control.NewButton(t("rec.key.scan"), "image", control.Neutral, func() {
			a.pick(t("rec.key.scan"), func(paths []string) { a.readKeyFiles(paths, put) })
		}).Low(),
		control.NewButton(t("rec.key.paste"), "paste", control.Neutral, func() { a.pasteKey(put) }).Low())
}

// readKeyFiles takes the key from the first picture that has one.
func (a *App) readKeyFiles(paths []string, put func(words string)) {
	a.readKey(func(ctx context.Context) (words string, err error) {
		for _, path := range paths {
			if words, err = session.ReadKeyFile(ctx, path); err == nil {
				return words, nil
			}
		}
		return words, err
	}, put)
}

// pasteKey takes the key from a picture, or a text, on the clipboard.
func (a *App) pasteKey(put func(words string)) {
	a.readKey(func(ctx context.Context) (string, error) {
		img, imageErr := a.desk.Image(ctx)
		if imageErr == nil {
			return session.ReadKeyImage(ctx, img)
		}
		text, err := a.desk.ReadText(ctx)
		if err != nil || text == "" {
			return "", nothingPasted(imageErr)
		}
		return text, nil
	}, put)
}

func (a *App) readKey(read func(context.Context) (string, error), put func(words string)) {
	var words string
	var err error
	a.work(func(ctx context.Context) { words, err = read(ctx) }, func() {
		switch {
		case errors.Is(err, context.Canceled):
		case err != nil:
			a.say(session.Explain(err, ""))
		case words != "":
			put(words)
		}
	})
}
