package sway

import "image"

// Mouse is a mouse on the desk, by the protocol
// wlr-virtual-pointer-unstable-v1.
type Mouse struct {
	*wire
	id   uint32
	desk image.Rectangle
}

// Mouse puts a mouse on the desk. The screens must not change any more.
func (d *Desk) Mouse() *Mouse {
	d.t.Helper()
	w := d.connect()
	manager := w.bind("zwlr_virtual_pointer_manager_v1")
	w.last++
	m := &Mouse{wire: w, id: w.last}
	w.send(manager, 0, numbers(0, m.id)) // create_virtual_pointer
	w.settle(nil)
	for _, o := range d.Outputs() {
		m.desk = m.desk.Union(o.Rect.Rectangle())
	}
	return m
}

// Move puts the mouse on a point of the desktop.
func (m *Mouse) Move(x, y int) {
	m.t.Helper()
	at := image.Pt(x, y).Sub(m.desk.Min)
	m.send(m.id, 1, numbers(0, uint32(at.X), uint32(at.Y), uint32(m.desk.Dx()), uint32(m.desk.Dy()))) // motion_absolute
	m.send(m.id, 4, nil)                                                                              // frame
	m.settle(nil)
}

// Click presses the left button and lets it go.
func (m *Mouse) Click() {
	m.t.Helper()
	m.button(1)
	m.button(0)
}

func (m *Mouse) button(down uint32) {
	const left = 0x110
	m.send(m.id, 2, numbers(0, left, down))
	m.send(m.id, 4, nil)
	m.settle(nil)
}

// Drag draws a frame around a part of the desktop.
func (m *Mouse) Drag(part image.Rectangle) {
	m.t.Helper()
	m.Move(part.Min.X, part.Min.Y)
	m.button(1)
	m.Move((part.Min.X+part.Max.X)/2, (part.Min.Y+part.Max.Y)/2)
	m.Move(part.Max.X, part.Max.Y)
	m.button(0)
}

// DragAll draws a frame around all there is.
func (m *Mouse) DragAll() { m.t.Helper(); m.Drag(m.desk.Inset(1)) }
