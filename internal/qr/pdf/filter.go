package pdf

import (
	"bytes"
	"compress/zlib"
	"encoding/ascii85"
	"io"
)

// content undoes the filters of a stream (section 7.4), up to one that makes a
// picture: its name is returned, or "" if there is none.
func (f *file) content(s stream) (data []byte, last name) {
	data = s.raw
	filters := f.list(s.dict, "Filter", "F")
	parms := f.list(s.dict, "DecodeParms", "DP")
	for i, v := range filters {
		n, _ := f.resolve(v).(name)
		switch n {
		case "FlateDecode", "Fl":
			data = f.inflate(data)
			if i < len(parms) {
				data = f.unpredict(data, f.dict(parms[i]))
			}
		case "ASCIIHexDecode", "AHx":
			l := lexer{data: append([]byte("<"), data...)}
			data = l.hex()
		case "ASCII85Decode", "A85":
			data = unascii(data)
		case "RunLengthDecode", "RL":
			data = f.unrun(data)
		default:
			return data, n
		}
	}
	return data, ""
}

// list returns an entry that is a list or a single value.
func (f *file) list(d dict, keys ...name) []any {
	for _, k := range keys {
		switch v := f.resolve(d[k]).(type) {
		case nil:
		case []any:
			return v
		default:
			return []any{v}
		}
	}
	return nil
}

// inflate keeps what there is before an error: many files are cut at the end.
func (f *file) inflate(data []byte) []byte {
	z, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	out, _ := io.ReadAll(io.LimitReader(z, int64(f.left)))
	f.left -= len(out)
	return out
}

func unascii(data []byte) []byte {
	if i := bytes.Index(data, []byte("~>")); i >= 0 {
		data = data[:i]
	}
	out := make([]byte, 4*len(data)/5+8)
	n, _, _ := ascii85.Decode(out, data, true)
	return out[:n]
}

func (f *file) unrun(data []byte) []byte {
	var out []byte
	for i := 0; i < len(data) && data[i] != 128 && len(out) < f.left; {
		n := int(data[i])
		i++
		if n < 128 {
			end := min(i+n+1, len(data))
			out = append(out, data[i:end]...)
			i = end
		} else if i < len(data) {
			out = append(out, bytes.Repeat(data[i:i+1], 257-n)...)
			i++
		}
	}
	f.left -= min(len(out), f.left)
	return out
}

// unpredict undoes the predictors of PNG (RFC 2083, section 6).
func (f *file) unpredict(data []byte, parms dict) []byte {
	if f.integer(parms["Predictor"]) < 10 {
		return data
	}
	or := func(k name, other int) int {
		if n := f.integer(parms[k]); n > 0 {
			return n
		}
		return other
	}
	bits := or("Colors", 1) * or("BitsPerComponent", 8)
	if bits > 1<<10 {
		return nil
	}
	row, step := (or("Columns", 1)*bits+7)/8, (bits+7)/8
	out := make([]byte, 0, len(data))
	last := make([]byte, row)
	for len(data) > 1 {
		line := make([]byte, row)
		copy(line, data[1:min(len(data), row+1)])
		unfilter(data[0], line, last, step)
		out = append(out, line...)
		last = line
		data = data[min(len(data), row+1):]
	}
	return out
}

func unfilter(kind byte, line, above []byte, step int) {
	for i := range line {
		var left, corner byte
		if i >= step {
			left, corner = line[i-step], above[i-step]
		}
		switch kind {
		case 1:
			line[i] += left
		case 2:
			line[i] += above[i]
		case 3:
			line[i] += byte((int(left) + int(above[i])) / 2)
		case 4:
			line[i] += paeth(int(left), int(above[i]), int(corner))
		}
	}
}

func paeth(a, b, c int) byte {
	pa, pb, pc := b-c, a-c, a+b-2*c
	pa, pb, pc = max(pa, -pa), max(pb, -pb), max(pc, -pc)
	if pa <= pb && pa <= pc {
		return byte(a)
	}
	if pb <= pc {
		return byte(b)
	}
	return byte(c)
}
