package pdf

import "math"

// run runs the operators of a content stream (section 8.2). Text, strokes,
// shadings and clipping are passed over: no QR code is drawn with them.
func (p *painter) run(data []byte, resources dict, depth int) {
	l := lexer{data: data}
	base := len(p.saved)
	var args []any
	for p.steps > 0 {
		v, ok := l.next()
		if !ok {
			break
		}
		op, isOp := v.(keyword)
		if !isOp {
			if len(args) < 64 {
				args = append(args, v)
			}
			continue
		}
		p.steps--
		switch op {
		case "Do":
			if n, ok := last(args).(name); ok {
				p.do(n, resources, depth)
			}
		case "BI":
			p.inline(&l)
		case "q":
			if len(p.saved) < 256 {
				p.saved = append(p.saved, p.state)
			}
		case "Q":
			if n := len(p.saved); n > base {
				p.state, p.saved = p.saved[n-1], p.saved[:n-1]
			}
		default:
			p.operator(string(op), args)
		}
		args = args[:0]
	}
	p.saved = p.saved[:min(base, len(p.saved))]
}

func last(args []any) any {
	if len(args) == 0 {
		return nil
	}
	return args[len(args)-1]
}

// operator runs one that takes numbers only.
func (p *painter) operator(op string, args []any) {
	var n []float64
	for _, a := range args {
		if v, ok := a.(float64); ok {
			n = append(n, v)
		}
	}
	if want := map[string]int{"cm": 6, "re": 4, "m": 2, "l": 2, "c": 6, "v": 4, "y": 4, "g": 1, "rg": 3, "k": 4}[op]; len(n) < want {
		return
	}
	switch op {
	case "cm":
		p.state.m = matrix(n[:6]).then(p.state.m)
	case "g", "rg", "k", "sc", "scn":
		p.state.ink = luminance(n)
	case "cs":
		p.state.ink = 0
	case "m":
		p.path.move(p.pixel(n[0], n[1]))
	case "l":
		p.path.line(p.pixel(n[0], n[1]))
	case "c":
		p.path.curve(p.pixel(n[0], n[1]), p.pixel(n[2], n[3]), p.pixel(n[4], n[5]))
	case "v":
		p.path.curve(p.path.at, p.pixel(n[0], n[1]), p.pixel(n[2], n[3]))
	case "y":
		p.path.curve(p.pixel(n[0], n[1]), p.pixel(n[2], n[3]), p.pixel(n[2], n[3]))
	case "re":
		x, y, w, h := n[0], n[1], n[2], n[3]
		p.path.move(p.pixel(x, y))
		p.path.line(p.pixel(x+w, y))
		p.path.line(p.pixel(x+w, y+h))
		p.path.line(p.pixel(x, y+h))
	case "f", "F", "f*", "B", "B*", "b", "b*":
		p.fill()
		p.path = path{}
	case "n", "S", "s":
		p.path = path{}
	}
}

// luminance returns the lightness of a colour of one, three or four numbers
// from 0 to 1. A pattern has none, and counts as dark.
func luminance(n []float64) uint8 {
	var v float64
	switch len(n) {
	case 1:
		v = n[0]
	case 3:
		v = 0.299*n[0] + 0.587*n[1] + 0.114*n[2]
	case 4:
		v = 1 - min(1, 0.299*n[0]+0.587*n[1]+0.114*n[2]+n[3])
	}
	return uint8(math.Round(255 * min(max(v, 0), 1)))
}

// inline draws a picture that lies within the contents (section 8.9.7).
func (p *painter) inline(l *lexer) {
	d := dict{}
	for {
		k, ok := l.next()
		if !ok {
			return
		}
		if k == keyword("ID") {
			break
		}
		key, isName := k.(name)
		if !isName {
			continue
		}
		v, ok := l.next()
		if !ok {
			return
		}
		d[key] = v
	}
	l.at++ // the one white space after ID
	from := min(l.at, len(l.data))
	n := indexEI(l.data[from:])
	if n < 0 {
		l.at = len(l.data)
		return
	}
	end := from + n
	l.at = end + 3
	p.add(p.f.picture(stream{dict: d, raw: l.data[from:end]}, p.limit))
}

// indexEI finds the end of an inline picture: EI between white space, with
// nothing binary behind it.
func indexEI(data []byte) int {
	for i := 0; i+3 <= len(data); i++ {
		if !white(data[i]) || data[i+1] != 'E' || data[i+2] != 'I' {
			continue
		}
		if i+3 < len(data) && !white(data[i+3]) {
			continue
		}
		text := true
		for _, c := range data[i+3 : min(i+13, len(data))] {
			text = text && (c >= 32 && c < 127 || white(c) && c != 0)
		}
		if text {
			return i
		}
	}
	return -1
}
