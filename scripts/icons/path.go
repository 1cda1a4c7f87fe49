package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Icon sets are written as short as possible: several pairs behind one
// command, numbers without a space between them, the flags of an arc as bare
// digits. Rasterisers disagree about such paths, and ours misreads packed
// arcs. So every path is written again with absolute M, L, C and Z only.

type point struct{ x, y float64 }

// pathReader reads path data of SVG 1.1, section 8.3.
type pathReader struct {
	text string
	at   int
	out  strings.Builder

	pos, start point
	ctrl       point // last control point, for S and T
	last       byte  // last command, for S and T
}

// rewrite gives path data in absolute M, L, C and Z, to hundredths of a unit.
func rewrite(text string) (string, error) {
	r := &pathReader{text: text}
	var cmd byte
	for {
		r.skip()
		if r.at == len(r.text) {
			return strings.TrimSpace(r.out.String()), nil
		}
		if c := r.text[r.at]; strings.IndexByte("MmLlHhVvCcSsQqTtAaZz", c) >= 0 {
			cmd = c
			r.at++
		} else if cmd == 0 || cmd == 'Z' || cmd == 'z' {
			return "", fmt.Errorf("unexpected %q at %d", c, r.at)
		}
		if err := r.step(cmd); err != nil {
			return "", err
		}
		r.last = cmd &^ 0x20
		// A second pair after a move is a line.
		if cmd == 'M' {
			cmd = 'L'
		} else if cmd == 'm' {
			cmd = 'l'
		}
	}
}

func (r *pathReader) skip() {
	for r.at < len(r.text) && strings.IndexByte(" ,\t\r\n", r.text[r.at]) >= 0 {
		r.at++
	}
}

func (r *pathReader) number() (float64, error) {
	r.skip()
	begin, dot := r.at, false
	for ; r.at < len(r.text); r.at++ {
		c := r.text[r.at]
		afterE := r.at > begin && r.text[r.at-1]|0x20 == 'e'
		switch {
		case c >= '0' && c <= '9', c|0x20 == 'e' && r.at > begin:
			continue
		case (c == '-' || c == '+') && (r.at == begin || afterE):
			continue
		case c == '.' && !dot:
			dot = true
			continue
		}
		break
	}
	v, err := strconv.ParseFloat(r.text[begin:r.at], 64)
	if err != nil {
		return 0, fmt.Errorf("number at %d: %w", begin, err)
	}
	return v, nil
}

// flag is one digit, with or without a space behind it.
func (r *pathReader) flag() (bool, error) {
	r.skip()
	if r.at < len(r.text) && (r.text[r.at] == '0' || r.text[r.at] == '1') {
		r.at++
		return r.text[r.at-1] == '1', nil
	}
	return false, fmt.Errorf("no flag at %d", r.at)
}

// pair reads a point, relative to where the pen is if rel.
func (r *pathReader) pair(rel bool) (point, error) {
	x, err := r.number()
	if err != nil {
		return point{}, err
	}
	y, err := r.number()
	if rel {
		x, y = x+r.pos.x, y+r.pos.y
	}
	return point{x, y}, err
}

func (r *pathReader) pairs(rel bool, n int) ([]point, error) {
	out := make([]point, n)
	for i := range out {
		var err error
		if out[i], err = r.pair(rel); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// step does one command with one set of arguments.
func (r *pathReader) step(cmd byte) error {
	rel := cmd >= 'a'
	switch cmd &^ 0x20 {
	case 'Z':
		r.pos = r.start
		r.out.WriteString("Z ")
		return nil
	case 'H', 'V':
		v, err := r.number()
		if err != nil {
			return err
		}
		p := r.pos
		switch {
		case cmd == 'H':
			p.x = v
		case cmd == 'h':
			p.x += v
		case cmd == 'V':
			p.y = v
		default:
			p.y += v
		}
		r.line(p)
		return nil
	case 'A':
		return r.arc(rel)
	}
	ps, err := r.pairs(rel, map[byte]int{'M': 1, 'L': 1, 'C': 3, 'S': 2, 'Q': 2, 'T': 1}[cmd&^0x20])
	if err != nil {
		return err
	}
	switch cmd &^ 0x20 {
	case 'M':
		r.pos, r.start = ps[0], ps[0]
		r.write("M", ps[0])
	case 'L':
		r.line(ps[0])
	case 'C':
		r.cubic(ps[0], ps[1], ps[2])
	case 'S':
		r.cubic(r.mirrored("CS"), ps[0], ps[1])
	case 'Q':
		r.quadratic(ps[0], ps[1])
	case 'T':
		r.quadratic(r.mirrored("QT"), ps[0])
	}
	return nil
}

// mirrored is the control point that a smooth curve begins with.
func (r *pathReader) mirrored(after string) point {
	if r.last == 0 || strings.IndexByte(after, r.last) < 0 {
		return r.pos
	}
	return point{2*r.pos.x - r.ctrl.x, 2*r.pos.y - r.ctrl.y}
}

func (r *pathReader) line(p point) {
	r.pos = p
	r.write("L", p)
}

func (r *pathReader) cubic(a, b, p point) {
	r.pos, r.ctrl = p, b
	r.write("C", a, b, p)
}

// quadratic raises the degree.
func (r *pathReader) quadratic(c, p point) {
	from := r.pos
	third := func(q point) point { return point{q.x + 2*(c.x-q.x)/3, q.y + 2*(c.y-q.y)/3} }
	r.cubic(third(from), third(p), p)
	r.ctrl = c
}

func (r *pathReader) write(cmd string, ps ...point) {
	r.out.WriteString(cmd)
	for i, p := range ps {
		if i > 0 {
			r.out.WriteByte(' ')
		}
		r.out.WriteString(short(p.x) + " " + short(p.y))
	}
	r.out.WriteByte(' ')
}

func short(v float64) string {
	v = math.Round(v*100) / 100
	if v == 0 {
		v = 0 // no minus before zero
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// arc draws an elliptical arc as cubic curves of at most a quarter turn each,
// by the conversion of SVG 1.1, appendix F.6.5.
func (r *pathReader) arc(rel bool) error {
	var v [3]float64
	for i := range v {
		var err error
		if v[i], err = r.number(); err != nil {
			return err
		}
	}
	large, err := r.flag()
	if err != nil {
		return err
	}
	sweep, err := r.flag()
	if err != nil {
		return err
	}
	to, err := r.pair(rel)
	if err != nil {
		return err
	}
	rx, ry, from := math.Abs(v[0]), math.Abs(v[1]), r.pos
	if rx == 0 || ry == 0 || from == to {
		r.line(to)
		return nil
	}
	sin, cos := math.Sincos(v[2] * math.Pi / 180)
	dx, dy := (from.x-to.x)/2, (from.y-to.y)/2
	x, y := cos*dx+sin*dy, cos*dy-sin*dx
	if over := x*x/(rx*rx) + y*y/(ry*ry); over > 1 {
		rx, ry = rx*math.Sqrt(over), ry*math.Sqrt(over)
	}
	root := math.Sqrt(max(0, (rx*rx*ry*ry-rx*rx*y*y-ry*ry*x*x)/(rx*rx*y*y+ry*ry*x*x)))
	if large == sweep {
		root = -root
	}
	cx, cy := root*rx*y/ry, -root*ry*x/rx
	begin := math.Atan2((y-cy)/ry, (x-cx)/rx)
	turn := math.Atan2((-y-cy)/ry, (-x-cx)/rx) - begin
	if sweep && turn < 0 {
		turn += 2 * math.Pi
	} else if !sweep && turn > 0 {
		turn -= 2 * math.Pi
	}
	mid := point{cos*cx - sin*cy + (from.x+to.x)/2, sin*cx + cos*cy + (from.y+to.y)/2}
	place := func(x, y float64) point {
		return point{mid.x + cos*rx*x - sin*ry*y, mid.y + sin*rx*x + cos*ry*y}
	}
	n := max(1, int(math.Ceil(math.Abs(turn)/(math.Pi/2)-1e-9)))
	part := turn / float64(n)
	k := 4.0 / 3 * math.Tan(part/4)
	for i := range n {
		s0, c0 := math.Sincos(begin + float64(i)*part)
		s1, c1 := math.Sincos(begin + float64(i+1)*part)
		end := place(c1, s1)
		if i == n-1 {
			end = to
		}
		r.cubic(place(c0-k*s0, s0+k*c0), place(c1+k*s1, s1-k*c1), end)
	}
	return nil
}
