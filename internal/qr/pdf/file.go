package pdf

import (
	"bytes"
	"maps"
	"slices"
	"strconv"
)

// Limits of a file. They keep a hostile one from filling the memory.
const (
	maxObjects  = 200_000
	maxInflated = 128 << 20 // bytes out of all compressed streams together
)

// file is what was found in a PDF file: its objects by number. The table of
// contents at its end is not used, since it is wrong or missing often enough;
// every object says its number itself.
type file struct {
	objects map[int]any
	left    int // bytes that may still be inflated
}

func open(data []byte) *file {
	f := &file{objects: map[int]any{}, left: maxInflated}
	var packed []stream
	for at := 0; at < len(data) && len(f.objects) < maxObjects; {
		i := bytes.Index(data[at:], []byte("obj"))
		if i < 0 {
			break
		}
		at += i + 3
		num, ok := numberBefore(data[:at-3])
		if !ok {
			continue
		}
		l := lexer{data: data, at: at}
		v, ok := l.next()
		if !ok {
			break
		}
		if d, isDict := v.(dict); isDict {
			if raw, end, isStream := streamAt(data, l.at, d); isStream {
				s := stream{dict: d, raw: raw}
				if d["Type"] == name("ObjStm") {
					packed = append(packed, s)
				}
				v, l.at = s, end
			}
		}
		f.objects[num] = v
		at = max(at, l.at)
	}
	for _, s := range packed {
		f.unpack(s)
	}
	return f
}

// numberBefore returns the number of the object whose header ends before obj.
func numberBefore(head []byte) (int, bool) {
	head = head[max(0, len(head)-24):]
	fields := bytes.Fields(head)
	if len(fields) < 2 {
		return 0, false
	}
	if _, err := strconv.Atoi(string(fields[len(fields)-1])); err != nil {
		return 0, false
	}
	n := fields[len(fields)-2]
	// It may follow something without a space between.
	for len(n) > 0 && (n[0] < '0' || n[0] > '9') {
		n = n[1:]
	}
	num, err := strconv.Atoi(string(n))
	return num, err == nil && num > 0
}

// streamAt returns the bytes of a stream that begins after the dictionary, and
// where it ends.
func streamAt(data []byte, at int, d dict) (raw []byte, end int, ok bool) {
	l := lexer{data: data, at: at}
	l.skip()
	if !bytes.HasPrefix(data[l.at:], []byte("stream")) {
		return nil, 0, false
	}
	from := l.at + len("stream")
	if bytes.HasPrefix(data[from:], []byte("\r\n")) {
		from += 2
	} else if from < len(data) && (data[from] == '\n' || data[from] == '\r') {
		from++
	}
	if n, isNumber := d["Length"].(float64); isNumber && n >= 0 && n <= float64(len(data)-from) {
		e := lexer{data: data, at: from + int(n)}
		e.skip()
		if bytes.HasPrefix(data[e.at:], []byte("endstream")) {
			return data[from : from+int(n)], e.at, true
		}
	}
	i := bytes.Index(data[from:], []byte("endstream"))
	if i < 0 {
		return data[from:], len(data), true
	}
	return data[from : from+i], from + i, true
}

// unpack adds the objects of an object stream (section 7.5.7). Those that lie
// in the file itself are newer or the same.
func (f *file) unpack(s stream) {
	data, _ := f.content(s)
	n, _ := f.number(s.dict["N"])
	first, _ := f.number(s.dict["First"])
	if first < 0 || int(first) > len(data) {
		return
	}
	head := lexer{data: data[:int(first)]}
	for range min(int(n), maxObjects) {
		num, ok1 := head.next()
		at, ok2 := head.next()
		id, isID := num.(float64)
		off, isOff := at.(float64)
		if !ok1 || !ok2 || !isID || !isOff || off < 0 || first+off >= float64(len(data)) || len(f.objects) >= maxObjects {
			return
		}
		if _, known := f.objects[int(id)]; known {
			continue
		}
		l := lexer{data: data, at: int(first + off)}
		if v, ok := l.next(); ok {
			f.objects[int(id)] = v
		}
	}
}

// resolve follows references.
func (f *file) resolve(v any) any {
	for range maxDepth {
		r, ok := v.(ref)
		if !ok {
			return v
		}
		v = f.objects[int(r)]
	}
	return nil
}

func (f *file) dict(v any) dict {
	switch v := f.resolve(v).(type) {
	case dict:
		return v
	case stream:
		return v.dict
	}
	return nil
}

func (f *file) number(v any) (float64, bool) {
	n, ok := f.resolve(v).(float64)
	return n, ok
}

func (f *file) integer(v any) int {
	n, _ := f.number(v)
	if n < 0 || n > 1<<24 {
		return 0
	}
	return int(n)
}

func (f *file) array(v any) []any {
	a, _ := f.resolve(v).([]any)
	return a
}

// numbers returns the numbers of the objects in order.
func (f *file) numbers() []int {
	return slices.Sorted(maps.Keys(f.objects))
}
