package control

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"twofold/app/skin"
)

// TestFactsUnderEachOther: a name is not broken inside a word for want of room
// beside the value.
func TestFactsUnderEachOther(t *testing.T) {
	test.NewTempApp(t)
	row := Facts(Fact{Name: "Requested", Value: "Today 12:00"}).objects[0].(*factRow)
	wide, narrow := skin.Px(300), skin.Px(180)
	for width, under := range map[float32]bool{wide: false, narrow: true} {
		test.WidgetRenderer(row)
		row.Resize(fyne.NewSize(width, row.HeightFor(width)))
		name, value := row.name.Position(), row.value.Position()
		if got := value.Y >= name.Y+row.name.Size().Height && value.X == name.X; got != under {
			t.Errorf("%v wide: the value stands under the name: %v, want %v", width, got, under)
		}
		if end := value.Y + row.value.Size().Height; end > row.HeightFor(width)+0.5 {
			t.Errorf("%v wide: the value ends at %v, the row at %v", width, end, row.HeightFor(width))
		}
	}
}
