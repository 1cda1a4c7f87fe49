package control_test

import (
	"image"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"twofold/app/control"
)

// newBand shows a picture of 1600 x 900 pixels at half its size, with room
// above and below.
func newBand(t *testing.T) (*control.Band, *[]image.Rectangle) {
	t.Helper()
	themed(t)
	b := control.NewBand("frame", image.NewGray(image.Rect(0, 0, 1600, 900)))
	var read []image.Rectangle
	b.OnRead = func(r image.Rectangle) { read = append(read, r) }
	w := test.NewTempWindow(t, b)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(800, 600))
	return b, &read
}

func pressAt(b *control.Band, x, y float32) {
	b.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, y)}})
}

func drawTo(b *control.Band, x, y float32) {
	b.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, y)}})
}

func TestBandIsDrawn(t *testing.T) {
	for _, c := range []struct {
		name           string
		x0, y0, x1, y1 float32
		want           image.Rectangle
	}{
		{"down and right", 100, 175, 300, 275, image.Rect(200, 200, 600, 400)},
		{"up and left", 300, 275, 100, 175, image.Rect(200, 200, 600, 400)},
		{"beyond the picture", 700, 475, 900, 700, image.Rect(1400, 800, 1600, 900)},
	} {
		b, read := newBand(t)
		pressAt(b, c.x0, c.y0)
		drawTo(b, (c.x0+c.x1)/2, c.y0)
		drawTo(b, c.x1, c.y1)
		if len(*read) != 0 {
			t.Errorf("%s: read before the button is up", c.name)
		}
		b.DragEnd()
		if len(*read) != 1 || (*read)[0] != c.want || b.Frame() != c.want {
			t.Errorf("%s: read %v, want %v", c.name, *read, c.want)
		}
	}
}

// A click and the tremble of a hand are no frame.
func TestBandClick(t *testing.T) {
	b, read := newBand(t)
	pressAt(b, 100, 175)
	b.DragEnd()
	pressAt(b, 100, 175)
	drawTo(b, 102, 177)
	b.DragEnd()
	if len(*read) != 0 {
		t.Errorf("a click reads %v", *read)
	}
	if b.Frame().Dx() < 16 || b.Frame().Dy() < 16 {
		t.Errorf("the frame is %v", b.Frame())
	}
}

func TestBandKeys(t *testing.T) {
	b, read := newBand(t)
	key := func(names ...fyne.KeyName) {
		for _, n := range names {
			b.TypedKey(&fyne.KeyEvent{Name: n})
		}
	}
	if want := image.Rect(400, 225, 1200, 675); b.Frame() != want {
		t.Fatalf("begins at %v, want %v", b.Frame(), want)
	}
	key(fyne.KeyLeft, fyne.KeyUp, fyne.KeyUp)
	if want := image.Rect(385, 195, 1185, 645); b.Frame() != want {
		t.Errorf("moved to %v, want %v", b.Frame(), want)
	}
	for range 200 {
		key(fyne.KeyRight, fyne.KeyDown)
	}
	if want := image.Rect(800, 450, 1600, 900); b.Frame() != want {
		t.Errorf("stops at %v, want %v", b.Frame(), want)
	}
	b.TypedRune('-')
	if want := image.Rect(815, 465, 1585, 885); b.Frame() != want {
		t.Errorf("shrinks to %v, want %v", b.Frame(), want)
	}
	for range 200 {
		b.TypedRune('-')
	}
	if b.Frame().Dx() < 16 || b.Frame().Dy() < 16 {
		t.Errorf("shrinks to %v", b.Frame())
	}
	for range 200 {
		b.TypedRune('+')
	}
	if want := image.Rect(0, 0, 1600, 900); b.Frame() != want {
		t.Errorf("grows to %v, want %v", b.Frame(), want)
	}
	other := 0
	b.OnKey = func(*fyne.KeyEvent) { other++ }
	key(fyne.KeyReturn, fyne.KeyEscape, fyne.KeyPageDown)
	if len(*read) != 1 || (*read)[0] != b.Frame() || other != 2 {
		t.Errorf("Enter read %v; %d keys went on", *read, other)
	}
}
