package window

import (
	"image"
	"image/draw"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"twofold/app/control"
	"twofold/app/platform"
	"twofold/app/session"
)

const scannedToo = "otpauth://totp/Other:taro?secret=JBSWY3DPEHPK3PXA&issuer=Other"

// region opens the page for choosing a part of the rig's screens.
func (r *rig) region() *regionPage {
	r.t.Helper()
	r.run(cmdRegion)
	p, ok := r.front().(*regionPage)
	if !ok {
		r.t.Fatalf("in front is %T, it says %q", r.front(), r.texts())
	}
	return p
}

// Of two codes on the screen the one in the frame is read, and only that.
func TestRegion(t *testing.T) {
	left, right := screenWith(t, scanned), screenWith(t, scannedToo)
	img := image.NewRGBA(image.Rect(0, 0, 1600, 600))
	draw.Draw(img, image.Rect(0, 0, 800, 600), left.Image, image.Point{}, draw.Src)
	draw.Draw(img, image.Rect(800, 0, 1600, 600), right.Image, image.Point{}, draw.Src)
	r := newRig(t, setting{})
	r.desk.screens = []platform.Screen{{Image: img, Bounds: img.Bounds()}}
	p := r.region()
	if !r.win.FullScreen() {
		t.Error("the picture does not fill the screen")
	}
	p.band.SetFrame(image.Rect(850, 50, 1590, 600))
	p.band.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	c, ok := r.front().(*confirmPage)
	if !ok {
		t.Fatalf("in front is %T, it says %q", r.front(), r.texts())
	}
	if len(c.cards) != 1 || c.all.Candidates[0].Account.Issuer != "Other" {
		t.Errorf("found %+v", c.all.Candidates)
	}
	if r.win.FullScreen() {
		t.Error("the window stays full screen")
	}
	if p.shots != nil {
		t.Error("the pictures of the screen are kept")
	}
	if n := len(c.all.Pictures); n != 1 {
		t.Fatalf("%d pictures", n)
	}
	if got := c.all.Pictures[0].Codes[0][0]; !got.In(image.Rect(0, 0, 740, 550)) {
		t.Errorf("the outline begins at %v of the part", got)
	}
}

// A frame around nothing says so and can be drawn again.
func TestRegionAgain(t *testing.T) {
	r := newRig(t, setting{})
	r.desk.screens = []platform.Screen{screenWith(t, scanned)}
	p := r.region()
	p.onRead(image.Rect(0, 0, 150, 150))
	if !strings.Contains(oneLine(r.texts()), oneLine(r.txt.T("err.qr.part"))) {
		t.Errorf("it says %q", r.texts())
	}
	r.closeSheets()
	if r.front() != p || p.shots == nil {
		t.Fatalf("in front is %T", r.front())
	}
	p.onRead(image.Rect(150, 50, 800, 600))
	if _, ok := r.front().(*confirmPage); !ok {
		t.Errorf("in front is %T", r.front())
	}
}

// The frame through the middle of a code says that it cuts the code off.
func TestRegionCutOff(t *testing.T) {
	r := newRig(t, setting{})
	r.desk.screens = []platform.Screen{screenWith(t, scanned)}
	p := r.region()
	p.onRead(image.Rect(150, 50, 800, 330))
	if !strings.Contains(oneLine(r.texts()), oneLine(r.txt.T("err.qr.cut"))) {
		t.Errorf("it says %q", r.texts())
	}
}

func TestRegionScreens(t *testing.T) {
	r := newRig(t, setting{})
	r.desk.screens = []platform.Screen{screenWith(t, ""), screenWith(t, scanned)}
	p := r.region()
	for _, c := range []struct {
		key  fyne.KeyName
		want int
	}{{fyne.KeyPageDown, 1}, {fyne.KeyPageDown, 0}, {fyne.KeyPageUp, 1}} {
		p.band.TypedKey(&fyne.KeyEvent{Name: c.key})
		if p.at != c.want {
			t.Fatalf("%s goes to screen %d, want %d", c.key, p.at, c.want)
		}
	}
	c := r.win.Canvas()
	c.Focus(p.next)
	p.next.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	if p.at != 0 || c.Focused() != fyne.Focusable(p.band) {
		t.Errorf("the button leads to screen %d with the keyboard on %T, want 0 with the frame", p.at, c.Focused())
	}
	test.Tap(p.next)
	test.Tap(p.read)
	if _, ok := r.front().(*confirmPage); ok {
		t.Fatal("the frame in the middle holds only a part of the code")
	}
	r.closeSheets()
	p.band.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if r.front() == page(p) || r.win.FullScreen() {
		t.Error("Esc does not leave")
	}
}

// Where the system lets the user choose, there is no second choice.
func TestRegionOfTheSystem(t *testing.T) {
	r := newRig(t, setting{})
	shot := screenWith(t, scanned)
	shot.Chosen = true
	r.desk.screens = []platform.Screen{shot}
	r.run(cmdRegion)
	if _, ok := r.front().(*confirmPage); !ok {
		t.Errorf("in front is %T", r.front())
	}
}

// Locking takes the pictures away.
func TestRegionLocked(t *testing.T) {
	r := newRig(t, setting{})
	must(r, r.ses.SetPassphrase(t.Context(), nil, []byte("four unrelated words")))
	r.desk.screens = []platform.Screen{screenWith(t, scanned)}
	p := r.region()
	must(r, r.ses.Lock())
	if r.ses.Phase() != session.Locked || p.shots != nil || r.win.FullScreen() {
		t.Errorf("phase %v, %d pictures kept", r.ses.Phase(), len(p.shots))
	}
}

// A scan that finds nothing offers the same pictures to choose from.
func TestScanThenRegion(t *testing.T) {
	r := newRig(t, setting{})
	r.desk.screens = []platform.Screen{screenWith(t, "")}
	r.run(cmdScan)
	if len(r.sheets) != 1 {
		t.Fatalf("%d sheets", len(r.sheets))
	}
	r.tapText(r.txt.T("add.region"))
	if _, ok := r.front().(*regionPage); !ok || len(r.sheets) != 0 {
		t.Errorf("in front is %T", r.front())
	}
}

// tapText presses the button of the uppermost sheet that bears a text.
func (r *rig) tapText(text string) {
	r.t.Helper()
	for _, o := range r.sheets[len(r.sheets)-1].Content().Objects() {
		if b, ok := o.(*control.Button); ok && b.Text() == text {
			test.Tap(b)
			return
		}
	}
	r.t.Fatalf("no button %q on the sheet: %q", text, r.texts())
}
