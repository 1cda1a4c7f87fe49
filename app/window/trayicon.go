package window

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/systray"

	"twofold/app/skin"
)

// systemTray is the tray of this desktop. It is the toolkit's own package for
// it, used below the toolkit: clicks have to come through the window's queue,
// which wakes the sleeping loop; the toolkit's would wait until it wakes.
//
// On Linux the icon is put up by the first [systemTray.show], with its picture
// and menu: one that is set while the package talks to the bus for the first
// time gets lost, and the icon stays empty.
type systemTray struct {
	queue func(func())
	begin func() // puts the icon up; nil if it is
}

// start implements [trayIcon].
func (t *systemTray) start(clicked func()) {
	systray.SetOnTapped(clicked)
	title := func() { systray.SetTitle("Twofold") }
	if runtime.GOOS == "linux" {
		title()
		t.begin, _ = systray.RunWithExternalLoop(nil, nil) // talks to the bus
		return
	}
	begin, _ := systray.RunWithExternalLoop(title, nil)
	begin() // Windows and macOS: on the goroutine of the window's messages
}

// show implements [trayIcon]. The package panics where the message bus is gone,
// as at the end of the user's session, with a vault that may have to be saved.
func (t *systemTray) show(picture fyne.Resource, items []trayItem) {
	defer func() { _ = recover() }()
	systray.SetIcon(picture.Content())
	systray.ResetMenu()
	t.fill(nil, items)
	if t.begin != nil {
		t.begin()
		t.begin = nil
	}
}

// end implements [trayIcon]. Windows keeps the icon of a process that is gone
// until the pointer touches it; elsewhere it goes with the connection.
func (t *systemTray) end() {
	if runtime.GOOS == "windows" {
		systray.Quit()
	}
}

func (t *systemTray) fill(parent *systray.MenuItem, items []trayItem) {
	for _, it := range items {
		if it.line {
			systray.AddSeparator()
			continue
		}
		var m *systray.MenuItem
		if parent == nil {
			m = systray.AddMenuItem(it.text, "")
		} else {
			m = parent.AddSubMenuItem(it.text, "")
		}
		t.fill(m, it.sub)
		if it.do == nil && len(it.sub) == 0 {
			m.Disable()
			continue
		}
		go func() {
			for range m.ClickedCh { // closed when the menu is made anew
				if it.do != nil {
					t.queue(it.do)
				}
			}
		}()
	}
}

const traySize = 64

// trayPicture draws the icon for a state: as it is, grey, or with a dot in the
// amber of "you have something to do".
func trayPicture(state trayState) fyne.Resource {
	c := software.NewTransparentCanvas()
	c.SetPadded(false)
	c.SetContent(canvas.NewImageFromResource(skin.AppIcon()))
	c.Resize(fyne.NewSquareSize(traySize))
	shot := c.Capture()
	img := image.NewNRGBA(shot.Bounds())
	draw.Draw(img, img.Bounds(), shot, shot.Bounds().Min, draw.Src)
	name := "tray"
	switch state {
	case trayLocked:
		name = "tray-locked"
		grey(img)
	case trayAttention:
		name = "tray-attention"
		dot(img, color.NRGBA{0xf0, 0xb4, 0x29, 0xff})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		fyne.LogError("tray icon", err)
	}
	data := b.Bytes()
	if runtime.GOOS == "windows" {
		data = ico(data)
	}
	return fyne.NewStaticResource(name, data)
}

func grey(img *image.NRGBA) {
	for i := 0; i < len(img.Pix); i += 4 {
		p := img.Pix[i : i+4]
		y := uint8((299*int(p[0]) + 587*int(p[1]) + 114*int(p[2])) / 1000)
		p[0], p[1], p[2] = y, y, y
	}
}

// dot puts a dot into the lower right corner, with a gap around it so that it
// is seen on any colour.
func dot(img *image.NRGBA, c color.NRGBA) {
	w := img.Bounds().Dx()
	r := w / 5
	cx, cy := w-r-1, w-r-1
	for y := range w {
		for x := range w {
			switch d := (x-cx)*(x-cx) + (y-cy)*(y-cy); {
			case d <= r*r:
				img.SetNRGBA(x, y, c)
			case d <= (r+4)*(r+4):
				img.SetNRGBA(x, y, color.NRGBA{})
			}
		}
	}
}

// ico wraps one PNG as an icon file, which Windows wants (since Vista with a
// PNG inside).
func ico(png []byte) []byte {
	var b bytes.Buffer
	for _, v := range []any{
		uint16(0), uint16(1), uint16(1), // reserved, an icon, one picture
		uint8(traySize), uint8(traySize), uint8(0), uint8(0), uint16(1), uint16(32),
		uint32(len(png)), uint32(22), // bytes, and where they begin
	} {
		_ = binary.Write(&b, binary.LittleEndian, v) // to memory
	}
	b.Write(png)
	return b.Bytes()
}
