package platform

import "testing"

func TestWindowsCapture(t *testing.T) {
	screens, err := CaptureScreens(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range screens {
		if s.Bounds.Empty() || s.Image.Bounds().Size() != s.Bounds.Size() {
			t.Errorf("screen %v, picture %v", s.Bounds, s.Image.Bounds())
		}
	}
}
