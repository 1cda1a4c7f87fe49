package window

import (
	"bytes"
	"context"
	"errors"
	"image"
	"path/filepath"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/platform"
	"twofold/app/session"
)

// iconChoice is the part of the edit page that shows the picture of the
// account and changes it: a file, a drop, the clipboard, or back to what its
// name gives.
type iconChoice struct {
	a    *App
	row  *session.Row
	png  []byte // own picture; nil for none
	view *control.AvatarView
	note *control.Paragraph
	back *control.Button

	changed func()
}

func newIconChoice(a *App, row *session.Row, changed func()) *iconChoice {
	c := &iconChoice{a: a, row: row, png: row.Icon.PNG, changed: changed}
	c.view = control.NewAvatarView(control.Avatar{}, 48)
	c.note = sentence("")
	c.back = control.NewButton(a.txt.T("edit.icon.reset"), "undo", control.Link, func() { c.set(nil) }).Low()
	c.show()
	return c
}

// object is the picture with its buttons.
func (c *iconChoice) object() fyne.CanvasObject {
	t := c.a.txt.T
	choose := control.NewButton(t("edit.icon.choose"), "image", control.Neutral, c.onChoose).Low()
	paste := control.NewButton(t("edit.icon.paste"), "paste", control.Neutral, c.onPaste).Low()
	return labelled(t("edit.icon"), control.NewColumn(8,
		control.Filled(12, 1, c.view, c.note),
		control.Equal(8, choose, paste),
		control.Line(0, c.back, nil)))
}

func (c *iconChoice) show() {
	row := *c.row
	row.Icon.PNG = c.png
	c.view.Set(c.a.avatarOf(&row))
	key := "edit.icon.default"
	if c.png != nil {
		key = "edit.icon.own"
	}
	c.note.SetText(c.a.txt.T(key))
	setShown(c.back, c.png != nil)
}

func (c *iconChoice) set(png []byte) {
	c.png = png
	c.show()
	c.changed()
	relayout(c.view)
}

// edited reports whether the picture is another one than at first.
func (c *iconChoice) edited() bool { return !bytes.Equal(c.png, c.row.Icon.PNG) }

func (c *iconChoice) onChoose() {
	t := c.a.txt.T
	c.a.pickOf(platform.Dialog{Title: t("edit.icon.choose"), Filters: []platform.Filter{
		{Name: t("pick.pictures"), Patterns: append([]string{"*.svg"}, pictures...)},
		{Name: t("pick.all"), Patterns: []string{"*"}},
	}}, c.take)
}

// take makes the first of some files the picture.
func (c *iconChoice) take(paths []string) {
	if len(paths) == 0 {
		return
	}
	c.make(filepath.Base(paths[0]), func(ctx context.Context) ([]byte, error) { return c.a.ses.PictureFile(ctx, paths[0]) })
}

// errNoPicture: nothing on the clipboard is a picture.
var errNoPicture = errors.New("no picture on the clipboard")

func (c *iconChoice) onPaste() {
	c.make("", func(ctx context.Context) ([]byte, error) {
		var img image.Image
		img, err := c.a.desk.Image(ctx)
		if err != nil {
			return nil, errors.Join(errNoPicture, err)
		}
		return c.a.ses.Picture(ctx, img)
	})
}

// make reads a picture off the UI goroutine. What cannot be read changes
// nothing, and is said.
func (c *iconChoice) make(name string, read func(ctx context.Context) ([]byte, error)) {
	var png []byte
	var err error
	c.a.work(func(ctx context.Context) { png, err = read(ctx) }, func() {
		switch {
		case errors.Is(err, platform.ErrTextOnly):
			c.a.tell(c.a.txt.T("err.clip.textonly.d"))
		case errors.Is(err, errNoPicture) && !errors.Is(err, platform.ErrImageTooLarge):
			c.a.tell(c.a.txt.T("err.icon.clip"))
		case err != nil:
			c.a.say(session.ExplainIcon(err, name))
		default:
			c.set(png)
		}
	})
}
