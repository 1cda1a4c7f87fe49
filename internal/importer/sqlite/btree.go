package sqlite

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// Types of b-tree pages.
const (
	interiorTable = 0x05
	leafTable     = 0x0d
)

// maxDepth is beyond what a tree of 2^32 pages reaches.
const maxDepth = 40

var errStop = errors.New("stop")

// walk goes once through the pages of one table.
type walk struct {
	db    *DB
	table Table
	seen  map[uint32]bool // pages of the tree and of overflow chains
	left  int             // bytes of rows that can still be real
	yield func(Row, error) bool
}

// visit refuses to see a page twice, so that no loop of pages is endless.
func (w *walk) visit(n uint32) ([]byte, error) {
	if w.seen[n] {
		return nil, fmt.Errorf("%w: page %d used twice", ErrDamaged, n)
	}
	w.seen[n] = true
	return w.db.page(n)
}

func (w *walk) page(n uint32, depth int) error {
	if depth > maxDepth {
		return fmt.Errorf("%w: tree of %d levels", ErrDamaged, depth)
	}
	p, err := w.visit(n)
	if err != nil {
		return err
	}
	head := 0
	if n == 1 {
		head = headerSize
	}
	kind := p[head]
	cells := int(binary.BigEndian.Uint16(p[head+3:]))
	list := head + 8
	if kind == interiorTable {
		list += 4
	}
	if kind != interiorTable && kind != leafTable || list+2*cells > len(p) {
		return fmt.Errorf("%w: page %d", ErrDamaged, n)
	}
	for i := range cells {
		at := int(binary.BigEndian.Uint16(p[list+2*i:]))
		if kind == leafTable {
			err = w.cell(p, at)
		} else if at+4 > len(p) {
			err = fmt.Errorf("%w: cell", ErrDamaged)
		} else {
			err = w.page(binary.BigEndian.Uint32(p[at:]), depth+1)
		}
		if err != nil {
			return err
		}
	}
	if kind == interiorTable {
		return w.page(binary.BigEndian.Uint32(p[head+8:]), depth+1)
	}
	return nil
}

// cell reads one row of a leaf page.
func (w *walk) cell(p []byte, at int) error {
	usable := w.db.usable
	if at > usable {
		return fmt.Errorf("%w: cell", ErrDamaged)
	}
	b := p[at:usable]
	size, n := varint(b)
	_, m := varint(b[min(n, len(b)):])
	if n == 0 || m == 0 {
		return fmt.Errorf("%w: cell", ErrDamaged)
	}
	b = b[n+m:]
	if size > maxPayload {
		return nil // too large for anything that is looked for
	}
	total := int(size)
	// Cells that lie on top of each other can say the same megabyte a hundred
	// thousand times; all rows of a table together fit into the file.
	if w.left -= total; w.left < 0 {
		return fmt.Errorf("%w: rows overlap", ErrDamaged)
	}
	local := localSize(total, usable)
	if local > len(b) {
		return fmt.Errorf("%w: cell", ErrDamaged)
	}
	payload := b[:local]
	if local < total {
		if local+4 > len(b) {
			return fmt.Errorf("%w: cell", ErrDamaged)
		}
		var err error
		if payload, err = w.overflow(payload, binary.BigEndian.Uint32(b[local:]), total); err != nil {
			return err
		}
	}
	row, ok := w.db.record(w.table, payload)
	if !ok {
		return fmt.Errorf("%w: row", ErrDamaged)
	}
	if !w.yield(row, nil) {
		return errStop
	}
	return nil
}

// localSize is how much of a row is in its leaf page (fileformat2, section
// 1.6).
func localSize(total, usable int) int {
	most := usable - 35
	if total <= most {
		return total
	}
	least := (usable-12)*32/255 - 23
	if k := least + (total-least)%(usable-4); k <= most {
		return k
	}
	return least
}

// overflow collects the rest of a row from its chain of pages.
func (w *walk) overflow(start []byte, next uint32, total int) ([]byte, error) {
	out := append(make([]byte, 0, total), start...)
	for len(out) < total {
		p, err := w.visit(next)
		if err != nil {
			return nil, err
		}
		next = binary.BigEndian.Uint32(p)
		out = append(out, p[4:min(4+total-len(out), w.db.usable)]...)
	}
	return out, nil
}

// varint is SQLite's variable-length number: big-endian, seven bits a byte,
// the ninth byte whole. n is 0 if it does not end in b.
func varint(b []byte) (v uint64, n int) {
	for i, c := range b[:min(len(b), 9)] {
		if i == 8 {
			return v<<8 | uint64(c), 9
		}
		v = v<<7 | uint64(c&0x7f)
		if c < 0x80 {
			return v, i + 1
		}
	}
	return 0, 0
}
